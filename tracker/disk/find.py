"""Finds the documents that files, folders and patterns name: each real file once, and nothing left out in silence."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from postmortem_tracker.disk.exclusions import Why
from postmortem_tracker.disk.folders import entries, is_hidden, is_skipped
from postmortem_tracker.disk.kinds import OTHER_KINDS, SUFFIXES
from postmortem_tracker.disk.patterns import is_pattern, matching, split
from postmortem_tracker.disk.regular import is_inside, shown
from postmortem_tracker.disk.search import LINK_HINT, Search, posix
from postmortem_tracker.errors import DocumentError, UsageError
from postmortem_tracker.model import Doubt
from postmortem_tracker.text.printable import is_plain

_OF_LINE = re.compile(r"(.+):[0-9]+")  # "pm/outage.md:18", as findings name places
UNKNOWN = "check the path or pattern"  # the hint where nothing like it is there


@dataclass(slots=True)
class Found:
    """``files`` as they are named, each real file once; ``problems`` are what looks like a document and is none.

    ``skipped`` are hidden folders with documents that were not looked for, ``dependencies`` folders of others' code
    below what was ``searched``.
    """

    files: tuple[str, ...] = ()
    problems: tuple[DocumentError, ...] = ()
    skipped: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()  # those of the files that are named one by one
    chosen: frozenset[str] = frozenset()  # those in a folder that is named, and not in all of the repository
    left: dict[str, Why] = field(default_factory=dict)  # documents that are no postmortems, see `exclusions`
    doubts: list[Doubt] = field(default_factory=list)  # about documents that may be postmortems

    @property
    def told(self) -> tuple[str, ...]:
        """Each document that was left out, and why, for people."""
        return tuple(f"{path} ({why})" for path, why in self.left.items())


def find(
    paths: Sequence[str], root: str | None = None, base: str = "", *, named: bool = True, max_files: int = 100_000
) -> Found:
    """Markdown files named by files, folders (searched) and globs, sorted within each argument.

    ``base`` is a folder that all of them begin with, taken as it is: its name is no pattern.

    Every file must really lie in ``root`` (default: the working directory), however it is spelled; with ``named``
    the user may name one, or a folder, outside. Raises UsageError for a path that does not exist, and for a
    pattern or folder without Markdown.
    """
    top = os.path.realpath(root or os.curdir)
    search = Search(top)
    for path in paths:
        search.reach = _reach(path, top, named, base)
        search.top = os.path.realpath(_fixed(path, base))
        before, met = len(search.problems), 0
        for each in _expand(path, search, base):
            met += 1
            _take(each, search)
        if not met and len(search.problems) == before:
            raise UsageError(f"{shown(path)}: no Markdown documents here", _looked_for(search))
        if len(search.files) > max_files:
            raise UsageError(f"{shown(path)}: more than {max_files} documents", "name a smaller directory")
    searched = tuple(each for path in paths if os.path.isdir(each := _fixed(path, base)))
    return Found(
        tuple(search.files.values()),
        tuple(search.problems.values()),
        tuple(search.skipped),
        searched,
        tuple(search.dependencies),
        left={path: why for path, why in search.passed.items() if os.path.realpath(path) not in search.files},
    )


def _reach(path: str, root: str, named: bool, base: str) -> str:
    """The folder that an argument opens to the search: the root, or where the user points outside of it."""
    fixed = os.path.abspath(_fixed(path, base))
    if is_inside(fixed, root) or is_inside(os.path.realpath(os.path.dirname(fixed)), root):
        return ""
    if named:
        real = os.path.realpath(fixed)
        return real if os.path.isdir(real) else os.path.dirname(real)
    if is_inside(os.path.realpath(fixed), root):
        return ""
    raise UsageError(f"{shown(path)}: is outside of the repository {shown(root)}", "name it on the command line")


def _fixed(path: str, base: str) -> str:
    """The part of a path before its first pattern."""
    return path if os.path.lexists(path) or not is_pattern(path, base) else split(path, base)[0]


def _looked_for(search: Search) -> str:
    skipped = [*search.skipped, *search.dependencies]
    more = f"; not in {', '.join(skipped)}: name what is meant there" if skipped else ""
    return f"looked for {', '.join(SUFFIXES)} files{more}"


def _take(path: str, search: Search) -> None:
    """Make a file a document, or a problem."""
    real = os.path.realpath(path)
    if real in search.files:
        return
    why, hint = _refused(path, real, search)
    if why:
        search.problem(f"{shown(posix(path))}: {why}", hint)
    else:
        search.files[real] = posix(path)


def _refused(path: str, real: str, search: Search) -> tuple[str, str]:
    """Why a file is no document, and what to do; empty where it is one."""
    for name in (path, real):
        try:
            name.encode()
        except UnicodeEncodeError:
            return "its name is not UTF-8", "rename it"
        if not is_plain(name):
            return "its name holds characters that cannot be shown", "rename it"
    # The real path of a link that leads to itself is its own.
    linked = os.path.islink(path) or real != os.path.join(
        os.path.realpath(os.path.dirname(path)), os.path.basename(path)
    )
    if not search.reaches(real):
        return "is a symbolic link out of the repository" if linked else "is outside of the repository", LINK_HINT
    if ".git" in real.casefold().split(os.sep)[1:] and is_inside(real, search.root):
        return "leads into git's own files", LINK_HINT
    if not linked:
        return "", ""
    if not os.path.exists(real):
        return "is a broken symbolic link", "remove it or correct its target"
    return ("", "") if real.lower().endswith(SUFFIXES) else ("is a symbolic link to no Markdown file", LINK_HINT)


def _expand(path: str, search: Search, base: str) -> Iterator[str]:
    if os.path.isdir(path):
        yield from _walk(path, search)
    elif os.path.lexists(path):
        if not os.path.exists(path):
            raise UsageError(f"{shown(path)}: not a readable file or directory", "a broken symbolic link?")
        if not os.path.isfile(path):
            raise UsageError(f"{shown(path)}: not a regular file", "a document is a file; name one, or a folder")
        if kind := OTHER_KINDS.get(os.path.splitext(path)[1].lower()):
            raise UsageError(f"{shown(path)}: {kind[0]}, not a Markdown document", kind[1])
        yield path
    elif is_pattern(path, base):
        folder, parts = split(path, base)
        yield from matching(folder, parts, search)
    else:
        raise UsageError(f"{shown(path) or 'an empty path'}: no such file or directory", _like(path))


def _like(path: str) -> str:
    """What the path may have been meant to be: what is called nearly so in the same folder."""
    if (of := _OF_LINE.fullmatch(path)) is not None and os.path.isfile(of[1]):
        return f"to see how a line was read: postmortem-tracker parse --explain {shown(posix(path))}"
    folder, name = os.path.split(path.rstrip("/"))
    try:
        there = [each for each in sorted(os.listdir(folder or os.curdir)) if not each.startswith(".")]
    except OSError:
        return UNKNOWN
    near = difflib.get_close_matches(name.casefold(), [each.casefold() for each in there], 1)
    meant = next((os.path.join(folder, each) for each in there if near and each.casefold() == near[0]), "")
    return f"did you mean {shown(posix(meant))}?" if meant else UNKNOWN


def _walk(top: str, search: Search) -> Iterator[str]:
    """The documents of a folder and those below; a folder that links lead to twice is walked once."""
    waiting, walked = [top], set[str]()
    while waiting:
        folder = waiting.pop()
        real = os.path.realpath(folder)
        if real in walked or not search.enters(folder, real):
            continue
        walked.add(real)
        there = entries(folder)
        yield from (each for each in there.files if not is_hidden(each))
        search.pass_over(there)
        inner = []
        for each in there.folders:
            if is_skipped(each):
                search.skip(each)
            else:
                inner.append(each)
        waiting += reversed(inner)
