"""What an incident is called: a title without the words and dates that every postmortem has."""

from __future__ import annotations

import re
from functools import lru_cache

from postmortem_tracker.markdown.lines.dates import NAME, names_month
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of

_GENERIC = re.compile(rf"^(?:0x\w+[.:]?)?\W*(?:(?:0x\w+|{any_of(*every('incident', 'general'))})\W*)*$", re.IGNORECASE)
_PREFIX = re.compile(
    r"^\W*(?:\[?(?:0x\w+\.?\s*)?(?:public\s+)?(?:(?:p?o)?st[ -]?mortems?\b|post[ -]incident (?:review|report)|"
    r"i?ncident (?:reports?|reviews?|retros?|retrospectives?|postmortems?)\b|(?:\w+ ){1,2}post-?mortem(?=:)|"
    rf"{any_of(*every('incident', 'reports'), *every('incident', 'nouns'))}(?=\s*[:：–—])|"
    r"(?:rca|retrospective|pir)\b)"
    r"(?: report| analysis| review)?(?:/post-?mortem)?\]?\s*[:：\-–—|]*\s*(?:of|for|on)?\s*)(?=\S)",
    re.IGNORECASE,
)
_WORDED_DAY = (
    r"(?:\d{1,2}(?:st|nd|rd|th)? [^\W\d_]{3,9}\.?,? \d{4}|"
    rf"(?P<month>{NAME})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_DATE_FIRST = re.compile(
    r"^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|(?:incident )?#?\d{2,4}(?=:)|"
    + _WORDED_DAY
    + r")[\s:,–—-]+(?=\S)",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"!\[|(?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2}\.? [^\W\d_]{3,9}),? \d{4}$|[\W\d]+$|"
    r"by [A-Z]|(?:owners?|authors?|date|involved|status|version|tags)\b[^:]{0,10}:",
    re.IGNORECASE,
)
_ENDS = re.compile(r"^[^\w\"“'(\[$%`<]+|[^\w\"”')\]!?%`>+#]+$")  # punctuation and emoji around a title
_DATE_LAST = re.compile(
    rf"\s*\(\d{{4}}-\d{{2}}-\d{{2}}\)$|[\s,:–—-]+(?:on )?(?:\d{{4}}-\d{{2}}-\d{{2}}|{_WORDED_DAY})$", re.IGNORECASE
)
_SUFFIX = re.compile(
    r"[\s:|–—(\[-]*(?:incident report|post[ -]?mortem(?: report)?|incident postmortem|post[ -]incident review)\W*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def called(text: str) -> str:
    """What a title calls its incident; "" where it has only general words, a date or an address."""
    if len(text) > 160:
        return ""
    bare = trimmed(text)
    return "" if not bare or "://" in bare or _NO_TITLE.match(bare) or _GENERIC.match(bare) else bare


def trimmed(text: str) -> str:
    """A title without the word postmortem, its date and what else stands around it."""
    bare = _SUFFIX.sub("", _PREFIX.sub("", " ".join(text.split())))
    bare = _DATE_FIRST.sub(_undated, bare)
    if bare[:1] in (",", ";", ")", "/"):  # the word stood in a sentence
        return ""
    bare = _DATE_LAST.sub(_undated, bare)
    if not (bare[:1].isalnum() and bare[-1:].isalnum()):
        bare = _ENDS.sub("", bare)
    return bare.strip(" .:-–—\"'“”*#")


def _undated(found: re.Match[str]) -> str:
    return "" if names_month(found) else found[0]


def is_general(text: str) -> bool:
    """True for words that could name any postmortem, as in "README" or "Incident report"."""
    return _GENERIC.match(text) is not None


def is_named(line: str) -> bool:
    """True for a line that begins with "Postmortem:" or another name of such a document."""
    return _PREFIX.match(line) is not None
