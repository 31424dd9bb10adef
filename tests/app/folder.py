"""A folder with documents, and the command run in it, in this process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.security.run import Done, git, inside

HEAD = "**Date:** 2026-10-12\n\n## Action items\n\n"


def postmortem(name: str, *lines: str) -> str:
    """A document with these list items."""
    return f"# {name} Outage\n\n{HEAD}" + "".join(f"- {line}\n" for line in lines)


@dataclass(frozen=True)
class Folder:
    """A scratch repository (a .git directory is all that looking for the root needs)."""

    root: Path

    def run(self, *arguments: str, **environment: str) -> Done:
        return inside(self.root, *arguments, **environment)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def issue(self, number: int, folder: str = ".postmortem/issues") -> Path:
        return next((self.root / folder).glob(f"{number:04d}-*.md"))

    def state(self, number: int, folder: str = ".postmortem/issues") -> str:
        lines = self.issue(number, folder).read_text(encoding="utf-8").splitlines()
        return next(line.removeprefix("state: ") for line in lines if line.startswith("state: "))

    def git(self, *arguments: str) -> str:
        return git(self.root, *arguments)

    def commit(self) -> None:
        """All that is here, on the branch that is checked out."""
        self.git("add", "-A")
        self.git("commit", "-qm", "x")
