"""Words beside a day that make it none by which work is due: "not before", "nicht vor", "après", "was due"."""

from __future__ import annotations

import re

_EARLIEST = (
    r"earliest|after|nach|ab|frühestens|fruehestens|après|apres|depuis|dès|[àa] partir|au plus tôt|"
    r"después|despues|desde|após|depois|vanaf|dopo|efter|etter|после|"
    r"(?:never|not|nicht|pas|no antes|não|nao|niet|non|nie|inte|ikke|не)"
    r"(?! (?:later|später|spaeter|plus tard|más tarde|mas tarde|mais tarde|più tardi|później|senare|senere|позднее|"
    r"позже|пізніше)\b)"
)
_ONCE = (
    r"was|were|originally|initially|previously|formerly|war|ursprünglich|était|initialement|era|inicialmente|"
    r"originariamente|oorspronkelijk"
)
_QUALIFIED = re.compile(rf"(?<!\w)(?:{_EARLIEST})(?!\w)", re.IGNORECASE)
_BEFORE_CUE = re.compile(rf"(?<!\w)(?:no|{_ONCE}|{_EARLIEST})[ \t]?$", re.IGNORECASE)
_WHICH = re.compile(r"(?<!\w)(?:from|than|since|of|older|dating)[ \t]?$", re.IGNORECASE)


def is_earliest(text: str) -> bool:
    """True for a day before which nothing is due: "nicht vor 24.12.2026", "after 2026-12-24"."""
    return _QUALIFIED.search(text) is not None


def changed_at(text: str) -> int:
    """Where the word at a text's end begins that changes the day behind it ("was", "nicht"); -1 where there is none."""
    found = _BEFORE_CUE.search(text, max(0, len(text) - 32))
    return found.start() if found is not None else -1


def tells_which(text: str) -> bool:
    """True where a day behind a text tells which things, not until when: "all backups from before"."""
    return _WHICH.search(text, max(0, len(text) - 32)) is not None
