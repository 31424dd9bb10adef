"""Finds a due date that is written without a label: "due 1 May", "by Friday", "(2026-05-01)"."""

from __future__ import annotations

import re
from collections.abc import Callable

from postmortem_tracker.markdown.items.loose import loosely
from postmortem_tracker.markdown.items.roughly import NO_FIELD, Due, roughly, widened
from postmortem_tracker.markdown.items.typed_days import (
    CUED,
    DAY,
    FULL,
    LETTERS,
    WHOLE_DAY,
    WHOLE_FULL,
    WORDED,
    without_weekdays,
)
from postmortem_tracker.markdown.lines.cues import only_fields
from postmortem_tracker.markdown.lines.dates import MOVED, NAME, has_digit, has_month, names_month, search_month
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.not_by import EARLIEST, PUT_OFF, changed_at, tells_which
from postmortem_tracker.markdown.words.people import AND, is_beside, is_nobody
from postmortem_tracker.markdown.words.periods import is_led_period, is_period
from postmortem_tracker.markdown.words.phrases import any_of, phrases
from postmortem_tracker.markdown.words.times import is_ahead, is_hurry

# Signs that people type for a due date.
_SIGNS = r"(?:📅|📆|🗓️?|⏰)"
_CUES = any_of(*every("items", "due"))
# "Extend the deadline 2026-05-01": what the work is on.
_NO_THING = "".join(rf"(?<!\b{article} )" for article in ("the", "die", "der", "den", "la", "el", "le", "il"))
# What an item with a due date has one of, if no cue: a sign; or, for a month, a part of it.
_SIGNED = frozenset("📅📆🗓⏰")
_PARTS = frozenset({"end", "early", "mid", "late", "start"})
_DUE = re.compile(
    rf"(?:(?<!not ){_NO_THING}(?:(?<!\S)@)?\b{_CUES}[ \t]+(?:the[ \t]+)?|@due[ \t]*(?=\()|{_SIGNS}[ \t]*)"
    rf"({WHOLE_DAY})[ \t]*[)\]]?",
    re.IGNORECASE,
)
# "~~2026-05-01~~ 2026-05-08", "1 May → 8 May": only behind a label or a cue, whose value it is as a whole.
_LATER = re.compile(rf"[ \t]*+(?:{WHOLE_FULL}|{MOVED}[ \t]*+{WHOLE_DAY})", re.IGNORECASE)
# "2026-05-01 or 2026-06-01", "2026-05-01 or later", "2026-05-01?": nobody knows which day is meant.
UNSETTLED = re.compile(
    rf"[ \t]*(?:\?|(?:to|until|{AND}|\.\.\.?|[/–—-])[ \t]*{WHOLE_DAY}|"
    r"or[ \t]+(?:later|earlier|sooner|so|asap|before|after)\b|"
    r"at the earliest\b|earliest\b|[/–—-][ \t]*\d{1,2}(?:st|nd|rd|th)?(?=[ \t]*(?:$|[)\].,;](?!\d))))",
    re.IGNORECASE,
)
# "due 2026-05-01; revised: 2026-06-01"
RENEWED = re.compile(
    rf"(?<![ \t])[ \t]*+[;,][ \t]*+{any_of(*every('days', 'renewed'))}(?:[ \t]*+:[ \t]*+|[ \t]++){WHOLE_DAY}",
    re.IGNORECASE,
)
# "(due 2026-05-08; moved from 2026-05-01)": another day in the same brackets, of which is said what it was.
_ASIDE = re.compile(rf"[ \t]*[;,][ \t]*[^\W\d_][^()\n;,\d@]{{0,30}}[ \t]{FULL}[ \t]*\)")
# "due 2026-05-01 → TBD", "due 2026-05-01 (postponed)": it holds no more, and no other day takes its place.
_PUT_OFF = re.compile(
    rf"[ \t]*+(?:[,;(—–-][ \t]*)?{PUT_OFF}[ \t]*+(?P<rest>[^\n()\[\]@|;,.]{{0,24}})[)\]]?",
    re.IGNORECASE,
)
_LATER_ON = frozenset(every("days", "later"))
_NOT_BEFORE = re.compile(rf"\b{_CUES}[ \t]+({EARLIEST}[ \t]+[^\d\n()]{{0,20}}{DAY})[ \t]*[)\]]?", re.IGNORECASE)
# What leads to words that hold a number and are no day: "due 2026-W20", "due in 2 weeks", not "is due in 2 days".
_SAYS_DUE = re.compile(
    r"[ \t](?:[(\[,—–-][ \t]?)?(?:due|(?P<other>eta|deadline))[ \t](?:(?:by|on|in)[ \t])?", re.IGNORECASE
)
_APART = "([,;.:—–-"
_FEW = 4  # words
_VALUE_ENDS = re.compile(r"[,;)\]@]")
# What else begins the words for a day, where they stand apart: "due within 30 days of the incident".
_LEADING = frozenset(
    phrases("within; before; after; around; about; two; three; four; six; eight; ten; a; an; one; week; w")
)
_MOST = 8  # words of them
_HURRY = frozenset({"asap", "soon", "today", "tonight", "immediately"})
# "by end of May 2026": no day, and meant as a date all the same.
_MONTH = re.compile(
    rf"(?:\b{_CUES}[ \t]+(?:the[ \t]+)?(?:in[ \t]+)?|[,(—–-][ \t]*(?=(?:end|early|mid|late|start)[ \t-]))"
    rf"((?:(?:the[ \t]+)?(?:end|start|beginning|middle)[ \t]+of[ \t]+|(?:early|mid|late)[ \t-]+)?(?P<month>{NAME})\b\.?"
    r"(?:,?[ \t]+\d{4})?)(?![\w/-])[ \t]*[)\]]?",
    re.IGNORECASE,
)
_ENDED = re.compile(rf"(?<!\w){any_of(*every('columns', 'asked'))}\Z", re.IGNORECASE)
# "13.11.2026 mennessä", "11月13日まで": what follows says that it is the last day.
_BEHIND_CUE = any_of(*every("days", "behind"))
_UNTIL = re.compile(rf"({FULL}|\d{{1,2}}[月월][ ]?\d{{1,2}}[日일])[ \t]?{_BEHIND_CUE}(?!\w)[ \t]*[)\]]?")
_QUARTER_LAST = re.compile(
    r"(?:[(\[]|(?<=\w)(?<![qh][1-4]),[ \t])(?P<when>(?:[^\W\d_]+[ \t]){0,3}[qh][1-4](?:[ \t/-]20\d\d)?)[)\]]?[ \t.]*$",
    re.IGNORECASE,
)
_LONG_TAIL = 300
_SHORT_TAIL = 48  # the same in which an account and a day are
_TAIL = 120  # characters at the end of a text in which words for a day are looked for
_DUE_WORD = re.compile(
    r"(?<![ \t])[ \t]*[(\[,—–-][ \t]*(?:due[ \t]+(?:by[ \t]+)?|by[ \t]+)"
    r"((?:next |end of |this |the end of )?\w+(?: \w+)?)[ \t]*+(?:[)\]][ \t]*+)?\.?$",
    re.IGNORECASE,
)
_PERIOD = (
    r"(?:(?:the[ \t]+)?(?:next|this|end[ \t]+of(?:[ \t]+(?:the|this|next))?|early|mid|late|beginning[ \t]+of)[ \t-]+)?"
    r"(?:tomorrow|q[1-4](?:[ \t/-]*\d{4})?|h[12](?:[ \t/-]*\d{4})?|"
    r"(?:\d{4}[ \t/-]*)?q[1-4]|eo[dwmqy]|(?<=[ \t-])(?:day|week|month|quarter|year|sprint|release|iteration))"
)
_DUE_LOOSE = re.compile(
    rf"(?<![ \t])[ \t]+(?:(?P<field>due(?:[ \t]+(?:by|in|on))?|eta|deadline)|by)[ \t]+(?:the[ \t]+)?"
    rf"(?P<when>{_PERIOD})[ \t]*+(?:\.[ \t]*+)?$",
    re.IGNORECASE,
)
# "(week of 24 Dec)", which needs no cue and names no day.
_LED = any_of(*every("items", "due"), *every("labels", "due"), "in")
_WEEK_OF = re.compile(
    rf"[(\[,—–-][ \t]*(?:{_LED}[ \t]+)?((?:the[ \t]+)?{any_of(*every('days', 'week_of'))}[ \t]+(?:the[ \t]+)?{DAY})"
    r"[ \t]*+(?:[)\]][ \t]*+)?\.?$",
    re.IGNORECASE,
)
# "@ana 2026-05-01": a day that ends the line behind an account.
_ON = any_of(*every("days", "on"), "until", "till")
_LAST_DAY = re.compile(rf"(?<![ \t])[ \t]+(?:[—–-][ \t]+)?[(@]?(?:{_ON}[ \t]+)?({DAY})\)?[ \t.]*$")
_LAST_ON = re.compile(rf"(?<![ \t])[ \t]+{_ON}[ \t]*$")
_ACCOUNT_LAST = re.compile(r"(?<!\S)(?:@[\w./-]{1,40}|@\w+ \w+|\[@[^\[\]\n]{1,40}\]\([^()\s]{1,200}\))$")
_DATE_ASIDE = re.compile(
    rf"(?<![ \t])[ \t]*(?:[(\[{{<][ \t]*([~≈]?{FULL}\??)[ \t]*[)\]}}>]|"
    rf"(?:(?:[—–|,;]|(?<=[ \t])-)[ \t]*({FULL})|(?:[—–|]|(?<=[ \t])-)[ \t]+((?:{WORDED})(?<=\d{{4}})))"
    r"(?=[ \t]*+(?:$|(?:[|,;][ \t]*+)?\W?P[0-5]\b)))"
)


