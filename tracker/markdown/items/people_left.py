"""Reads who does an item where the name is all that other fields have left: "(Ana, by 2 May, P1)"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.items.accounts import is_in_order, is_mark, is_package, is_version
from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.in_charge import at_the_end
from postmortem_tracker.markdown.items.kinds import (
    FULL_NAME,
    MAIL,
    NAME,
    ItemText,
    is_time,
    kind_of,
)
from postmortem_tracker.markdown.items.taking import (
    ACCOUNT,
    BETWEEN,
    ends_in_bracket,
    is_another_s,
    own,
    own_accounts,
    take,
)
from postmortem_tracker.markdown.lines.cues import is_mention
from postmortem_tracker.markdown.lines.dates import has_digit, has_month, read_day
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.words.people import AND, NO_HANDLES
from postmortem_tracker.markdown.words.strokes import STRUCK
from postmortem_tracker.text.people import HANDLE

_TIME = re.compile(r"[,:]?[ \t]+(?P<when>\S.*)")
_BRACKETS_AND_DAY = re.compile(
    rf"[(\[]({HANDLE}|{MAIL}|{FULL_NAME}|{NAME})[)\]][:,;]?[ \t]+(?:[—–-][ \t]+)?(?P<when>\S[^\n]{{0,50}})$"
)
_SLASHED = re.compile(r"(?!24/7)(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])")  # "24/12", as few amounts are written
_DIGITS = 4  # of a day with a year are more; fewer may be an amount's
_NAME_BEFORE_DAY = re.compile(
    rf"(?<![ \t])[ \t]*(?:[(\[](?P<aside>{FULL_NAME}|{NAME})[)\]][ \t]*[,;–—-]|"
    rf"[,;][ \t]+(?P<name>{FULL_NAME}|{NAME})[,;]?)"
    r"[ \t]+(?P<when>[^\n,;()]{3,30}(?:,[ \t]+\d{4})?)$"
)
_CHAT = re.compile(r"<@[!&]?\w{1,30}(?:\|[^<>|\n]{1,40})?>")
_LAST_ASIDE = re.compile(r"\([^()\n]{1,20}\)$")
_LEFT = re.compile(rf"(?<![ \t])[ \t]*\([ \t,;–—-]*({NAME}|{FULL_NAME}|{HANDLE})[ \t,;–—-]{{2,40}}\)[ \t.]*$")
_SEVERAL = rf"{NAME}(?:(?:[ \t]?[/&+,][ \t]?|[ \t]{AND}[ \t]){NAME}){{0,3}}"
_FIRST_ALONE = re.compile(rf"[ \t]*(?:\*\*|__)?(?P<said>[(\[](?P<name>{_SEVERAL})[)\]])(?!\()(?:\*\*|__)?:?(?=[ \t])")
_LAST_ALONE = re.compile(rf"(?<=[ \t])(?P<said>\((?P<name>{_SEVERAL})\))$")
_ADDRESS = re.compile(rf"(?<![ \t])[ \t]*[(\[<][ \t]*({MAIL})[ \t,;–—-]{{0,40}}[)\]>][ \t.]*$")


def with_a_time(words: ItemText, fields: Fields) -> None:
    """An account and what tells when behind it, where no day was read: "… @ana 24-Dec-2026", "… @ana in 2 weeks"."""
    at = words.text.rfind("@") if fields.due is None and "\n" not in words.text else -1
    if at <= words.body or words.text[at - 1].isalnum() or words.text[at - 1] == "`":
        return
    account = ACCOUNT.match(words.text, at)
    rest = words.rest(fields).rstrip(" \t.")
    found = _TIME.fullmatch(rest, account.end()) if account is not None else None
    if account is None or found is None or account[0][1:].lower() in NO_HANDLES:
        return
    free = rest[at : account.end()] == account[0]
    if _is_needed(account, found["when"], words):
        return
    if free is not bool(fields.owners):
        _believe_day(account[0], at, found, words, fields)
    elif free and is_time(found["when"], words) and not any(map(is_version, found["when"].split())):
        # "Owner: @ana, @bo next week"
        fields.doubts.append(("PM105", repr(rest[at:])))


def _is_needed(account: re.Match[str], when: str, words: ItemText) -> bool:
    """Whether the words before an account say that it does something else, or is what the work is about."""
    struck = [one.span() for one in STRUCK.finditer(words.text) if one.end() <= account.start()]
    text = blanked(words.text, struck) if struck else words.text
    before = text[words.body : account.start()]
    if is_another_s(text, account.start(), words) or is_package(account[0], before):
        return True
    return is_in_order(before, dated=bool(struck) or read_day(when, words.near) is not None)


def behind_brackets(words: ItemText, fields: Fields) -> None:
    """A day at the end behind a name in brackets: "… (Ana Lima): 2026-12-24"."""
    rest = words.rest(fields).rstrip(" \t.")
    found = None if fields.owners or not (")" in rest or "]" in rest) else _BRACKETS_AND_DAY.search(rest, words.body)
    if found is None or (fields.due is not None and fields.due not in found["when"]):
        return
    kind = kind_of(found[1], words)
    day = words.rest(fields)[found.start("when") :].strip()  # with the sign behind "24.12."
    named = " " in found[1] or ":" in words.text[found.end(1) : found.start("when")]
    if kind == "certain" or (kind == "owner" and (named or (has_digit(day) and not _may_be_amount(day)))):
        _believe_day(found[1], found.start(), found, words, fields)
    elif kind == "owner" and is_time(day, words) and not is_version(day):
        fields.doubts.append(("PM105", repr(found[0])))


def _may_be_amount(day: str) -> bool:
    """True for a number, two, or a number of days, where they may be the thing's before them: "(Loki) 30 days"."""
    if _SLASHED.fullmatch(day) is not None:
        return False
    return day[:1].isdigit() and day[-1] != "." and not has_month(day) and sum(map(str.isdigit, day)) <= _DIGITS


