from __future__ import annotations

import contextlib
import io
import os
import pty
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import command

# The stand-ins for servers run on this machine; a configuration alone may not have tokens sent to them.
LOOPBACK = {"POSTMORTEM_TRACKER_ALLOWED_HOSTS": "127.0.0.1:*"}
EXAMPLES = Path(__file__).parents[2] / "examples" / "postmortems"


@dataclass(frozen=True)
class Project:
    """A scratch repository and the real command run in it."""

    root: Path

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GITLAB_", "CI_"))}
        env = {**clean, "HOME": str(self.root), **LOOPBACK, **environment}
        return command.run(*arguments, cwd=self.root, env=env)

    def shown(self, columns: int, *arguments: str) -> list[str]:
        """The lines that the command prints on a terminal of so many columns, without colours."""
        ours, theirs = pty.openpty()
        with open(ours, "rb", buffering=0) as screen:
            kept: list[bytes] = []
            reader = threading.Thread(target=_read, args=(screen, kept))
            reader.start()
            env = {**os.environ, "HOME": str(self.root), "COLUMNS": str(columns), "NO_COLOR": "1"}
            with open(os.devnull, "r+") as nothing:
                streams = command.Streams(nothing.fileno(), theirs, nothing.fileno())
                command.call(*arguments, cwd=self.root, env=env, streams=streams)
            os.close(theirs)
            reader.join()
        return b"".join(kept).decode().splitlines()

    def tree(self) -> dict[str, bytes]:
        """Every file's bytes, but for git's own."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".git" not in path.parts and ".cache" not in path.parts
        }

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def issue(self, number: int) -> Path:
        return next((self.root / ".postmortem" / "issues").glob(f"{number:04d}-*.md"))


def _read(screen: io.RawIOBase, kept: list[bytes]) -> None:
    """All that comes until the other end is closed, which a terminal says as an error."""
    with contextlib.suppress(OSError):
        while part := screen.read(65536):
            kept.append(part)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty repository (a .git directory is all that looking for the root needs)."""
    (tmp_path / ".git").mkdir()
    return Project(tmp_path)


@pytest.fixture
def examples(project: Project) -> Project:
    """A repository with a copy of the shipped examples, where also the two items that are done get an issue."""
    shutil.copytree(EXAMPLES, project.root / "postmortems")
    project.write("postmortem-tracker.toml", "[sync]\ncreate_completed = true\n")
    return project
