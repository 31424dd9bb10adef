"""Titles of things and what to do with them, in the languages that say it with a verb."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown.words.heads import says_to_do


@pytest.mark.parametrize(
    "title",
    [
        *("Documents to write", "Alerts still to add", "Documentation à créer", "Alarme zu ergänzen"),
        *("Tareas por hacer", "Alertas a criar"),
    ],
)
def test_things_and_a_verb_say_what_to_do(title: str) -> None:
    assert says_to_do(title)


@pytest.mark.parametrize("title", ["How to write", "Steps to reproduce", "Publish a procedure", "Zeit zu zweit"])
def test_a_guide_or_a_noun_does_not(title: str) -> None:
    assert not says_to_do(title)
