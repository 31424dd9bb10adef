"""Writes links and states into the documents, each edit made on the bytes as they are by then."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable
from functools import lru_cache, partial
from urllib.parse import quote

from postmortem_tracker import markdown
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.disk import documents
from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import ItemEdit
from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, Link, State
from postmortem_tracker.sync.actions import Edit, Subject
from postmortem_tracker.sync.fields import state_words


class DocumentRecorder:
    """Writes links and states into the documents of a reading, one atomic edit at a time."""

    def __init__(self, workspace: Workspace, resolve: Callable[[Link, str], IssueRef | None]) -> None:
        self._workspace = workspace
        self._resolve = resolve
        # Of one document a write needs what was before and what is after, which is the next one's before.
        self._read = lru_cache(maxsize=2)(self._parsed)

    def _parsed(self, data: bytes, path: str) -> tuple[Incident, ...]:
        return tuple(self._workspace.parse(data, path))

    def __call__(self, about: Subject, issue: Issue, edit: Edit, instead: IssueRef | None = None) -> None:
        """See tracker.sync.run.Recorder."""
        # By its real name: where a link was named, the document it leads to is written.
        path = str(self._workspace.root / about.path)

        def change(data: bytes) -> bytes:
            # Parsed again on the bytes as they are now: another run may have written links meanwhile.
            said = edit.words
            item = self._item(data, about, said.key if said else about.key)
            wanted, old = self._link(item, about.path, issue.ref, edit, instead) if edit.link else (False, None)
            written = (label(issue.ref), self._target(issue, path)) if wanted else None
            text, owners = (said.title, said.owners) if said else (None, None)
            edits = [ItemEdit(item, written, edit.state, old, text, owners)]
            read = partial(self._read, path=about.path)
            result = markdown.edit(data, about.path, edits, vocabulary=self._workspace.vocabulary, read=read)
            # Raises where something that was written meanwhile gives the item another key than planned.
            after = self._item(result, about, about.key)
            if edit.state is not None and after.state is not edit.state:
                raise _not_shown(about, edit.state)
            return result

        documents.update(path, change, self._workspace.boundary if not about.path.startswith("../") else None)

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

    def _item(self, data: bytes, about: Subject, key: str) -> ActionItem:
        for incident in self._read(data, path=about.path):
            for item in incident.items:
                if incident.id == about.incident and item.key == key:
                    return item
        raise DocumentError(f"{about.path}:{about.line}: the item changed during the run", "run sync again")

    @staticmethod
    def _target(issue: Issue, path: str) -> str:
        if "://" in issue.url:
            return issue.url
        return link_target(os.path.abspath(issue.url), os.path.realpath(path))


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
