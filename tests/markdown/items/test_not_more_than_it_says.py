"""Fields that begin, end or change as their words say, and no further."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import edit, parse
from postmortem_tracker.markdown.splices import ItemEdit
from postmortem_tracker.model import State
from tests.markdown.items.one import read

HEAD = "# INC-1 Outage on 2026-03-01\n\n## Action items\n\n"


@pytest.mark.parametrize(
    ("words", "text", "owners"),
    [
        ("@someone → @ann please rotate the keys", "please rotate the keys", ("@ann",)),
        ("[ ] @maybe => @ann, rotate the keys", "rotate the keys", ("@ann",)),
        ("Rotate the keys (@ana to @bo)", "Rotate the keys", ("@bo",)),
        ("Rotate the keys. Owner: J. Smith", "Rotate the keys", ("J. Smith",)),
        ("Rotate the keys (owner: Dr. Ana Lima, due: 2026-06-01)", "Rotate the keys", ("Dr. Ana Lima",)),
        ("Rotate the keys\n  Owner: Ana\n  This needs approval of the team", "Rotate the keys", ("Ana",)),
        ("Rotate the keys\n  Owner: Ana\n  Lima", "Rotate the keys", ("Ana Lima",)),
        ("Restart the auth service owner: Ana", "Restart the auth service", ("Ana",)),
    ],
)
def test_who_does_it(words: str, text: str, owners: tuple[str, ...]) -> None:
    item, _ = read(words)
    assert (item.text, item.owners) == (text, owners)


@pytest.mark.parametrize(
    ("words", "due", "codes"),
    [
        ("Restart the auth service due: 2026-06-01", "2026-06-01", []),
        ("Publish the report which was due 2026-06-08", "was due 2026-06-08", ["PM103"]),
        ("Rotate the keys 📅 within two weeks", "within two weeks", ["PM104"]),
    ],
)
def test_until_when(words: str, due: str, codes: list[str]) -> None:
    item, found = read(words)
    assert (item.due, found) == (due, codes)


@pytest.mark.parametrize("value", ["P2 (was P0)", "P0 → P2", "~~P0~~ P2"])
def test_the_level_that_counts_by_now_behind_a_label(value: str) -> None:
    assert read(f"Rotate the keys. Priority: {value}")[0].priority == "P2"


@pytest.mark.parametrize("reason", ["vendor declined the fix", "the budget request was rejected until spring"])
def test_a_reason_that_tells_of_another_refusal_excuses(reason: str) -> None:
    assert read(f"Rotate the keys (waived until 2027-06-01: {reason})")[0].waiver is not None


@pytest.mark.parametrize("words", ["Fix the regression of #3 (#12)", "Redo what #3 did [#12]"])
def test_a_ticket_in_brackets_of_its_own_is_joined_to_no_mention(words: str) -> None:
    assert [link.text for link in read(words)[0].tickets] == ["#12"]


@pytest.mark.parametrize(
    "label",
    [
        *("All of these must be done:", "All tasks have to be done:", "All of these should be completed:"),
        *("All action items will be done:", "All issues to be resolved:", "All open tasks are closed:"),
    ],
)
def test_what_has_to_be_done_is_not_done(label: str) -> None:
    items = parse(f"{HEAD}- Cap the retries\n\n{label}\n\n- Rotate the keys\n")[0].items
    assert [item.state for item in items] == [State.OPEN, State.OPEN]


@pytest.mark.parametrize(
    "title",
    [
        *("Action items not taken yet", "Follow-up actions not pursued so far", "Action items ruled out of phase 1"),
        *("No action items for SRE; action items for Platform", "Remaining action items (out of scope of the hotfix)"),
    ],
)
def test_a_title_that_refuses_only_now_or_in_part_loses_nothing(title: str) -> None:
    (item,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## {title}\n\n- [ ] Rotate the keys @ana\n")[0].items
    assert item.state is State.OPEN


@pytest.mark.parametrize("title", ["Impact (high)", "Effort – low", "Quick wins, low", "Priority actions"])
def test_a_level_of_something_else_is_no_priority(title: str) -> None:
    (item,) = parse(f"{HEAD}### {title}\n\n- Rotate the keys\n")[0].items
    assert item.priority is None


@pytest.mark.parametrize(("before", "after"), [("DONE - rotate", "OPEN - rotate"), ("Done — rotate", "Open — rotate")])
def test_another_word_for_the_state_leaves_the_blank_behind_it(before: str, after: str) -> None:
    text = f"{HEAD}- {before} the keys\n"
    (item,) = parse(text)[0].items
    assert edit(text.encode(), "a.md", [ItemEdit(item, None, State.OPEN)]).decode() == text.replace(before, after)


def test_no_link_of_ours_is_lost_beside_the_name_of_a_field() -> None:
    link = "([#12](https://tracker.test/a/b/issues/12))"
    (item,) = parse(f"{HEAD}- Write the runbook. Done when: {link}\n  - it has been tried\n")[0].items
    assert [each.text for each in item.links] == ["#12"]


def test_a_label_in_a_part_of_the_timeline_is_read() -> None:
    text = f"{HEAD}- Fix it\n\n## Timeline\n\n### 11:00 Recovery\n\n**Action items:**\n\n- [ ] Rotate the keys @ana\n"
    assert [item.text for item in parse(text)[0].items] == ["Fix it", "Rotate the keys"]


@pytest.mark.parametrize(
    "why",
    ["risk, but not approved by Bo", "the board has not approved it", "risk. Not approved yet", "fix (not approved)"],
)
def test_a_refusal_anywhere_in_a_reason_refuses(why: str) -> None:
    (incident,) = parse(f"# INC-1\n\n## Action items\n\n- [ ] Cap it @ana (waived until 2027-03-31: {why})\n", "a.md")
    assert incident.items[0].waiver is None
    assert "PM130" in [one.code for one in incident.findings]


@pytest.mark.parametrize(
    ("lead", "line"),
    [
        *(("Files to change:", "- [ ] Update b.py"), ("Files to change:", "- Update b.py @cy")),
        *(("Owners:", "- Rotate the keys @ana"), ("If it comes back, run:", "- Rotate the logs")),
    ],
)
def test_a_promise_is_never_left_aside(lead: str, line: str) -> None:
    (incident,) = parse(f"# INC-1\n\n## Action items\n\n- Cap it\n\n{lead}\n\n{line}\n", "a.md")
    assert len(incident.items) == 2


@pytest.mark.parametrize("beside", ["**Result:** TBD", "**Outcome:** pending", "**Severity:** SEV2"])
def test_an_action_with_who_and_when_stays_one_whatever_stands_beside_it(beside: str) -> None:
    (incident,) = parse(f"# INC-1 Outage\n\n**Action:** Raise the limit @ana due 2026-05-01\n{beside}\n", "a.md")
    assert [item.text for item in incident.items] == ["Raise the limit"]


@pytest.mark.parametrize("words", ["due to Christmas", "opened before this year", "by first quarter"])
def test_words_of_a_sentence_stay_in_the_title(words: str) -> None:
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n- [ ] Archive the tickets {words}\n", "a.md")
    assert incident.items[0].text == f"Archive the tickets {words}"


def test_a_box_that_says_that_it_is_not_ticked_is_open() -> None:
    table = '| Action | Status |\n|-|-|\n| Cap it | <input type="checkbox" data-checked="true"> |'
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n{table}\n", "a.md")
    assert incident.items[0].state is State.OPEN
