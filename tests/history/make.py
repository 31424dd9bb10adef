"""Versions of items and scratch repositories for tests of the history."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from postmortem_tracker.app.documents.history import read_history
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.history.model import Commit, DocumentChange, History, Seen, Story
from postmortem_tracker.history.trace import Tracer
from postmortem_tracker.keys import mint

START = date(2026, 1, 1)


def item(text: str, due: str = "", **fields: Any) -> Seen:
    """An open task of INC-1 as one version shows it; its key is the one the parser would mint."""
    when = date.fromisoformat(due) if due else None
    given = {"incident": "INC-1", "due": when, "due_text": due or None, **fields}
    return Seen(key=mint(given["incident"], [text])[0], text=text, **given)


def commit(number: int, message: str = "") -> Commit:
    return Commit(f"{number:040x}", START + timedelta(days=number), message)


def trace(*versions: Any, messages: tuple[str, ...] = ()) -> tuple[Story, ...]:
    """The stories told by versions: each the items of one document, or the changes of several."""
    tracer = Tracer()
    for number, version in enumerate(versions):
        changes = version if version and isinstance(version[0], DocumentChange) else [doc(*version)]
        message = messages[number] if number < len(messages) else ""
        tracer.step(commit(number, message), changes)
    return tracer.stories()


def doc(*items: Seen, path: str = "a.md", before: str = "") -> DocumentChange:
    return DocumentChange(path, items, before)


def deleted(path: str = "a.md") -> DocumentChange:
    return DocumentChange(path, None)


@dataclass(frozen=True)
class Repository:
    """A real git repository of postmortems; each commit is a day later than the one before."""

    root: Path

    def git(self, *arguments: str, day: int = 0) -> str:
        when = f"{START + timedelta(days=day)}T12:00:00+00:00"
        who = {"GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.com"}
        who |= {"GIT_COMMITTER_NAME": "T", "GIT_COMMITTER_EMAIL": "t@example.com", "GIT_COMMITTER_DATE": when}
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            env={**os.environ, **who, **quiet},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, name: str, *tasks: str, id: str = "INC-1") -> None:
        """A postmortem with these tasks, each as one line after its box."""
        lines = [f"# {id}: Queue stopped", "", "Date: 2026-01-01", "", "## Action items", "", *tasks]
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def commit(self, day: int, message: str = "Change") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, day=day)
        return self.git("rev-parse", "HEAD")

    def history(self, *given: str) -> History:
        """What the command would read, with the working directory elsewhere."""
        workspace = Workspace(self.root)
        paths = [str(self.root / each) for each in given or ("postmortems",)]
        return read_history(workspace, paths, workspace.read(workspace.paths(paths)), START + timedelta(days=99), None)


def new_repository(root: Path) -> Repository:
    root.mkdir(parents=True, exist_ok=True)
    repository = Repository(root.resolve())
    repository.git("init", "-q", "-b", "main")
    return repository
