"""Finds a day behind a cue: "due 1 May", "by 2026-05-01", "📅 2026-05-01", "by end of May", "not due before 1 May"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from postmortem_tracker.markdown.items.roughly import Due, widened
from postmortem_tracker.markdown.items.typed_days import CUED, DAY, FULL, LETTERS, WHOLE_DAY, without_weekdays
from postmortem_tracker.markdown.lines.dates import MOVED, NAME, names_month
from postmortem_tracker.markdown.words.languages import every, languages
from postmortem_tracker.markdown.words.not_by import EARLIEST, PUT_OFF, changed_at, tells_which
from postmortem_tracker.markdown.words.people import AND, is_nobody
from postmortem_tracker.markdown.words.periods import is_period, weekday_at
from postmortem_tracker.markdown.words.phrases import UNSPACED, any_of
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.times import is_hurry

# Signs that people type for a due date.
SIGNS = frozenset("📅📆🗓⏰")
_CUES = Spelled(*every("items", "due"))
_NAMES = Spelled(*every("labels", "due"), *every("days", "at_latest"))
_OPENED = re.compile(r"(?:[(\[]|(?<![ \t])[ \t]*(?:[—–|,;]|(?<=[ \t])-(?=[ \t])))[ \t]*(?=[^\W\d_])")
_LED = re.compile(r"[ \t]+")
_COMMA = re.compile(r"\.?,?[ \t]+")
# Where a cue may begin: "due", "@due(", "📅".
_BEGIN = re.compile(r"(?P<sign>@due[ \t]*(?=\()|(?:📅|📆|🗓️?|⏰)[ \t]*)|(?<!\w)\w", re.IGNORECASE)
_BEHIND = re.compile(r"[ \t]+(?:the[ \t]+)?", re.IGNORECASE)
# "Extend the deadline 2026-05-01": what the work is on.
_NO_THING = re.compile(
    "(?<!not )" + "".join(rf"(?<!\b{article} )" for article in ("the", "die", "der", "den", "la", "el", "le", "il")),
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[ \t]*")
_DAY = re.compile(WHOLE_DAY, re.IGNORECASE)
_CLOSE = re.compile(r"(?:(?<![ \t])[ \t]++at the latest\b)?[ \t]*+[)\]]?", re.IGNORECASE)
# "2026-05-01 or 2026-06-01", "2026-05-01 or later", "2026-05-01?": nobody knows which day is meant.
_TO = re.compile(rf"(?<![ \t])[ \t]*+(?:to|until|{AND}|\.\.\.?|[/–—-])[ \t]*", re.IGNORECASE)
_UNSETTLED = re.compile(
    r"(?<![ \t])[ \t]*+(?:\?|or[ \t]+(?:later|earlier|sooner|so|asap|before|after)\b|"
    r"at the earliest\b|earliest\b|[/–—-][ \t]*\d{1,2}(?:st|nd|rd|th)?(?=[ \t]*(?:$|[)\].,;](?!\d))))",
    re.IGNORECASE,
)
_MOVED = re.compile(MOVED + r"[ \t]*", re.IGNORECASE)
# "due 2026-05-01; revised: 2026-06-01"
_RENEWED = re.compile(
    rf"(?<![ \t])[ \t]*+[;,][ \t]*+{any_of(*every('days', 'renewed'))}(?:[ \t]*+:[ \t]*+|[ \t]++)", re.IGNORECASE
)
# "(due 2026-05-08; moved from 2026-05-01)": another day in the same brackets, of which is said what it was.
_ASIDE = re.compile(rf"[ \t]*[;,][ \t]*[^\W\d_][^()\n;,\d@]{{0,30}}[ \t]{FULL}[ \t]*\)")
# "due 2026-05-01 → TBD", "due 2026-05-01 (postponed)": it holds no more, and no other day takes its place.
_PUT_OFF = re.compile(
    rf"[ \t]*+(?:[,;(—–-][ \t]*)?{PUT_OFF}[ \t]*+(?P<rest>[^\n()\[\]@|;,.]{{0,24}})[)\]]?",
    re.IGNORECASE,
)
_LATER_ON = frozenset(every("days", "later"))
_SLASHED = re.compile(r"(?P<day>(?!24/7)(?P<first>\d{1,2})/(?P<second>\d{1,2}))(?=[ \t.)\]]*$)")
_DOTTED = re.compile(r"(?P<day>(?:0?[1-9]|[12]\d|3[01])\.[ ]?(?:0?[1-9]|1[0-2])\.)(?!\w)")
_PADDED = re.compile(r"\d\d\.\d\d\.")  # "before 2.4." may be a release
_ENGLISH = frozenset(languages()[0].phrases("items", "due"))
_QUARTERS = 4  # "Cut it by 1/2", "3/4": a part of something
_NOT_BEFORE = re.compile(rf"{EARLIEST}[ \t]+[^\d\n()]{{0,20}}{DAY}", re.IGNORECASE)
# "by end of May 2026": no day, and meant as a date all the same.
_IN = re.compile(r"(?:in[ \t]+)?", re.IGNORECASE)
_APART = re.compile(r"[,(—–-][ \t]*(?=(?:end|early|mid|late|start)[ \t-])", re.IGNORECASE)
_MONTH = re.compile(
    rf"((?:(?:the[ \t]+)?(?:end|start|beginning|middle)[ \t]+of[ \t]+|(?:early|mid|late)[ \t-]+)?(?P<month>{NAME})\b\.?"
    r"(?:,?[ \t]+\d{4})?)(?![\w/-])(?P<thing>[ \t]+[^\W\d_])?",
    re.IGNORECASE,
)


class _Cued(NamedTuple):
    """Where a cue begins, and where words behind it do that may be a day; ``about`` where the work is on that day."""

    start: int
    end: int
    about: bool = False


def is_cued_day(text: str) -> bool:
    """True for a cue with its day and nothing else: "before 1 May 2026"."""
    plain = without_weekdays(text)
    first = next(_cues(plain), None)
    day = _DAY.match(plain, first.end) if first is not None and first.start == 0 and not first.about else None
    return day is not None and names_month(day) and _CLOSE.fullmatch(plain, day.end()) is not None


def behind_cue(text: str) -> Due | None:
    """The day behind the first cue that has one, with what follows that takes its place or takes it back."""
    plain = without_weekdays(text)
    for cue in _cues(plain):
        day = None if cue.about else _DAY.match(plain, cue.end)
        if day is not None and names_month(day):
            return _without_haste(text, _dated(text, plain, cue, day))
    return None


def behind_name(text: str, apart: Callable[[int, int], bool]) -> Due | None:
    """The day behind the name of a due date in brackets or behind a sign: "(срок 2026-05-01)", "– Termin 1.5.2026".

    ``apart`` tells whether a range stands at an item's end or beginning. Haste in the same brackets goes with it.
    """
    plain = without_weekdays(text)
    for sign in _OPENED.finditer(text):
        for at in _behind_names(text, sign.end()):
            day = _DAY.match(plain, at)
            if day is None or not names_month(day):
                continue
            due = _dated(text, plain, _Cued(sign.end(), day.start()), day)
            if due is not None and due.cut is not None and apart(sign.start(), _closed(text, due.cut[1])):
                return _without_haste(text, due)
    return None


def _without_haste(text: str, due: Due | None) -> Due | None:
    """A due date with the words before it in its brackets that only ask for haste: "(ASAP, latest 2026-05-01)"."""
    if due is None or due.cut is None or text[due.cut[1] - 1] not in ")]":
        return due
    opened = max(text.rfind(sign, 0, due.cut[0]) for sign in "([")
    before = text[opened + 1 : due.cut[0]] if opened >= 0 else ""
    return replace(due, cut=(widened(text, opened + 1), due.cut[1])) if is_hurry(before.strip(" ,;–—-")) else due


def slashed(text: str) -> Due | None:
    """Two numbers behind a cue at the end, which tell a day in one order or the other: "by 24/12", "before 6/3"."""
    for cue in _cues(text):
        found = _SLASHED.match(text, cue.end)
        if found is not None and _is_no_part(int(found["first"]), int(found["second"])):
            return Due(found["day"], found.start(), None, dated=True)
    return None


def dotted(text: str) -> Due | None:
    """A day and a month in numbers behind a cue, as German and others write them: "bis 15.3.", "do 15. 3."."""
    named = ((sign.end(), at) for sign in _OPENED.finditer(text) for at in _behind_names(text, sign.end()))
    for start, at in (*((cue.start, cue.end) for cue in _cues(text) if not cue.about), *named):
        weekday = weekday_at(text, at)
        after = _COMMA.match(text, weekday) if weekday is not None else None
        found = _DOTTED.match(text, after.end() if after is not None else at)
        if found is None or text[found.end() :].lstrip().startswith(("–", "-", "/")):
            continue
        if text[start:at].strip().casefold() in _ENGLISH and _PADDED.fullmatch(found["day"]) is None:
            continue
        cut = (widened(text, start), _closed(text, found.end()))
        return Due(found["day"], found.start("day"), cut, dated=True)
    return None


def _behind_names(text: str, at: int) -> Iterator[int]:
    """Where a day would begin behind the name of a due date that stands at a place."""
    for end in _NAMES.ends(text, at):
        lead = _LED.match(text, end) if text[end - 1] < UNSPACED else _BLANKS.match(text, end)
        if lead is not None:
            yield lead.end()


def _is_no_part(first: int, second: int) -> bool:
    return first > second or second > _QUARTERS


def not_before(text: str) -> Due | None:
    """The day before which nothing is due, as it is written: "due not before 1 May"."""
    for cue in _cues(text):
        found = _NOT_BEFORE.match(text, cue.end)
        if found is not None and names_month(found):
            return Due(found[0], found.start(), (widened(text, cue.start), _closed(text, found.end())), dated=True)
    return None


def month_only(text: str) -> Due | None:
    """A month behind a cue, or a part of one that stands apart: "by end of May 2026", "(late May)"."""
    cued = ((cue.start, _end(_IN, text, cue.end)) for cue in _cues(text))
    apart = ((found.start(), found.end()) for found in _APART.finditer(text))
    for start, at in sorted((*cued, *apart)):
        found = _MONTH.match(text, at)
        if found is not None and names_month(found):
            if not _is_name(found["month"], found[1]):
                return None
            if found["thing"] and found[1] == found["month"] and text[start:at].casefold().endswith("the "):
                return Due(found[1], at, None)  # "before the March release"
            return Due(found[1], at, (widened(text, start), _closed(text, found.end(1))))
    return None


def unsettled(text: str, at: int) -> int:
    """Where the words end behind a day by which nobody knows which day is meant; -1 where there are none."""
    lead = _TO.match(text, at)
    other = _DAY.match(text, lead.end()) if lead is not None else None
    if other is not None and names_month(other):
        return other.end()
    return _end(_UNSETTLED, text, at)


def renewed(text: str, at: int) -> int:
    """Where the day ends that is said to have taken another one's place; -1 where none is."""
    lead = _RENEWED.match(text, at)
    other = _DAY.match(text, lead.end()) if lead is not None else None
    return other.end() if other is not None and names_month(other) else -1


