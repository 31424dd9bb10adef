"""Which items have left: whether the document of an issue, or its line, is gone from here or only elsewhere now."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.disk import branches
from postmortem_tracker.disk.git_calls import GitError
from postmortem_tracker.disk.regular import is_inside
from postmortem_tracker.errors import TrackerError
from postmortem_tracker.model import Issue
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.text.printable import is_plain


class Departed:
    """Tells what has left the documents of a run.

    What only another branch has is not gone: it was never here. Where git does not say so nobody knows: nothing is
    gone then, and ``unknown`` tells why.
    """

    def __init__(self, workspace: Workspace, reading: Reading, issues: Iterable[Issue]) -> None:
        self._workspace = workspace
        self._tree = reading.tree
        self._issues = issues
        self._apart: frozenset[str] | None = None
        self._refused: GitError | None = None

    @property
    def unknown(self) -> TrackerError | None:
        """Why it could not be told what is gone; None where it was told, or nothing asked for it."""
        if self._refused is None:
            return None
        message = f"which documents and items are gone cannot be told: {self._refused.message}"
        return TrackerError(message, self._refused.hint)

    def gone(self, name: str) -> bool | None:
        """Whether a document that a marker names was here once and is not any more; None where nobody knows.

        Of an earlier day: whether it was not there.
        """
        if self._tree is not None:
            return name not in self._tree.files
        if not self._workspace.is_missing(name):
            return False
        return self._told(lambda: not (self._workspace.absent.holds(name) or name in self._on_other_branches(name)))

    def elsewhere(self, issue: Issue, name: str) -> bool:
        """Whether only another branch has had the link to an issue in a document, or may have."""
        if self._tree is not None or not self._is_ours(name):
            return False
        link = issue.url if "://" in issue.url else PurePosixPath(issue.url).name
        root = self._workspace.root
        return self._told(lambda: branches.written_only_on_other_branches(root, name, link)) is not False

    def _told(self, ask: Callable[[], bool]) -> bool | None:
        if self._refused is None:
            try:
                return ask()
            except GitError as error:
                self._refused = error
        return None

    def _on_other_branches(self, name: str) -> frozenset[str]:
        if self._apart is None:
            marks = (marker.read(issue.body) for issue in self._issues)
            paths = {mark.path for mark in marks if mark is not None and self._workspace.is_missing(mark.path)}
            asked = sorted(filter(self._is_ours, {*paths, name}))
            self._apart = branches.only_on_other_branches(self._workspace.root, asked)
        return self._apart

    def _is_ours(self, name: str) -> bool:
        """Whether a name is one that git may know: markers hold what anybody writes."""
        path = os.path.normpath(self._workspace.root / name)
        return bool(name) and is_plain(name) and is_inside(path, self._workspace.boundary)
