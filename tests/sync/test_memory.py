"""The tracker that the other tests speak to keeps the same contract as the real ones."""

from __future__ import annotations

from datetime import timedelta

import pytest

from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import Issue
from tests.contract import TrackerContract
from tests.sync.memory import MemoryTracker, Server


class TestContract(TrackerContract):
    @pytest.fixture
    def tracker(self) -> IssueTracker:
        return MemoryTracker(Server(known=frozenset(self.known_assignees)))

    def let_time_pass(self, tracker: IssueTracker) -> None:
        assert isinstance(tracker, MemoryTracker)
        tracker.server.now += timedelta(hours=1)

    def writes(self, tracker: IssueTracker) -> int | None:
        assert isinstance(tracker, MemoryTracker)
        return len(tracker.writes)

    def names_original(self, tracker: IssueTracker, duplicate: Issue, original: Issue) -> bool:
        return True  # the comment is the caller's here; the text of ours is checked where it is made
