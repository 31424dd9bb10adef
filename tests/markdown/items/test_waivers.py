"""A waiver says why; one that does not is pointed out, and costs the item neither its owner nor its words."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def read(line: str) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"# INC-1 Outage\n\n**Date:** 2026-11-03\n\n## Action items\n\n{line}\n".encode(), "a.md")
    (item,) = incident.items
    return item, [each.message for each in incident.findings]


@pytest.mark.parametrize(
    "waiver",
    [
        "(waived until 2027-01-01)",
        "(waived until 2027-01-01:)",
        "(waived until 2027-01-01: )",
        "(waived)",
        "(Waived until 01.03.2027)",
        "(**waived until 2027-01-01**)",
        "(waived until next week)",
        "waived until 2027-01-01",
        "**waived until 2027-01-01**",
    ],
)
def test_a_waiver_without_a_reason_is_pointed_out_and_excuses_nothing(waiver: str) -> None:
    item, findings = read(f"- [ ] Fix it well @ines due 2026-12-20 {waiver}")
    assert (item.text, item.owners, item.due, item.waiver) == ("Fix it well", ("@ines",), "2026-12-20", None)
    (said,) = findings
    assert said.startswith("waiver without a reason: '")
    assert "waived" in said.casefold()


@pytest.mark.parametrize("until", ["next week", "next year", "the vendor answers", "2027-02-30"])
def test_a_waiver_until_no_day_costs_no_owner(until: str) -> None:
    item, findings = read(f"- [ ] Fix it well @ines due 2026-12-20 (waived until {until}: vendor)")
    assert (item.text, item.owners, item.due, item.waiver) == ("Fix it well", ("@ines",), "2026-12-20", None)
    assert findings == [f"relative or unreadable date: waived until {until!r}"]


@pytest.mark.parametrize(
    ("waiver", "until", "why"),
    [
        ("(waived until 2027-01-01: vendor)", "2027-01-01", "vendor"),
        ("(waived until 2027-01-01 - vendor)", "2027-01-01", "vendor"),
        ("(waived until 2027-01-01 – vendor)", "2027-01-01", "vendor"),
        ("(waived until 1 March 2027: vendor, says Kim)", "2027-03-01", "vendor, says Kim"),
        ("(waived: the host goes away)", "None", "the host goes away"),
        ("(waived - the host goes away)", "None", "the host goes away"),
        ("waived until 2027-01-01: vendor", "2027-01-01", "vendor"),
        ("**waived until 2027-01-01:** vendor", "2027-01-01", "vendor"),
    ],
)
def test_a_waiver_with_a_reason_is_one(waiver: str, until: str, why: str) -> None:
    item, findings = read(f"- [ ] Fix it well @ines due 2026-12-20 {waiver}")
    assert (item.text, item.owners, findings) == ("Fix it well", ("@ines",), [])
    assert item.waiver
    assert (str(item.waiver.until), item.waiver.reason) == (until, why)


@pytest.mark.parametrize(
    "words",
    [
        "Ask whether the fee was waived for March",
        "Refund the customers whose fee was waived until the change",
        "Document (not waived until 2027-01-01) the limits",
        "Show `(waived)` in the list",
    ],
)
def test_words_that_speak_of_waiving_are_none(words: str) -> None:
    item, findings = read(f"- [ ] {words} @ines")
    assert (item.owners, item.waiver, findings) == (("@ines",), None, [])
    assert "waived" in item.text


@pytest.mark.parametrize("due", ["2025-11-01", "1 November 2025", "2024-02-29"])
def test_a_day_long_before_the_incident_is_said_to_be(due: str) -> None:
    item, findings = read(f"- [ ] Fix it well @ines due {due}")
    assert item.due_date is None
    (said,) = findings
    assert said.startswith("ambiguous date: due '")
    assert said.endswith("' is long before the incident (2026-11-03)")


@pytest.mark.parametrize("why", ["?", "…", "reason", "reason, who agreed"])
def test_a_blank_for_a_reason_is_none(why: str) -> None:
    item, findings = read(f"- [ ] Fix it well @ines due 2026-12-20 (waived until 2027-01-01: {why})")
    assert item.waiver is None
    assert [each.partition(":")[0] for each in findings] == ["waiver without a reason"]


@pytest.mark.parametrize(
    "waiver",
    [
        *(
            "(waived: no)",
            "(waived: false)",
            "(waived until 2027-01-01: draft)",
            "(waived until 2027-01-01: asked Kim)",
        ),
        *("(waived until 2027-01-01: noch nicht genehmigt)", "(waived until 2027-01-01: en attente d'accord)"),
        *("(waived until 2027-01-01: budget) – revoked", "(waived until 2027-01-01: budget) (no longer)"),
    ],
)
def test_a_waiver_that_nobody_granted_or_that_was_taken_back_is_doubted(waiver: str) -> None:
    item, findings = read(f"- [ ] Fix it well @ines due 2026-12-20 {waiver}")
    assert (item.due, item.waiver) == ("2026-12-20", None)
    assert {each.partition(":")[0] for each in findings} - {"unknown owner"} == {"waiver not understood"}


@pytest.mark.parametrize("why", ["no budget this year", "nothing is sold until then", "yes, by Kim, for want of money"])
def test_a_reason_may_begin_with_any_word(why: str) -> None:
    item, findings = read(f"- [ ] Fix it well @ines due 2026-12-20 (waived until 2027-01-01: {why})")
    assert (item.waiver and item.waiver.reason, findings) == (why, [])


@pytest.mark.parametrize(
    "line",
    [
        *("Fees are waived: tell the customers", "Add a (waived until 2027-01-01: budget) banner"),
        *('Show "(waived until 2027-01-01: budget)"', "Say that it may be waived until 2027-01-01: budget"),
    ],
)
def test_words_of_a_sentence_are_no_waiver(line: str) -> None:
    item, findings = read(f"- [ ] {line}")
    assert (item.text, item.waiver, findings) == (line, None, [])