def _cues(text: str) -> Iterator[_Cued]:
    for word in _BEGIN.finditer(text):
        start = word.start()
        if word["sign"]:
            yield _Cued(start, word.end())
            continue
        behind = (_BEHIND.match(text, end) for end in _CUES.ends(text, start))
        first = next(filter(None, behind), None)
        if first is not None:
            start -= text[start - 1 : start] == "@" and not text[max(0, start - 2) : start - 1].strip()
            yield _Cued(start, first.end(), _NO_THING.match(text, start) is None)


def _dated(text: str, plain: str, cue: _Cued, day: re.Match[str]) -> Due | None:
    start, end = day.span()
    if tells_which(text[: cue.start]):
        return None
    stop = _closed(text, end)
    if (once := changed_at(text[: cue.start], text[cue.start : stop])) >= 0:
        return Due(text[once:end], once, (widened(text, once), stop), dated=True)
    if text[cue.start] == "@" and text[end : end + 1] == ")":
        end += 1
    while (later := _later(plain, end)) > 0:
        end = later
    end = max(end, unsettled(plain, end), renewed(plain, end))
    if (aside := _ASIDE.match(text, end)) is not None and CUED.isdisjoint(LETTERS.findall(aside[0].casefold())):
        value = text[start : aside.start()].strip(" ")
        return Due(value, start, (widened(text, cue.start), aside.end()), dated=True)
    if (off := _PUT_OFF.match(text, end)) is not None and _tells_when(off):
        return Due(text[start : off.end()].strip(" )]"), start, (widened(text, cue.start), off.end()), dated=True)
    return Due(text[start:end].strip(" "), start, (widened(text, cue.start), max(end, stop)), dated=True)


