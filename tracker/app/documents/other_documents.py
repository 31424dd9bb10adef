"""The repository's documents that are no part of a run: what may hold one of the issues is read, wherever it lies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.disk import documents
from postmortem_tracker.disk.everywhere import everywhere
from postmortem_tracker.disk.tree import Tree
from postmortem_tracker.errors import DocumentError
from postmortem_tracker.model import Incident, Issue
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.text.file_names import slug, stem_of

_NUMBER = re.compile(rb"(?:#|/issues/|/work_items/|/)0{0,4}([1-9][0-9]{0,8})\b")


def other_incidents(
    workspace: Workspace, reading: Reading, issues: Iterable[Issue], folders: Iterable[str], *, linked: bool
) -> tuple[Incident, ...]:
    """The incidents of the other documents that name one of the issues, or the incident of one.

    Where documents take no links (not ``linked``) they name none, and all are read.
    What cannot be read holds nothing: a run over it will tell. ``folders`` are those of issues that are files: such a
    file tells of an item and is no document.
    """
    issues = tuple(issues)
    numbers = {str(issue.ref.number).encode() for issue in issues}
    marks = [mark for issue in issues if (mark := marker.read(issue.body)) is not None]
    ids = {mark.incident for mark in marks}
    folded = [name.casefold().encode() for name in ids]
    found: list[Incident] = []
    kept = frozenset(map(os.path.realpath, folders))
    for name, data in _then(workspace, reading.tree, reading, kept) if reading.tree else _now(workspace, reading, kept):
        low = data.lower()
        named = slug(stem_of(name)) in ids or any(each in low for each in folded)
        if named or not linked or not numbers.isdisjoint(_NUMBER.findall(data)):
            try:
                found += workspace.parse(data, name)
            except DocumentError:
                continue
    return tuple(found)


def _then(workspace: Workspace, tree: Tree, reading: Reading, kept: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    for name, data in tree.texts(without=reading.files):
        if os.path.dirname(os.path.realpath(workspace.root / name)) not in kept:
            yield name, data


def _now(workspace: Workspace, reading: Reading, kept: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    read = {incident.path for incident in reading.incidents}
    for path in everywhere(workspace.root, without=kept):
        name = workspace.name(path)
        if name in read:
            continue
        try:
            yield name, documents.read(path, workspace.config.max_document_bytes).data
        except DocumentError:
            continue
