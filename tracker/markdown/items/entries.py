"""Several items in one cell of a table: "- Log it<br>- Map it (done)", "1. Drain it 2. Split it"."""

from __future__ import annotations

import re
from typing import NamedTuple

from postmortem_tracker.markdown.items.labelled import FieldReader
from postmortem_tracker.markdown.lines.cues import is_mention
from postmortem_tracker.markdown.lines.plain import plain_line, without
from postmortem_tracker.markdown.sections.candidate import Candidate
from postmortem_tracker.markdown.words.boxes import ANY_BOX
from postmortem_tracker.markdown.words.details import is_annotation
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.orders import is_past, is_work, may_be_noun
from postmortem_tracker.markdown.words.people import is_beside
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
    first, *more = (_read(part, reader) for part in parts)
    # What stands below the first words without a mark may be a remark on them: "Rotate it<br>✅ tested".
    entries = [each for each in (first, *(one for one in more if one.work or marked > 1)) if each.words]
    states = [each.state for each in entries]
    return states if len(states) > 1 and (marked > 1 or len(set(states)) > 1) else []


class _Entry(NamedTuple):
    """One part of a cell: whether it says more than fields, a state or a note, whether that is work, and its state.

    Words with a state of their own are work: nothing else closes what stands beside them.
    """

    words: bool
    work: bool
    state: State | None


def _is_counted(text: str) -> bool:
    """True for entries on one line that have numbers or boxes: "1. Drain it 2. Split it", "[x] Drain it [ ] Log it"."""
    numbered = text.lstrip()[:2] in ("1.", "1)") and _SECOND.search(text) is not None
    return numbered or (_BOX.match(text.lstrip()) is not None and len(_BOX.findall(text)) > 1)


def _read(part: str, reader: FieldReader) -> _Entry:
    marker = _MARKER.match(part)
    text = part[marker.end() :] if marker is not None else part.strip()
    fields = reader.read(text)
    left = plain_line(without(text, fields.cuts)).strip()
    judged = reader.judge(left)
    is_remark = (judged.grasp is Grasp.ALL and judged.state is not None) or is_annotation(left)
    own = bool(left) and not is_remark
    work = own and not is_past(left) and not _is_pointer(left.split()[0])
    return _Entry(own, work and (fields.state is not None or is_work(left)), fields.state or fields.sign)


def _is_pointer(word: str) -> bool:
    """True for a word that only points to something: "see"."""
    return is_mention(word) and is_beside(word) and not may_be_noun(word)
