"""Reads waivers, which excuse an item for a time: "(waived until 2027-03-31: waits for the hardware)"."""

from __future__ import annotations

import re
from datetime import date

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.unsaid import is_meant
from postmortem_tracker.markdown.lines.commonmark import quoted_at
from postmortem_tracker.markdown.lines.dates import read_date
from postmortem_tracker.markdown.words import placeholders
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.model import Waiver

_WAIVER = re.compile(
    r"(?:(?<![ \t])[ \t]+)?(?P<open>\([ \t]*)?[*_]{0,2}(?P<word>waived)"
    r"(?:[ \t]+until[ \t]+(?P<until>[^\s:,;)]+(?: [^\s:,;)]+){0,2}))?"
    r"[*_]{0,2}(?:[ \t]*[:—–]|[ \t]*(?<!\d)-)[*_]{0,2}[ \t]*(?P<why>[^\n)]*)\)?",
    re.IGNORECASE,
)
# One that says no reason: in brackets of its own, or with its last day at a line's end.
_BARE = re.compile(
    r"(?:(?<![ \t])[ \t]+)?"
    r"(?:\([*_]{0,2}(?P<word>waived)(?:[ \t]+until[ \t]+[^\s():,;][^\n():,;]{0,40}+)?[:,;]?[ \t]*\)|"
    r"(?<!\w)[*_]{0,2}(?P<open>waived)[ \t]+until[ \t]+\d[\d./-]{5,9}[*_]{0,2}(?=[ \t.]*$))",
    re.IGNORECASE | re.MULTILINE,
)
# What says of a waiver that nobody has granted it, or takes it back: of several words anywhere in its reason.
_REFUSALS = Spelled(*every("states", "refused"))
_SURE_REFUSALS = Spelled(*(each for each in every("states", "refused") if " " in each))
_CLAUSE = re.compile(r"(?:^|[;,.(–—-])[ \t]*[*_]{0,3}")
_BEHIND = re.compile(r"[ \t,;:.(–—-]{1,6}")
_NO_REASONS = frozenset((*every("states", "no"), *every("states", "yes")))
# Where one may begin that is not in brackets; with its last day also behind other words.
_APART = re.compile(r"(?:^|[,;.:—–)\]-])[ \t*_]*\Z")
_SENTENCE = re.compile(r"\b(?:is|are|was|were|be|been|gets?|got|may|might|can)[ \t*_(]*\Z", re.IGNORECASE)
_SPOKEN_OF = re.compile(r"\b(?:an?|the|this|that|each|every)[ \t]*\Z", re.IGNORECASE)
_BEFORE = 24  # characters before one that show what it belongs to


def read_waiver(text: str, fields: Fields, near: date | None) -> None:
    """Add the waiver of an item, or what is to be doubted of one; ``near`` lends its year to the last day."""
    if "waived" not in text.lower():
        return
    found = next((one for one in _WAIVER.finditer(text) if _is_one(text, one)), None)
    if found is None or not found["why"].strip(" .*_"):
        _read_bare(text, fields)
        return
    fields.cuts.append(found.span())  # also one that is not understood is no part of the title
    why, said = found["why"].strip(" .*_"), repr(found[0].strip(" ()"))
    if _is_refused(text, found, why):
        fields.doubts.append(("PM130", said))
        return
    until = read_date(found["until"], near).value if found["until"] else None
    if found["until"] and until is None:
        fields.doubts.append(("PM104", f"waived until {found['until']!r}"))
    elif placeholders.is_placeholder(why) or not any(map(str.isalnum, why)):
        fields.doubts.append(("PM129", said))
    else:
        fields.waiver = Waiver(until, why)


def _is_one(text: str, found: re.Match[str]) -> bool:
    """Whether a waiver stands apart from the item's words, and is neither code nor quoted nor denied."""
    at = found.start("word")
    before = text[max(0, found.start() - _BEFORE) : found.start()]
    if not is_meant(text, at) or _quoted(text, found) or _SPOKEN_OF.search(before) is not None:
        return False
    if found["open"] is not None:
        return True
    return _APART.search(before) is not None or (found["until"] is not None and _SENTENCE.search(before) is None)


def _quoted(text: str, found: re.Match[str]) -> bool:
    return text[found.start() : found.end() + 1].strip()[-1:] in ('"', "”") or quoted_at(text, found.start("word"))


def _is_refused(text: str, found: re.Match[str], why: str) -> bool:
    said = found["why"]
    if why.casefold() in _NO_REASONS or next(_SURE_REFUSALS.found(said), None) is not None:
        return True
    if any(_REFUSALS.end(said, clause.end()) >= 0 for clause in _CLAUSE.finditer(said)):
        return True
    behind = _BEHIND.match(text, found.end()) if found["open"] is not None else None
    return behind is not None and _REFUSALS.end(text, behind.end()) >= 0


def _read_bare(text: str, fields: Fields) -> None:
    """A waiver that does not say why excuses nothing, and is pointed out."""
    for found in _BARE.finditer(text):
        if is_meant(text, found.start("word") if found["word"] else found.start("open")):
            fields.cuts.append(found.span())
            fields.doubts.append(("PM129", repr(found[0].strip(" ()*_"))))
            return
