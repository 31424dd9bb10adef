"""Several accounts before a day are all owners, and a bracket behind an account names no other owner."""

from __future__ import annotations

import pytest

from tests.markdown.items.one import read


@pytest.mark.parametrize(
    ("told", "owners"),
    [
        ("@ana, due 2026-12-24", ("@ana",)),
        ("@ana and @bo, due 2026-12-24", ("@ana", "@bo")),
        ("— @ana and @bo, due 2026-12-24", ("@ana", "@bo")),
        ("@ana und @bo, 2026-12-24", ("@ana", "@bo")),
        ("@ana et @bo, 2026-12-24", ("@ana", "@bo")),
        ("@ana, @bo, and @cy, due 2026-12-24", ("@ana", "@bo", "@cy")),
        ("@ana & @bo, 2026-12-24", ("@ana", "@bo")),
        ("@ana @bo, 2026-12-24", ("@ana", "@bo")),
        ("@ana/@bo, 2026-12-24", ("@ana", "@bo")),
    ],
)
def test_all_accounts_before_a_day_are_owners(told: str, owners: tuple[str, ...]) -> None:
    item, codes = read(f"Fix the hose {told}")
    assert (item.text, item.owners, str(item.due_date), codes) == ("Fix the hose", owners, "2026-12-24", [])


@pytest.mark.parametrize("before", ["cc @ana", "with @ana", "thanks to @ana", "after @all"])
def test_an_account_with_another_part_is_no_owner(before: str) -> None:
    item, _ = read(f"Fix the hose {before} and @bo, due 2026-12-24")
    assert "@ana" not in item.owners
    assert "@all" not in item.owners


@pytest.mark.parametrize(
    ("told", "owners"),
    [
        ("— @ana (SRE)", ("@ana",)),
        ("@ana (SRE)", ("@ana",)),
        ("@ana [SRE]", ("@ana",)),
        ("— @ana (Ana Lima)", ("@ana",)),
        ("- @ana (platform team)", ("@ana",)),
        ("@ana and @bo (SRE)", ("@ana", "@bo")),
        ("(SRE)", ("SRE",)),
        ("[Rick]", ("Rick",)),
        ("(Ana Lima / @bo)", ("Ana Lima", "@bo")),
    ],
)
def test_a_bracket_behind_an_account_is_no_other_owner(told: str, owners: tuple[str, ...]) -> None:
    item, codes = read(f"Fix the tap {told}")
    assert (item.text, item.owners, codes) == ("Fix the tap", owners, [])


@pytest.mark.parametrize("told", ["with @ana (SRE)", "thanks to @ana (SRE)"])
def test_a_bracket_behind_an_account_with_another_part_is_neither(told: str) -> None:
    item, _ = read(f"Fix the tap {told}")
    assert item.owners == ()


def test_a_package_is_no_account() -> None:
    item, _ = read("Upgrade @angular/core (SRE)")
    assert item.owners == ("SRE",)
