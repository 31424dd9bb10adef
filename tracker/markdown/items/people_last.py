"""Reads who does an item where the name stands behind the work: "— Ana Lima, 2026-01-02", "(Ana Lima / @omar)"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.kinds import (
    ACRONYM,
    FULL_NAME,
    NAME,
    TEAM,
    ItemText,
    kind_of,
    kinds_of,
)
from postmortem_tracker.markdown.items.taking import (
    A_FULL_NAME,
    BETWEEN,
    BREAK,
    ends_in_bracket,
    fall_due,
    is_another_s,
    own,
    own_accounts,
    take,
)
from postmortem_tracker.markdown.lines.dates import has_digit
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.orders import words_of
from postmortem_tracker.markdown.words.people import NO_HANDLES, is_name_too, is_team
from postmortem_tracker.markdown.words.phrases import ARROW
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.text.people import HANDLE, WHOLE_HANDLE

_BREAK_AT_END = re.compile(rf"{BREAK.pattern}|(?<![ \t])[ \t]+(?:[•·/]|::)[ \t]+")
_SIGNS = frozenset({"•", "·", "/", "::"})
_OWNERS = frozenset({"owner", "certain"})
_MOST_OWNERS = 3
_ARROW = re.compile(ARROW)
_CHANGES = frozenset(every("items", "changes"))
_POINTED = re.compile(rf"(?<![ \t])[ \t]*(?:→|[-=]>)[ \t]*({WHOLE_HANDLE}|{FULL_NAME}|{TEAM}|{ACRONYM}|{NAME})[ \t.]*$")
_ACRONYM = re.compile(rf"(?<![ \t])[ \t]*[(\[]({ACRONYM})[)\]][ \t.]*$")
_BRACKETED = re.compile(rf"(?<![ \t])[ \t]*\[({NAME}|{FULL_NAME})\][ \t.]*$")
_PAIR = re.compile(r"(?<![ \t])[ \t]*\(([^()\n]{5,70})\)[ \t.]*$")
_LEVEL_LAST = re.compile(r"(?<![ \t])[ \t]*[,;|·—–-][ \t]*\**P[0-5]\**\Z")
_BEFORE_A_DAY = re.compile(rf"({HANDLE}),[ \t]*(.+)")
_SAID_OF = re.compile(rf"({HANDLE})[ \t]*[(\[]([^()\[\]\n]{{2,40}})[)\]][ \t.]*")
_DUE = Spelled(*every("items", "due"))
_COUNTED = re.compile(r"(?<!\w)\d{1,2}(?:\.|st|nd|rd|th)?\Z", re.IGNORECASE)
_TEAM_WORD = re.compile(ACRONYM)


def _is_first_day(before: str) -> bool:
    """Whether a text ends with the first of two days: "by 24", "(24", but not "cache 24"."""
    counted = _COUNTED.search(before)
    lead = before[: counted.start()].rstrip(" \t") if counted is not None else ""
    return lead[-1:] in tuple("([,;:|—–-") or (_DUE.before(lead, len(lead)) >= 0 and before[len(lead)] in " \t")


def behind_a_dash(words: ItemText, fields: Fields) -> None:
    """Fields at the end, behind dashes or bars: "— Ana Lima, 2026-01-02, P1", "| @ana | 2026-08-31", "- P2"."""
    rest = words.rest(fields).rstrip(" \t.")
    start, told, signs, listed = len(rest), [], set(), ""
    for found in reversed(list(_BREAK_AT_END.finditer(rest, words.body))):
        part = rest[found.end() : start]
        kinds = kinds_of(part, words) if part.strip() else []
        if kinds is None or not rest[words.body : found.start()].strip(" *_"):
            break
        if kinds and kinds[0][0] == "due" and _is_first_day(rest[words.body : found.start()]):
            break  # "24 - 31 Dec"
        if found[0].strip() == "/" and (listed := _listed(kinds, words)):
            break
        told += [(kind, value, found.end() + max(part.find(value), 0)) for kind, value in kinds]
        signs.add(found[0].strip())
        start = found.start()
    told = _named_like_months(told)
    dated = any(kind == "due" for kind, _, _ in told)
    if not _are_fields(told) or (not dated and not _SIGNS.isdisjoint(signs)):
        return  # "@ana / @bo"
    if listed:
        fields.doubts.append(("PM105", repr(listed)))
    by_place = sorted(told, key=lambda one: one[2])
    for kind, value, at in (one for one in by_place if one[0] in _OWNERS):
        take(kind, value, at, words, fields)
    for kind, value, at in (one for one in told if one[0] not in _OWNERS):
        take(kind, value, at, words, fields)
    fields.cuts.append((start, len(rest)))


def _named_like_months(told: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """What was told, where a month's name beside a day is somebody's: "- May - 4 June"."""
    if sum(kind == "due" for kind, _, _ in told) < 2:
        return told
    return [("owner" if kind == "due" and is_name_too(value) else kind, value, at) for kind, value, at in told]


def _are_fields(told: list[tuple[str, str, int]]) -> bool:
    """Whether one of the values at the end is unmistakable, so that the others are believed as well."""
    kinds = [kind for kind, _, _ in told]
    dated = any(kind == "state" and has_digit(value) for kind, value, _ in told)
    sure = dated or any(kind in ("due", "priority", "certain") for kind in kinds)
    return bool(told) and sure and sum(kind in _OWNERS for kind in kinds) <= _MOST_OWNERS


def _listed(kinds: list[tuple[str, str]], words: ItemText) -> str:
    """Names that may be of things in a list, and nobody's: "Rome" of "Deploy to Berlin / Rome / 24 Dec 2026"."""
    named = [value.strip(" *_`") for kind, value in kinds if kind == "owner"]
    sure = all(A_FULL_NAME.fullmatch(name) and words.named.is_person(name) for name in named)
    return "" if sure else ", ".join(named)