def is_due(text: str) -> bool:
    """True for words that are a due date and nothing else: "before 1 May 2026"."""
    bare = text.strip()
    if is_led_period(bare) or is_ahead(bare) or is_hurry(bare):
        return True
    plain = without_weekdays(bare)
    return _DUE.fullmatch(plain) is not None and search_month(_DUE, plain) is not None


def find_due(text: str, free: Callable[[str], str]) -> Due | None:
    """The due date in a text; ``free`` blanks what other fields have taken of a line."""
    words = frozenset(LETTERS.findall(text.casefold()))
    cued = not CUED.isdisjoint(words) or not _SIGNED.isdisjoint(text)
    numbered = has_digit(text)
    plain = without_weekdays(text) if cued and numbered else ""
    if plain and (found := search_month(_DUE, plain)) is not None:
        return _dated(text, plain, found)
    if cued and numbered and (found := search_month(_NOT_BEFORE, text)) is not None:
        return Due(found[1], found.start(1), (widened(text, found.start()), found.end()), dated=True)
    monthly = (cued or not _PARTS.isdisjoint(words)) and has_month(text)
    if monthly and (found := search_month(_MONTH, text)) is not None and _is_name(found["month"], found[1]):
        return Due(found[1], found.start(1), (widened(text, found.start()), found.end()))
    found = next((one for one in _DATE_ASIDE.finditer(text) if _stands_apart(text, one)), None) if numbered else None
    if found is None and numbered:
        found = _behind_account(text, free)
    if found is None and numbered:
        found = search_month(_WEEK_OF, text)
    if found is None and cued:
        found = _DUE_WORD.search(text, max(0, len(text) - _TAIL))
    if found is None and numbered:
        found = _UNTIL.search(text)
    if found is None:
        line = text.split("\n", 1)[0]
        return (
            (_loose(line, free) if cued else None)
            or (_quarter(free(line)) if numbered else None)
            or roughly(line, free)
            or loosely(line, free)
        )
    value = next(group for group in found.groups() if group)
    return Due(value, text.index(value, found.start()), found.span())


