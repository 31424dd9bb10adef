"""Promises inside an item: nested lines with a box, an owner or a date of their own.

They are details of the item and have no issue, so what they promise has to be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.labelled import FieldReader
from postmortem_tracker.markdown.lines.nodes import Node, Paragraph, Table
from postmortem_tracker.markdown.lines.plain import plain_line, without
from postmortem_tracker.markdown.words import details, orders
from postmortem_tracker.markdown.words.boxes import BALLOTS, read_bullet
from postmortem_tracker.markdown.words.judged import NOTHING
from postmortem_tracker.markdown.words.states import States
from postmortem_tracker.model import State, is_closed

Nested = Node | Paragraph | Table
_QUOTED = 60
_NAMED = re.compile(r"[^\W\d_][^:\n]{1,40}:[*_]{0,2}[ \t]+\S")  # a line with a name, "Resolution: …"


class Step(NamedTuple):
    """An open promise on a nested line (0-based)."""

    line: int
    text: str
    boxed: bool
    owners: tuple[str, ...]
    due: str | None

    @property
    def named(self) -> bool:
        """True where it has an owner or a date."""
        return bool(self.owners or self.due)

    @property
    def promises(self) -> bool:
        """True for work of its own: a box and who or when, or both of these."""
        both = bool(self.owners and self.due) and not orders.is_past(self.text)
        return (self.boxed and self.named) or both

    @property
    def quoted(self) -> str:
        """Its words, who and until when."""
        return quoted(self.text, self.owners, self.due)


def quoted(text: str, owners: Sequence[str], due: str | None) -> str:
    """A promise as findings tell it: its words, who and until when."""
    said = text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
    facts = ", ".join([*owners, *([f"due {due}"] if due else [])])
    return f"{said!r} ({facts})" if facts else repr(said)


def open_steps(blocks: Sequence[Nested], reader: FieldReader, lines: Sequence[str]) -> Iterator[Step]:
    """The promises among nested items, at any depth."""
    for node in blocks:
        if not isinstance(node, Node):
            continue
        step = _step(node, reader, lines)
        if step is not None:
            yield step
        yield from open_steps(node.children, reader, lines)


def states_below(blocks: Sequence[Nested], states: States) -> Iterator[tuple[State | None, str]]:
    """The nested lines that say nothing but a closed state, and those that only nearly do, which has no state."""
    for block in blocks:
        if isinstance(block, Table) or len(block.rows) != 1 or (isinstance(block, Node) and block.children):
            continue
        text = block.rows[0].said.strip()
        value = text[text.index(":") + 1 :] if _NAMED.match(text) is not None else text  # "Update 2026-11-03: done"
        judged = next((one for one in (states.judge(text), states.judge(value)) if one.state is not None), NOTHING)
        closed = judged.closes
        if closed or states.hedged(text) or states.hedged(value):
            yield judged.state, text


def _step(node: Node, reader: FieldReader, lines: Sequence[str]) -> Step | None:
    text = " ".join(row.text for row in node.rows)
    bullet = read_bullet(lines[node.line][: node.column].rstrip().rstrip("️")[-1:])
    balloted = bullet is not None and bullet.mark in BALLOTS
    if details.is_detail(text) and not balloted:
        return None  # a field of the item itself
    fields: Fields = reader.read(text)
    state = bullet.state if bullet is not None and balloted else fields.state
    boxed = fields.box is not None or balloted
    owners = tuple(fields.owners)
    if is_closed(state) or not (boxed or owners or fields.due or state is State.OPEN):
        return None
    return Step(node.line, plain_line(without(text, fields.cuts)), boxed, owners, fields.due)


def doubts_about(steps: Sequence[Step], state: State | None) -> Iterator[tuple[str, int, str]]:
    """What has to be said of an item's steps: code, line and detail."""
    for step in steps:
        if state is State.COMPLETED or (state is State.NOT_PLANNED and step.named):
            yield "PM123", step.line, step.quoted
        elif (state is None or state is State.OPEN) and step.promises:
            yield "PM124", step.line, step.quoted