def behind_an_arrow(words: ItemText, fields: Fields) -> None:
    """An arrow hands it over: "Add an alert → Ana"."""
    if fields.owners or not any(sign in words.text for sign in ("→", "->", "=>")):
        return
    rest = words.rest(fields)
    found = _POINTED.search(rest)
    if found is None:
        return
    before = rest[: found.start()]
    certain = found[1][:1] == "@" or is_team(found[1])
    if not certain and (_ARROW.search(before) is not None or not _CHANGES.isdisjoint(words_of(before))):
        return  # "Move the mail from Postfix → Exim", "Test the flow: client → queue → Database"
    if not certain and _is_thing(before.rpartition(" ")[2]):
        fields.unknown_owner = True
    elif words.known.states.judge(found[1]).grasp is not Grasp.ALL:  # "Rotate it => Done"
        own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())


def _is_thing(word: str) -> bool:
    """Whether a word before an arrow may become what stands behind it: "Fix the sync Stripe → Ledger"."""
    bare = word.strip("*_`\"'“”()")
    return bare[:1].isupper() or not bare.isalpha()


def with_a_day(words: ItemText, fields: Fields) -> None:
    """A name and a day behind a comma at the end: "… @ana, end of August"."""
    if "@" not in words.text:
        return
    rest = _LEVEL_LAST.sub("", words.rest(fields).rstrip(" \t."))
    at = rest.rfind("@")
    found = _BEFORE_A_DAY.fullmatch(rest, at) if at > words.body and not rest[at - 1].isalnum() else None
    if found is None or found[1][1:].lower() in NO_HANDLES or kind_of(found[2], words) != "due":
        return
    begin = own_accounts(found[1], at, rest, words, fields)
    fall_due(fields, found[2], found.start(2), words.near)
    fields.cuts.append((begin, len(rest)))


def in_brackets(words: ItemText, fields: Fields) -> None:
    """One name in square brackets, or several in round ones: "[Rick]", "(Ana Lima / @omar)"."""
    rest = words.rest(fields)
    if fields.owners or not ends_in_bracket(rest) or _behind_an_account(rest, words, fields):
        return
    if (found := _ACRONYM.search(rest)) is not None:
        own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())
    elif (found := _BRACKETED.search(rest)) is not None:
        if kind_of(found[1], words) == "owner":
            own(fields, found[1], found.start(1))
            fields.cuts.append(found.span())
    elif (found := _PAIR.search(rest)) is not None:
        parts = BETWEEN.split(found[1])
        full = any(" " in part or part[:1] == "@" for part in parts)
        if len(parts) > 1 and full and all(kind_of(part, words) in ("owner", "certain") for part in parts):
            for part in parts:
                own(fields, part, found.start(1) + found[1].find(part))
            fields.cuts.append(found.span())


def _behind_an_account(rest: str, words: ItemText, fields: Fields) -> bool:
    """Whether a name or a team in brackets says who an account is, "@ana (SRE)", which is then the owner."""
    at = rest.rfind("@")
    found = _SAID_OF.fullmatch(rest, at) if at > words.body and not rest[at - 1].isalnum() else None
    if found is None or "/" in found[1] or found[1][1:].lower() in NO_HANDLES:
        return False
    if _TEAM_WORD.fullmatch(found[2]) is None and kind_of(found[2], words) not in ("owner", "certain"):
        return False
    if not is_another_s(rest, at, words):  # "with @ana (SRE)"
        begin = own_accounts(found[1], at, rest, words, fields)
        fields.cuts.append((begin, found.end()))
    return True
