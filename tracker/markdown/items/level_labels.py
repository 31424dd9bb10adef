"""Where "priority:" is no label: before the work it is the end of a level, and some work sets a level."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.levels import SETTING, level_at, word_of
from postmortem_tracker.markdown.words.orders import words_of


def speaks_of_level(text: str, body: int, label: re.Match[str]) -> bool:
    """True in "High priority: cap the pool", and in a sentence without a level: "Set the priority: see below"."""
    start = body + len(text[body:]) - len(text[body:].lstrip("*"))
    said = level_at(text, start)
    if word_of(said) and start + len(said) == label.end("priority"):
        return True
    before = text[: label.start("priority")]
    if before[-1:] not in (" ", "\t") or not before.rstrip(" \t*_")[-1:].isalnum() or "\n" in text[: label.end()]:
        return False
    value = text[label.end() :].split("\n", 1)[0].strip(" \t*_`.")
    return not SETTING.isdisjoint(words_of(text[body:])[:1]) or not level_at(value, 0)
