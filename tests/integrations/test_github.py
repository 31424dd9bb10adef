"""The contract on GitHub, through the emulator."""

from __future__ import annotations

import pytest

from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import State
from tests.contract import TrackerContract
from tests.emulate.server import Emulate
from tests.integrations.conftest import MakeTracker
from tests.proxy import Proxy

pytestmark = pytest.mark.node


class TestGitHubContract(TrackerContract):
    supports_due = False
    supports_confidential = False
    reads_back = frozenset({State.COMPLETED, State.NOT_PLANNED})  # the emulator knows no duplicates

    @pytest.fixture
    def tracker(self, emulate: Emulate, proxy: Proxy, make: MakeTracker) -> IssueTracker:
        self.proxy, self.make = proxy, make
        return make(proxy, web_url=emulate.url)

    def another(self, tracker: IssueTracker) -> IssueTracker:
        return self.make(self.proxy)

    def writes(self, tracker: IssueTracker) -> int:
        return self.proxy.writes()
