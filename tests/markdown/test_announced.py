"""Work that a plain label announces below another title is pointed out; states of the configuration are known."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import DEFAULT, parse
from postmortem_tracker.model import State

HEAD = "# INC-1 Pool on 2026-10-12\n\n"
ITEMS = "## Action items\n\n- Page on lag\n"


@pytest.mark.parametrize("label", ["Cleanup tasks", "Follow-up work", "Next steps", "Remaining tasks", "Our to-dos"])
@pytest.mark.parametrize("title", ["Background", "Summary", "Lessons learned"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_label_of_work_above_orders_is_quoted(label: str, title: str, gap: str) -> None:
    below = f"## {title}\n\nWe restarted it.\n\n{label}:{gap}- Remove the old pool\n- Drop the cache\n\n"
    for text in (HEAD + below + ITEMS, HEAD + ITEMS + "\n" + below):
        (incident,) = parse(text)
        read = {item.text for item in incident.items}
        assert "Remove the old pool" in read or f"promise that is no item: '{label}:'" in [
            each.message for each in incident.findings
        ]


@pytest.mark.parametrize(
    "told",
    [
        *("Affected services:\n- Pay\n- Mail", "Cleanup tasks:\n- We removed the pool\n- It was dropped"),
        *(
            "Failed tasks:\n- nightly-backup\n- hourly-report",
            "Cleanup tasks: none",
            "Cleanup tasks:\n\nThey were done.",
        ),
    ],
)
def test_other_labels_and_lists_are_not(told: str) -> None:
    (incident,) = parse(f"{HEAD}## Resolution\n\nWe restarted it.\n\n{told}\n\n{ITEMS}")
    assert ([item.text for item in incident.items], incident.findings) == (["Page on lag"], ())


@pytest.mark.parametrize("title", ["Timeline", "What happened", "Response"])
def test_what_was_done_in_a_timeline_is_not(title: str) -> None:
    (incident,) = parse(
        f"{HEAD}## {title}\n\nRecovery tasks:\n- Restart the pods\n\nActions:\n- Check the logs\n\n{ITEMS}"
    )
    assert ([item.text for item in incident.items], incident.findings) == (["Page on lag"], ())


@pytest.mark.parametrize("label", ["Follow-up work", "The follow-up work"])
@pytest.mark.parametrize("title", ["Resolution", "Timeline"])
def test_what_follows_is_quoted_there_too(label: str, title: str) -> None:
    (incident,) = parse(f"{HEAD}## {title}\n\nWe restarted it.\n\n{label}:\n- Remove the old pool\n\n{ITEMS}")
    assert [item.text for item in incident.items] == ["Page on lag"]
    assert [each.message for each in incident.findings] == [f"promise that is no item: '{label}:'"]


def test_items_that_begin_with_a_state_of_the_configuration_are_each_one() -> None:
    body = "## Action items\n\n- The queue\n  - Shipped: add a test\n  - Parked: map the pool\n  - Shipped: cap it\n"
    own = DEFAULT.extended(states={"completed": ["shipped"], "open": ["parked"]})
    done = {item.text: item.state for item in parse(HEAD + body, vocabulary=own)[0].items}
    assert done == {"add a test": State.COMPLETED, "map the pool": State.OPEN, "cap it": State.COMPLETED}
    assert [
        item.text for item in parse(HEAD + body.replace("Shipped", "Bar").replace("Parked", "Foo"))[0].items
    ] != list(done)


@pytest.mark.parametrize("label", ["Cleanup tasks", "Clean-up tasks", "Housekeeping tasks", "Outstanding actions"])
@pytest.mark.parametrize("title", ["Resolution", "Actions taken", "Timeline"])
def test_what_is_left_when_it_is_over_is_quoted_there_too(label: str, title: str) -> None:
    (incident,) = parse(f"{HEAD}## {title}\n\n- Restarted it\n\n{label}:\n\n- Remove the old pool\n\n{ITEMS}")
    read = {item.text for item in incident.items}
    quoted = f"promise that is no item: '{label}:'" in [each.message for each in incident.findings]
    assert ("Page on lag" in read, "Remove the old pool" in read or quoted) == (True, True)
