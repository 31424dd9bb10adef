"""The embedded tracker: issues as Markdown files in a directory, the default where no other is configured.

``Issue.url`` is the issue file's path as a POSIX path, ``root`` as it was given joined with the file's name;
a document links it relative to itself.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from postmortem_tracker.errors import InvalidIssueError, UnreadableIssueError
from postmortem_tracker.integrations.local import format as local_format
from postmortem_tracker.integrations.local.evidence import written
from postmortem_tracker.integrations.local.files import IssueFiles, number_of
from postmortem_tracker.integrations.local.format import Record
from postmortem_tracker.integrations.local.index import Entry, IssueIndex
from postmortem_tracker.integrations.local.yaml import FormatError
from postmortem_tracker.issues import Capabilities, Diagnosis
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State, Unset

__all__ = ["LocalTracker", "UnreadableIssueError"]

_CAPABILITIES = Capabilities(
    title_length=500,
    body_length=1_000_000,
    due_dates=True,
    confidential_issues=True,
    any_assignee=True,
    private=True,  # whoever can read an issue file can read the postmortem beside it
)


def _now() -> datetime:
    return datetime.now(UTC)


class LocalTracker:
    """Issues in the directory ``root``, one file each: `0001-slug.md`; the number is the file name's.

    A file that cannot be understood never stops the others: `list` leaves it out and `problems` tells of
    it; `get` and `update` raise its UnreadableIssueError. Such an issue exists: do not create it again.
    ``prefix`` stands before the number where people read of an issue: where there are several trackers.
    """

    def __init__(self, root: Path, name: str = "local", clock: Callable[[], datetime] = _now, prefix: str = "") -> None:
        self._files = IssueFiles(root)
        self._index = IssueIndex(self._files, name)
        self._absolute = os.path.abspath(root)
        self._name = name
        self._clock = clock
        self._prefix = prefix
        self._problems: tuple[UnreadableIssueError, ...] = ()

    @property
    def name(self) -> str:
        """The configured name."""
        return self._name

    @property
    def project(self) -> str:
        """Always empty: a directory is one project."""
        return ""

    @property
    def folder(self) -> str:
        """Where the issue files lie, absolute."""
        return self._absolute

    @property
    def capabilities(self) -> Capabilities:
        """What issue files can hold."""
        return _CAPABILITIES

    def list(self, label: str) -> Iterable[Issue]:
        """All readable issues with the label, by number, from one scan of the directory; see `problems`."""
        entries = self._index.scan()
        broken = (self._index.error(entry) for entry in entries if entry.record is None)
        self._problems = (*broken, *self._index.ignored())
        return [self._issue(entry) for entry in entries if entry.record is not None and label in entry.record.labels]

    def problems(self) -> tuple[UnreadableIssueError, ...]:
        """The files that the latest `list` had to leave out, each with its file, line, number and text."""
        return self._problems

    def get(self, ref: IssueRef) -> Issue:
        """One issue; raises IssueNotFoundError, or UnreadableIssueError where its file is broken."""
        return self._issue(self._index.find(ref.number))

    def create(self, draft: IssueDraft) -> Issue:
        """Write a new file with the next free number."""
        now = self._clock().replace(microsecond=0)
        record = Record(
            title=draft.title,
            body=draft.body,
            labels=_unique(draft.labels),
            assignees=_unique(draft.assignees),
            due=draft.due,
            confidential=draft.confidential,
            created=now,
            updated=now,
        )
        text = _rendered(record)
        with self._files.exclusive():
            number = self._index.next_number()
            words = "confidential" if draft.confidential else _slug(draft.title)  # links and logs show a file's name
            return self._issue(self._index.write(number, f"{number:04d}-{words}.md", text, record))

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        """Change only what is named; what is so already is not written again."""
        if change == IssueChange():
            return self.get(ref)
        with self._files.exclusive():
            entry = self._index.find(ref.number)
            old = self._index.readable(entry)
            now = self._clock().replace(microsecond=0)
            new = _changed(old, change, now)
            if new == old:
                return self._issue(entry)
            if new.state.closed and new.closed is None:  # closed by hand, after the last change that says when
                new = replace(new, closed=min(now, _closed_by_hand(entry, old)))
            new = replace(new, updated=now)
            text = self._edited(entry, old, new, now)
            return self._issue(self._index.write(ref.number, entry.name, text, new, entry.mode))

    def comments(self, ref: IssueRef) -> Iterable[str]:
        """The comments at the end of the file, in its order."""
        return self._index.readable(self._index.find(ref.number)).comments

    def resolve(self, text: str, url: str | None, path: str) -> IssueRef | None:
        """The issue whose file a link in the document at ``path`` points to; the file need not exist."""
        try:
            target = urlsplit(url or text)
        except ValueError:
            return None
        if target.scheme or target.netloc or not target.path:
            return None
        file = os.path.abspath(os.path.join(os.path.dirname(path), unquote(target.path)))
        number = number_of(os.path.basename(file)) if os.path.dirname(file) == self._absolute else None
        return IssueRef(self._name, "", number, self._prefix) if number else None

    def evidence(self, ref: IssueRef) -> tuple[str, ...]:
        """The addresses of pull requests, merge requests and commits that people wrote into the issue's file.

        They count as merged because somebody says so: no server is asked.
        """
        record = self._index.readable(self._index.find(ref.number))
        return written(record.body, record.comments)

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold it around "look for the issue, else create it", and no other run can come in between."""
        return self._files.exclusive()

    def inspect(self, users: Iterable[str] = (), labels: Iterable[str] = ()) -> tuple[Diagnosis, ...]:
        """For `doctor`: whether the directory can be read and written, and each unreadable file."""
        del users, labels  # any name can be an assignee or a label here
        entries = self._index.scan()
        broken = [*(self._index.error(entry) for entry in entries if entry.record is None), *self._index.ignored()]
        base = next(path for path in (Path(self._absolute), *Path(self._absolute).parents) if path.exists())
        may = base.is_dir() and os.access(base, os.W_OK)
        hint = "" if may else "make it a directory that you may write"
        return (
            Diagnosis("issues", not broken, f"{len(entries)} issue files in {self._files.root.as_posix()}"),
            Diagnosis("write", may, f"{base.as_posix()} can {'' if may else 'not '}be written", hint),
            *(Diagnosis("issue file", False, error.message, error.hint) for error in broken),
        )

    def _issue(self, entry: Entry) -> Issue:
        record = self._index.readable(entry)
        now = self._clock()
        updated = _last_written(entry, record, now)
        closed = record.closed or min(now, _closed_by_hand(entry, record))
        return Issue(
            IssueRef(self._name, "", entry.number, self._prefix),
            self._index.shown(entry.name),
            record.title,
            record.body,
            record.state,
            record.labels,
            record.assignees,
            record.due,
            record.confidential,
            record.created,
            updated,
            closed if record.state.closed else None,
        )

    def _edited(self, entry: Entry, old: Record, new: Record, now: datetime) -> str:
        try:
            text = local_format.edit(entry.text, old, new, now)
            text.encode()
        except FormatError as error:
            place = f"{self._index.shown(entry.name)}:{error.line}"
            raise InvalidIssueError(f"{place}: {error}", "make the change by hand") from None
        except UnicodeEncodeError:
            raise _not_text(new) from None
        return text


