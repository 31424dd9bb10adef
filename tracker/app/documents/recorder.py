"""Writes links and states into the documents, each edit made on the bytes as they are by then."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from urllib.parse import quote

from postmortem_tracker import markdown
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.disk import documents
from postmortem_tracker.errors import DocumentError, TrackerError
from postmortem_tracker.markdown import ItemEdit
from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, ItemName, Link, State
from postmortem_tracker.sync.actions import Edit, Subject
from postmortem_tracker.sync.fields import state_words
from postmortem_tracker.sync.identity.matched import Rewording
from postmortem_tracker.sync.run import Writing


class DocumentRecorder:
    """Writes links and states into the documents of a reading, in one atomic change of one document at a time."""

    def __init__(self, workspace: Workspace, resolve: Callable[[Link, str], IssueRef | None]) -> None:
        self._workspace = workspace
        self._resolve = resolve
        # Of one document a write needs what was before and what is after, which is the next one's before.
        self._read = lru_cache(maxsize=2)(self._parsed)

    def _parsed(self, data: bytes, path: str) -> tuple[Incident, ...]:
        return tuple(self._workspace.parse(data, path))

    def __call__(self, writings: Sequence[Writing]) -> Sequence[TrackerError | None]:
        """See tracker.sync.run.Recorder."""
        name = writings[0].about.path
        refusals: list[TrackerError | None] = []

        def change(data: bytes) -> bytes:
            # Parsed again on the bytes as they are now: another run may have written links meanwhile.
            result, refusals[:] = self._with_all_that_fit(data, writings)
            return result

        boundary = self._workspace.boundary if not name.startswith("../") else None
        try:
            # By its real name: where a link was named, the document it leads to is written.
            documents.update(str(self._workspace.root / name), change, boundary)
        except TrackerError as error:
            return [error] * len(writings)
        return refusals

    def _with_all_that_fit(
        self, data: bytes, writings: Sequence[Writing]
    ) -> tuple[bytes, Sequence[DocumentError | None]]:
        """The document with all that can be written into it, and for each writing why it cannot, or None."""
        try:
            return self._with(data, writings), [None] * len(writings)
        except DocumentError as error:
            if len(writings) == 1:
                return data, [error]
        half = len(writings) // 2
        data, refusals = self._with_all_that_fit(data, writings[:half])
        data, more = self._with_all_that_fit(data, writings[half:])
        return data, [*refusals, *more]

    def _with(self, data: bytes, writings: Sequence[Writing]) -> bytes:
        """The document with all of this written into it. Raises DocumentError."""
        path = writings[0].about.path
        items = self._items(data, path)
        edits = [self._edit(_found(items, one.about, one.edit.words), one) for one in writings]
        read = partial(self._read, path=path)
        result = markdown.edit(data, path, edits, vocabulary=self._workspace.vocabulary, read=read)
        items = self._items(result, path)
        for one in writings:
            # Raises where something that was written meanwhile gives the item another key than planned.
            after = _found(items, one.about)
            if one.edit.state is not None and after.state is not one.edit.state:
                raise _not_shown(one.about, one.edit.state)
        return result

    def _items(self, data: bytes, path: str) -> dict[ItemName, ActionItem]:
        return {(incident.id, item.key): item for incident in self._read(data, path=path) for item in incident.items}

    def _edit(self, item: ActionItem, one: Writing) -> ItemEdit:
        edit, path = one.edit, one.about.path
        wanted, old = self._link(item, path, one.issue.ref, edit, one.instead) if edit.link else (False, None)
        document = str(self._workspace.root / path)
        written = (label(one.issue.ref), self._target(one.issue, document)) if wanted else None
        text, owners = (edit.words.title, edit.words.owners) if edit.words else (None, None)
        return ItemEdit(item, written, edit.state, old, text, owners)

    def _link(
        self, item: ActionItem, path: str, ref: IssueRef, edit: Edit, instead: IssueRef | None
    ) -> tuple[bool, Link | None]:
        """Whether the link is to be written, and the one it takes the place of.

        Where another run has linked the item meanwhile, both were opened for it: the lower number stays.
        """
        for link in item.links:
            theirs = self._resolve(link, path)
            if theirs == ref:
                return False, None
            given = edit.replaces
            planned = given is not None and (link.text, link.url) == (given.text, given.url)
            if planned or (theirs is not None and theirs == instead):
                return True, link
            if edit.new and theirs is not None and theirs.place == ref.place:
                return (True, link) if ref < theirs else (False, None)
        return True, None

    @staticmethod
    def _target(issue: Issue, path: str) -> str:
        if "://" in issue.url:
            return issue.url
        return link_target(os.path.abspath(issue.url), os.path.realpath(path))


def _found(items: Mapping[ItemName, ActionItem], about: Subject, words: Rewording | None = None) -> ActionItem:
    """The item by the key that it was planned with; one that is to say other words by the key of its old ones."""
    item = items.get((about.incident, words.key if words else about.key))
    if item is None:
        raise DocumentError(f"{about.path}:{about.line}: the item changed during the run", "run sync again")
    return item


def label(ref: IssueRef) -> str:
    """How a link is labelled."""
    return f"#{ref.number}"


def link_target(file: str, document: str) -> str:
    """A relative link from a document to a file, both absolute, with what Markdown would misread escaped."""
    return quote(posixpath.relpath(file.replace(os.sep, "/"), posixpath.dirname(document.replace(os.sep, "/"))))


def _not_shown(about: Subject, state: State) -> DocumentError:
    return DocumentError(
        f"{about.path}:{about.line}: the document cannot say {state_words(state)!r} here",
        "a heading or a word says otherwise: change the document by hand, then run sync again",
    )
