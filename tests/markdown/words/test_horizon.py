"""Labels that only tell when work is done, in the words of every language."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown.words.horizon import is_horizon
from postmortem_tracker.markdown.words.vocabulary import DEFAULT


@pytest.mark.parametrize(
    "label",
    [
        *("1-2 weeks", "1 to 2 weeks", "2 à 4 semaines", "2 bis 4 Wochen", "2 a 4 semanas", "2 do 4 tygodni"),
        *("2 až 4 týdny", "2 tot 4 weken", "2 till 4 veckor"),
    ],
)
def test_a_range_of_weeks_is_a_horizon_in_every_language(label: str) -> None:
    assert is_horizon(label, DEFAULT.compiled)


@pytest.mark.parametrize("label", ["2 of 4 weeks", "2 to 4 hosts", "2 à 4 personnes", "Weeks"])
def test_what_is_no_range_of_weeks_is_none(label: str) -> None:
    assert not is_horizon(label, DEFAULT.compiled)
