"""Reads who does an item where the name stands before the work: "Ana to add an alert", "Runtime team: keep titles"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.kinds import (
    CERTAIN,
    FULL_NAME,
    NAME,
    TEAM,
    ItemText,
    kind_of,
)
from postmortem_tracker.markdown.items.taking import (
    A_FULL_NAME,
    BETWEEN,
    BREAK,
    own,
)
from postmortem_tracker.markdown.words import orders
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.people import is_nobody, is_thing
from postmortem_tracker.model import State
from postmortem_tracker.text.people import HANDLE, WHOLE_HANDLE

_TODO = re.compile(r"(TODO|FIXME|DONE)\(([@\w. -]{2,30})\)[ \t]*+(?::[ \t]*+)?(?=\S)")
_TEAM = re.compile(TEAM)
_ANY_TEAM = frozenset({"the", "every", "each", "any", "no"})
_TEAM_LED = re.compile(rf"(?:\*\*|__)?({TEAM})(?::(?:\*\*|__)?|(?:\*\*|__):)[ \t]+(?=\S)")
_ANYBODY = rf"(?>{WHOLE_HANDLE}|{FULL_NAME}|{TEAM}|{NAME})"
_ORDER = re.compile(
    rf"(?:\*\*|__)?({_ANYBODY}(?:(?:, | and | & |/){_ANYBODY}){{0,3}})(?:\*\*|__)?[ \t]+(to|will|shall|should|must)"
    r"[ \t]+([a-z][\w-]+)"
)
# Nouns that begin an order of their own: "Plan to add", "Access to use".
_NO_PERSON = re.compile(
    r"\w+(?:s|ing|ion|ity|ment|ness|ance|ence)|[A-Z]{2,}|\w|(?i:need|plan|time|way|how|access|back|up|ability|option|"
    r"we|you|they|it|this|that|team|everyone|somebody|someone|code|work|continue|want|try|start|next)"
)
_AT_HEAD = re.compile(
    rf"(?:\*\*|__)?[(\[]({HANDLE}|{FULL_NAME}|{TEAM})[)\]](?!\()(?:\*\*|__)?[ \t]*+(?::[ \t]*+)?(?=\S)"
)


def in_todo(words: ItemText, fields: Fields) -> None:
    """As in code: "TODO(ana): add an alert"."""
    found = _TODO.match(words.text, words.body)
    if found is not None:
        fields.say(State.COMPLETED if found[1] == "DONE" else State.OPEN)
        own(fields, found[2], found.start(2))
        fields.cuts.append(found.span())


def as_an_order(words: ItemText, fields: Fields) -> None:
    """Who is to do it: "Ana to add an alert", "Ana and Omar to write a list", "@ana will cap it"."""
    found = _ORDER.match(words.text, words.body)
    if found is None or fields.owners or not orders.is_work(found[3]):
        return
    if found[2] != "to" and not all(name[0] == "@" for name in BETWEEN.split(found[1])):
        return  # "Grafana will send an alert"
    if found[1].count(" ") == 0 and found[1][0] != "@" and _NO_PERSON.fullmatch(found[1]):
        return
    if _is_told_to_do(found[1]) or any(is_thing(name) or is_nobody(name) for name in BETWEEN.split(found[1])):
        return
    own(fields, found[1], found.start(1))
    fields.cuts.append((found.start(), found.start(3)))


def before_a_dash(words: ItemText, fields: Fields) -> None:
    """A team, or a full name that the document does not deny, before what it is to do: "Runtime team — keep titles"."""
    rest = words.rest(fields)
    found = BREAK.search(rest, words.body)
    if fields.owners or found is None:
        return
    name = rest[words.body : found.start()].strip(" *_")
    after = rest[found.end() :].lstrip(" *_")
    whole = " " in after.strip() and words.known.states.judge(after).grasp in (Grasp.OTHER, Grasp.NONE)
    named = CERTAIN.fullmatch(name) or (whole and A_FULL_NAME.fullmatch(name) and words.named.is_person(name))
    if named and after and (after[0].islower() or orders.is_work(after)) and not _is_told_to_do(name):
        own(fields, name, words.text.find(name, words.body))
        fields.cuts.append((words.body, found.end()))


def before_a_colon(words: ItemText, fields: Fields) -> None:
    """A team before what it is to do: "Runtime team: keep titles", but not "Ask the team: …"."""
    found = _TEAM_LED.match(words.text, words.body)
    if (
        found is None
        or fields.owners
        or not _ANY_TEAM.isdisjoint(found[1].casefold().split())
        or _is_told_to_do(found[1])
    ):
        return
    after = words.text[found.end() :]
    if after[:1].islower() or orders.is_work(after):
        own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())


def _is_told_to_do(name: str) -> bool:
    """True for an order, which names nobody; "Release team" and "Support team" are teams all the same."""
    team = _TEAM.fullmatch(name) is not None and orders.may_be_noun(name.partition(" ")[0])
    return orders.is_work(name) and not team


def in_leading_brackets(words: ItemText, fields: Fields) -> None:
    """A name in brackets before what it is to do: "[Ana Lima] Add an alert"."""
    found = None if fields.owners else _AT_HEAD.match(words.text, words.body)
    if found is not None and kind_of(found[1], words) in ("owner", "certain"):
        own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())
