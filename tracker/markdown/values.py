"""Finds where a labelled value may begin, where it ends, and what brackets go with it."""

from __future__ import annotations

from tracker.patterns import lazy

MANY = 16  # labels or handles that are looked at in one item
_ENDS = lazy(
    r"\n|;|\||\)|\]|<br ?/?>|"
    r"(?<![\s(]\d)(?<![\s(]\d\d)\.\s+(?=[A-Z@])|,\s*(?=(?:due|by|eta|deadline|P[0-5])\b)|\s[—–-]\s|\.$"
)


def may_label(text: str, stems: frozenset[str]) -> bool:
    """Whether a word that ends a label stands before one of the first colons."""
    at = text.find(":")
    for _ in range(MANY * 2):
        if at < 0:
            return False
        before = text[max(0, at - 32) : at].rstrip(" \t*_`")
        word = before.removesuffix("(s)")
        if word[max(word.rfind(" "), word.rfind("\n")) + 1 :].lstrip("*_([|;,.—–`")[:4].casefold() in stems:
            return True
        at = text.find(":", at + 1)
    return False


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
        return found.start()
    return limit


def bracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """A value with the emphasis, brackets and colon that stand around it."""
    while start > 0 and text[start - 1] in "*_`":
        start -= 1
    while end < len(text) and text[end] in "*_`":
        end += 1
    if start > 0 and text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]"):
        start, end = start - 1, end + 1
    if text[end : end + 1] == ":":
        end += 1
    return start, end