def _dated(text: str, plain: str, found: re.Match[str]) -> Due | None:
    """The day behind a cue, with what follows that takes its place or takes it back."""
    start, end = found.span(1)
    if tells_which(text[: found.start()]):
        return None
    if (once := changed_at(text[: found.start()], found[0])) >= 0:
        return Due(text[once:end], once, (widened(text, once), found.end()), dated=True)
    if found[0][:1] == "@" and text[end : end + 1] == ")":
        end += 1
    while (later := _LATER.match(plain, end)) is not None:
        end = later.end()
    more = UNSETTLED.match(plain, end) or RENEWED.match(plain, end)
    if more is not None and names_month(more):
        end = more.end()
    if (aside := _ASIDE.match(text, end)) is not None and CUED.isdisjoint(LETTERS.findall(aside[0].casefold())):
        end = aside.end()
        return Due(text[start : aside.start()].strip(" "), start, (widened(text, found.start()), end), dated=True)
    if (off := _PUT_OFF.match(text, end)) is not None and _tells_when(off):
        end = off.end()
        return Due(text[start:end].strip(" )]"), start, (widened(text, found.start()), end), dated=True)
    stop = max(end, found.end())
    return Due(text[start:end].strip(" "), start, (widened(text, found.start()), stop), dated=True)


