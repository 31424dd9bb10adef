"""Reads who does an item, and what stands beside the name, where people write it without a label.

Each way of writing is a rule with a name; the rules are tried in the order of ``RULES``, and each leaves out of the
title what it has read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice

from postmortem_tracker.markdown.items.accounts import is_mark
from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.kinds import (
    CERTAIN,
    FULL_NAME,
    HANDLE,
    LABELLED,
    MAIL,
    NAME,
    TEAM,
    Words,
    is_time,
    kind_of,
    kinds_of,
)
from postmortem_tracker.markdown.items.task_signs import read_task_signs
from postmortem_tracker.markdown.lines.dates import has_digit
from postmortem_tracker.markdown.lines.tickets import is_mention
from postmortem_tracker.markdown.words import orders
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.labels import MANY
from postmortem_tracker.markdown.words.people import AND, NO_HANDLES, is_beside, is_denied, is_nobody, is_thing
from postmortem_tracker.model import State
from postmortem_tracker.text.people import bare_name

# A search tries a run of blanks once, at its beginning.
_BREAK = re.compile(r"(?<![ \t])[ \t]+(?:(?:[—–]|--?)[ \t]+|\|[ \t]+|[—–-](?=\n))|(?<=[ \t][—–-])\n[ \t]*")
_BREAK_AT_END = re.compile(rf"{_BREAK.pattern}|(?<![ \t])[ \t]+(?:[•·/]|::)[ \t]+")
_SIGNS = frozenset({"•", "·", "/", "::"})
_BETWEEN = re.compile(rf"(?<![ \t])(?:[ \t]*[/&+,;][ \t]*|[ \t]+{AND}[ \t]+)")
_TODO = re.compile(r"(TODO|FIXME|DONE)\(([@\w. -]{2,30})\)[ \t]*+(?::[ \t]*+)?(?=\S)")
_PAIRS = re.compile(
    r"(?<![ \t])[ \t]*[(\[{]([ \t]*[a-z_]+[ \t]*=[^()\[\]{}=]+(?:,[ \t]*[a-z_]+[ \t]*=[^()\[\]{}=]+)*)[)\]}][ \t.]*$"
)
_FULL_NAME = re.compile(FULL_NAME)
_TEAM = re.compile(TEAM)
_ANY_TEAM = frozenset({"the", "every", "each", "any", "no"})
_TEAM_LED = re.compile(rf"(?:\*\*|__)?({TEAM})(?::(?:\*\*|__)?|(?:\*\*|__):)[ \t]+(?=\S)")
_FIRST_LAST = re.compile(rf"@({NAME} {NAME})(?![\w'’])")
# Where no sign follows that a handle may hold; from the first name that fits nothing is tried again.
_CLOSED = r"@[A-Za-z0-9][\w.-]*+(?:/[\w.-]++)?+"
_ANYBODY = rf"(?>{_CLOSED}|{FULL_NAME}|{TEAM}|{NAME})"
_ORDER = re.compile(
    rf"(?:\*\*|__)?({_ANYBODY}(?:(?:, | and | & |/){_ANYBODY}){{0,3}})(?:\*\*|__)?[ \t]+to[ \t]+([a-z][\w-]+)"
)
# Nouns that begin an order of their own: "Plan to add", "Access to use".
_NO_PERSON = re.compile(
    r"\w+(?:s|ing|ion|ity|ment|ness|ance|ence)|[A-Z]{2,}|\w{1,2}|(?i:need|plan|time|way|how|access|back|up|ability|option|"
    r"we|you|they|it|this|that|team|everyone|somebody|someone|code|work|continue|want|try|start|next)"
)
_TEAMS = r"(?:SRE|DBA|QA|NOC|IT|[Dd]ev(?:[Ss]ec)?[Oo]ps|[Ss]ec[Oo]ps|[Oo]ps)"
_NAMED = re.compile(
    rf"(?<![ \t])[ \t]*+(?:(?:(?P<open>[(\[])|[.;,|–—-])[ \t]*+)?"
    r"(?<![^\W_])(?P<label>(?i:owner(?: is)?|assignee|assigned to|owned by))[ \t]+"
    rf"(?P<who>{HANDLE}|{FULL_NAME}|{TEAM}|{_TEAMS}|{NAME})(?=[ \t]*(?:[.;,)\]|]|$))(?(open)[ \t]*[)\]]?)"
)
_POINTED = re.compile(rf"(?<![ \t])[ \t]*(?:→|[-=]>)[ \t]*({_CLOSED}|{FULL_NAME}|{TEAM}|{_TEAMS}|{NAME})[ \t.]*$")
_ACRONYM = re.compile(rf"(?<![ \t])[ \t]*[(\[]({_TEAMS})[)\]][ \t.]*$")
_AT_HEAD = re.compile(
    rf"(?:\*\*|__)?[(\[]({HANDLE}|{FULL_NAME}|{TEAM})[)\]](?!\()(?:\*\*|__)?[ \t]*+(?::[ \t]*+)?(?=\S)"
)
_BRACKETED = re.compile(rf"(?<![ \t])[ \t]*\[({NAME}|{FULL_NAME})\][ \t.]*$")
_PAIR = re.compile(r"(?<![ \t])[ \t]*\(([^()\n]{5,70})\)[ \t.]*$")
_BEFORE_A_DAY = re.compile(rf"({HANDLE}),[ \t]*(.+)")
_ACCOUNT = re.compile(HANDLE)
_JOINED = re.compile(rf"[ \t]*[/&+,;]?[ \t]*(?:(?<=[ \t]){AND}[ \t]+)?")
_SAID_OF = re.compile(rf"({HANDLE})[ \t]*[(\[]([^()\[\]\n]{{2,40}})[)\]][ \t.]*")
_TEAM_WORD = re.compile(_TEAMS)
_TIME = re.compile(r"[,:]?[ \t]+(?P<when>\S.*)")
_BRACKETS_AND_DAY = re.compile(rf"[(\[]({HANDLE}|{MAIL}|{FULL_NAME}|{NAME})[)\]]:?[ \t]+(?P<when>\S[^\n]{{0,50}})$")
_LAST_ASIDE = re.compile(r"\([^()\n]{1,20}\)$")
_LEFT = re.compile(rf"(?<![ \t])[ \t]*\([ \t,;–—-]*({NAME}|{FULL_NAME}|{HANDLE})[ \t,;–—-]{{2,40}}\)[ \t.]*$")
_ADDRESS = re.compile(rf"(?<![ \t])[ \t]*[(\[<][ \t]*({MAIL})[ \t,;–—-]{{0,40}}[)\]>][ \t.]*$")
_LED_BY = re.compile(rf"({NAME}|{FULL_NAME})(?::|[ \t]+(?:[—–]|--?))[ \t]+(?=[^\W\d_])")
_ENDED_BY = re.compile(rf"(?:,| [—–-]| (?=\())[ \t]*\(?({NAME}|{FULL_NAME})\)?$")


def in_todo(words: Words, fields: Fields) -> None:
    """As in code: "TODO(ana): add an alert"."""
    found = _TODO.match(words.text, words.body)
    if found is not None:
        fields.say(State.COMPLETED if found[1] == "DONE" else State.OPEN)
        _own(fields, found[2], found.start(2))
        fields.cuts.append(found.span())


def in_pairs(words: Words, fields: Fields) -> None:
    """Names and values with a sign between: "(owner=ops, priority=high)"."""
    found = _PAIRS.search(words.text) if "=" in words.text else None
    if found is None:
        return
    pairs = [tuple(part.strip() for part in pair.split("=", 1)) for pair in found[1].split(",")]
    kinds = {"owner": "owner", "assignee": "owner", "due": "due", "priority": "priority", "prio": "priority"}
    if not all(name in kinds for name, _ in pairs):
        return
    for name, value in pairs:
        _take(kinds[name], value, words.text.find(value, found.start(1)), words, fields)
    fields.cuts.append(found.span())


def with_a_blank(words: Words, fields: Fields) -> None:
    """First and last name behind one sign: "@Ana Lima"."""
    for found in islice(_FIRST_LAST.finditer(words.text), MANY):
        if not orders.is_work(found[1].split(" ", 1)[1]):
            _own(fields, found[1], found.start(1))
            fields.cuts.append((found.start(), found.end()))


def as_an_order(words: Words, fields: Fields) -> None:
    """Who is to do it: "Ana to add an alert", "Ana and Omar to write a list"."""
    found = _ORDER.match(words.text, words.body)
    if found is None or fields.owners or not orders.is_work(found[2]):
        return
    if found[1].count(" ") == 0 and found[1][0] != "@" and _NO_PERSON.fullmatch(found[1]):
        return
    if _is_told_to_do(found[1]) or any(is_thing(name) or is_nobody(name) for name in _BETWEEN.split(found[1])):
        return
    _own(fields, found[1], found.start(1))
    fields.cuts.append((found.start(), found.start(2)))


def before_a_dash(words: Words, fields: Fields) -> None:
    """A team, or a full name that the document does not deny, before what it is to do: "Runtime team — keep titles"."""
    rest = words.rest(fields)
    found = _BREAK.search(rest, words.body)
    if fields.owners or found is None:
        return
    name = rest[words.body : found.start()].strip(" *_")
    after = rest[found.end() :].lstrip(" *_")
    whole = " " in after.strip() and words.known.states.judge(after).grasp in (Grasp.OTHER, Grasp.NONE)
    named = CERTAIN.fullmatch(name) or (whole and _FULL_NAME.fullmatch(name) and words.named.is_person(name))
    if named and after and (after[0].islower() or orders.is_work(after)) and not _is_told_to_do(name):
        _own(fields, name, words.text.find(name, words.body))
        fields.cuts.append((words.body, found.end()))


def before_a_colon(words: Words, fields: Fields) -> None:
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
        _own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())


def _is_told_to_do(name: str) -> bool:
    """True for an order, which names nobody; "Release team" and "Support team" are teams all the same."""
    team = _TEAM.fullmatch(name) is not None and orders.may_be_noun(name.partition(" ")[0])
    return orders.is_work(name) and not team


def behind_a_dash(words: Words, fields: Fields) -> None:
    """Fields at the end, behind dashes or bars: "— Ana Lima, 2026-01-02, P1", "| @ana | 2026-08-31", "- P2"."""
    rest = words.rest(fields).rstrip(" \t.")
    breaks = list(_BREAK_AT_END.finditer(rest, words.body))
    start, taken = len(rest), []
    for found in reversed(breaks):
        part = rest[found.end() : start]
        kinds = kinds_of(part, words) if part.strip() else []
        if kinds is None or not rest[words.body : found.start()].strip(" *_"):
            break
        taken.append((found.end(), part, kinds))
        start = found.start()
    every = [kind for _, _, kinds in taken for kind, _ in kinds]
    if "due" not in every and any(found[0].strip() in _SIGNS for found in breaks):
        return  # "@ana / @bo"
    dated = any(kind == "state" and has_digit(value) for _, _, kinds in taken for kind, value in kinds)
    sure = dated or any(kind in ("due", "priority", "certain") for kind in every)
    if not every or not sure or sum(kind in ("owner", "certain") for kind in every) > 3:
        return
    for at, part, kinds in taken:
        for kind, value in kinds:
            _take(kind, value, at + max(part.find(value), 0), words, fields)
    fields.cuts.append((start, len(rest)))


def in_words(words: Words, fields: Fields) -> None:
    """A label without a colon: "… Owner Ana Lima.", "(assigned to Ana Lima)"."""
    low = words.text.lower()
    found = _NAMED.search(words.text, words.body) if "own" in low or "assign" in low else None
    if found is not None and is_denied(words.text[: found.start("label")]):
        return  # "ex-owner @bo"
    if found is not None and not fields.owners and words.text[words.body : found.start()].strip():
        _own(fields, found["who"], found.start("who"))
        fields.cuts.append(found.span())


def behind_an_arrow(words: Words, fields: Fields) -> None:
    """An arrow hands it over: "Add an alert → Ana"."""
    if fields.owners or not any(sign in words.text for sign in ("→", "->", "=>")):
        return
    found = _POINTED.search(words.rest(fields))
    if found is not None and words.known.states.judge(found[1]).grasp is not Grasp.ALL:  # "Rotate it => Done"
        _own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())


def in_leading_brackets(words: Words, fields: Fields) -> None:
    """A name in brackets before what it is to do: "[Ana Lima] Add an alert"."""
    found = None if fields.owners else _AT_HEAD.match(words.text, words.body)
    if found is not None and kind_of(found[1], words) in ("owner", "certain"):
        _own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())


def with_a_day(words: Words, fields: Fields) -> None:
    """A name and a day behind a comma at the end: "… @ana, end of August"."""
    if "@" not in words.text:
        return
    rest = words.rest(fields).rstrip(" \t.")
    at = rest.rfind("@")
    found = _BEFORE_A_DAY.fullmatch(rest, at) if at > words.body and not rest[at - 1].isalnum() else None
    if found is None or found[1][1:].lower() in NO_HANDLES or kind_of(found[2], words) != "due":
        return
    begin = _own_accounts(found[1], at, rest, words, fields)
    _fall_due(fields, found[2], found.start(2), words.near)
    fields.cuts.append((begin, len(rest)))


def _own_accounts(name: str, at: int, rest: str, words: Words, fields: Fields) -> int:
    """Take an account with those right before it, "@ana and @bo"; where the first of them begins."""
    chain = [(name, at)]
    while (before := _account_before(rest, chain[0][1], words.body)) is not None:
        chain.insert(0, before)
    if _is_beside(rest, chain[0][1], words):
        chain = chain[-1:]  # "with @ana and @bo"
    for each, begin in chain:
        _own(fields, each, begin)
    return chain[0][1]


def _account_before(rest: str, at: int, body: int) -> tuple[str, int] | None:
    begin = rest.rfind("@", body + 1, at)
    found = _ACCOUNT.match(rest, begin) if begin > 0 and rest[begin - 1] in " \t,/&+([" else None
    if found is None or found[0][1:].lower() in NO_HANDLES or not found.end() < at:
        return None
    return (found[0], begin) if _JOINED.fullmatch(rest, found.end(), at) is not None else None


def _is_beside(text: str, at: int, words: Words) -> bool:
    said = text[words.body : at].split()
    return bool(said) and any(is_beside(*said[-size:]) for size in (1, 2))


def with_a_time(words: Words, fields: Fields) -> None:
    """An account and what tells when behind it, where no day was read: "… @ana 24-Dec-2026", "… @ana in 2 weeks"."""
    at = words.text.rfind("@") if fields.due is None and "\n" not in words.text else -1
    if at <= words.body or words.text[at - 1].isalnum() or words.text[at - 1] == "`":
        return
    account = _ACCOUNT.match(words.text, at)
    rest = words.rest(fields).rstrip(" \t.")
    if account is None or account[0][1:].lower() in NO_HANDLES or is_beside(*words.text[words.body : at].split()[-1:]):
        return
    found = _TIME.fullmatch(rest, account.end())
    if found is not None and (fields.owners or rest[at : account.end()] == account[0]):
        _believe_day(account[0], at, found, words, fields)


def behind_brackets(words: Words, fields: Fields) -> None:
    """A day at the end behind a name in brackets: "… (Ana Lima): 2026-12-24"."""
    rest = words.rest(fields).rstrip(" \t.")
    found = None if fields.owners or not has_digit(rest) else _BRACKETS_AND_DAY.search(rest, words.body)
    if found is not None and fields.due is None and kind_of(found[1], words) in ("owner", "certain"):
        _believe_day(found[1], found.start(), found, words, fields)


def _believe_day(name: str, start: int, found: re.Match[str], words: Words, fields: Fields) -> None:
    """Take a name and what tells when behind it; a bracket behind both may hold how much work it is."""
    day = found["when"]
    aside = _LAST_ASIDE.search(day)
    if aside is not None and is_mark(aside[0], words.known):
        day = day[: aside.start()]
    day = day.rstrip()
    judged = words.known.states.judge(day)
    if judged.state is not None or judged.doubtful or "(" in day:
        return  # "✅ done 2026-11-03"
    if is_time(day, words):
        if not fields.owners:
            _own(fields, name, words.text.find(name, start))
        _take("due", day, found.start("when"), words, fields)
        fields.cuts.append((start, found.start("when") + len(day)))


def in_brackets(words: Words, fields: Fields) -> None:
    """One name in square brackets, or several in round ones: "[Rick]", "(Ana Lima / @omar)"."""
    rest = words.rest(fields)
    if fields.owners or not _ends_in_bracket(rest) or _behind_an_account(rest, words, fields):
        return
    if (found := _ACRONYM.search(rest)) is not None:
        _own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())
    elif (found := _BRACKETED.search(rest)) is not None:
        if kind_of(found[1], words) == "owner":
            _own(fields, found[1], found.start(1))
            fields.cuts.append(found.span())
    elif (found := _PAIR.search(rest)) is not None:
        parts = _BETWEEN.split(found[1])
        full = any(" " in part or part[:1] == "@" for part in parts)
        if len(parts) > 1 and full and all(kind_of(part, words) in ("owner", "certain") for part in parts):
            for part in parts:
                _own(fields, part, found.start(1) + found[1].find(part))
            fields.cuts.append(found.span())


def _behind_an_account(rest: str, words: Words, fields: Fields) -> bool:
    """Whether a name or a team in brackets says who an account is, "@ana (SRE)", which is then the owner."""
    at = rest.rfind("@")
    found = _SAID_OF.fullmatch(rest, at) if at > words.body and not rest[at - 1].isalnum() else None
    if found is None or "/" in found[1] or found[1][1:].lower() in NO_HANDLES:
        return False
    if _TEAM_WORD.fullmatch(found[2]) is None and kind_of(found[2], words) not in ("owner", "certain"):
        return False
    if not _is_beside(rest, at, words):  # "with @ana (SRE)"
        begin = _own_accounts(found[1], at, rest, words, fields)
        fields.cuts.append((begin, found.end()))
    return True


def left_in_brackets(words: Words, fields: Fields) -> None:
    """A name in brackets that held other fields, too: "(Ana, by 2 May, P1)"."""
    rest = words.rest(fields)
    found = _LEFT.search(rest) if not fields.owners and _ends_in_bracket(rest) else None
    if found is not None and kind_of(found[1], words) in ("owner", "certain"):
        _own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())


def by_address(words: Words, fields: Fields) -> None:
    """An address in brackets at the end: believed beside a day or a level, else it may be anybody's."""
    rest = words.rest(fields)
    found = _ADDRESS.search(rest) if "@" in rest and not fields.owners else None
    if found is None or is_mention(rest[words.body : found.start()]):
        return
    if fields.due is None and fields.priority is None:
        fields.doubts.append(("PM105", repr(found[1])))
        return
    _own(fields, found[1], found.start(1))
    fields.cuts.append(found.span())


