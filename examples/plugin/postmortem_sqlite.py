"""An example plug-in: issues in an SQLite database.

Everything a tracker needs to do is here, in the words of `postmortem_tracker.issues.IssueTracker`.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from postmortem_tracker.config.load import TrackerSettings
from postmortem_tracker.errors import ConfigError, InvalidIssueError, IssueNotFoundError, TrackerUnavailableError
from postmortem_tracker.integrations import Surroundings
from postmortem_tracker.issues import Capabilities, Diagnosis
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State, Unset

CAN_HOLD = Capabilities(
    title_length=1000, body_length=1_000_000, due_dates=True, confidential_issues=True, private=True
)
OPTIONS = {"file": "tickets.db", "address": "https://tickets.example.com"}

SCHEMA = """
CREATE TABLE IF NOT EXISTS issues (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never given twice, even after a deletion
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    labels TEXT NOT NULL,  -- JSON
    assignees TEXT NOT NULL,  -- JSON
    due TEXT,
    confidential INTEGER NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    closed TEXT
);
CREATE TABLE IF NOT EXISTS comments (id INTEGER PRIMARY KEY, number INTEGER NOT NULL, text TEXT NOT NULL);
"""
COLUMNS = "title, body, state, labels, assignees, due, confidential, created, updated, closed"


def connect(name: str, settings: TrackerSettings, around: Surroundings) -> SqliteTracker:
    """What the entry point names: a tracker from its settings; refuses what makes no sense, opens nothing yet."""
    for option in settings.options:
        if option not in OPTIONS:
            known = ", ".join(OPTIONS)
            raise ConfigError(f"trackers.{name}.options: unknown option {option!r}", f"valid here: {known}")
    options = {**OPTIONS, **{option: str(value) for option, value in settings.options.items()}}
    return SqliteTracker(name, around.root / options["file"], options["address"].rstrip("/"))


@dataclass(frozen=True, slots=True)
class SqliteTracker:
    """The issues of one database; the port's promises are described at `postmortem_tracker.issues.IssueTracker`."""

    name: str
    file: Path
    address: str
    project: str = ""  # one database is one project
    capabilities: Capabilities = CAN_HOLD

    def list(self, label: str) -> Iterable[Issue]:
        """All issues with the label."""
        if not self.file.exists():
            return []
        with self._open() as database:
            rows = database.execute(f"SELECT number, {COLUMNS} FROM issues ORDER BY number").fetchall()
        return [issue for row in rows if label in (issue := self._issue(row)).labels]

    def get(self, ref: IssueRef) -> Issue:
        """One issue."""
        self._must_exist(ref)
        with self._open() as database:
            return self._read(database, ref)

    def create(self, draft: IssueDraft) -> Issue:
        """Insert everything in one transaction: after an error nothing is there, so nothing is ambiguous."""
        now = datetime.now(UTC)
        ref = IssueRef(self.name, self.project, 0)
        issue = Issue(
            ref,
            "",
            draft.title,
            draft.body,
            labels=tuple(dict.fromkeys(draft.labels)),
            assignees=tuple(dict.fromkeys(draft.assignees)),
            due=draft.due,
            confidential=draft.confidential,
            created_at=now,
            updated_at=now,
        )
        with self._open(write=True) as database:
            marks = ", ".join("?" * len(_row(issue)))
            cursor = database.execute(f"INSERT INTO issues ({COLUMNS}) VALUES ({marks})", _row(issue))
            return self._read(database, replace(ref, number=cursor.lastrowid or 0))

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        """Change what is named in one transaction; nothing is written where nothing is named."""
        self._must_exist(ref)
        if change == IssueChange():
            return self.get(ref)
        with self._open(write=True) as database:
            new = _changed(self._read(database, ref), change)
            marks = ", ".join("?" * len(_row(new)))
            database.execute(f"UPDATE issues SET ({COLUMNS}) = ({marks}) WHERE number = ?", (*_row(new), ref.number))
            for text in _comments(change):
                database.execute("INSERT INTO comments (number, text) VALUES (?, ?)", (ref.number, text))
            return self._read(database, ref)

    def comments(self, ref: IssueRef) -> Iterable[str]:
        """The comments in the order they were made."""
        self._must_exist(ref)
        with self._open() as database:
            self._read(database, ref)
            rows = database.execute("SELECT text FROM comments WHERE number = ? ORDER BY id", (ref.number,))
            return [text for (text,) in rows]

    def resolve(self, text: str, url: str | None, path: str) -> IssueRef | None:
        """An address of ours, or a bare `#12` that points nowhere else; where the document is does not matter."""
        del path
        mine = (f"{self.address}/",) if url is not None else (f"{self.address}/", "#")
        found = re.fullmatch(r"(.*[/#])([1-9][0-9]*)", text if url is None else url)
        return IssueRef(self.name, self.project, int(found[2])) if found and found[1] in mine else None

    def inspect(self, users: Iterable[str] = (), labels: Iterable[str] = ()) -> tuple[Diagnosis, ...]:
        """`postmortem_tracker.issues.Inspectable`: what `doctor` shows."""
        del users, labels  # any name will do here
        if not self.file.exists():
            return (Diagnosis("database", True, f"{self.file.name} will be made with the first issue"),)
        try:
            with self._open() as database:
                (count,) = database.execute("SELECT count(*) FROM issues").fetchone()
        except TrackerUnavailableError as error:
            return (Diagnosis("database", False, error.message, error.hint),)
        return (Diagnosis("database", True, f"{count} issues in {self.file.name}"),)

    @contextmanager
    def _open(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction: kept as a whole, or not at all. Makes the database only where something is written."""
        try:
            uri = f"{self.file.absolute().as_uri()}?mode={'rwc' if write else 'ro'}"
            if write:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(uri, uri=True, timeout=30)) as database:
                if write:
                    database.executescript(SCHEMA)
                with database:
                    database.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                    yield database
        except UnicodeEncodeError as error:
            raise InvalidIssueError("the issue holds characters that UTF-8 does not know") from error
        except (sqlite3.Error, OSError) as error:
            raise TrackerUnavailableError(
                f"{self.file.name}: {error}", "is it an SQLite database that you may write?"
            ) from error

    def _must_exist(self, ref: IssueRef) -> None:
        if not self.file.exists():
            raise IssueNotFoundError(f"{ref}: no such issue in {self.file.name}")

    def _read(self, database: sqlite3.Connection, ref: IssueRef) -> Issue:
        row = database.execute(f"SELECT number, {COLUMNS} FROM issues WHERE number = ?", (ref.number,)).fetchone()
        if row is None:
            raise IssueNotFoundError(f"{ref}: no such issue in {self.file.name}")
        return self._issue(row)

    def _issue(self, row: tuple[object, ...]) -> Issue:
        number, title, body, state, labels, assignees, due, confidential, created, updated, closed = row
        return Issue(
            IssueRef(self.name, self.project, int(str(number))),
            f"{self.address}/{number}",
            str(title),
            str(body),
            State(str(state)),
            tuple(json.loads(str(labels))),
            tuple(json.loads(str(assignees))),
            date.fromisoformat(str(due)) if due else None,
            bool(confidential),
            datetime.fromisoformat(str(created)),
            datetime.fromisoformat(str(updated)),
            datetime.fromisoformat(str(closed)) if closed else None,
        )


def _row(issue: Issue) -> tuple[str | int | None, ...]:
    """The values of COLUMNS."""
    times = (issue.created_at, issue.updated_at, issue.closed_at)
    return (
        issue.title,
        issue.body,
        issue.state.value,
        json.dumps(issue.labels),
        json.dumps(issue.assignees),
        issue.due.isoformat() if issue.due else None,
        int(issue.confidential),
        *(moment.isoformat() if moment else None for moment in times),
    )


def _changed(old: Issue, change: IssueChange) -> Issue:
    """The issue with what the change names; everything else stays."""
    now = datetime.now(UTC)
    kept = [label for label in old.labels if label not in change.remove_labels]
    state = old.state if change.state is None else change.state
    return replace(
        old,
        title=old.title if change.title is None else change.title,
        body=old.body if change.body is None else change.body,
        state=state,
        labels=tuple(dict.fromkeys((*kept, *change.add_labels))),
        assignees=old.assignees if change.assignees is None else change.assignees,
        due=old.due if isinstance(change.due, Unset) else change.due,
        updated_at=now,
        closed_at=(old.closed_at or now) if state.closed else None,
    )


def _comments(change: IssueChange) -> Iterator[str]:
    """What people find under the issue: the comment, and of which issue it is a duplicate."""
    if change.comment is not None:
        yield change.comment
    if change.duplicate_of is not None:
        yield f"Duplicate of {change.duplicate_of}"
