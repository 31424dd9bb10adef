"""Titles of a document that names no measures, below which work may be told all the same: they are pointed out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.lines.blocks import read_blocks
from postmortem_tracker.markdown.lines.nodes import nodes_of
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.sections.left_out import is_aside, is_crossed
from postmortem_tracker.markdown.sections.likely import is_to_do
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import Compiled


def passed_over(
    source: Source, titles: Sequence[Title], end: int, hidden: frozenset[int], words: Compiled
) -> Iterator[Title]:
    """The titles that may name work, those of remarks, and those of lists most of which say what to do.

    The first title is the document's; below a heading of other things, such as a timeline, there are none.
    """
    beside: int | None = None  # the level of a heading of other things
    for at, title in enumerate(titles):
        if title.form > Form.BOLD or not at:
            continue
        if title.form is Form.HEADING and (beside is None or title.level <= beside):
            beside = title.level if title.role is Role.OTHER or words.is_for_others(title.text) else None
        if beside is not None or title.role is Role.OTHER or is_aside(title.text) or is_crossed(title.text):
            continue
        stop = titles[at + 1].line if at + 1 < len(titles) else end
        told = [node.said for node in nodes_of(read_blocks(source, title.body, stop, hidden))]
        below = at + 1 < len(titles) and titles[at + 1].form is Form.HEADING and titles[at + 1].level > title.level
        work = sum(map(is_to_do, told))
        remarks = title.role is Role.REMARKS and bool(told)
        likely = words.likely(title.text) is not None and (work > 0 or (below and not told))
        if remarks or likely or (len(told) > 1 and work * 2 > len(told)):
            yield title
