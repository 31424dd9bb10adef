"""The contract on GitHub, through the emulator."""

from __future__ import annotations

import pytest

from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import Issue, State
from tests.contract import TrackerContract
from tests.emulate.server import Emulate
from tests.integrations.conftest import MakeTracker
from tests.integrations.emulated import make_milestone, milestone_of
from tests.proxy import Proxy

pytestmark = pytest.mark.node


class TestGitHubContract(TrackerContract):
    supports_due = False
    supports_confidential = False
    reads_back = frozenset({State.COMPLETED, State.NOT_PLANNED})  # the emulator knows no duplicates

    @pytest.fixture
    def tracker(self, emulate: Emulate, proxy: Proxy, make: MakeTracker) -> IssueTracker:
        self.emulate, self.proxy, self.make = emulate, proxy, make
        return make(proxy, web_url=emulate.url)

    def open_milestone(self, tracker: IssueTracker) -> str:
        make_milestone(self.emulate.url, "Reliability Q4")
        return "Reliability Q4"

    def milestone_of(self, tracker: IssueTracker, issue: Issue) -> str:
        return milestone_of(self.emulate.url, issue.ref.number)

    def another(self, tracker: IssueTracker) -> IssueTracker:
        return self.make(self.proxy)

    def writes(self, tracker: IssueTracker) -> int:
        return self.proxy.writes()
