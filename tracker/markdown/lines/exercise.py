"""Tells the text of an exercise ("write a postmortem, it must contain …") from a postmortem."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.lines.source import Source

_CUES = re.compile(
    r"must contain|my first post-?mortem|make people want to read your post-?mortem|post-?mortem format can vary|"
    r"\d{3} to \d{3} words|add urls here|learning objectives|\(broadly speaking\)|write a post-?mortem|\bmandatory\b|"
    r"reviewed by your peers|be very specific|most of you will never have faced",
    re.IGNORECASE,
)
_HINTS = (  # each cue has one of these
    *(b"must contain", b"my first post", b"want to read your post", b"format can vary", b" words", b"add urls here"),
    *(b"learning objectives", b"(broadly speaking)", b"write a post", b"mandatory", b"reviewed by your peers"),
    *(b"be very specific", b"will never have faced"),
)
_ENOUGH = 3


def brief_end(source: Source) -> int:
    """The line (0-based) after the last one of an exercise's text, 0 where the document has none."""
    data = source.data
    if b"must contain" not in data:  # every such text has this one
        return 0
    lowered = data.lower()
    if sum(hint in lowered for hint in _HINTS) < _ENOUGH:
        return 0
    found: set[str] = set()
    last = 0
    for number, line in enumerate(source.lines):
        if cues := _CUES.findall(line[:2000]):
            found.update(cue.casefold()[:14] for cue in cues)
            last = number
    return last + 1 if len(found) >= _ENOUGH else 0
