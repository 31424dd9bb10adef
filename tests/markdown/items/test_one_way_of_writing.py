"""What only formats words changes nothing: `_x_` is read as `*x*`, an escaped `_` as a bare one; code is no field."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.model import ActionItem, State

_HEAD = "# INC-1 Outage\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


def read(line: str) -> ActionItem:
    (item,) = parse(f"{_HEAD}{line}\n", "a.md")[0].items
    return item


def said(item: ActionItem) -> tuple[object, ...]:
    return (item.text, item.owners, item.due, item.priority, item.state, item.type, item.waiver)


@pytest.mark.parametrize(
    "stars",
    [
        "- [ ] Rotate the keys *@ana* *due 2027-04-10*",
        "- [ ] Rotate the keys **@ana** **due 2027-04-10**",
        "- [ ] Cap the retries *(owner: Bob, due 2027-04-10)*",
        "- Rotate the keys *(owner: Ana)*",
        "- *Done:* Page on lag",
        "- **Done:** Page on lag",
        "- *Open:* Zip it @cy",
        "- *Won't do:* Split it @cy",
        "- [ ] Rotate the keys *Owner:* Ana *Due:* 2027-04-10",
        "- Rotate the keys – *done*",
        "- Rotate the keys *(P1)*",
        "- Rotate the keys *(won't do)*",
        "- *Erledigt:* Alarm einrichten",
        "- Alarm einrichten *(Verantwortlich: Eva, fällig: 10.4.2027)*",
        "- ***P1*** Rotate the keys *(@ana)*",
        "- *Rotate* the **old** keys",
        "- Rotate the keys *(waived until 2027-05-01: the vendor is slow)*",
    ],
)
def test_underscores_emphasise_as_stars_do(stars: str) -> None:
    assert said(read(stars.replace("*", "_"))) == said(read(stars))


@pytest.mark.parametrize(
    ("line", "title", "owners"),
    [
        ("- Rotate the keys @ana\\_lima", "Rotate the keys", ("@ana_lima",)),
        ("- Rotate the keys (owner: @ana\\_lima)", "Rotate the keys", ("@ana_lima",)),
        ("- [ ] @ana\\_lima: rotate the keys", "rotate the keys", ("@ana_lima",)),
        ("- Rotate my\\_key and \\_x\\_ in `a\\_b` @ana", "Rotate my_key and _x_ in a\\_b", ("@ana",)),
        ("- Rotate snake_case and _all of_ it @ana_b", "Rotate snake_case and all of it", ("@ana_b",)),
        ("- Rotate `_x_ @bob`, then _y @ana", "Rotate _x_ @bob, then _y", ("@ana",)),
        ("| Action | Owner |\n|---|---|\n| Rotate it | @ana\\_lima |", "Rotate it", ("@ana_lima",)),
    ],
)
def test_an_escaped_underscore_is_one(line: str, title: str, owners: tuple[str, ...]) -> None:
    item = read(line)
    assert (item.text, item.owners) == (title, owners)


@pytest.mark.parametrize("code", ["`due 2027-04-10`", "`by 10 April 2027`", "`owner: Ana`", "`fällig am 10.4.2027`"])
def test_no_field_stands_in_code(code: str) -> None:
    item = read(f"- [ ] Rotate the keys {code}")
    assert (item.text, item.owners, item.due) == (f"Rotate the keys {code.strip('`')}", (), None)


@pytest.mark.parametrize("day", ["by `2027-04-10`", "due: `2027-04-10`", "due `10 April 2027`", "due `April 10, 2027`"])
def test_a_day_alone_in_code_is_a_value(day: str) -> None:
    assert read(f"- [ ] Rotate the keys, {day}").due == "2027-04-10"


def test_a_box_and_a_link_are_written_beside_underscores() -> None:
    data = f"{_HEAD}- [ ] Rotate _the keys_ @ana\\_lima _due 2027-04-10_\n".encode()
    (item,) = parse(data, "a.md")[0].items
    linked = edit(data, "a.md", [ItemEdit(item, ("#9", "https://x.test/9"), State.COMPLETED)]).decode()
    assert linked.endswith("- [x] Rotate _the keys_ @ana\\_lima _due 2027-04-10_ ([#9](https://x.test/9))\n")
