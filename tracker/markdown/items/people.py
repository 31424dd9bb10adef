"""Reads who does an item, and what stands beside the name, where people write it without a label.

Each way of writing is a rule with a name, for names before the work, behind it or within it; the rules are tried in
the order of ``RULES``, and each leaves out of the title what it has read. ``people_left`` reads what none of them took.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.in_charge import in_words
from postmortem_tracker.markdown.items.kinds import (
    FULL_NAME,
    NAME,
    ItemText,
)
from postmortem_tracker.markdown.items.people_first import (
    as_an_order,
    before_a_colon,
    before_a_dash,
    in_leading_brackets,
    in_todo,
)
from postmortem_tracker.markdown.items.people_last import (
    behind_a_dash,
    behind_an_arrow,
    in_brackets,
    with_a_day,
)
from postmortem_tracker.markdown.items.taking import (
    A_FULL_NAME,
    own,
    take,
)
from postmortem_tracker.markdown.items.task_signs import read_task_signs
from postmortem_tracker.markdown.words import orders
from postmortem_tracker.markdown.words.labels import MANY
from postmortem_tracker.text.people import bare_name

_PAIRS = re.compile(
    r"(?<![ \t])[ \t]*[(\[{]([ \t]*[a-z_]+[ \t]*=[^()\[\]{}=]+(?:,[ \t]*[a-z_]+[ \t]*=[^()\[\]{}=]+)*)[)\]}][ \t.]*$"
)
_FIRST_LAST = re.compile(rf"@({NAME} {NAME})(?![\w'’])")
_LED_BY = re.compile(rf"({NAME}|{FULL_NAME})(?::|[ \t]+(?:[—–]|--?))[ \t]+(?=[^\W\d_])")
_LED_IN_BRACKETS = re.compile(rf"[(\[]({NAME}|{FULL_NAME})[)\]](?:[ \t]*(?:[:—–]|-(?=[ \t])))?[ \t]+(?=[^\W\d_])")
_ENDED_BY = re.compile(rf"(?:,| [—–-]| (?=\())[ \t]*\(?({NAME}|{FULL_NAME})\)?$")


def in_pairs(words: ItemText, fields: Fields) -> None:
    """Names and values with a sign between: "(owner=ops, priority=high)"."""
    found = _PAIRS.search(words.text) if "=" in words.text else None
    if found is None:
        return
    pairs = [tuple(part.strip() for part in pair.split("=", 1)) for pair in found[1].split(",")]
    kinds = {"owner": "owner", "assignee": "owner", "due": "due", "priority": "priority", "prio": "priority"}
    if not all(name in kinds for name, _ in pairs):
        return
    for name, value in pairs:
        take(kinds[name], value, words.text.find(value, found.start(1)), words, fields)
    fields.cuts.append(found.span())


def with_a_blank(words: ItemText, fields: Fields) -> None:
    """First and last name behind one sign: "@Ana Lima"."""
    for found in islice(_FIRST_LAST.finditer(words.text), MANY):
        if not orders.is_work(found[1].split(" ", 1)[1]):
            own(fields, found[1], found.start(1))
            fields.cuts.append((found.start(), found.end()))


RULES: tuple[Callable[[ItemText, Fields], None], ...] = (
    read_task_signs,
    in_todo,
    in_pairs,
    with_a_blank,
    in_words,
    as_an_order,
    in_leading_brackets,
    behind_an_arrow,
    behind_a_dash,
    before_a_dash,
    before_a_colon,
    with_a_day,
    in_brackets,
)


def read_people(words: ItemText, fields: Fields) -> None:
    """Add to the fields who does an item, by all rules."""
    for rule in RULES:
        rule(words, fields)


def recall(title: str, names: frozenset[str]) -> tuple[str, str]:
    """The name in a title's first brackets, before its colon or dash, or at its end, that is an owner elsewhere.

    Beside it stands the title without it.
    """
    found = _LED_BY.match(title) or _LED_IN_BRACKETS.match(title) or _ENDED_BY.search(title)
    if found is None or found[1].split()[0].casefold() not in names:
        return "", title
    closing = ")" * (found[0].count(")") - found[0].count("("))  # "(done, Ana)": what is left keeps its bracket
    return found[1], title[: found.start()] + closing + title[found.end() :]


def first_names(owners: Iterable[str]) -> frozenset[str]:
    """The first names and handles of owners, by which they may be called elsewhere."""
    names = (bare_name(owner).lstrip("@").strip() for owner in owners)
    return frozenset(name.split()[0].casefold() for name in names if name and _is_one_person(name))


def _is_one_person(name: str) -> bool:
    """True for an account, a first name or a full one: "Kafka admins" are no Kafka."""
    return " " not in name or A_FULL_NAME.fullmatch(name) is not None
