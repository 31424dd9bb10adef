"""Takes what stands beside the day in a title out of it: its label, the time of day, the zone.

"2026-03-22 14:05 UTC: API down", "Date: 2026-03-22 - API down", "[2026-03-22 14:05] API down"
"""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of

_DAY = (
    r"(?:(?<!\d)\d{4}-\d{1,2}-\d{1,2}|(?<![\d.])\d{1,2}[-./]\d{1,2}[-./]\d{4}|"
    r"\d{1,2}\.?(?:st|nd|rd|th)? [^\W\d_]{3,10}\.?,? \d{4}|[^\W\d_]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?!\d)"
)
_CLOCK = r"(?:\d{1,2}(?:[:.h]\d{2}){1,2}(?:\s?[apAP]\.?[mM]\b\.?)?|\d{1,2}\s?(?:[apAP][mM]|h|Uhr)\b)(?:Z\b)?"
_ZONES = (
    "UTC|GMT|Uhr|MSK|WES?T|CES?T|EES?T|BST|IST|SAST|JST|KST|HKT|SGT|WIB|AES?T|AE[SD]T|ACST|AWST|NZ[SD]T|BRT|ART|CLT|"
    "[ECMP][SD]?T|AK[SD]T|HST"
)
_OFFSET = r"(?:\s?[+-]\d{1,2}(?::?\d{2})?)"
_ZONE = rf"(?:\s?(?:{_ZONES})\b{_OFFSET}?|\s?\((?:{_ZONES})\b{_OFFSET}?\)|\s?[+-]\d{{2}}:?\d{{2}}\b)"
_TIME = re.compile(
    rf"(?P<day>{_DAY})(?:T|,?\s+(?:(?i:{any_of(*every('days', 'at'))})\s+)?)"
    rf"{_CLOCK}{_ZONE}?(?:\s?(?:[–—-]|to|until|bis)\s?{_CLOCK}{_ZONE}?)?(?!\w)"
)
_LABEL = re.compile(
    rf"^{any_of(*every('incident', 'date'), *every('incident', 'began'))}\s*[:：]\s*(?={_DAY})", re.IGNORECASE
)
_BRACKETS = re.compile(rf"^[(\[]({_DAY})[)\]]\s*+(?:[:–—-]\s*+)?(?=\S)")


def without_time(title: str) -> str:
    """The title with the day alone where its label, brackets around it or the time of day stood beside it."""
    return _BRACKETS.sub(r"\1 ", _LABEL.sub("", _TIME.sub(r"\g<day>", title)))
