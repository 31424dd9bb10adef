"""The repository's documents that are no part of a run: what may hold one of the issues is read, wherever it lies."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from postmortem_tracker.app.workspace import Reading, Workspace
from postmortem_tracker.disk import documents, git
from postmortem_tracker.disk.everywhere import everywhere
from postmortem_tracker.disk.tree import Tree
from postmortem_tracker.errors import DocumentError
from postmortem_tracker.model import Incident, Issue
from postmortem_tracker.sync import marker
from postmortem_tracker.text.file_names import slug, stem_of

_NUMBER = re.compile(rb"(?:#|/issues/|/work_items/|/)0{0,4}([1-9][0-9]{0,8})\b")


def other_incidents(
    workspace: Workspace, reading: Reading, issues: Iterable[Issue], folders: Iterable[str] = ()
) -> tuple[Incident, ...]:
    """The incidents of the other documents that name one of the issues, or the incident of one.

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
        if named or not numbers.isdisjoint(_NUMBER.findall(data)):
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


def gone_from(reading: Reading, workspace: Workspace, issues: Iterable[Issue]) -> Callable[[str], bool]:
    """Whether a document that a marker names is not there any more; of an earlier day: whether it was not there."""
    tree = reading.tree
    return Gone(workspace, issues) if tree is None else lambda name: name not in tree.files


def elsewhere_than_here(workspace: Workspace, reading: Reading) -> Callable[[Issue, str], bool]:
    """Whether only another branch has had the link to an issue in a document: its item has not left that."""

    def elsewhere(issue: Issue, path: str) -> bool:
        link = issue.url if "://" in issue.url else PurePosixPath(issue.url).name
        return reading.tree is None and git.written_only_on_other_branches(workspace.root, path, link)

    return elsewhere


class Gone:
    """Whether a document that a marker names was here once and is not any more.

    One that only another branch has is not gone: it was never here.
    """

    def __init__(self, workspace: Workspace, issues: Iterable[Issue]) -> None:
        self._workspace = workspace
        self._issues = issues
        self._apart: frozenset[str] | None = None

    def __call__(self, name: str) -> bool:
        """Whether it is gone."""
        if not self._workspace.gone(name):
            return False
        if self._apart is None:
            marks = (marker.read(issue.body) for issue in self._issues)
            paths = {mark.path for mark in marks if mark is not None and self._workspace.gone(mark.path)}
            self._apart = git.only_on_other_branches(self._workspace.root, sorted({*paths, name}))
        return name not in self._apart