def _later(plain: str, at: int) -> int:
    """Where a day ends that stands right behind another or behind an arrow: "~~1 May~~ 2026-05-08", "1 May → 8 May".

    It is looked for only behind a label or a cue, whose value it is as a whole.
    """
    first = _end(_BLANKS, plain, at)
    day = _DAY.match(plain, first)
    if day is not None and not (day["month"] or day["first"]):
        return day.end()
    moved = _MOVED.match(plain, first)
    day = _DAY.match(plain, moved.end()) if moved is not None else None
    return day.end() if day is not None else -1


def _tells_when(off: re.Match[str]) -> bool:
    """True for what stands in a day's place and is none: "TBD", "next quarter", "later"; nothing behind an arrow."""
    bare = off["rest"].strip(" \t.*_–—-").casefold()
    if not bare:
        return any(map(str.isalpha, off[0]))
    return is_nobody(bare) or is_nobody(bare.partition(" ")[2]) or is_period(bare) or bare in _LATER_ON


def _is_name(month: str, said: str) -> bool:
    """True unless a word such as "may" or "march" may be a verb."""
    return not month[0].islower() or any(sign.isdigit() for sign in said) or month != said


def _closed(text: str, at: int) -> int:
    return _end(_CLOSE, text, at)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found is not None else -1
