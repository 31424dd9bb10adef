"""Tables that are lists of work by their columns, whatever title they stand below: "| Prio | What | Who |"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.lines.blocks import read_blocks
from postmortem_tracker.markdown.lines.nodes import Table
from postmortem_tracker.markdown.lines.pipe_tables import cells
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Title
from postmortem_tracker.markdown.sections.labelled import Below
from postmortem_tracker.markdown.sections.outline import Section, taken_by
from postmortem_tracker.markdown.sections.tables import columns_of
from postmortem_tracker.markdown.words.due_columns import DAYS
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, reduce
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import Compiled

_PROMISED = frozenset({"due", "priority", "status", "ticket"})
# Columns of a log, a procedure, a matrix of rights or duties: their rows are no work to be done once.
_STANDING = frozenset(map(reduce, (*every("columns", "standing"), *every("columns", "other"))))
_STANDING -= {"component", "service", "impact", "cause"}
_TELLING = Phrases({1: (*every("columns", "action"), *every("columns", "details"))})
_MARKS = frozenset((*every("states", "yes"), *every("states", "no")))
# Documents in which a table of what and who is work even without a day or a state.
_REVIEW = Phrases({1: (*every("incident", "reports"), *every("incident", "nouns"), *every("incident", "reviews"))})
_LONGEST_NAME = 60


def work_tables(
    source: Source,
    titles: Sequence[Title],
    start: int,
    end: int,
    hidden: frozenset[int],
    words: Compiled,
    known: Sequence[Section],
) -> Iterator[Section]:
    """The tables with a column for the work and one for who does it, outside the sections already found."""
    if not source.piped:
        return
    taken = taken_by(known)
    below = Below(titles)
    asked: bool | None = None
    for number in range(start, end - 2):
        line = source.lines[number]
        if "|" not in line or source.lines[number + 1].lstrip(" \t>|:")[:1] != "-" or number in hidden:
            continue
        if number in taken or not _may_head(line, words):
            continue
        after = next((line for line in range(number, end) if "|" not in source.lines[line]), end)
        blocks = read_blocks(source, number, after, hidden)
        if not blocks or not isinstance(blocks[0], Table) or below.what_is_told(number):
            continue
        if asked is None:
            asked = any(title.level < 3 and _REVIEW.found(reduce(title.text).split()) for title in titles)
        if lists_work(blocks[0], words, review=asked):
            yield Section.untitled(number, Role.TASKS, number + 2 + len(blocks[0].rows), [blocks[0]])


def lists_work(table: Table, words: Compiled, *, review: bool) -> bool:
    """True for a table of work, of who does it, and of when, how urgent or how far; a ``review`` need not say these."""
    columns = columns_of(table, words) if table.readable else None
    if columns is None or "owner" not in columns or not (review or _PROMISED & columns.keys()):
        return False
    names = [reduce(cell.text) for cell in table.header]
    if _STANDING & set(names) or not _TELLING.whole(names[columns["action"]].split()):
        return False
    if "due" not in columns and not DAYS.isdisjoint(names[: columns["action"]]):
        return False  # "| Date | Action | Who |" tells what was done when
    owners = [row[columns["owner"]].text for _, row in table.rows if columns["owner"] < len(row)]
    return sum(_may_name(text, words) for text in owners) * 2 > len(owners)


def _may_head(line: str, words: Compiled) -> bool:
    """A quick no for a table without a column for who does it."""
    return any(words.column(cell.text.strip("*_` ")) == "owner" for cell in cells(line))


def _may_name(text: str, words: Compiled) -> bool:
    """True for a cell that may hold a name, or is still empty; ticks, "yes" and a single letter name nobody."""
    bare = reduce(text)
    if not text.strip(" -–—*_?"):
        return True
    return len(bare) > 1 and len(bare) <= _LONGEST_NAME and bare not in _MARKS and words.state(text) is None
