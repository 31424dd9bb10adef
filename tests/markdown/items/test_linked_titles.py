"""An item that is a link to its ticket and fields beside it: the link's words are its title."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, State

OPEN, DONE = State.OPEN, State.COMPLETED
URLS = [
    "https://github.com/a/b/issues/4",
    "https://gitlab.com/a/b/-/issues/4",
    "https://x.atlassian.net/browse/OPS-5",
    "https://linear.app/acme/issue/OPS-5/rotate",
]


def read(*lines: str) -> list[ActionItem]:
    """The items below a title of action items."""
    body = "\n".join(lines)
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{body}\n", "a.md")
    return list(incident.items)


def one(line: str) -> ActionItem:
    """The item of a line, which has one neighbour."""
    item, beside = read(line, "- Cap the retries @bo due 2026-05-20")
    assert beside.text == "Cap the retries"
    return item


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    ("line", "owners", "due", "state"),
    [
        ("- [Rotate the keys]({}) @ana", ("@ana",), None, OPEN),
        ("- [Rotate the keys]({}) due 2026-05-20", (), "2026-05-20", OPEN),
        ("- [Rotate the keys]({}) - in progress", (), None, OPEN),
        ("- [Rotate the keys]({}) (done)", (), None, DONE),
        ("- [Rotate the keys]({}) - Done", (), None, DONE),
        ("- [Rotate the keys]({}): @ana", ("@ana",), None, OPEN),
        ("- [Rotate the keys]({}) ✅", (), None, DONE),
        ("- @ana [Rotate the keys]({})", ("@ana",), None, OPEN),
        ("- Done: [Rotate the keys]({})", (), None, DONE),
        ("- Erledigt: [Rotate the keys]({})", (), None, DONE),
        ("- **[Rotate the keys]({})** @ana", ("@ana",), None, OPEN),
        ("1. [Rotate the keys]({}) @ana", ("@ana",), None, OPEN),
        ("- [ ] [Rotate the keys]({}) @ana", ("@ana",), None, OPEN),
        ("- [x] [Rotate the keys]({}) @ana", ("@ana",), None, DONE),
        ("- [Rotate the keys]({}) (@ana, 2026-05-20)", ("@ana",), "2026-05-20", OPEN),
        ("- @ana: [Rotate the keys]({}), due 2026-05-20", ("@ana",), "2026-05-20", OPEN),
        ("- [Rotate the keys]({}) (Ana Lima)", ("Ana Lima",), None, OPEN),
        ("- [Rotate the keys]({}) DONE", (), None, DONE),
        ("- [Rotate the keys]({}): done", (), None, DONE),
    ],
)
def test_the_words_of_a_link_are_the_title(
    line: str, owners: tuple[str, ...], due: str | None, state: State, url: str
) -> None:
    item = one(line.format(url))
    assert (item.text, item.owners, item.due, item.state) == ("Rotate the keys", owners, due, state)
    assert [(link.text, link.ticket) for link in item.links] == [("Rotate the keys", True)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Schlüssel tauschen", "Schlüssel tauschen"),
        ("Changer les clés", "Changer les clés"),
        ("OPS-5: Rotate the keys", "OPS-5: Rotate the keys"),
        ("Key rotation", "Key rotation"),
    ],
)
def test_a_link_in_any_words(text: str, title: str) -> None:
    assert one(f"- [{text}]({URLS[2]}) @ana").text == title


def test_a_level_behind_a_link_is_the_priority() -> None:
    item = one(f"- [Rotate the keys]({URLS[2]}) P1")
    assert (item.text, item.priority) == ("Rotate the keys", "P1")


def test_a_sign_behind_a_link_that_is_not_understood_is_quoted() -> None:
    text = f"# INC-1 Outage\n\n## Action items\n\n- [Rotate the keys]({URLS[2]}) 🟢\n"
    (incident,) = parse(text, "a.md")
    assert [found.code for found in incident.findings] == ["PM120"]
    assert incident.items[0].text.startswith("Rotate the keys")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- Alerting: [Add a page on depth]({})", "Alerting: Add a page on depth"),
        ("- Cap the pool: [ticket]({})", "Cap the pool"),
        ("- Cap the pool [OPS-5]({}) @ana", "Cap the pool"),
        ("- [OPS-5]({}) Cap the pool", "Cap the pool"),
        ("- [OPS-5]({}) @ana", "OPS-5"),
        ("- [Rotate the keys]({})", "Rotate the keys"),
    ],
)
def test_a_link_behind_a_theme_and_a_ticket_by_its_name(line: str, title: str) -> None:
    item = one(line.format(URLS[2]))
    assert item.text == title
    assert item.links


@pytest.mark.parametrize("line", ["- #12 @ana", "- [#12](https://github.com/a/b/issues/12) due 2026-05-20"])
def test_a_ticket_with_fields_is_an_item_of_its_name(line: str) -> None:
    assert one(line).text == "#12"
