"""What stands beside words that are struck out: a remark about them, other work, or their state."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import State

OPEN, DONE, DROPPED = State.OPEN, State.COMPLETED, State.NOT_PLANNED


def read(line: str) -> tuple[str, State, int]:
    """Title and state of a line's item, and how many of its states are doubted."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{line}\n", "a.md")
    (item,) = incident.items
    return item.text, item.state, sum(found.code == "PM120" for found in incident.findings)


@pytest.mark.parametrize("sign", ["- ", "- [ ] ", "1. "])
@pytest.mark.parametrize(
    "remark",
    [
        *("not needed", "no longer needed", "(no longer needed)", "— see INC-9", "see INC-9", ": dropped", "obsolete"),
        *("nicht mehr nötig", "plus nécessaire", "ya no es necesario", "больше не нужно", "niet meer nodig", ""),
    ],
)
def test_a_remark_that_says_why_keeps_what_was_struck(sign: str, remark: str) -> None:
    assert read(f"{sign}~~Rotate the keys~~ {remark}") == ("Rotate the keys", DROPPED, 0)


@pytest.mark.parametrize("sign", ["- ", "- [ ] "])
@pytest.mark.parametrize(
    "remark",
    ["replaced by the mesh", "moved to Q1", "handled in the mesh", "superseded by the mesh", "Moved to the next plan"],
)
def test_a_remark_that_is_not_understood_is_quoted(sign: str, remark: str) -> None:
    assert read(f"{sign}~~Rotate the keys~~ {remark}") == ("Rotate the keys", OPEN, 1)


def test_a_ticked_box_stays_ticked_beside_such_a_remark() -> None:
    assert read("- [x] ~~Rotate the keys~~ moved to Q1") == ("Rotate the keys", DONE, 1)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- ~~Rotate in EU~~ Rotate in US", "Rotate in US"),
        ("- ~~Rotate the keys~~ Cap the retries", "Cap the retries"),
        ("- Allow ~~10~~ 20 connections", "Allow 20 connections"),
        ("- ~~Schlüssel tauschen~~ Wiederholungen begrenzen", "Wiederholungen begrenzen"),
    ],
)
def test_other_work_is_the_item(line: str, title: str) -> None:
    assert read(line) == (title, OPEN, 0)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("- ~~TODO~~ DONE: Rotate the keys", DONE),
        ("- ~~Open~~ Done: Rotate the keys", DONE),
        ("- ~~offen~~ Erledigt: Rotate the keys", DONE),
        ("- ~~DONE~~ TODO: Rotate the keys", OPEN),
        ("- ~~Rotate the keys~~ done", DONE),
    ],
)
def test_the_state_is_the_one_that_was_not_struck(line: str, state: State) -> None:
    assert read(line)[:2] == ("Rotate the keys", state)


@pytest.mark.parametrize(
    "heading", ["### ~~Rotate the keys~~", "### 2. ~~Rotate the keys~~", "### #2. ~~Rotate the keys~~"]
)
def test_a_struck_heading_is_not_planned_whatever_its_number(heading: str) -> None:
    title, state, doubts = read(f"{heading}\n\n- Owner: Bo")
    assert (title.endswith("Rotate the keys"), state, doubts) == (True, DROPPED, 0)


def fields(text: str) -> tuple[str, State, tuple[str, ...], str, str | None]:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{text}\n", "a.md")
    (item,) = incident.items
    return item.text, item.state, item.owners, str(item.due_date), item.priority


@pytest.mark.parametrize("sign", ["- ", "- [ ] ", "1. "])
@pytest.mark.parametrize(
    "struck",
    [
        "~~Rotate the keys @ana due 2026-12-24 P1~~",
        "~~Rotate the keys (owner: @ana, due: 2026-12-24, P1)~~",
        "~~Rotate the keys — @ana, 2026-12-24, P1~~",
        "**~~Rotate the keys @ana due 2026-12-24 P1~~**",
        "<del>Rotate the keys @ana due 2026-12-24 P1</del>",
        "~~Rotate the keys @ana fällig 2026-12-24 P1~~",
        "~~Rotate the keys @ana due 2026-12-24 P1~~ ([#1](../issues/0001-rotate-the-keys.md))",
        "~~Rotate the keys @ana due 2026-12-24 P1~~ not needed",
    ],
)
def test_an_item_that_is_struck_out_keeps_its_fields(sign: str, struck: str) -> None:
    assert fields(sign + struck) == ("Rotate the keys", DROPPED, ("@ana",), "2026-12-24", "P1")


