"""Finds a due date that is written without a label: "due 1 May", "by Friday", "(2026-05-01)"."""

from __future__ import annotations

import re
from collections.abc import Callable

from postmortem_tracker.markdown.items.cued_days import (
    SIGNS,
    behind_cue,
    behind_name,
    dotted,
    is_cued_day,
    month_only,
    not_before,
    slashed,
)
from postmortem_tracker.markdown.items.loose import loosely
from postmortem_tracker.markdown.items.roughly import NO_FIELD, Due, roughly
from postmortem_tracker.markdown.items.typed_days import (
    CUED,
    DAY,
    FULL,
    LETTERS,
    WORDED,
)
from postmortem_tracker.markdown.lines.cues import only_fields
from postmortem_tracker.markdown.lines.dates import has_digit, has_month, names_month, search_month
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.people import is_beside
from postmortem_tracker.markdown.words.periods import is_led_period, is_period, names_weekday
from postmortem_tracker.markdown.words.phrases import any_of, phrases
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.times import is_ahead, is_hurry

# What an item with a due date has one of, if no cue: a sign; or, for a month, a part of it.
_PARTS = frozenset({"end", "early", "mid", "late", "start"})
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
_ENDED = re.compile(rf"(?<!\w){any_of(*every('columns', 'asked'))}\Z", re.IGNORECASE)
# "13.11.2026 mennessä", "11月13日まで": what follows says that it is the last day.
_BEHIND_CUE = any_of(*every("days", "behind"))
_UNTIL = re.compile(
    rf"({FULL}|\d{{1,2}}[月월][ ]?\d{{1,2}}[日일])[ \t]?(?P<cue>{_BEHIND_CUE})(?![a-zA-Z0-9_])[ \t]*[)\]]?"
)
_NO_CUE_OF_WORK = frozenset(every("days", "lasting_behind"))  # "5日まで続いた"
_OF = tuple(every("days", "of_behind"))  # "5日までのログ"
_A_DAY = re.compile(FULL)
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
_WEEK_OF = re.compile(
    rf"(?:the[ \t]+)?{any_of(*every('days', 'week_of'))}[ \t]+(?:the[ \t]+)?{DAY}(?=[ \t]*+(?:[)\]][ \t]*+)?\.?$)",
    re.IGNORECASE,
)
_BEFORE_WEEK = Spelled(*every("items", "due"), *every("labels", "due"), "in")
# "@ana 2026-05-01": a day that ends the line behind an account.
_ON = any_of(*every("days", "on"), "until", "till")
_LAST_DAY = re.compile(rf"(?<![ \t])[ \t]+(?:[—–-][ \t]+)?[(@]?(?:{_ON}[ \t]+)?({DAY})\)?[ \t.]*$")
_LAST_ON = re.compile(rf"(?<![ \t])[ \t]+{_ON}[ \t]*$")
_ACCOUNT_LAST = re.compile(r"(?<!\S)(?:@[\w./-]{1,40}|@\w+ \w+|\[@[^\[\]\n]{1,40}\]\([^()\s]{1,200}\))$")
# "(2026-05-01)", "— 2026-05-01", ", 1 May 2026"
_IN_BRACKETS = re.compile(rf"(?<![ \t])[ \t]*[(\[{{<][ \t]*([~≈]?{DAY}\??)[ \t]*[)\]}}>]")
_BEHIND_SIGN = re.compile(
    rf"(?<![ \t])[ \t]*(?:(?:[—–|,;]|(?<=[ \t])-)[ \t]*({FULL})|(?:[—–|,]|(?<=[ \t])-)[ \t]+((?:{WORDED})(?<=\d{{4}})))"
    r"(?=[ \t]*+(?:$|(?:[|,;][ \t]*+)?\W?P[0-5]\b))"
)


def is_due(text: str) -> bool:
    """True for words that are a due date and nothing else: "before 1 May 2026"."""
    bare = text.strip()
    if is_led_period(bare) or is_ahead(bare) or is_hurry(bare):
        return True
    return is_cued_day(bare)


