"""Finds words that tell until when where no day is told, at an item's end or beginning: "by the 15th", "ASAP".

What stands apart leaves the title, what ends the sentence stays in it; what the work is about is no due date.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from postmortem_tracker.markdown.items.roughly import Due
from postmortem_tracker.markdown.lines.plain import widened
from postmortem_tracker.markdown.words.languages import every, languages
from postmortem_tracker.markdown.words.orders import words_of
from postmortem_tracker.markdown.words.periods import is_period
from postmortem_tracker.markdown.words.phrases import UNSPACED
from postmortem_tracker.markdown.words.times import UNTIL, Told, told_alone, told_last

_ONGOING = frozenset(every("times", "ongoing"))  # work that is never over: "Keep logs within 30 days"
_LASTING = _ONGOING | frozenset(every("times", "lasting"))  # work that may have an end: "Disable it until Friday"
_CLAUSES = frozenset(every("times", "clauses"))  # "certificates that expire in 30 days"
_BOUND = frozenset(every("times", "bound"))  # "Plan for next sprint"
# What leads to a period in one language may bind in another: "en Q2" is Spanish, and "and" in Dutch.
_LEADING = frozenset(
    word
    for each in languages()
    for key in ("beside", "which")
    for word in each.phrases("days", key)
    if word not in each.phrases("times", "bound")
)
_LOOKING_BACK = frozenset(every("times", "looking_back"))
_COMING = every("times", "coming")
_NEXT = frozenset(word for phrase in _COMING for word in phrase.split() if not phrase.endswith("*"))
_NEXT_STEMS = tuple(phrase[:-1] for phrase in _COMING if phrase.endswith("*"))
_TAIL = 80  # characters at an item's end, or at its beginning, in which such words are looked for
_MOST = 5  # words of a period
_UNTIL = re.compile(rf"(?<![^\W_]){UNTIL}[ \t](?P<when>[^()\[\],;:\n]{{2,30}})$", re.IGNORECASE)
_SHORTHAND = re.compile(r"(?<!\S)EO[DWMQY]$")
_QUARTER = re.compile(r"(?:[^\W\d_]+[ \t]){1,3}[qh][1-4](?:[ \t/-]*20\d\d)?", re.IGNORECASE)
_WORDS = re.compile(r"(?<!\S)[^\W_]")
_SIGNED = re.compile(r"[^\w\s'’-]")  # a sign that no such words have
_OPENS = re.compile(r"[(\[]|[,;:][ \t]|[ \t][—–-][ \t]")
_ACCOUNTS_LAST = re.compile(
    r"(?<![ \t])[ \t]+(?:(?:[—–-][ \t])?\(?@[\w./-]{1,40}\)?|(?:[—–-][ \t]|\()[^\W\d_]{2,20}(?:[ ][^\W\d_]{2,20})?\)?)$"
)
_ACCOUNT_LAST = re.compile(r"@[\w./-]{1,40}$")  # whether it is an owner's is judged with the time behind it
_HEAD = re.compile(
    r"[ \t*_]{0,9}(?:[(\[](?P<aside>[^()\[\]\n]{2,40})[)\]]:?|(?P<label>[^()\[\]:,\n]{2,40}?)(?:[:,]|[ \t][—–-]))"
    r"[*_]{0,3}[ \t]+(?=\S)"
)


def loosely(line: str, free: Callable[[str], str]) -> Due | None:
    """Words that are meant as a due date and hold none, in any language; ``free`` blanks what others have read."""
    rest = free(line).rstrip(" \t.")
    return _first(rest) or _apart(rest) or _in_sentence(_ACCOUNTS_LAST.sub("", rest).rstrip(" \t,"), line)


def _first(rest: str) -> Due | None:
    """Such words before the item's own: "[ASAP] …", "By the 15th: …", "Next sprint: …"."""
    found = _HEAD.match(rest)
    if found is None:
        return None
    group = found.lastgroup or "aside"
    value, start = found[group], found.start(group)
    if (told := told_alone(value)) is not None:
        following = words_of(rest[found.end() :])[:1]
        cut = None if told.ahead and not _ONGOING.isdisjoint(following) else found.span()
        return _due(value, told, start, cut)
    if _is_coming(value) and "," not in found[0]:
        return Due(value, start, found.span(), dated=True)
    return None