@pytest.mark.parametrize("sign", ["- ", "- [ ] "])
@pytest.mark.parametrize("work", ["Rotate the keys", "Warm the edge cache", "Schlüssel tauschen"])
@pytest.mark.parametrize(
    "remark", ["see below", "moved to INC-7", "→ Use short-lived tokens @zoe", "=> queue it", "as in the mesh"]
)
def test_a_remark_takes_no_item_s_place(sign: str, work: str, remark: str) -> None:
    assert read(f"{sign}~~{work} @ana~~ {remark}") == (work, OPEN, 1)
    assert fields(f"{sign}~~{work} @ana~~ {remark}")[2] == ("@ana",)


def test_a_row_that_is_struck_out_keeps_its_fields() -> None:
    row = "| ~~Rotate the keys~~ | ~~@ana~~ | ~~2026-12-24~~ | ~~P1~~ | ~~Open~~ |"
    table = f"| Task | Owner | Due | Priority | Status |\n|---|---|---|---|---|\n{row}"
    assert fields(table) == ("Rotate the keys", DROPPED, ("@ana",), "2026-12-24", "P1")


@pytest.mark.parametrize(
    ("text", "state"),
    [("- ~~Rotate the keys (done)~~", DONE), ("- [x] ~~Rotate the keys (done)~~", DONE)],
)
def test_a_state_in_what_is_struck_out_is_the_item_s(text: str, state: State) -> None:
    assert read(text)[:2] == ("Rotate the keys", state)


def test_fields_that_are_struck_out_by_themselves_are_none() -> None:
    line = "- Rotate the keys ~~due 2026-12-24~~ ~~@ana~~ @bo"
    assert fields(line)[:3] == ("Rotate the keys", OPEN, ("@bo",))


@pytest.mark.parametrize("sign", ["- ", "- [ ] "])
@pytest.mark.parametrize(
    ("behind", "due"),
    [
        ("@ana 2026-12-10", "2026-12-10"),
        ("@ana (2026-12-10)", "2026-12-10"),
        ("@ana due 2026-12-10", "2026-12-10"),
        ("Owner: @ana, due: 2026-12-10", "2026-12-10"),
        ("\U0001f4c5 2026-12-10 @ana", "2026-12-10"),
        ("canceled @ana due 2026-12-10", "2026-12-10"),
        ("won't do @ana 2026-12-10", "2026-12-10"),
        ("not needed @ana", "None"),
        ("\n  @ana, 2026-12-10", "2026-12-10"),
    ],
)
def test_fields_behind_what_is_struck_out_are_the_item_s(sign: str, behind: str, due: str) -> None:
    assert fields(f"{sign}~~Rotate the keys~~ {behind}")[:4] == ("Rotate the keys", DROPPED, ("@ana",), due)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- ~~Tune~~ the pool of EU", "the pool of EU"),
        ("- ~~Rotate~~ ~~the keys~~ @ana", "Rotate the keys"),
        ("- ~~**Rotate**: now~~ done", "Rotate: now"),
        ("- ~~**Rotate the keys**~~", "Rotate the keys"),
        ("- ~~P1: Rotate the keys~~", "P1: Rotate the keys"),
    ],
)
def test_the_title_is_what_stands_there(line: str, title: str) -> None:
    assert fields(line)[0] == title


def test_each_cell_of_a_row_is_struck_out_by_itself() -> None:
    head = "| Task | Owner | Due | Status |\n|---|---|---|---|\n"
    row = "| ~~Rotate the keys~~ | ~~Ana~~ Bo | ~~2026-12-01~~ 2026-12-24 | |"
    assert fields(head + row)[2:4] == (("Bo",), "2026-12-24")
    for status in ("~~Done~~", "~~Done 2026-11-20~~"):
        assert read(f"{head}| ~~Rotate the keys~~ | Ana | 2026-12-24 | {status} |") == ("Rotate the keys", DROPPED, 1)


@pytest.mark.parametrize("sign", ["- ", "- [ ] "])
@pytest.mark.parametrize(
    ("line", "title", "owners"),
    [
        ("~~Rotate keys~~ Rotate: all keys", "Rotate: all keys", ()),
        ("~~Rotate keys~~ @ana rotate the certs", "rotate the certs", ("@ana",)),
        ("<del>Rotate keys</del> @ana rotate the certs", "rotate the certs", ("@ana",)),
        ("~~Rotate keys~~ Ana: rotate the certs", "Ana: rotate the certs", ()),
        ("~~Ana~~ Bo: cap it", "Bo: cap it", ()),
        ("~~Ana Lima~~ Bo Diaz: cap it", "Bo Diaz: cap it", ()),
        ("~~High~~ Low: cap it", "Low: cap it", ()),
        ("~~2026-11-01~~ 2026-12-01 cap it", "2026-12-01 cap it", ()),
        ("~~@ana~~ @bo cap it", "cap it", ("@bo",)),
        ("~~@ana, @bo~~ @cy cap it", "cap it", ("@cy",)),
        ("~~@ana~~ cap it", "cap it", ()),
    ],
)
def test_work_behind_a_name_or_a_day_is_the_item(sign: str, line: str, title: str, owners: tuple[str, ...]) -> None:
    assert fields(sign + line)[:3] == (title, OPEN, owners)
    assert read(sign + line)[2] == 0


