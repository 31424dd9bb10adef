"""A link of our making is the item's only where an item's own link stands."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Pool on 2026-10-12\n\n## Action items\n\n"
LINK = "([#2](https://tracker.test/t/a/issues/2))"


def links(*lines: str) -> list[str]:
    (item,) = parse(HEAD + "\n".join(lines) + "\n")[0].tasks
    return [link.text for link in item.links]


@pytest.mark.parametrize(
    "lines",
    [
        [f"- [ ] Cap the retries {LINK}"],
        [f"- [ ] Cap the retries {LINK} @ana due 2026-12-20"],
        [f"- [ ] Cap the retries {LINK} (waived until 2027-01-01: budget)"],
        [f"- [ ] Cap the retries {LINK} — done"],
        [f"- [ ] Cap the retries {LINK}. The relay has them already."],
        [f"- [ ] {LINK} cap the retries"],
        [f"- [ ] Let people log in {LINK}"],
        [f"- [ ] ~~Cap the retries {LINK}~~"],
        [f"- ~~{LINK} Cap the retries~~"],
        [f"- [ ] Cap the `retries` of “relay” {LINK}"],
        [f"- [ ] Cap the retries {LINK} <!-- later -->"],
        [f"- [ ] Cap the retries {LINK}", "  of every pool"],
        ["- [ ] Cap the retries", f"  - Issue: {LINK}"],
        ["### 1. Cap the retries", "", LINK, "", "Owner: Ana"],
        [f"> - [ ] Cap the retries {LINK}"],
        ["| Action | Owner |", "| --- | --- |", f"| Cap the retries {LINK} | Ana |"],
    ],
)
def test_in_its_place_it_is_the_items(lines: list[str]) -> None:
    assert links(*lines) == ["#2"]


@pytest.mark.parametrize(
    "lines",
    [
        [f"- [ ] Cap the retries @ana ~~{LINK}~~"],
        [f"- [ ] Cap ~~the retries {LINK}~~ the pool"],
        [f"- [ ] Cap the retries <del>{LINK}</del> @ana"],
        [f"- [ ] Cap the retries @ana <!-- {LINK} -->"],
        [f"- [ ] Cap the retries, not as in {LINK} but per pool"],
        [f"- [ ] Cap the retries like {LINK}, but per pool"],
        [f"- [ ] Cap the retries, not as in {LINK}", "  but per pool"],
        [f"- [ ] Write “as in {LINK}” into the runbook"],
        [f"- [ ] Write `{LINK}` into the template"],
        ["- [ ] Cap the retries", f"  - Background: the relay was upgraded in {LINK}"],
        ["- [ ] Cap the retries", f"  - Owner: Ana, see {LINK}"],
        ["- [ ] Cap the retries", f"  > quoted: {LINK}"],
        ["- [ ] Cap the retries", f"  > {LINK}"],
    ],
)
def test_anywhere_else_it_is_text(lines: list[str]) -> None:
    assert links(*lines) == []


def test_a_quotation_below_an_item_is_none_of_its_words() -> None:
    (item,) = parse(f"{HEAD}- [ ] Cap the retries @ana\n  > Somebody said that\n")[0].tasks
    assert (item.text, item.owners) == ("Cap the retries", ("@ana",))
