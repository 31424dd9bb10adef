"""How long writes take is told from the limits, and from what the tracker asked for."""

from __future__ import annotations

import pytest

from postmortem_tracker.errors import RateLimitedError
from postmortem_tracker.integrations.shared.pacing import Pacer


def test_a_hold_that_the_tracker_asked_for_counts_in_the_estimate() -> None:
    pacer = Pacer(clock=lambda: 100.0)
    assert pacer.eta(3) == 0.0
    pacer.hold(60.0)
    assert pacer.eta(0) == pacer.eta(3) == 60.0


@pytest.mark.parametrize("seconds", [1e12, 1e300, float("inf")])
def test_a_wait_beyond_all_calendars_is_a_limit_like_any_other(seconds: float) -> None:
    pacer = Pacer((), max_wait=10, clock=lambda: 0.0)
    with pytest.raises(RateLimitedError, match="until 9999-01-01"):
        pacer.pause(seconds)
    pacer.hold(seconds)
    with pytest.raises(RateLimitedError, match="until 9999-01-01"):
        pacer.before_read()
