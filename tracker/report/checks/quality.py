"""Judges the wording of an action item: actionable, specific, bounded; and whether it prevents or detects."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.phrases import UNSPACED
from postmortem_tracker.model import ActionItem

_FEWEST_WORDS = 3
_FEWEST_LETTERS = 6  # where words have no spaces between them
_NO_ACTION = re.compile(
    r"(?:be (?:more )?(?:careful|aware|mindful)|(?:think|talk) about|try to|consider|maybe|we should|keep in mind)\b",
    re.IGNORECASE,
)
_NO_END = re.compile(
    r"(?:improve|enhance|increase|reduce|decrease|lower|raise|speed up|strengthen|minimi[sz]e|"
    r"optimi[sz]e|monitor|review|investigate|explore|look (?:into|at)|discuss|"
    r"continue|follow up|ensure|work on|revisit|evaluate)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\d|`|\b(?:until|so that|such that|by|when|below|above|within|every|all|each|per|at least)\b", re.IGNORECASE
)
_FORESEES = re.compile(
    r"\b(?:prevent\w*|avoid\w*|detect\w*|alert\w*|alarm\w*|monitor\w*|guard\w*|limit\w*|validat\w*|check\w*|test\w*|"
    r"block\w*|forbid\w*|refuse\w*|lint\w*|canar\w*|probe\w*|metric\w*|dashboard\w*|protect\w*|circuit breaker\w*|"
    r"page[sd]? (?:on|when|if)|paging)",
    re.IGNORECASE,
)
_REPAIRS = re.compile(
    r"(?:restart|reboot|re-?run|re-?play|re-?process|re-?sync|re-?build|re-?index|re-?deploy|restore|recover|repair|"
    r"roll(?:ed)? ?back|revert|undo|clean(?: |-)?up|purge|refund|compensate|credit|apologi[sz]e|inform|tell|contact|"
    r"notify|communicate|announce|publish|write|document|record|update|share|present|discuss|talk|schedule|hold|"
    r"organi[sz]e|plan|investigate|analy[sz]e|understand|find out|look (?:into|at)|research|ask)\b",
    re.IGNORECASE,
)
_FORESEEING_TYPES = ("prevent", "detect")
_LOOKING_BACK_TYPES = ("mitigat", "repair", "investigat", "process")


def vague(text: str) -> str:
    """What makes the item hard to finish, in a few words; "" where nothing does."""
    if len(text.split()) < _FEWEST_WORDS and sum(letter >= UNSPACED for letter in text) < _FEWEST_LETTERS:
        return "not specific, says too little"
    if _NO_ACTION.match(text):
        return "not actionable, names no action"
    if _NO_END.match(text) and not _BOUND.search(text):
        return "not bounded, no way to see that it is done"
    return ""


def only_repairs(item: ActionItem) -> bool:
    """True where the item is understood as one that neither prevents nor detects; what is not understood may do both.

    Its type decides, or, where that says nothing, its words and the headings above it.
    """
    kind = (item.type or "").casefold()
    if kind.startswith(_FORESEEING_TYPES):
        return False
    if kind.startswith(_LOOKING_BACK_TYPES):
        return True
    return bool(_REPAIRS.match(item.text)) and not _FORESEES.search(" ".join((*item.section, item.text)))
