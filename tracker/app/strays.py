"""Links to issues that are files, which lead nowhere: their document was moved, or the file is gone."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from postmortem_tracker.app.workspace import Workspace
from postmortem_tracker.model import IssueRef, Link, issue_of_file

_EMBEDDED = "local"


class Strays:
    """Tells which issue a stray link must have meant."""

    def __init__(self, workspace: Workspace) -> None:
        self._root = workspace.root
        embedded = {name: each for name, each in workspace.config.all_trackers.items() if each.kind == _EMBEDDED}
        self._folders = {name: PurePosixPath(each.path.replace(os.sep, "/")) for name, each in embedded.items()}

    def __call__(self, link: Link, path: str) -> IssueRef | None:
        """The issue that a link of the document at ``path`` meant, if what it names is no file at all."""
        if link.file is None:
            return None
        named = PurePosixPath(link.file)
        store = next((name for name, folder in self._folders.items() if folder.name == named.parent.name), None)
        number = link.file_number or (issue_of_file(named.name) if store else None)
        if number is None or os.path.lexists(Path(os.path.realpath(self._root / path)).parent / link.file):
            return None
        return IssueRef(store or next(iter(self._folders), _EMBEDDED), "", number)
