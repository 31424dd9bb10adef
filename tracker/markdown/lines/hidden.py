"""What CommonMark hides from a reader: code fences and comments. The only importer of pyromark."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import pyromark

from postmortem_tracker.markdown.lines.margin import Margin
from postmortem_tracker.markdown.lines.source import Source

_EVENTS = pyromark.Markdown(options=pyromark.Options.ENABLE_GFM)
_BOM = 3


@dataclass(frozen=True, slots=True)
class Hidden:
    """Lines (0-based) that are code or comments, and the line of a fence that is never closed."""

    lines: frozenset[int] = frozenset()
    unclosed: int | None = None


_NOTHING = Hidden()


def hidden(source: Source) -> Hidden:
    """The lines no reader would take for the document's own words; cheap where there are none."""
    data = source.data
    fenced = (b"`" in data and b"```" in data) or (b"~" in data and b"~~~" in data)  # one sign is found faster
    if not fenced and not (b"<" in data and b"<!--" in data):
        return _NOTHING
    return _at_margin(source) or _by_events(source)


def _at_margin(source: Source) -> Hidden | None:
    """The answer where all fences and comments stand at the margin or in plain items: most documents, much faster."""
    margin = Margin(source.lines)
    return Hidden(frozenset(margin.hidden), margin.unclosed) if margin.read() else None


def _by_events(source: Source) -> Hidden:
    data = source.data
    bom = source.start(0)
    starts = [source.start(number) for number in range(len(source.lines))]
    lines: set[int] = set()
    unclosed: int | None = None
    for start, end, fenced in _ranges(data[bom:].decode()):
        first = bisect_right(starts, start + bom) - 1
        last = bisect_right(starts, max(start, end - 1) + bom) - 1
        if fenced and not _closed(source, first, last):
            unclosed = first if unclosed is None else unclosed
        lines.update(range(first, last + 1))
    return Hidden(frozenset(lines), unclosed)


def _ranges(text: str) -> list[tuple[int, int, bool]]:
    """Byte ranges of fenced code (True) and of comments (False)."""
    found: list[tuple[int, int, bool]] = []
    comment: int | None = None
    for event, span in _EVENTS.events_with_range(text):
        if not isinstance(event, dict):
            continue
        start = event.get("Start")
        if isinstance(start, dict) and "CodeBlock" in start:
            if isinstance(start["CodeBlock"], dict):
                found.append((span["start"], span["end"], True))
        elif "Html" in event:
            comment = _comment(event["Html"], span["start"], span["end"], comment, found)
    return found


def _comment(html: str, start: int, end: int, since: int | None, found: list[tuple[int, int, bool]]) -> int | None:
    """Follow a comment over the lines of an HTML block; returns where it began while it is open."""
    if since is None:
        if not html.lstrip().startswith("<!--"):
            return None
        since = start
    if "-->" not in html:
        found.append((start, end, False))
        return since
    if not html.split("-->", 1)[1].strip():
        found.append((start, end, False))
    return None


def _closed(source: Source, first: int, last: int) -> bool:
    """True where the last line of a fenced block is a closing fence."""
    opening = source.lines[first].lstrip(" >\t-*+0123456789.)")[:3]
    return last > first and opening in ("```", "~~~") and source.lines[last].lstrip(" >\t").startswith(opening)