def _tells_when(off: re.Match[str]) -> bool:
    """True for what stands in a day's place and is none: "TBD", "next quarter", "later"; nothing behind an arrow."""
    bare = off["rest"].strip(" \t.*_–—-").casefold()
    if not bare:
        return any(map(str.isalpha, off[0]))
    return is_nobody(bare) or is_nobody(bare.partition(" ")[2]) or is_period(bare) or bare in _LATER_ON


def _stands_apart(text: str, found: re.Match[str]) -> bool:
    """True at an item's end or beginning; within a sentence a day in brackets tells when something was."""
    if not names_month(found):
        return False
    begin = text.rfind("\n", 0, found.start()) + 1
    if _ENDED.search(text, max(begin, found.start() - _SHORT_TAIL), found.start()) is not None:
        return False  # "done (2026-05-01)"
    stop = text.find("\n", found.end())
    return not text[begin : found.start()].strip(" \t*_-") or only_fields(
        text, found.end(), stop if stop >= 0 else len(text)
    )


def _behind_account(text: str, free: Callable[[str], str]) -> re.Match[str] | None:
    """The day of "add an alert @ana 2026-05-01", whether or not the account was taken before."""
    rest = free(text).rstrip()
    found = _LAST_DAY.search(rest, max(0, len(rest) - _SHORT_TAIL))
    if found is None or not names_month(found):
        return None
    before = _LAST_ON.sub("", text[: found.start(1)]).rstrip(" \t(@—–-")
    account = _ACCOUNT_LAST.search(before, max(0, len(before) - _LONG_TAIL))
    if account is None or is_beside(*before[: account.start()].split()[-2:]):
        return None  # "reviewed by @ana on 1 May"
    return found


def _is_name(month: str, said: str) -> bool:
    """True unless a word such as "may" or "march" may be a verb."""
    return not month[0].islower() or any(sign.isdigit() for sign in said) or month != said


def _loose(line: str, free: Callable[[str], str]) -> Due | None:
    """A period that ends the line; "by Friday" may be part of the sentence, so it stays in the title."""
    rest = free(line).rstrip()
    found = _DUE_LOOSE.search(rest, max(0, len(rest) - _TAIL))
    if found is None:
        return _unread(rest)
    return Due(found["when"], found.start("when"), found.span() if found["field"] else None)


def _quarter(rest: str) -> Due | None:
    """A quarter in brackets or behind a comma that ends the line; it may be part of the sentence as well."""
    found = _QUARTER_LAST.search(rest.rstrip(), max(0, len(rest) - _TAIL))
    return Due(found["when"], found.start("when"), None) if found is not None and is_period(found["when"]) else None


def _unread(rest: str) -> Due | None:
    """What stands behind "due" at the end of a line where a day is expected and none is read."""
    said = list(_SAYS_DUE.finditer(rest, max(0, len(rest) - _TAIL)))
    if not said:
        return None
    found = said[-1]
    before = rest[: found.start()].split()
    value = _VALUE_ENDS.split(rest[found.end() :], 1)[0].strip(' \t.)]"“”')
    words = value.casefold().split()
    apart = (rest[: found.start()].rstrip()[-1:] or ",") in _APART or not found[0].strip()[0].isalpha()
    if not words or words[0] == "to" or (before and before[-1].casefold() in NO_FIELD):
        return None
    if len(words) > (_MOST if apart else _FEW) or (found["other"] and not (apart or found["other"].isupper())):
        return None
    told = words[0] in _HURRY or any(has_digit(word) for word in words[:2])
    if not told and not (apart and words[0] in _LEADING):
        return None
    start = rest.index(value, found.end())
    end = start + len(value)
    end += rest[end : end + 1] in ('"', "”", "“")
    return Due(value, start, (found.start(), end), dated=True)
