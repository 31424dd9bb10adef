"""Why a promise changed, where somebody has written it: in the item, or in the commit's message."""

from __future__ import annotations

import re

from postmortem_tracker.history.model import What
from postmortem_tracker.markdown.words.placeholders import is_placeholder

_POSTPONED = r"moved|postponed|deferred|delayed|rescheduled"
_WORDS = {
    What.DUE: _POSTPONED,
    What.PRIORITY: r"lowered|deprioriti[sz]ed",
    What.REMOVED: r"removed|dropped|cancell?ed|superseded",
}
# `(moved: why)`, `- Moved from 2026-04-01: why`, `(was 2026-04-01: why)`, `| lowered: why |`
_REMARK = re.compile(
    r"(?:^|[(\[|;,.–—-])[\s*_>+-]{0,20}(?:due (?:date )?)?"
    rf"(?:(?:{_POSTPONED}|{_WORDS[What.PRIORITY]})\b[^:()|\n]{{0,60}}"
    r"|was\s[^:()|\n]{1,40}):[\s*_]{0,20}(?P<why>[^\s)\]|][^)\]|\n]*)[)\]]?",
    re.IGNORECASE | re.MULTILINE,
)
_MESSAGE = {
    what: re.compile(
        rf"^[ \t*-]{{0,20}}(?:{words}|reason)\b[^:\n]{{0,80}}:[ \t]*(?P<why>\S.*)$", re.IGNORECASE | re.MULTILINE
    )
    for what, words in _WORDS.items()
}


def remarks(written: str) -> tuple[str, ...]:
    """The reasons written in an item, in order."""
    given = (found["why"].strip(" \t\r*_") for found in _REMARK.finditer(written))
    return tuple(reason for reason in given if reason and not is_placeholder(reason))


def without_remarks(text: str) -> str:
    """An item's text without the reasons in it, which must not make another item of it."""
    return _REMARK.sub(" ", text)


def reason_in(message: str, what: What) -> str:
    """The reason a commit message gives in a line of its own, such as ``Moved: the vendor is late``; else ""."""
    found = _MESSAGE[what].search(message) if what in _MESSAGE else None
    why = found["why"].strip() if found else ""
    return "" if is_placeholder(why) else why
