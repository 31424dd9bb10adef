"""What looks like a ticket without being written as one: "#13-15", "tracked in 12", "AB#12", "T1234"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.lines.bare_numbers import OF_ANY, OF_OURS
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.text.ticket_forms import KEY

_CALLED = any_of(*OF_OURS, *OF_ANY)
_OTHERWISE = any_of(*every("items", "called"))  # what people call a ticket, and other things, too
_NUMBER = r"(?:no|nr|n[°º]|№)\.?"
_START, _STOP = r"(?<![\w/&#.-])", r"(?![\w%]|[.,:]\d)"
_MORE = r"(?:[ ]?[,/&+][ ]?#?\d{1,6})?"
# From one number to another. Which of them are meant nobody says.
RANGE = re.compile(
    rf"(?:#\d{{1,6}}|{_START}{_CALLED}[ ]\d{{1,6}})[ ]?(?:[–—-]|\.\.+|…|to\b|bis\b)[ ]?#?\d{{1,6}}{_STOP}",
    re.IGNORECASE,
)
# Behind words that may call it one: "tracked in 12", "no. 12", "issue 12/13".
LOOSE = re.compile(
    rf"{_START}(?:(?:tracked|filed|logged|raised|recorded|opened|tracking)(?:[ ](?:in|by|at|as|under|via|with))?|"
    rf"(?:{_CALLED}|{_OTHERWISE})(?:[ ]?{_NUMBER})?|id|{_NUMBER})[ ]?:?[ ]?#?\d{{1,6}}{_MORE}{_STOP}",
    re.IGNORECASE,
)
# Of a tracker or project that is told with a word before the sign, and an epic of GitLab's: "AB#12", "shop&12".
NAMED = re.compile(
    rf"{_START}(?:[A-Za-z][\w.-]{{0,39}}#|(?:[A-Za-z][\w.-]{{0,39}}(?:/[\w.-]{{1,40}}){{0,4}})?&)\d{{1,6}}(?![\w;-])"
)
# With one letter before the number, alone in brackets, where it may be a level as well: "(P-1)".
SHORT = re.compile(r"(?<=[(\[])[A-Z]-\d{1,6}(?=[)\]])")
_ONE = re.compile(rf"#\d|(?<![\w/-]){KEY}(?![\w-])")
# What other trackers call one: "T1234", "SCTASK0012345", "86c9rvv31".
_NAME = r"[A-Za-z]{1,12}\d{3,10}|\d{7,10}|(?=\d{0,9}[a-z])\d[0-9a-z]{6,10}|[A-Za-z]{2,10}-\d{1,6}|\d{1,6}"
_NUMBERS = re.compile(
    rf"[^\w%]{{0,3}}(?:{_NAME})(?:[ ]?(?:[,;/&+–—-]|\.\.+|…|to|and|or|bis|und)[ ]?#?\d{{1,6}})*[^\w%]{{0,3}}"
)
_DATE = re.compile(r"\W{0,3}(?:\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|[QH][1-4][- ]?\d{4})\W{0,3}")
_LONG, _WORDS = 60, 6  # of what may name a ticket


def looks_like_tickets(text: str) -> bool:
    """True for a few words of which one looks like a ticket's number or key, or for nothing but numbers: "13-15"."""
    if not text or len(text) > _LONG or len(text.split()) > _WORDS or _DATE.fullmatch(text) is not None:
        return False
    return any(form.search(text) is not None for form in (_ONE, LOOSE, RANGE)) or _NUMBERS.fullmatch(text) is not None
