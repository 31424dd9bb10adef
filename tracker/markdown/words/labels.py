"""Finds the labels of fields, where a labelled value ends, and what brackets go with it."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, bare
from postmortem_tracker.markdown.words.spelled import Spelled, lowered

FIELDS = ("owner", "due", "priority", "status", "ticket", "type")
MANY = 16  # labels or handles that are looked at in one item
_NEAR = 70  # characters of a line in which its label ends
# Characters of a label's last word, whose ending may have 40, and of a label with what stands around it.
_WIDE, _WIDEST = 64, 128

_ENDS = re.compile(
    r"\n|;|\||\)|\]|<br ?/?>|"
    r"(?<![\s(]\d)(?<![\s(]\d\d)\.\s+(?=[A-Z@])|,\s*(?=(?:due|by|eta|deadline|P[0-5])\b)|\s[—–-]\s|\.$"
)

_ISO_ENDS = re.compile(r"\d{4}-\d{2}-\d{2}(?=[ \t.,;)\]]*$|[ \t]+[@(\[])")
_DUE = Spelled(*every("items", "due"))
_BLANKS = re.compile(r"[ \t]*")
_SHORTENED = re.compile(r"(?<!\w)(?:[A-Z]|Dr|St|Mr|Ms|Mrs|Jr|Prof)\Z")  # "J. Smith", "Dr. Ana Lima"

# What may stand before a colon at the head of a line: a detail of the work above, and of those its fields.
DETAIL, OWNER, DUE, PRIORITY, STATUS = 1, 2, 4, 8, 16
# A few words that stand side by side, and what is said of them in brackets: "Due date (UTC):", not "Action – owner:".
_HEAD = re.compile(r"\W*+(\w++(?:,?[^\w:：(]\w++){0,5}+)\s*+(?:\([^)]{0,60}\))?\W{0,3}[:：]")
_HEADS = Phrases(
    {
        DETAIL: (phrase for name in ("details", *FIELDS) for phrase in every("labels", name)),
        OWNER: every("labels", "owner"),
        DUE: every("labels", "due"),
        PRIORITY: every("labels", "priority"),
        STATUS: every("labels", "status"),
    }
)


def label_of(text: str) -> int:
    """What the words before the colon are, as bits; 0 where they are no label, or there is no colon."""
    near = text[:_NEAR]
    found = _HEAD.match(near) if ":" in near or "：" in near else None
    return _HEADS.whole(bare(found[1]).split()) if found is not None else 0


def find_labels(text: str, labels: re.Pattern[str], stems: frozenset[str]) -> list[re.Match[str]]:
    """The labels in a text; looked for only before colons that the last word of one precedes, which few are."""
    low = lowered(text)
    colons = low.replace("：", ":").replace("=", ":")
    found: list[re.Match[str]] = []
    at, end = colons.find(":"), 0
    while at >= 0 and len(found) < MANY:
        if _is_told(colons, at, stems):
            label = labels.search(low, max(end, at - _WIDEST))
            if label is None:
                break
            if label[0].rstrip(" \t*_")[-1:] == "=" and not _is_set(low, label):
                at = colons.find(":", at + 1)
                continue
            found.append(label)
            at = end = label.end()
        at = colons.find(":", at + 1)
    return found


def _is_set(text: str, label: re.Match[str]) -> bool:
    """True for "(owner=ops, priority=high)" and "due=2026-05-01", not for an argument of a call, or a setting."""
    if label.lastgroup == "due" and _ISO_ENDS.match(text, label.end()) is not None:
        return True
    opened = text.rfind("(", 0, label.start() + 1)
    aside = opened >= 0 and ")" not in text[opened : label.start()] and not text[max(0, opened - 1)].isalnum()
    return aside and label.lastgroup in ("owner", "due", "priority")


def _is_told(text: str, at: int, stems: frozenset[str]) -> bool:
    """Whether the word before a colon may be the last one of a label."""
    before = text[max(0, at - _WIDE) : at].rstrip(" \t*_`").removesuffix("(s)")
    start = end = len(before)
    while start and ((sign := before[start - 1]).isalnum() or sign == "_"):
        start -= 1
    while start < end and before[start] == "_":
        start += 1
    return (
        before[start : start + 4] in stems or before[start : start + 3] in stems or before[start : start + 2] in stems
    )


def value_end(text: str, start: int, limit: int, name: str) -> int:
    """Where a labelled value ends: at a separator or at the next label."""
    depth = 0
    position = start
    for found in _ENDS.finditer(text, start, limit):
        opened = text.count("(", position, found.start()) + text.count("[", position, found.start())
        depth += opened
        position = found.end()
        if found[0] in (")", "]") and depth > 0:
            depth -= 1
            continue
        if found[0].strip() in ("-", "–", "—") and name == "ticket":
            continue
        named = found[0][0] == "." and name == "owner" and _SHORTENED.search(text, start, found.start()) is not None
        if named and not _leads_to_day(text, found.end()):
            continue
        return found.start()
    return limit


def _leads_to_day(text: str, at: int) -> bool:
    first = _BLANKS.match(text, at)
    return first is not None and _DUE.end(text, first.end()) >= 0


def bracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """A value with the emphasis, brackets and colon that stand around it."""
    while start > 0 and text[start - 1] in "*_`":
        start -= 1
    while end < len(text) and text[end] in "*_`":
        end += 1
    if start > 0 and text[start - 1 : start] in ("(", "[", "<") and text[end : end + 1] in (")", "]", ">"):
        start, end = start - 1, end + 1
    if text[end : end + 1] == ":":
        end += 1
    return start, end
