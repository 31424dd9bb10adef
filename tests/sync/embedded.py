"""The embedded tracker with a hook around its requests, and people who edit its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TypeVar

from postmortem_tracker.integrations.local.tracker import LocalTracker
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State
from postmortem_tracker.sync.issue_text import marker
from tests.sync.memory import Hook
from tests.sync.people import Readers, token

T = TypeVar("T")


class HookedTracker(LocalTracker):
    """Runs ``hook(operation, phase)`` before and after each request."""

    def __init__(self, root: Path, hook: Hook) -> None:
        super().__init__(root)
        self.hook = hook

    def list(self, label: str) -> Iterable[Issue]:
        return self._within("list", lambda: tuple(super(HookedTracker, self).list(label)))

    def get(self, ref: IssueRef) -> Issue:
        return self._within("get", lambda: super(HookedTracker, self).get(ref))

    def create(self, draft: IssueDraft) -> Issue:
        return self._within("create", lambda: super(HookedTracker, self).create(draft))

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        return self._within("update", lambda: super(HookedTracker, self).update(ref, change))

    def _within(self, operation: str, request: Callable[[], T]) -> T:
        self.hook(operation, "before")
        result = request()
        self.hook(operation, "after")
        return result


class _ByHand(LocalTracker):
    """A person with an editor, who takes no lock: a run that holds it while it lists would be waited for in vain."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._files.exclusive = nullcontext  # type: ignore[method-assign, assignment]


class FileReaders(Readers):
    """People who work with issue files."""

    root: Path

    def moves(self) -> tuple[Callable[[], None], ...]:
        common = (self.close, self.reopen, self.retitle, self.write, self.assign, self.label, self.schedule)
        return (*common, *common, self.delete)

    @property
    def _tracker(self) -> LocalTracker:
        return _ByHand(self.root)

    def _pick(self, *, closed: bool | None = None) -> list[Issue]:
        found = [
            issue
            for issue in self._tracker.list("postmortem")
            if closed is None or (issue.state.closed is closed and issue.state is not State.DUPLICATE)
        ]
        return [self.random.choice(found)] if found else []

    def _update(self, change: Callable[[Issue], IssueChange], *, closed: bool | None = None) -> None:
        for issue in self._pick(closed=closed):
            self._tracker.update(issue.ref, change(issue))

    def complete(self, number: int) -> None:
        self._tracker.update(IssueRef("local", "", number), IssueChange(state=State.COMPLETED))

    def close(self) -> None:
        state = self.random.choice([State.COMPLETED, State.NOT_PLANNED])
        self._update(lambda _issue: IssueChange(state=state), closed=False)

    def reopen(self) -> None:
        self._update(lambda _issue: IssueChange(state=State.OPEN), closed=True)

    def retitle(self) -> None:
        self._update(lambda issue: IssueChange(title=f"{issue.title.removesuffix(' (see chat)')} (see chat)"))

    def write(self) -> None:
        self._update(lambda issue: IssueChange(body=f"Seen again.\n\n{issue.body}- [ ] and @alice\n"))

    def assign(self) -> None:
        who = self.random.choice([("alice",), ("bob",), ()])
        self._update(lambda _issue: IssueChange(assignees=who))

    def label(self) -> None:
        self._update(lambda _issue: IssueChange(add_labels=("theirs",)))

    def schedule(self) -> None:
        self._update(lambda _issue: IssueChange(due=date(2026, 7, 1)))

    def delete(self) -> None:
        for issue in self._pick():
            mark = marker.read(issue.body)
            self.deleted.append(token((mark.base.title if mark else None) or issue.title) or "")
            Path(issue.url).unlink()