def _apart(rest: str) -> Due | None:
    """Such words in brackets, behind a comma or a dash at the end."""
    opened = next(reversed(list(_OPENS.finditer(rest, max(0, len(rest) - _TAIL)))), None)
    if opened is None or not any(map(str.isalnum, rest[: opened.start()])):
        return None
    if _ACCOUNT_LAST.search(rest[: opened.start()].rstrip()) is not None:
        return None
    closed = rest[-1:] in (")", "]")
    inside = opened[0] in "([" or rest.count("(") < rest.count(")") or rest.count("[") < rest.count("]")
    if inside is not closed:
        return None
    value = rest[opened.end() : len(rest) - closed].rstrip(" \t")
    words = words_of(rest[: opened.start()])
    if _SHORTHAND.fullmatch(value) is not None:
        return Due(value, opened.end(), (widened(rest, opened.start(), len(rest))[0], len(rest)), dated=True)
    if (told := told_alone(value)) is not None:
        sure = not (told.ahead and not _ONGOING.isdisjoint(words[:1]))
        cut = (widened(rest, opened.start(), len(rest))[0], len(rest)) if sure else None
        return _due(value, told, opened.end(), cut)
    until = _UNTIL.fullmatch(value)
    if (until is not None and _lasts_until(until, words)) or (until is None and _is_coming(value)):
        return Due(value, opened.end(), None, dated=True)
    return None


def _in_sentence(rest: str, line: str) -> Due | None:
    """Such words at the end of the sentence, of which they may be a part: they stay there, but behind a field."""
    at = max(0, len(rest) - _TAIL)
    found = _told_last(rest, at) or _until_last(rest, at) or _period_last(rest, at)
    if found is None:
        return None
    begin, due = found
    before = rest[:begin].rstrip(" \t")
    if _ACCOUNT_LAST.search(before) is not None:
        return None
    field = line[:begin].rstrip(" \t")
    if len(field) > len(before):
        return Due(due.value, due.start, (len(field), len(rest)), dated=True)
    return due


_Found = tuple[int, Due]  # where the words begin, with what leads to the day


def _told_last(rest: str, at: int) -> _Found | None:
    told = told_last(rest, at)
    if told is None:
        found = _SHORTHAND.search(rest, at)
        kept = found is not None and _may_end(rest[: found.start()])
        return (found.start(), Due(found[0], found.start(), None, dated=True)) if found and kept else None
    kept = _may_end(rest[: told.start], least=1 + told.ahead, over=told.ahead)
    return (told.start, _due(rest, told, 0, None)) if kept else None


def _until_last(rest: str, at: int) -> _Found | None:
    until = _UNTIL.search(rest, at)
    if until is None:
        return None
    words = words_of(rest[: until.start()])
    kept = len(words) > 1 and _lasts_until(until, words) and _CLAUSES.isdisjoint(words)
    return (until.start(), Due(until[0], until.start(), None, dated=True)) if kept else None


def _period_last(rest: str, at: int) -> _Found | None:
    """The next week, month or sprint that ends a sentence, or a quarter: "Add a cache in Q2"."""
    starts = [found.start() for found in _WORDS.finditer(rest[at:])][-_MOST:]
    for start in (at + each for each in starts):
        first = rest[start:].split()[0].casefold()
        if (_is_coming(rest[start:]) and first not in _BOUND) or (first in _LEADING and _is_quarter(rest[start:])):
            kept = _may_end(rest[:start], over=True) and not _looks_back(rest[:start])
            return (start, Due(rest[start:], start, None, dated=True)) if kept else None
    return None


def _may_end(before: str, *, least: int = 2, over: bool = False) -> bool:
    """Whether a sentence may end before what tells when: it says what to do, and the last word needs no other.

    With ``over`` it has to be work that will be over.
    """
    bare = before.rstrip(" \t")
    words = words_of(bare)
    if len(words) < (least if max(bare, default="") < UNSPACED else 1) or not (
        bare[-1].isalnum() or bare[-1] in "`\"'”»*_)"
    ):
        return False
    if words[-1] in _BOUND or not _CLAUSES.isdisjoint(words):
        return False
    return not over or _ONGOING.isdisjoint((words[0], words[-1]))


def _lasts_until(until: re.Match[str], words: list[str]) -> bool:
    """Whether "until" leads to when work ends that does not go on by itself: not in "Keep it until Friday"."""
    return is_period(until["when"]) and _LASTING.isdisjoint(words[:1])


def _is_coming(text: str) -> bool:
    """True for the next week, month or sprint and nothing else: "next sprint", "la semaine prochaine", "来週"."""
    if _SIGNED.search(text) is not None:
        return False
    words = text.casefold().split()
    named = any(word in _NEXT or word.startswith(_NEXT_STEMS) for word in words)
    return named and len(words) <= _MOST and is_period(text)


def _looks_back(before: str) -> bool:
    """True for work on what was: "Explain the drop" needs the words behind it."""
    words = words_of(before)
    return not _LOOKING_BACK.isdisjoint((words[0], words[-1])) if words else False


def _is_quarter(text: str) -> bool:
    """True for a quarter or half of a year with a word that leads to it, and nothing else: "in Q2", "im Q3 2026"."""
    return _QUARTER.fullmatch(text) is not None and is_period(text)


def _due(text: str, told: Told, at: int, cut: tuple[int, int] | None) -> Due:
    """The due date as it is written, without the word that leads to it; the text begins at a place of the line."""
    return Due(text[told.begin :], at + told.begin, cut, dated=True)
