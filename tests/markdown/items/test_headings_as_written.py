"""A heading that is an item is read as it is written: its links are its tickets, its box is where it stands."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.model import ActionItem, State

URL = "https://x.test/acme/shop/issues/16"
BELOW = "\n\nOwner: Ana\n\n### Add a fence\n\nOwner: Bob\n"


def first(heading: str) -> tuple[ActionItem, str]:
    """The first item below these words as a heading, and the document."""
    text = f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{heading}{BELOW}"
    (incident,) = parse(text, "a.md")
    assert incident.items[-1].text == "Add a fence"
    return incident.items[0], text


@pytest.mark.parametrize("heading", ["### {}", "#### 1. {}", "### {} ###", "**{}**"])
@pytest.mark.parametrize(
    "link", [f"[#16]({URL})", f"([#16]({URL}))", f"[FIN-3]({URL})", f"(<{URL}>)", f"({URL})", "(#16)"]
)
def test_a_link_at_the_end_of_a_heading_is_its_ticket(heading: str, link: str) -> None:
    item, text = first(heading.format(f"Add a wall {link}"))
    (ticket,) = item.tickets
    assert item.text == "Add a wall"
    assert ticket.text in ("#16", "FIN-3", URL)
    assert text.encode()[ticket.span.start : ticket.span.end].decode() in link


@pytest.mark.parametrize("words", [f"See [#16]({URL}) and add a wall", "Add the [wall](https://x.test/wall) again"])
def test_a_link_inside_the_sentence_of_a_heading_is_text(words: str) -> None:
    item, _ = first(f"### {words}")
    assert item.tickets == ()
    assert "(" not in item.text


def test_a_heading_that_is_a_link_to_an_issue_is_tracked_there() -> None:
    item, _ = first(f"### [Add a wall]({URL})")
    assert (item.text, [link.url for link in item.tickets]) == ("Add a wall", [URL])


@pytest.mark.parametrize(
    ("heading", "done"),
    [("### [ ] Add a wall", "### [x] Add a wall"), ("#### ☐ Add a wall", "#### ☑ Add a wall"),
     ("###   [ ] Add a wall (#16)", "###   [x] Add a wall (#16)"), (f"## [ ] Wall it {URL}", f"## [x] Wall it {URL}")],
)  # fmt: skip
def test_the_box_of_a_heading_is_ticked_where_it_stands(heading: str, done: str) -> None:
    item, text = first(heading.replace("## ", "### "))
    after = edit(text.encode(), "a.md", [ItemEdit(item, None, State.COMPLETED)]).decode()
    assert after == text.replace(heading, done)


@pytest.mark.parametrize(
    "label", ["Ticket: ", "Tickets: ", "**Tickets:** ", "Issues: ", "Tickets: FIN-3, ", "tickets: "]
)
def test_a_field_of_tickets_below_a_heading_opens_no_section(label: str) -> None:
    item, _ = first(f"### Add a wall\n{label}#14, [#15]({URL})")
    assert [ticket.text for ticket in item.tickets][-2:] == ["#14", "#15"]


@pytest.mark.parametrize("title", ["Tickets:", "**Tickets**", "Tickets: the plan includes:"])
def test_a_title_of_tickets_without_any_opens_one(title: str) -> None:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n{title}\n\n- Add a wall\n- Add a fence\n", "a.md")
    assert [item.text for item in incident.items] == ["Add a wall", "Add a fence"]
