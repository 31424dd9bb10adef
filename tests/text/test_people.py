"""Spellings of one person."""

from __future__ import annotations

import pytest

from postmortem_tracker.text.people import bare_name, handle, same_person, teams_of


@pytest.mark.parametrize(
    ("owner", "account", "same"),
    [
        ("@ana", "ana", "ana"),
        ("@Ana", "Ana", "ana"),
        ("@shop/core", "shop/core", "shop/core"),
        ("Ana Lima (@ana)", "ana", "ana"),
        ("@ana (Ana Lima)", "ana", "ana"),
        ("@bo (was @ana)", "bo", "bo"),
        ("Bo (backup: @ana)", None, "bo"),
        ("Ana Lima (SRE)", None, "ana lima"),
        ("Ana Lima", None, "ana lima"),
        ("(SRE)", None, "(sre)"),
        ("Ana @ night", None, "ana @ night"),
    ],
)
def test_the_account_and_the_name(owner: str, account: str | None, same: str) -> None:
    assert (handle(owner), same_person(owner)) == (account, same)


def test_a_name_keeps_what_is_no_aside() -> None:
    assert [bare_name(each) for each in ("Ana (SRE)", "Team (A) north", "@ana")] == ["Ana", "Team (A) north", "@ana"]


def test_teams_are_found_in_all_spellings_and_by_their_own_name() -> None:
    teams = {"sre": ["@ana"], "web": ["Bo Lind"]}
    assert teams_of(["Ana Lima (@ana)"], teams) == ["sre"]
    assert teams_of(["Bo Lind (on call)", "@SRE"], teams) == ["sre", "web"]
    assert teams_of(["Cy"], teams) == []
