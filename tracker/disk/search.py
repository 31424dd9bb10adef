"""One search for documents: where it may go, what it has found, and what it passed over."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from postmortem_tracker.disk.exclusions import Why
from postmortem_tracker.disk.folders import Entries, holds_dependencies, holds_documents, is_hidden
from postmortem_tracker.disk.regular import is_inside, shown
from postmortem_tracker.errors import DocumentError

LINK_HINT = "put the document itself here, or name the other place on the command line"


@dataclass(slots=True)
class Search:
    """One search: what it may reach and what it has met."""

    root: str  # real; nothing outside of it is a document …
    reach: str = ""  # … but what is in this folder, which the user has named
    files: dict[str, str] = field(default_factory=dict)  # by real path
    problems: dict[str, DocumentError] = field(default_factory=dict)  # by what they say
    skipped: dict[str, None] = field(default_factory=dict)
    dependencies: dict[str, None] = field(default_factory=dict)
    top: str = ""  # the folder that is searched, real
    passed: dict[str, Why] = field(default_factory=dict)  # documents that are read only where they are named

    def problem(self, message: str, hint: str) -> None:
        """Note what looks like a document and is none, once."""
        self.problems.setdefault(message, DocumentError(message, hint))

    def reaches(self, real: str) -> bool:
        """Whether a real path is where documents may be."""
        return is_inside(real, self.root) or bool(self.reach and is_inside(real, self.reach))

    def enters(self, folder: str, real: str) -> bool:
        """Whether a folder may be looked through; one that a link leads out to is a problem."""
        if self.reaches(real):
            return True
        self.problem(f"{shown(posix(folder))}: is a symbolic link out of the repository", LINK_HINT)
        return False

    def pass_over(self, there: Entries) -> None:
        """Note the documents of a folder that are read only where they are named."""
        self.passed.update({posix(each): Why.HIDDEN for each in there.files if is_hidden(each)})
        self.passed.update({posix(each): Why.DIALECT for each in there.dialects if not is_hidden(each)})

    def skip(self, folder: str) -> None:
        """Note a hidden folder with documents, and dependencies below a folder of postmortems.

        Those of the whole repository always have some, which nobody wants to hear of.
        """
        if holds_dependencies(folder):
            if self.top != self.root:
                self.dependencies.setdefault(shown(posix(folder)))
        elif os.path.basename(folder).casefold() != ".git" and holds_documents(folder):
            self.skipped.setdefault(shown(posix(folder)))


def posix(path: str) -> str:
    """A path as it is told and kept: in its shortest form, with slashes."""
    return os.path.normpath(path).replace(os.sep, "/")