def find_due(text: str, free: Callable[[str], str], body: int = 0) -> Due | None:
    """The due date in a text whose words begin at ``body``; ``free`` blanks what other fields have taken of a line."""
    words = frozenset(LETTERS.findall(text.casefold()))
    cued = not CUED.isdisjoint(words) or not SIGNS.isdisjoint(text)
    numbered = has_digit(text)
    due = behind_name(text, lambda start, end: _is_apart(text, start, end, body)) if numbered else None
    if due is None and cued and numbered:
        due = behind_cue(text) or not_before(text)
    if due is None and numbered:
        due = dotted(text)
    if due is None and (cued or not _PARTS.isdisjoint(words)) and has_month(text):
        due = month_only(text)
    if due is None and numbered:
        due = _apart(text, body) or _behind_account(text, free) or _week_of(text)
    if due is None and cued:
        due = _due(_DUE_WORD.search(text, max(0, len(text) - _TAIL)))
    if due is None and numbered:
        due = _until(text)
    if due is None:
        line = text.split("\n", 1)[0]
        due = (
            (_loose(line, free) or slashed(line) if cued else None)
            or (_quarter(free(line)) if numbered else None)
            or roughly(line, free)
            or loosely(line, free)
        )
    return due


def _due(found: re.Match[str] | None) -> Due | None:
    """The one group of a match, with all of it left out of the title."""
    if found is None:
        return None
    group = next(number for number, value in enumerate(found.groups(), 1) if value)
    return Due(found[group], found.start(group), found.span())


def _apart(text: str, body: int) -> Due | None:
    for pattern in (_IN_BRACKETS, _BEHIND_SIGN):
        for found in pattern.finditer(text):
            weekday = found[0].lstrip()[:1] == "," and names_weekday(text[: found.start()].rpartition(" ")[2])
            if not weekday and _stands_apart(text, found, body):  # "Thursday, 24 December 2026" is one day
                return _due(found)
    return None


def _until(text: str) -> Due | None:
    """A day with a word behind it for the last one; where a sentence goes on without a space, it stays in the title."""
    for found in _UNTIL.finditer(text):
        rest = text[found.end() :]
        if not rest[:1].isalpha():
            return Due(found[1], found.start(1), found.span())
        if found["cue"] not in _NO_CUE_OF_WORK and not rest.startswith(_OF):
            return Due(found[1], found.start(1), None, dated=True)
    return None


def _week_of(text: str) -> Due | None:
    found = search_month(_WEEK_OF, text)
    if found is None:
        return None
    before = text[: found.start()].rstrip(" \t")
    lead = _BEFORE_WEEK.before(before, len(before))
    before = before[:lead].rstrip(" \t") if lead >= 0 else before
    if before[-1:] not in tuple("([,—–-"):
        return None
    return Due(found[0], found.start(), (len(before) - 1, len(text)))


def _stands_apart(text: str, found: re.Match[str], body: int) -> bool:
    """True at an item's end or beginning; within a sentence a day in brackets tells when something was."""
    return names_month(found) and _is_apart(text, found.start(), found.end(), body)


def _is_apart(text: str, start: int, end: int, body: int) -> bool:
    begin = max(text.rfind("\n", 0, start) + 1, min(body, start))
    if _ENDED.search(text, max(begin, start - _SHORT_TAIL), start) is not None:
        return False  # "done (2026-05-01)"
    stop = text.find("\n", end)
    return not text[begin:start].strip(" \t*_-") or only_fields(text, end, stop if stop >= 0 else len(text))


def _behind_account(text: str, free: Callable[[str], str]) -> Due | None:
    """The day of "add an alert @ana 2026-05-01", whether or not the account was taken before."""
    rest = free(text).rstrip()
    found = _LAST_DAY.search(rest, max(0, len(rest) - _SHORT_TAIL))
    if found is None or not names_month(found):
        return None
    before = _LAST_ON.sub("", text[: found.start(1)]).rstrip(" \t(@—–-")
    account = _ACCOUNT_LAST.search(before, max(0, len(before) - _LONG_TAIL))
    if account is None or is_beside(*before[: account.start()].split()[-2:]):
        return None  # "reviewed by @ana on 1 May"
    return _due(found)


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
    if len(words) > 1 and _A_DAY.fullmatch(words[0]) is not None:
        return None  # "the due 2026-10-01 invoices"
    told = words[0] in _HURRY or any(has_digit(word) for word in words[:2])
    if not told and not (apart and words[0] in _LEADING):
        return None
    start = rest.index(value, found.end())
    end = start + len(value)
    end += rest[end : end + 1] in ('"', "”", "“")
    return Due(value, start, (found.start(), end), dated=True)
