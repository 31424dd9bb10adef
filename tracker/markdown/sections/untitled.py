"""Sections that no title opens: tables that call their rows action items, lists below a promise to prevent it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from postmortem_tracker.markdown.lines.blocks import read_blocks
from postmortem_tracker.markdown.lines.html_tables import opens_table, table_end
from postmortem_tracker.markdown.lines.nodes import Node, Table
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.sections.outline import Section, taken_by
from postmortem_tracker.markdown.words.pledges import is_pledge
from postmortem_tracker.markdown.words.roles import Role

_PROMISE = re.compile(
    r"\b(?:we(?:['’]re| are)? (?:now )?(?:doing|taking|going to|planning|will|plan to|shall|introducing|working on)|"
    r"will be (?:taken|implemented|done)|(?:lessons|learnings) (?:that )?we are taking)\b.*"
    r"(?:\bprevent|\bavoid|\brecur|\bagain\b|\bfuture\b|as follows|following|working on now)|"
    r"\bto (?:prevent|avoid) .*\bwe(?:['’]re| are|['’]ll| will| plan)\b|"
    r"\bto (?:prevent|avoid)\b[^.]*\b(?:recur\w*|again|future|happening|similar)\b[^.]*"
    r"\bwe(?:['’]ve| have) (?:already |now )?"
    r"(?:made|begun|started|planned|introduced|taken|created|opened|added|implemented|put)\b|"
    r"^\W*(?:(?:our|the) )?(?:next|remaining|further|planned|upcoming)\b[^.:]{0,60}\b(?:are|is|include)\b[^.:]{0,20}:",
    re.IGNORECASE,
)
_MAY_HEAD = re.compile(r"action|follow|task|measure", re.IGNORECASE)
_SENTENCE = 400  # characters
_HEADER = re.compile(
    r"[\s|]*\**action items?\**\s*\|.*\b(?:owner|assignee|status|due|bug|ticket|priority)|"
    r"[\s|]*\**(?:actions?|tasks?|follow-?ups?|measures?)\**\s*\|(?=.*\b(?:owner|assignee|who|responsible)\b)"
    r".*\b(?:due|deadline|eta|target date)\b|"
    # a table of lessons with the action that follows from each, but no log
    r"(?!.*(?:date|time|timestamp|when|utc|hour|day|event|step)\b)[^|]*\|(?>.*?"
    r"\|\s*+\**+(?:action(?: items?| required| needed)?|follow-?up(?: action)?)\**+\s*+\|).*\b(?:owner|assignee|due)\b",
    re.IGNORECASE,
)


def untitled_tables(
    source: Source, start: int, end: int, hidden: frozenset[int], told: Sequence[Section]
) -> Iterator[Section]:
    """Tables that call their rows action items, wherever they stand outside the sections already found."""
    if source.has_html_tables:
        yield from _in_html(source, start, end, hidden, told)
    if not source.piped:  # asked once: a file may hold thousands of incidents
        return
    lines = source.lines
    taken = taken_by(told)
    for number in range(start, end - 2):
        line = lines[number]
        if "|" not in line or lines[number + 1].lstrip(" \t>|:")[:1] != "-" or _MAY_HEAD.search(line) is None:
            continue
        if _HEADER.match(line) is None or number in hidden:
            continue
        if number in taken:
            continue
        blocks = read_blocks(source, number, end, hidden)
        if blocks and isinstance(blocks[0], Table):
            yield Section.untitled(number, Role.TASKS, number + 2 + len(blocks[0].rows), [blocks[0]])


def _in_html(
    source: Source, start: int, end: int, hidden: frozenset[int], told: Sequence[Section]
) -> Iterator[Section]:
    """The same for tables in HTML."""
    number = start
    taken = taken_by(told)
    while number < end:
        line = source.lines[number]
        if number in taken or number in hidden or not opens_table(line):
            number += 1
            continue
        after = max(number + 1, table_end(source.table_closings, number, end))
        blocks = read_blocks(source, number, after, hidden)
        table = blocks[0] if blocks else None
        if isinstance(table, Table) and table.readable and _HEADER.match(_written_header(table)) is not None:
            yield Section.untitled(number, Role.TASKS, after, [table])
        number = after


def _written_header(table: Table) -> str:
    """A table's header as a table with pipes has it."""
    return "| " + " | ".join(cell.text for cell in table.header) + " |"


def untitled_lists(source: Source, start: int, end: int, hidden: frozenset[int]) -> Iterator[Section]:
    """Lists below a sentence that promises to prevent the incident, under whatever title they stand."""
    for number in range(start, end - 1):
        line = source.lines[number]
        text = line.rstrip(" \t*_")
        if text[-1:] not in (":", "：") or len(text) > _SENTENCE or number in hidden:
            continue
        if _PROMISE.search(line) is None and not is_pledge(text):
            continue
        blocks = read_blocks(source, number + 1, end, hidden)
        listed = list(takewhile(lambda block: isinstance(block, Node), blocks))
        if listed:
            yield Section.untitled(number, Role.MEASURES, number + 2, listed)
