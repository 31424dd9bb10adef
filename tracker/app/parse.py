"""What `parse` tells: the incidents of documents, or how each of their lines was understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.disk import documents
from postmortem_tracker.disk.find import Found
from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown.explain import Explanation
from postmortem_tracker.model import Incident

_DIGITS = 7  # of a line's number
_NO_WORDS = "name a line that has some; without a line all of them are explained"


class Told(NamedTuple):
    """How the lines of a document were understood; ``asked`` is the one that was asked about, None for all of them."""

    path: str
    asked: int | None
    lines: Sequence[Explanation]


class Parsed(NamedTuple):
    """The incidents of documents, where these were found, and what could not be read."""

    incidents: Sequence[Incident]
    found: Found
    problems: Sequence[DocumentError]


def parsed(workspace: Workspace, given: Sequence[str]) -> Parsed:
    """Read the documents that are named, each as it is."""
    found = workspace.paths(given)
    incidents: list[Incident] = []
    problems = list(found.problems)
    for path in found.files:
        try:
            data = documents.read(path, workspace.config.max_document_bytes).data
            incidents += workspace.admitted(found, path, data, path)
        except DocumentError as error:
            problems.append(error)
    return Parsed(incidents, found, problems)


def explained(workspace: Workspace, given: Sequence[str]) -> tuple[list[Told], list[DocumentError]]:
    """How lines were understood, and what could not be read; a path may name one line, as in "incident.md:14"."""
    told: list[Told] = []
    problems: list[DocumentError] = []
    for each in given or [""]:
        name, line = placed(each)
        found = workspace.paths([name] if name else [])
        problems += found.problems
        for path in found.files:
            try:
                lines = workspace.explain(documents.read(path, workspace.config.max_document_bytes).data, path, line)
            except DocumentError as error:
                problems.append(error)
                continue
            if line is not None and not lines:
                problems.append(DocumentError(f"{path}:{line}: there are no words on this line", _NO_WORDS))
                continue
            told.append(Told(path, line, lines))
    return told, problems


def placed(path: str) -> tuple[str, int | None]:
    """A path and the line behind its last colon, if any."""
    name, _, line = path.rpartition(":")
    return (name, int(line)) if name and len(line) <= _DIGITS and line.isdecimal() else (path, None)