def _ends_in_bracket(text: str) -> bool:
    return text.rstrip(" \t.\n")[-1:] in (")", "]")


RULES: tuple[Callable[[Words, Fields], None], ...] = (
    read_task_signs,
    in_todo,
    in_pairs,
    with_a_blank,
    as_an_order,
    in_leading_brackets,
    in_words,
    behind_an_arrow,
    behind_a_dash,
    before_a_dash,
    before_a_colon,
    with_a_day,
    in_brackets,
)


def read_people(words: Words, fields: Fields) -> None:
    """Add to the fields who does an item, by all rules."""
    for rule in RULES:
        rule(words, fields)


def read_left(words: Words, fields: Fields) -> None:
    """Add who is named beside fields that were read by others."""
    left_in_brackets(words, fields)
    behind_brackets(words, fields)
    with_a_time(words, fields)
    by_address(words, fields)


def recall(title: str, names: frozenset[str]) -> tuple[str, str]:
    """The name before a title's colon or dash, or at its end, that is an owner elsewhere; the title without it."""
    found = _LED_BY.match(title) or _ENDED_BY.search(title)
    if found is None or found[1].split()[0].casefold() not in names:
        return "", title
    return found[1], title[: found.start()] + title[found.end() :]


def first_names(owners: Iterable[str]) -> frozenset[str]:
    """The first names and handles of owners, by which they may be called elsewhere."""
    names = (bare_name(owner).lstrip("@").strip() for owner in owners)
    return frozenset(name.split()[0].casefold() for name in names if name and _is_one_person(name))


def _is_one_person(name: str) -> bool:
    """True for an account, a first name or a full one: "Kafka admins" are no Kafka."""
    return " " not in name or _FULL_NAME.fullmatch(name) is not None


def _take(kind: str, value: str, at: int, words: Words, fields: Fields) -> None:
    labelled = LABELLED.match(value)
    bare = value[labelled.end() :] if labelled else value
    if kind in ("owner", "certain"):
        _own(fields, bare, at + len(value) - len(bare))
    elif kind == "due":
        _fall_due(fields, bare, at + len(value) - len(bare), words.near)
    elif kind == "priority":
        fields.priority = fields.priority or value.strip(" *_`")
        fields.mention("priority", value, at)
    elif (state := words.known.states.judge(value).state) is not None:
        fields.say(state)


def _own(fields: Fields, name: str, at: int) -> None:
    fields.own(name)
    if not is_nobody(name):
        fields.mention("owner", name, at)


def _fall_due(fields: Fields, value: str, at: int, near: date | None) -> None:
    if fields.due is None:
        fields.fall_due(value, near)
        fields.mention("due", value, at)