@pytest.mark.parametrize("sign", ["- ", "- [ ] "])
@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("~~Cap it at 3~~ 5 retries @ana", "5 retries @ana"),
        ("~~Use Redis 6~~ 7", "7"),
        ("~~Add 3 nodes~~ 4 nodes", "4 nodes"),
        ("~~Rotate keys~~ (EU) rotate the certs", "(EU) rotate the certs"),
        ("~~Rotate keys~~ @ana moved it to Q1", "@ana moved it to Q1"),
        ("~~Rotate keys~~ Reason: budget", "Reason: budget"),
    ],
)
def test_words_behind_that_may_be_other_work_are_quoted(sign: str, line: str, quoted: str) -> None:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{sign}{line}\n", "a.md")
    assert [item.state for item in incident.items] == [OPEN]
    assert [each.message for each in incident.findings if each.code == "PM120"] == [f"state not understood: {quoted!r}"]


@pytest.mark.parametrize("sign", ["- ", "- [ ] "])
@pytest.mark.parametrize(
    "remark",
    [
        *("not needed", "see INC-9", "see #12", "#12", "(see #12)", "PR #12", "[INC-9](https://e.test/9)"),
        *("@ana 2026-12-10", "canceled @ana due 2026-12-10", "canceled 2026-12-10", "not needed @ana 2026-12-10"),
        *("24 Dec @ana", "Owner: @ana", "**Owner**: @ana", "**Owner:** @ana", "(@ana, 2026-12-10)", "@ana"),
        *("@ana - duplicate of #12", "@ana.lima – duplicate of #12", "@sre/eu - obsolete", "(@ana) - duplicate of #12"),
    ],
)
def test_remarks_and_fields_behind_are_no_other_work(sign: str, remark: str) -> None:
    assert read(f"{sign}~~Rotate keys~~ {remark}") == ("Rotate keys", DROPPED, 0)


@pytest.mark.parametrize(
    "struck",
    [
        *("~~@ana~~", "(~~@ana~~)", "<del>@ana</del>", "~~(@ana)~~", "~~@ana, @bo~~", "~~[@ana](https://e.test/ana)~~"),
        *("~~with @ana~~", "~~and tell @ana~~", "<s>for @ana (EU)</s>"),
    ],
)
def test_an_account_that_is_struck_out_is_no_owner(struck: str) -> None:
    assert fields(f"- Rotate it {struck}")[:3] == ("Rotate it", OPEN, ())
    assert fields(f"- Rotate it {struck} @cy")[:3] == ("Rotate it", OPEN, ("@cy",))


STROKES = [("~~", "~~"), ("<del>", "</del>"), ("<s>", "</s>"), ("<strike>", "</strike>")]
ROW = "| Action | Owner | Due | Priority | Status | Ticket |\n|---|---|---|---|---|---|\n"


@pytest.mark.parametrize("stroke", STROKES)
@pytest.mark.parametrize(
    ("body", "read_as"),
    [
        (
            f"{ROW}| {{Rotate it}} | {{Ana}} | {{2026-12-24}} | {{P1}} | {{Open}} | {{#12}} |",
            ("Rotate it", DROPPED, ("Ana",), "2026-12-24", "P1", []),
        ),
        (
            f"{ROW}| Rotate it | {{Ana}} Bo | {{2026-12-24}} 2026-12-31 | {{P1}} P2 | {{Open}} Done | {{#12}} #13 |",
            ("Rotate it", DONE, ("Bo",), "2026-12-31", "P2", ["#13"]),
        ),
        (
            "- {Rotate it ([#12](https://github.com/a/b/issues/12))}",
            ("Rotate it", DROPPED, (), None, None, ["#12"]),
        ),
        ("- Rotate it\n  - Ticket: {#12} #13", ("Rotate it", OPEN, (), None, None, ["#13"])),
        ("- Rotate it\n  - Ticket: {[#12](https://github.com/a/b/issues/12)}", ("Rotate it", OPEN, (), None, None, [])),
        ("- {Rotate it\n  }", ("Rotate it", DROPPED, (), None, None, [])),
    ],
)
def test_struck_out_in_html_is_struck_out(stroke: tuple[str, str], body: str, read_as: tuple[object, ...]) -> None:
    text = body.replace("{", stroke[0]).replace("}", stroke[1])
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{text}\n", "a.md")
    (item,) = incident.items
    links = [link.text for link in item.links]
    assert (item.text, item.state, item.owners, item.due, item.priority, links) == read_as
    assert incident.findings == ()
