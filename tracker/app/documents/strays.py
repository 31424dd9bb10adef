"""Links to issues that are files, which lead nowhere: their document was moved, or the file is gone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from postmortem_tracker.issues import FolderOfIssues, IssueTracker
from postmortem_tracker.model import IssueRef, Link
from postmortem_tracker.text.ticket_forms import issue_of_file

_NOWHERE = "local"  # where no tracker keeps files: as the embedded one is called


class Strays:
    """Tells which issue a stray link must have meant."""

    def __init__(self, root: Path, trackers: Iterable[IssueTracker]) -> None:
        self._root = root
        folders = [(os.path.basename(each.folder), each) for each in trackers if isinstance(each, FolderOfIssues)]
        self._stores: list[tuple[str, IssueTracker]] = [*folders]

    def __call__(self, link: Link, path: str) -> IssueRef | None:
        """The issue that a link of the document at ``path`` meant, if what it names is no file at all."""
        if link.file is None:
            return None
        named = PurePosixPath(link.file)
        store = next((tracker for folder, tracker in self._stores if folder == named.parent.name), None)
        number = link.file_number or (issue_of_file(named.name) if store else None)
        if number is None or os.path.lexists(Path(os.path.realpath(self._root / path)).parent / link.file):
            return None
        meant = store or next((tracker for _, tracker in self._stores), None)
        return IssueRef(meant.name, meant.project, number) if meant else IssueRef(_NOWHERE, "", number)