def _believe_day(name: str, start: int, found: re.Match[str], words: ItemText, fields: Fields) -> None:
    """Take a name and what tells when behind it; a bracket behind both may hold how much work it is."""
    day = found["when"]
    aside = _LAST_ASIDE.search(day)
    if aside is not None and is_mark(aside[0], words.known):
        day = day[: aside.start()]
    day = day.rstrip()
    judged = words.known.states.judge(day)
    if judged.state is not None or judged.doubtful or "(" in day:
        return  # "✅ done 2026-11-03"
    if is_time(day, words) and not is_version(day + words.text[found.end("when") :][:1]):
        if not fields.owners and name == words.text[start : start + len(name)]:
            start = own_accounts(name, start, words.rest(fields), words, fields)
        elif not fields.owners:
            own(fields, name, words.text.find(name, start))
        take("due", day, found.start("when"), words, fields)
        fields.cuts.append((start, found.start("when") + len(day)))


def left_in_brackets(words: ItemText, fields: Fields) -> None:
    """A name in brackets that held other fields, too: "(Ana, by 2 May, P1)"."""
    rest = words.rest(fields)
    found = _LEFT.search(rest) if not fields.owners and ends_in_bracket(rest) else None
    if found is not None and kind_of(found[1], words) in ("owner", "certain"):
        own(fields, found[1], found.start(1))
        fields.cuts.append(found.span())


def by_address(words: ItemText, fields: Fields) -> None:
    """An address in brackets at the end: believed beside a day or a level, else it may be anybody's."""
    rest = words.rest(fields)
    found = _ADDRESS.search(rest) if "@" in rest and not fields.owners else None
    if found is None or is_mention(rest[words.body : found.start()]):
        return
    if fields.due is None and fields.priority is None:
        fields.doubts.append(("PM105", repr(found[1])))
        return
    own(fields, found[1], found.start(1))
    fields.cuts.append(found.span())


def beside_a_day(words: ItemText, fields: Fields) -> None:
    """A name before a day that ends the line: believed in brackets, "(Ana), 2026-05-01", else it may be a thing's."""
    line = words.text.partition("\n")[0].rstrip(" \t.")
    found = _NAME_BEFORE_DAY.search(line, words.body) if not fields.owners else None
    if found is None or not is_time(found["when"], words) or is_version(found["when"]):
        return
    which = "aside" if found["aside"] else "name"
    if blanked(words.text, fields.cuts)[slice(*found.span(which))] != found[which]:
        return  # it was read as something else
    if kind_of(found[which], words) not in ("owner", "certain"):
        return
    if found["aside"] and fields.due is not None:
        own(fields, found[which], found.start(which))
        fields.cuts.append((found.start(), found.start("when")))
    else:
        fields.doubts.append(("PM105", repr(found[0].lstrip(" ,;\t"))))


def alone_in_brackets(words: ItemText, fields: Fields) -> None:
    """Doubt words in brackets at the beginning or end that may be first names: "(Ana) Cap it", "Cap it (Ana/Bo)"."""
    line = words.text.partition("\n")[0]
    rest = blanked(line, [cut for cut in fields.cuts if cut[1] <= len(line)]).rstrip(" \t.")
    found = None if fields.owners else _FIRST_ALONE.match(rest, words.body) or _LAST_ALONE.search(rest, words.body)
    names = BETWEEN.split(found["name"]) if found is not None else ()
    if found is None or not all(kind_of(one, words) == "owner" and words.named.may_be_person(one) for one in names):
        return
    if rest[words.body : found.start()].strip(" \t*_(") or rest[found.end() :].strip():
        fields.doubts.append(("PM105", f"{found['said']!r} may be one"))


def in_a_chat(words: ItemText, fields: Fields) -> None:
    """Doubt an account as a chat program writes it, by number: "<@U12345|ana>"."""
    if fields.owners or "<@" not in words.text or fields.doubts:
        return
    said = [found for found in _CHAT.finditer(words.text) if not is_another_s(words.text, found.start(), words)]
    fields.doubts += [
        ("PM105", repr(found[0])) for found in said if not is_mention(words.text[words.body : found.start()])
    ]


def read_left(words: ItemText, fields: Fields) -> None:
    """Add who is named beside fields that were read by others."""
    at_the_end(words, fields)
    left_in_brackets(words, fields)
    behind_brackets(words, fields)
    with_a_time(words, fields)
    by_address(words, fields)
    beside_a_day(words, fields)
    in_a_chat(words, fields)
    alone_in_brackets(words, fields)
