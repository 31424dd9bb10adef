"""Every kind of request to GitLab, and a clock that only waiting moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared.pacing import Pacer
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef, State
from tests.contract import LABEL
from tests.fakes.gitlab import TOKEN, FakeGitLab

PROJECT = "ops/incidents"
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC).timestamp()
FIRST = IssueRef("gitlab", PROJECT, 1)
DRAFT = IssueDraft("Add a canary", "Body", (LABEL,))

Call = Callable[[GitLabTracker], object]
CALLS: dict[str, tuple[str, Call]] = {
    "create": ("POST", lambda tracker: tracker.create(DRAFT)),
    "update": ("PUT", lambda tracker: tracker.update(FIRST, IssueChange(state=State.COMPLETED))),
    "comment": ("POST", lambda tracker: tracker.update(FIRST, IssueChange(comment="said"))),
    "get": ("GET", lambda tracker: tracker.get(FIRST)),
    "list": ("GET", lambda tracker: list(tracker.list(LABEL))),
    "comments": ("GET", lambda tracker: list(tracker.comments(FIRST))),
}
WRITES = ("create", "update", "comment")
READS = ("get", "list", "comments")


class Waits:
    """A clock that only sleeping moves, and what was slept."""

    def __init__(self, max_wait: float = 900) -> None:
        self.now = NOW
        self.slept: list[float] = []
        self.told: list[datetime] = []
        self.pacer = Pacer(max_wait=max_wait, clock=lambda: self.now, sleep=self.sleep, on_wait=self.told.append)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def connected(fake: FakeGitLab, waits: Waits, token: str = TOKEN, timeout: float = 5) -> GitLabTracker:
    return GitLabTracker(PROJECT, token, url=fake.base, timeout=timeout, pacer=waits.pacer)
