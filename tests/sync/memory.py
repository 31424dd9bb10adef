"""A tracker in memory, without a lock, that counts its requests and fails when told to."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from postmortem_tracker.errors import InvalidIssueError, IssueNotFoundError, UnassignableError
from postmortem_tracker.integrations.shared.list_watch import Row, Watch
from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State, Unset

Issues = list[Issue]  # within the class `list` is the method

_URL = "https://memory.example/team/app/issues/"
_TEXT = re.compile(r"(?:team/app)?#([1-9]\d{0,8})")
READS = frozenset({"list", "get", "comments", "alone"})

Hook = Callable[[str, str], None]


def _nothing(operation: str, phase: str) -> None:
    """Let every request pass."""


@dataclass(slots=True)
class Server:
    """What is stored; several trackers (processes) may share one. Its clock ticks with every write."""

    issues: dict[int, Issue] = field(default_factory=dict)
    comments: dict[int, list[str]] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)
    known: frozenset[str] | None = None
    now: datetime = datetime(2026, 3, 4, 12, tzinfo=UTC)
    numbers: int = 0
    dates: bool = True  # whether due dates are kept
    lock: threading.RLock = field(default_factory=threading.RLock)

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def open_issues(self) -> list[Issue]:
        return [issue for _, issue in sorted(self.issues.items()) if not issue.state.closed]


class MemoryTracker:
    """One process's view of a server. ``hook(operation, phase)`` runs before and after each request; it may raise."""

    def __init__(self, server: Server | None = None, name: str = "memory", hook: Hook = _nothing) -> None:
        self.server = server or Server()
        self.hook = hook
        self.log: list[str] = []
        self._name = name
        self.capabilities = Capabilities(
            title_length=200,
            body_length=60_000,
            label_length=50,
            due_dates=True,
            confidential_issues=True,
            private=True,
        )

    @property
    def name(self) -> str:
        return self._name

    @property
    def project(self) -> str:
        return "team/app"

    @property
    def writes(self) -> Sequence[str]:
        return [operation for operation in self.log if operation not in READS]

    def ref(self, number: int) -> IssueRef:
        return IssueRef(self._name, self.project, number)

    def list(self, label: str) -> Iterable[Issue]:
        return self._pages([i for i in self._snapshot("list") if label in i.labels])

    def _pages(self, found: Issues) -> Iterator[Issue]:
        half = len(found) // 2
        yield from found[:half]
        self.hook("list", "middle")
        yield from found[half:]
        self.hook("list", "after")

    def _snapshot(self, operation: str) -> Issues:
        self._enter(operation)
        with self.server.lock:
            return [replace(issue, ref=self.ref(number)) for number, issue in sorted(self.server.issues.items())]

    def get(self, ref: IssueRef) -> Issue:
        self._enter("get")
        with self.server.lock:
            found = self._found(ref)
        self.hook("get", "after")
        return found

    def create(self, draft: IssueDraft) -> Issue:
        self._enter("create")
        with self.server.lock:
            self._check(draft.assignees, draft.title)
            self.server.numbers += 1
            number, now = self.server.numbers, self.server.tick()
            issue = Issue(
                self.ref(number),
                f"{_URL}{number}",
                draft.title,
                draft.body,
                labels=tuple(dict.fromkeys(draft.labels)),
                assignees=draft.assignees,
                due=draft.due if self.server.dates else None,
                confidential=draft.confidential,
                created_at=now,
                updated_at=now,
            )
            self.server.issues[number] = issue
        self.hook("create", "after")
        return issue

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        if change == IssueChange():
            return self.get(ref)
        self._enter("update")
        with self.server.lock:
            old = self._found(ref)
            self._check(change.assignees or (), change.title)
            new = self._changed(old, change)
            if change.comment is not None:
                self.server.comments.setdefault(old.ref.number, []).append(change.comment)
            self.server.issues[old.ref.number] = new
        self.hook("update", "after")
        return new

    def comments(self, ref: IssueRef) -> Iterable[str]:
        self._enter("comments")
        return tuple(self.server.comments.get(self._found(ref).ref.number, ()))

    def resolve(self, text: str, url: str | None, path: str) -> IssueRef | None:
        if url is not None:
            number = url.removeprefix(_URL) if url.startswith(_URL) else ""
            return self.ref(int(number)) if number.isdigit() else None
        match = _TEXT.fullmatch(text)
        return self.ref(int(match[1])) if match else None

    def _enter(self, operation: str) -> None:
        self.log.append(operation)
        self.hook(operation, "before")

    def _found(self, ref: IssueRef) -> Issue:
        number = self.server.moved.get(ref.number, ref.number)
        if number not in self.server.issues:
            raise IssueNotFoundError(f"{ref} does not exist")
        return replace(self.server.issues[number], ref=self.ref(number))

    def _check(self, assignees: tuple[str, ...], title: str | None) -> None:
        for name in assignees:
            if self.server.known is not None and name not in self.server.known:
                raise UnassignableError(f"nobody is called {name}", "correct the name", (name,))
        if title is not None and len(title) > self.capabilities.title_length:
            raise InvalidIssueError("the title is too long")

    def _changed(self, old: Issue, change: IssueChange) -> Issue:
        now = self.server.tick()
        kept = tuple(label for label in old.labels if label not in change.remove_labels)
        state = old.state if change.state is None else change.state
        closed_at = (old.closed_at if old.state.closed else now) if state.closed else None
        return replace(
            old,
            title=old.title if change.title is None else change.title,
            body=old.body if change.body is None else change.body,
            state=state,
            labels=tuple(dict.fromkeys((*kept, *change.add_labels))),
            assignees=old.assignees if change.assignees is None else change.assignees,
            due=old.due if isinstance(change.due, Unset) or not self.server.dates else change.due,
            updated_at=now,
            closed_at=closed_at,
        )


class WatchfulTracker(MemoryTracker):
    """The same, which tells from one page in the order of the last change whether others wrote."""

    def __init__(self, server: Server | None = None, name: str = "memory", hook: Hook = _nothing) -> None:
        super().__init__(server, name, hook)
        self.watch = Watch(largest=5)

    def alone(self, label: str) -> bool:
        window = self.watch.window(label)
        if window is None:
            return False
        found = sorted(self._rows(label, "alone"), key=lambda row: row[1], reverse=True)
        page = found[window.before :][: window.size]
        self.hook("alone", "after")
        return self.watch.alone(window, len(page), page)

    def list(self, label: str) -> Iterable[Issue]:
        found = [*super().list(label)]
        self.watch.listed(label, map(_row, found))
        return found

    def create(self, draft: IssueDraft) -> Issue:
        issue = super().create(draft)
        self.watch.wrote(issue.ref.number, issue.updated_at)
        return issue

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        issue = super().update(ref, change)
        if change != IssueChange():
            self.watch.wrote(issue.ref.number, issue.updated_at)
        return issue

    def _rows(self, label: str, operation: str) -> Iterator[Row]:
        return (_row(issue) for issue in self._snapshot(operation) if label in issue.labels)


def _row(issue: Issue) -> Row:
    assert issue.updated_at is not None
    return issue.ref.number, issue.updated_at.isoformat()


def closed(server: Server, number: int, state: State) -> None:
    """A person closes (or reopens) an issue in the browser."""
    old = server.issues[number]
    now = server.tick()
    server.issues[number] = replace(old, state=state, updated_at=now, closed_at=now if state.closed else None)
