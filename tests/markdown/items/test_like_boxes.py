"""What looks like a box and is none, and what begins with a closed state and goes on: quoted, and never believed."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, Finding


def read(said: str) -> tuple[ActionItem, list[Finding]]:
    """The only item of a document with this one, and its findings."""
    (only,) = parse(f"# INC-1 Outage on 2026-02-03\n## Action items\n- {said}\n", "a.md")
    (item,) = only.items
    return item, list(only.findings)


@pytest.mark.parametrize("box", ["`[x]`", "`[~]`", "(x)", "(✓)", "[yes]", "[no]", "[ok]", "[ja]", "[oui]"])
def test_a_box_that_is_none_is_quoted_and_no_part_of_the_title(box: str) -> None:
    item, findings = read(f"{box} Cap the retries")
    assert (item.text, bool(item.done)) == ("Cap the retries", False)
    assert [(each.code, box in each.message) for each in findings] == [("PM121", True)]


@pytest.mark.parametrize("box", ["`[ ]`", "( )", "()"])
def test_an_empty_one_says_nothing(box: str) -> None:
    item, findings = read(f"{box} Cap the retries")
    assert (item.text, findings) == ("Cap the retries", [])


@pytest.mark.parametrize("said", ["`[x]` is not shown in the list", "[infra] Cap the retries", "[1] Cap the retries"])
def test_words_in_brackets_or_code_are_the_items(said: str) -> None:
    item, findings = read(said)
    assert (item.text, findings) == (said.replace("`", ""), [])


@pytest.mark.parametrize(
    "told",
    [
        *("- closed as duplicate", "— fixed upstream", "- resolved with the upgrade", "– done (needs rollout)"),
        *("- done ✅ (needs rollout)", "✅ (needs rollout)", "✅ done, needs rollout", "– erledigt (Rollout fehlt)"),
        "– fait (reste le déploiement)",
    ],
)
def test_a_closed_state_that_goes_on_is_quoted_and_the_item_is_open(told: str) -> None:
    item, findings = read(f"Cap the retries {told}")
    assert not item.done
    assert [each.code for each in findings] == ["PM120"]
    assert told.split(maxsplit=1)[0].strip("-–—") in findings[0].message


@pytest.mark.parametrize("said", ["Use an address (fixed IP)", "Name the shops (closed on Sundays)"])
def test_what_a_thing_is_like_is_no_state(said: str) -> None:
    item, findings = read(said)
    assert (item.text, bool(item.done), findings) == (said, False, [])
