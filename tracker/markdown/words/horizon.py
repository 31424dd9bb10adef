"""Titles and labels that say no more than when: "Under way (until May)", "By the end of Q3"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every, languages
from postmortem_tracker.markdown.words.phrases import any_of, reduce
from postmortem_tracker.markdown.words.vocabulary import Compiled

_UNIT = rf"(?:(?:business |working )?{any_of(*every('title_words', 'units'))})"
_UP_TO = any_of(*every("severities", "up_to"))
_MONTH = any_of(*(name for names in languages()[0].tables["months"]["names"] for name in names))
_DAY = rf"(?:\d{{4}}-\d\d(?:-\d\d)?|(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}})?(?:,? \d{{4}})?|q[1-4](?: \d{{4}})?|\d{{4}})"
_WHEN = re.compile(
    rf"(?:(?:by|before|within|until|till|after|in|over|for|from|during|due|end of)\b.{{0,20}}\b(?:{_UNIT}|{_DAY})|"
    rf"(?:this|next|coming|following|the next|current) (?:\w+ )?{_UNIT}|{_DAY}(?:\s?[–—-]\s?{_DAY})?|"
    rf"\d{{1,2}}\s?(?:[–—-]|{_UP_TO})\s?\d{{1,2}} {_UNIT}|"
    r"to (?:complete|do|finish|be done|close)\b(?: .{0,60})?|(?:right )?now|later|soon|eventually|today|tomorrow)",
    re.IGNORECASE,
)
_SPANS = frozenset(map(reduce, every("columns", "spans")))
_ASIDE = re.compile(r"(?<!\s)\s*[(\[][^()\[\]]{1,40}[)\]]\s*$")


def without_aside(text: str) -> str:
    """A label without a remark in brackets behind it: "In progress (next 2 weeks)"."""
    return _ASIDE.sub("", text)


def is_span(text: str) -> bool:
    """True for a name of a span of time in which work is to be done: "Short term", "Langfristig"."""
    return reduce(text) in _SPANS


def is_horizon(text: str, words: Compiled) -> bool:
    """True for a label that only tells when, or how far, the work below it is."""
    bare = text.strip(" :*_.")
    if _WHEN.fullmatch(bare):
        return True
    inner = without_aside(bare)
    return inner != bare and (_WHEN.fullmatch(inner) is not None or words.state(inner) is not None)


def is_span_of_work(text: str, words: Compiled) -> bool:
    """True for a title of nothing but when, whatever its remark in brackets: "Short term (to do)", "This week"."""
    return is_span(without_aside(text.strip(" :*_."))) or is_horizon(text, words)
