"""The contents of many files of git's, from one process."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from types import TracebackType

from postmortem_tracker.disk import git_calls

_OBJECT = re.compile(r"[0-9a-f]{40,64}")
_PIECE = 1 << 20
_PAUSE = 0.5  # seconds between two looks at whether git still answers


class Blobs:
    """The contents of files by their object name, all from one `git cat-file --batch`; use it in a with statement.

    Raises GitError where git's files are not those of the checkout. A git that does not come back, as from a pipe in
    place of an object, is ended, and has nothing from then on.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._asked: float | None = None  # when git was asked for what it has not yet told
        self._over = threading.Event()
        self._git = git_calls.serving(root, "cat-file", "--batch")
        self._watching = threading.Thread(target=self._watch, name="git's watch", daemon=True)

    def __enter__(self) -> Blobs:
        self._watching.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if kind is not None:
            self._git.kill()
        self._git.communicate()
        self._watching.join()

    def _watch(self) -> None:
        while not self._over.wait(_PAUSE):
            if (asked := self._asked) is not None and git_calls.end_if_late(self._root, self._git, asked):
                return

    def read(self, name: str, most: int) -> bytes | None:
        """The bytes of one object; None where the repository does not have it.

        Of one with more than ``most`` bytes that many and one more, which tells that it is too large.
        """
        self._asked = time.monotonic()
        try:
            return self._read(name, most)
        finally:
            self._asked = None

    def _read(self, name: str, most: int) -> bytes | None:
        given, answers = self._git.stdin, self._git.stdout
        if given is None or answers is None or not _OBJECT.fullmatch(name):
            return None
        try:
            given.write(name.encode("ascii") + b"\n")
            given.flush()
        except OSError:
            return None
        said = answers.readline().split()
        if len(said) != 3 or said[1] != b"blob":
            return None
        size = int(said[2])
        kept = answers.read(min(size + 1, most + 1))
        left = size + 1 - len(kept)
        while left > 0 and (more := answers.read(min(left, _PIECE))):  # a few kilobytes can stand for gigabytes
            left -= len(more)
        return kept[:size] if left <= 0 else None
