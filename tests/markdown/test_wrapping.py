"""Where a line is wrapped changes nothing, and a link goes where it stands inside nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.model import ActionItem, State

_HEAD = "# INC-1 Outage\n\n**Date:** 2026-03-12\n\n## Action items\n\n"
_LINES = (
    "- [ ] Add an alert on pool saturation @dana due 2027-04-10 (P1)",
    "- [ ] Document the failover in the wiki (owner: Ana Lima, due 2027-04-10, P2)",
    "- [x] Rotate the keys of all stores @eve due 1 May 2027 ([#12](https://x.test/issues/12))",
    "- [ ] Cap the retries of each client **Owner:** Ana **Due:** 2027-04-10",
    "- Cap the retries. Owner: Ana Lima. Due: 10 April 2027",
    "- Move the nodes to the new rack (#8, @dana, P1)",
    "- Move the nodes to the new rack, tracked in JIRA FIN-5",
    "- Move the nodes (waived until 2027-03-01: the rack is rented)",
    "- Run the command `kubectl rollout restart deploy/shop` every night (done in #7)",
    "- Describe [the failover procedure](https://x.test/wiki) in the wiki; completed as of 2026-05-01",
    "- ~~Buy a second rack for the nodes~~ won't do",
    "- Ask for a **very long and bold** sentence about the pool (almost done)",
    "- PLAT-55: Move the nodes to the new rack by 1 May 2027",
    "- [ ] Add an alert on pool saturation – Ana Lima, by 10 April 2027, P0",
    "- [ ] Cap the retries of each client — @bob — 2027-04-10 — P1",
    "- Warm the cache of each node @ana — in progress",
    "- Split the nightly job @ana — won't do",
    "- [ ] Die Schlüssel tauschen (Verantwortlich: Eva Roth, fällig: 10. April 2027)",
    "- [ ] Klíče vyměnit (odpovídá: Eva Nová, termín: 10. dubna 2027)",
)
_BULLETS = re.compile(r"[-*+>|#]")


def read(line: str) -> ActionItem:
    (item,) = parse(f"{_HEAD}{line}\n", "a.md")[0].items
    return item


def said(item: ActionItem) -> tuple[object, ...]:
    """All that an item says, but for where it says it."""
    links = [(link.text, link.url) for link in item.links]
    return (item.text, item.owners, item.due, item.due_date, item.priority, item.state, item.type, item.waiver, links)


@st.composite
def wrapped(draw: st.DrawFn) -> tuple[str, str]:
    """A line, and the same wrapped at some of its spaces as an editor does it."""
    line = draw(st.sampled_from(_LINES))
    words = line.split(" ")
    first = 3 if line.startswith("- [") else 2
    places = [n for n in range(first + 1, len(words)) if _BULLETS.match(words[n]) is None]
    chosen = draw(st.sets(st.sampled_from(places)))
    indent = draw(st.sampled_from(["  ", "   ", "      "]))
    parts = [f"\n{indent}{word}" if n in chosen else f" {word}" for n, word in enumerate(words)]
    return line, "".join(parts).strip()


@settings(deadline=None, max_examples=300)
@given(wrapped())
def test_wrapping_changes_nothing(lines: tuple[str, str]) -> None:
    plain, broken = lines
    assert said(read(broken)) == said(read(plain))


@settings(deadline=None, max_examples=200)
@given(wrapped())
def test_a_link_into_a_wrapped_item_changes_nothing_else(lines: tuple[str, str]) -> None:
    item = read(lines[1])
    data = f"{_HEAD}{lines[1]}\n".encode()
    linked = edit(data, "a.md", [ItemEdit(item, ("#99", "https://x.test/issues/99"), None)])
    (again,) = parse(linked, "a.md")[0].items
    assert again.links[-1].text == "#99"
    assert said(again)[:-1] == said(item)[:-1]
    assert linked.replace(b" ([#99](https://x.test/issues/99))", b"") == data


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] Describe [the failover\n  procedure](https://example.com/x) in the wiki",
        "- [ ] Describe [the failover\n  procedure](https://example.com/x)",
        "- [ ] Run the command `kubectl rollout\n  restart deploy/shop` every night",
        "- [ ] Run the command `kubectl rollout\n  restart deploy/shop`",
        "- [ ] Never **drop the\n  table** by hand",
        "- [ ] Add a login alert (owner:\n  Ana Lima, due 2027-04-10)",
        "1. Add a login alert <br>",
        "- Show ![the pool\n  of last week](pool.png) in the wiki",
    ],
)
def test_a_link_is_written_at_the_end_of_the_item_inside_nothing_else(line: str) -> None:
    data = f"{_HEAD}{line}\n".encode()
    (item,) = parse(data, "a.md")[0].items
    result = edit(data, "a.md", [ItemEdit(item, ("#12", "https://x.test/12"), State.COMPLETED)]).decode()
    bare = line.removesuffix(" <br>").replace("[ ]", "[x]")
    mark = "" if "[x]" in bare else " ✓"
    assert result == f"{_HEAD}{bare} ([#12](https://x.test/12){mark}){line[len(bare) :]}\n"


@pytest.mark.parametrize(
    ("line", "owners", "due"),
    [
        ("- [ ] Add a login alert (owner:\n  Ana Lima, due 2027-04-10)", ("Ana Lima",), "2027-04-10"),
        ("- [ ] Cap the retries **Owner:**\n  Ana **Due:** 2027-04-10", ("Ana",), "2027-04-10"),
        ("- Cap the retries (assignee:\n  @eve)", ("@eve",), None),
        ("- Cap the retries. Due:\n  2027-04-10", (), "2027-04-10"),
    ],
)
def test_a_label_at_the_end_of_a_line_has_its_value_on_the_next(
    line: str, owners: tuple[str, ...], due: str | None
) -> None:
    item = read(line)
    assert (item.owners, item.due) == (owners, due)
    assert item.text in ("Add a login alert", "Cap the retries")


@pytest.mark.parametrize(
    "line",
    [
        "- Add it\n  Owner: Ana\n  Status: done",
        "- Add it  \n  Owner: Ana  \n  Status: done",
        "- Add it\\\n  Owner: Ana\n  Status: done",
    ],
)
def test_fields_on_lines_of_their_own_stay_on_them(line: str) -> None:
    item = read(line)
    assert (item.text, item.owners, item.state) == ("Add it", ("Ana",), State.COMPLETED)


@pytest.mark.parametrize(
    ("broken", "plain"),
    [
        (
            "- [ ] Rotate the keys\n– Ana Lima, by 10 April 2027, P0",
            "- [ ] Rotate the keys – Ana Lima, by 10 April 2027, P0",
        ),
        ("- [ ] Rotate the keys\n— @bob — 2027-04-10", "- [ ] Rotate the keys — @bob — 2027-04-10"),
        ("- [ ] Rotate the keys 👤 Ana Lima\n📅 2027-04-10 ⏫", "- [ ] Rotate the keys 👤 Ana Lima 📅 2027-04-10 ⏫"),
        ("- [ ] Rotate the keys\n👤 Ana Lima 📅 2027-04-10", "- [ ] Rotate the keys 👤 Ana Lima 📅 2027-04-10"),
        ("- PLAT-55:\n  Move the nodes", "- PLAT-55: Move the nodes"),
        ("1. Tauschen, fällig am\n   10. April 2027", "1. Tauschen, fällig am 10. April 2027"),
    ],
)
def test_a_value_wrapped_to_the_head_of_a_line_begins_no_list(broken: str, plain: str) -> None:
    assert said(read(broken)) == said(read(plain))


@pytest.mark.parametrize(
    "lines",
    [
        "- Clean up the queue:\n  – Remove the dead consumers\n  – Test the topics @jon",
        "- Remove the dead consumers\n– Test the topics @jon",
        "– Remove the dead consumers\n– Test the topics @jon",
        "9. Remove the dead consumers\n10. Test the topics @jon",
        "- Clean up the queue:\n  9. Remove the dead consumers\n  10. Test the topics @jon",
    ],
)
def test_dashes_and_numbers_that_lead_to_work_are_bullets(lines: str) -> None:
    items = parse(f"{_HEAD}{lines}\n", "a.md")[0].items
    assert [(item.text, item.owners) for item in items] == [
        ("Remove the dead consumers", ()),
        ("Test the topics", ("@jon",)),
    ]


def test_several_dashes_are_bullets_of_details() -> None:
    (item,) = parse(f"{_HEAD}- Rotate the keys\n  – first the old ones\n  – then the new ones\n", "a.md")[0].items
    assert (item.text, item.details) == ("Rotate the keys", "– first the old ones\n– then the new ones")
