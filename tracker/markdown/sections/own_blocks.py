"""Walks the blocks of a section itself: lists and tables have items, labels and sentences say what the next one is."""

from __future__ import annotations

from typing import NamedTuple

from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.nodes import Node, Paragraph, Table
from postmortem_tracker.markdown.lines.titles import Form
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import Context, Harvest
from postmortem_tracker.markdown.sections.categories import is_legend
from postmortem_tracker.markdown.sections.cover import Cover
from postmortem_tracker.markdown.sections.inherited import Inheritance
from postmortem_tracker.markdown.sections.left_out import advises_readers, owns
from postmortem_tracker.markdown.sections.lists import ListReader, is_promise
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.sections.prose import read_told
from postmortem_tracker.markdown.sections.rows import RowReader
from postmortem_tracker.markdown.sections.tables import is_pasted
from postmortem_tracker.markdown.words import sentences
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import Compiled

_QUOTED = 110  # characters of a line in a finding


class Readers(NamedTuple):
    """What reads the blocks of all sections of an incident."""

    words: Compiled
    enclosed: Enclosures
    inherited: Inheritance
    lists: ListReader
    rows: RowReader


class OwnBlocks:
    """One section's blocks, read in order: what was told last counts for the list or table that follows."""

    def __init__(self, section: Section, context: Context, found: Harvest, readers: Readers) -> None:
        self._section, self._context, self._found, self._readers = section, context, found, readers
        self._listed = any(not isinstance(block, Paragraph) for block in section.blocks)
        self._tabled = any(
            isinstance(block, Table) and readers.rows.columns(block, context) is not None for block in section.blocks
        )
        self._cover = Cover(section.title, readers.words, readers.enclosed)
        self._here = context
        self._nodes: list[Node] = []  # of the list that is being gathered
        title = section.title
        self._lead = f"{title.text}:" if title.form is Form.PLAIN else ""  # the line before it
        self._owned = False  # a list belonged to the sentence before it
        self._prose: list[Paragraph] = []

    def read(self) -> None:
        """Add all that was found."""
        for block in self._section.blocks:
            if isinstance(block, Node):
                self._gather(block)
                continue
            self._end_list()
            self._lead = block.rows[-1].said if isinstance(block, Paragraph) else ""
            if isinstance(block, Table):
                self._here = self._cover.over(block, self._here, self._found)
                self._readers.rows.read(block, self._here, self._found)
            else:
                self._paragraph(block)
        self._end_list()
        if self._prose and not self._listed:
            read_told(self._prose, self._section, self._context, self._found)
        else:
            self._leave_prose()

    def _gather(self, node: Node) -> None:
        after = self._cover.over(node, self._here, self._found)
        if self._nodes and (node.ruled or after is not self._here):
            self._end_list()
        self._here = after
        if node.line != self._section.title.line or len(self._section.blocks) == 1:  # else it is the title itself
            self._nodes.append(node)

    def _end_list(self) -> None:
        """Add the gathered list's items, unless it belongs to the sentence before it."""
        nodes, self._nodes = self._nodes, []
        if self._tabled and is_legend(nodes, self._lead):
            self._found.leave(rules.LEGEND, *(node.line for node in nodes))
        elif nodes and (rule := owns(self._lead, nodes)) is not None:
            self._found.leave(rule, *(line for node in nodes for line in node.lines))
            self._owned = True
        else:
            self._readers.lists.read(nodes, self._here, self._found)

    def _paragraph(self, block: Paragraph) -> None:
        found, last = self._found, block.rows[-1]
        if is_pasted([row.said for row in block.rows], self._readers.words):
            found.leave(rules.UNREADABLE_TABLE, *_lines(block))
            found.unread.append((block.line, "rows pasted from a spreadsheet"))
        elif self._listed and sentences.names_tasks(last.said):
            found.leave(rules.INTRO, *_lines(block))
            self._here = self._cover.behind_label(block, self._context._replace(role=Role.TASKS), found)
        elif self._listed and (sentences.is_label(last.said) or self._readers.inherited.states(block)):
            found.leave(rules.LABEL, *_lines(block))
            below = self._readers.inherited.below_label(last, self._context, found)
            self._here = self._cover.behind_label(block, below, found)
        else:
            self._prose.append(block)
            self._cover.told(block)

    def _leave_prose(self) -> None:
        """Remember what paragraphs beside lists say, where they promise something, and of what a list is but a part."""
        found = self._found
        rows = [row for paragraph in self._prose for row in paragraph.rows]
        found.leave(rules.PROSE, *(row.line for row in rows))
        found.beside += rows
        for row in rows if found.items else ():
            self._readers.inherited.doubts(row, found)
        found.promised += [(row.line, repr(row.said[:_QUOTED])) for row in rows if is_promise(row.said)]
        if self._owned and not found.items:
            paragraphs = [block for block in self._section.blocks if isinstance(block, Paragraph)]
            found.prose += [
                block.line
                for block in paragraphs
                if sentences.tells_measure(block.rows[0].said) or advises_readers(block.rows[-1].said, ())
            ]


def _lines(paragraph: Paragraph) -> list[int]:
    return [row.line for row in paragraph.rows]
