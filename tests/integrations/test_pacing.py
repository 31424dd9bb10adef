"""How long writes take is told from the limits, and from what the tracker asked for."""

from __future__ import annotations

from postmortem_tracker.integrations.shared.pacing import Pacer


def test_a_hold_that_the_tracker_asked_for_counts_in_the_estimate() -> None:
    pacer = Pacer(clock=lambda: 100.0)
    assert pacer.eta(3) == 0.0
    pacer.hold(60.0)
    assert pacer.eta(0) == pacer.eta(3) == 60.0