def _last_written(entry: Entry, record: Record, now: datetime) -> datetime:
    """When somebody last wrote the file, also with an editor."""
    said = record.updated or entry.modified
    return max(said, min(now, entry.by_hand)) if entry.by_hand else said


def _closed_by_hand(entry: Entry, record: Record) -> datetime:
    """When somebody closed an issue that does not say so: when a person wrote the file, else its last known change."""
    return entry.by_hand or record.updated or entry.modified


def _rendered(record: Record) -> str:
    """The file of a new issue, proved to say just that."""
    text = local_format.render(record)
    try:
        text.encode()
        said = local_format.parse(text)
    except FormatError as error:
        raise InvalidIssueError(f"issue {record.title!r}: {error}") from None
    except UnicodeEncodeError:
        raise _not_text(record) from None
    if said != record:
        raise InvalidIssueError(f"issue {record.title!r} cannot be written as a file without loss")
    return text


def _not_text(record: Record) -> InvalidIssueError:
    return InvalidIssueError(f"issue {record.title!r} holds characters that UTF-8 does not know")


def _changed(old: Record, change: IssueChange, now: datetime) -> Record:
    kept = tuple(label for label in old.labels if label not in change.remove_labels)
    new = replace(
        old,
        title=old.title if change.title is None else change.title,
        body=old.body if change.body is None else change.body,
        labels=_unique((*kept, *change.add_labels)),
        assignees=old.assignees if change.assignees is None else _unique(change.assignees),
        due=old.due if isinstance(change.due, Unset) else change.due,
        comments=old.comments if change.comment is None else (*old.comments, change.comment),
    )
    if change.state is None:
        return new
    if not change.state.closed:
        return replace(new, state=State.OPEN, closed=None, duplicate_of=None)
    original = change.duplicate_of.number if change.duplicate_of else old.duplicate_of
    return replace(
        new,
        state=change.state,
        closed=old.closed if old.state.closed else now,
        duplicate_of=original if change.state is State.DUPLICATE else None,
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _slug(title: str) -> str:
    words = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    return (slug[:50].rsplit("-", 1)[0] if len(slug) > 50 else slug) or "issue"
