"""Rows of a form that tell measures: "| Corrective action | Rebuild the image |". They are pointed out, not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.lines.nodes import Cell
from postmortem_tracker.markdown.lines.pipe_tables import begins_table, read_pipe_table
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import plain_title
from postmortem_tracker.markdown.sections.outline import Section, taken_by
from postmortem_tracker.markdown.words.orders import is_work
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role
from postmortem_tracker.markdown.words.vocabulary import Compiled

_FIELDS = 2  # cells of a row of a form: what it is called, and what it says
_COUNT = re.compile(r"\d+(?![.)\d])|\W*$")  # "5 open, 2 done"
_SENTENCE = 4  # spaces from which on words are no mere count or state
_ASKED = MEASURE_ROLES - {Role.REMARKS, Role.IDEAS}


def measures_in_forms(
    source: Source, start: int, end: int, hidden: frozenset[int], words: Compiled, known: Sequence[Section]
) -> Iterator[tuple[int, str]]:
    """The lines (0-based) of such rows outside the sections already found, and what they are called."""
    if not source.piped:
        return
    taken = taken_by(known)
    number = start
    while number < end - 1:
        if "|" not in source.lines[number] or number in hidden or not begins_table(source.lines, number, hidden):
            number += 1
            continue
        table, number = read_pipe_table(source.lines, number, end, hidden)
        for line, row in ((table.line, table.header), *table.rows):
            if line not in taken and len(row) == _FIELDS and _tells_measures(row, words):
                yield line, f"measures in a form: {plain_title(row[0].text)!r}"


def _tells_measures(row: Sequence[Cell], words: Compiled) -> bool:
    """True where the first cell names measures and nothing else, and the second says what is to be done, or much."""
    label, said = plain_title(row[0].text), row[1].text.strip(" *_-•")
    if not (words.role(label) in _ASKED and words.bare_title(label)):
        return False
    if _COUNT.match(said):
        return False
    return is_work(said) or (said.count(" ") >= _SENTENCE and words.state(said) is None)
