"""The lines that no reader would take for the document's own words: fenced code and comments."""

from __future__ import annotations

from dataclasses import dataclass

from postmortem_tracker.markdown.lines.commonmark import hidden_blocks
from postmortem_tracker.markdown.lines.other_comments import commented, has_any
from postmortem_tracker.markdown.lines.source import Source


@dataclass(frozen=True)
class Hidden:
    """Lines (0-based) that are code or comments; those of a fence, or else of a comment, that is never closed."""

    lines: frozenset[int] = frozenset()
    unclosed: int | None = None
    comment: int | None = None


def hidden(source: Source) -> Hidden:
    """What a document hides."""
    blocks = hidden_blocks(source)
    lines = frozenset(line for block in blocks for line in range(block.first, block.last + 1))
    if has_any(source.data):
        lines |= frozenset(commented(source.lines, lines))
    return Hidden(lines, next((block.first for block in blocks if not block.closed), None))
