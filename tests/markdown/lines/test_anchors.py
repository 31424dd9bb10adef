"""Links to tickets that are written in HTML."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem

HEAD = "# Outage of x\n\n## Action items\n\n"
ADDRESS = "https://github.com/a/b/issues/44"


def one(text: str) -> ActionItem:
    (incident,) = parse(HEAD + text)
    (item,) = incident.items
    return item


@pytest.mark.parametrize(
    "text",
    [
        f'- Cap the pool <a href="{ADDRESS}">#44</a>\n',
        f"- Cap the pool (<a target=\"_blank\" href='{ADDRESS}'>#44</a>)\n",
        f'- [ ] Cap the pool – <a href="{ADDRESS}">a/b#44</a>\n',
        f'| Action | Ticket |\n| --- | --- |\n| Cap the pool | <a href="{ADDRESS}">#44</a> |\n',
        f"<table><tr><th>Action</th><th>Ticket</th></tr>\n"
        f'<tr><td>Cap the pool</td><td><a href="{ADDRESS}">#44</a></td></tr></table>\n',
    ],
)
def test_a_link_in_its_place_is_the_ticket(text: str) -> None:
    item = one(text)
    assert item.text == "Cap the pool"
    assert [link.url for link in item.links if link.ticket] == [ADDRESS]


@pytest.mark.parametrize(
    "text",
    [
        f'- Do it like <a href="{ADDRESS}">#44</a> did it\n',
        f'- Document `<a href="{ADDRESS}">#44</a>` in the wiki\n',
        '- Read <a href="https://example.com/wiki">the wiki</a>\n',
        f"- Quote \"see <a href='{ADDRESS}'>#44</a>\" in the page\n",
        f'- Cap the pool <s><a href="{ADDRESS}">#44</a></s>\n',
        f'| Action | Ticket |\n| --- | --- |\n| Cap the pool | ~~<a href="{ADDRESS}">#44</a>~~ |\n',
    ],
)
def test_one_in_a_sentence_in_code_or_taken_back_is_none(text: str) -> None:
    assert not [link for link in one(text).links if link.ticket]
