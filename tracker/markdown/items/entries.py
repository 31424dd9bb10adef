"""Several items in one cell of a table: "- Log it<br>- Map it (done)", "1. Drain it 2. Split it"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.items.labelled import FieldReader
from postmortem_tracker.markdown.lines.plain import plain_line, without
from postmortem_tracker.markdown.sections.candidate import Candidate
from postmortem_tracker.markdown.words.boxes import ANY_BOX
from postmortem_tracker.model import State

_PARTED = re.compile(r"<br ?/?>|</?(?:li|ul|ol)\b[^<>]{0,40}>", re.IGNORECASE)
_MARKER = re.compile(rf"[ \t]*+(?:[-*+•–·][ \t]+|\d{{1,2}}[.)][ \t]+|(?={ANY_BOX}))")
_SECOND = re.compile(r"(?<=\s)2[.)][ \t]+\S")
_BOX = re.compile(rf"(?<!\S){ANY_BOX}(?=\s)")
_MOST = 20  # entries that are looked at
_LONGEST = 4_000


def states_of_entries(candidate: Candidate, reader: FieldReader) -> list[State | None]:
    """The state of each entry of a row's cell for the work; nothing where the cell holds no more than one."""
    if candidate.cells is None or candidate.columns is None:
        return []
    cell = candidate.cells[candidate.columns["action"]]
    text = (" ".join(row.text for row in cell.rows) if cell.rows else cell.text)[:_LONGEST]
    parts = [part for part in _PARTED.split(text) if part.strip()][:_MOST]
    if len(parts) < 2:
        return [None, None] if _is_counted(text) else []
    marked = sum(_MARKER.match(part) is not None for part in parts)
    states = [state for told, state in (_read(part, reader) for part in parts) if told]
    return states if len(states) > 1 and (marked > 1 or len(set(states)) > 1) else []


def _is_counted(text: str) -> bool:
    """True for entries on one line that have numbers or boxes: "1. Drain it 2. Split it"."""
    numbered = text.lstrip()[:2] in ("1.", "1)") and _SECOND.search(text) is not None
    return numbered or len(_BOX.findall(text)) > 1


def _read(part: str, reader: FieldReader) -> tuple[bool, State | None]:
    """Whether an entry says more than fields, and its state."""
    marker = _MARKER.match(part)
    text = part[marker.end() :] if marker is not None else part.strip()
    fields = reader.read(text)
    return bool(plain_line(without(text, fields.cuts))), fields.state or fields.sign
