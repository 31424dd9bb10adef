"""Open boxes that no section gave, and who promised what by when in them: none is passed over in silence."""

from __future__ import annotations

import re
from bisect import bisect_right

from postmortem_tracker.markdown.items.draft import Draft
from postmortem_tracker.markdown.items.make import ItemMaker
from postmortem_tracker.markdown.lines.blocks import read_blocks
from postmortem_tracker.markdown.lines.nodes import Node, nodes_of
from postmortem_tracker.markdown.lines.parts import Part
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Form
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import Candidate, Context, Harvest, Shape
from postmortem_tracker.markdown.sections.left_out import leaves_out
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.words import orders, placeholders, sentences
from postmortem_tracker.markdown.words.boxes import is_boxed_line, read_box
from postmortem_tracker.markdown.words.details import is_assigned
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.periods import is_led
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.model import Kind, State, is_closed

_TELLING = frozenset(every("states", "before"))  # "all", "is": words of a sentence about other work
_BULLET = re.compile(r"[ \t]{0,12}(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
_NUMBER = re.compile(r"\d")
_NEAR = 40  # characters before a day
_FEW = 12  # lines of one list item that are looked at
_NAMES = re.compile(r"@|\d|:|：")  # one of which an owner's label, an account or a day has


def promised(
    source: Source,
    part: Part,
    hidden: frozenset[int],
    maker: ItemMaker,
    sections: list[Section],
    found: Harvest,
) -> None:
    """Add the boxes outside all items found that name who or by when: what says what to do as items.

    The open rest is noted: as promises that are none, or as boxes.
    """
    taken = {line for item in found.items for line in range(item.line, item.last + 1)}
    boxes = [
        number
        for number in range(part.start, part.end)
        if is_boxed_line(source.lines[number]) and number not in taken and number not in hidden
    ]
    ends = sorted({title.line for title in part.titles if title.form is Form.HEADING} | taken)
    done = part.start
    for number in boxes:
        if number < done:
            continue
        after = bisect_right(ends, number)
        done = min(ends[after] if after < len(ends) else part.end, part.end)
        for node in nodes_of(read_blocks(source, number, done, hidden)):
            _walk(node, source, maker, sections, found)
    left = {decision.line for decision in found.decided}  # for a reason
    found.boxes = [box for box in found.boxes if box[0] not in left]
    for number in _assigned(source, part, hidden, found):
        _point_out(number, source, part, hidden, maker, found)


def _assigned(source: Source, part: Part, hidden: frozenset[int], found: Harvest) -> list[int]:
    """The lines of list items with an account or a label for who or when, of which nothing was said yet."""
    said = {line for line, _ in (*found.promised, *found.boxes)}
    said |= {line for item in found.items for line in range(item.line, item.last + 1)}
    lines = (number for number in range(part.start, part.end) if number not in said and number not in hidden)
    return [each for each in lines if _BULLET.match(source.lines[each]) and is_assigned(source.lines[each])]


def _point_out(
    number: int, source: Source, part: Part, hidden: frozenset[int], maker: ItemMaker, found: Harvest
) -> None:
    """Note a list item outside all sections of work that says what to do, who does it and by when."""
    end = min(number + _FEW, part.end)
    for node in nodes_of(read_blocks(source, number, end, hidden))[:1]:
        candidate = Candidate(Shape.BULLET, Context(Role.WORK), node.rows, node.end, rules.PROMISED, node)
        draft = maker.make(candidate, Kind.TASK)
        open_work = says_what_to_do(draft) and not is_closed(draft.state) and leaves_out(node, Role.WORK) is None
        if node.line == number and is_commitment(draft) and open_work and _is_told_as_due(draft):
            found.promised.append((number, draft.quoted))


def says_what_to_do(draft: Draft) -> bool:
    """Whether a careful reader takes a promise for work by its words alone."""
    text = draft.title
    return orders.is_work(text) and not (orders.is_past(text) or sentences.is_question(text))


def is_commitment(draft: Draft) -> bool:
    """Whether somebody has promised it: it has an owner and a day, or one of them and a box."""
    owned = bool(draft.fields.owners)
    dated = draft.fields.due_reading is not None and draft.fields.due_reading.value is not None
    return (owned and dated) or ((owned or dated) and draft.candidate.has_box)


def said_beside(maker: ItemMaker, found: Harvest) -> None:
    """Note the lines of prose beside items that say who does something or by when."""
    noted = {line for line, _ in found.promised}
    for row in found.beside if found.items else ():
        draft = maker.make(Candidate(Shape.LINE, Context(Role.WORK), [row], row.line, rules.PROSE), Kind.TASK)
        if row.line not in noted and draft.promised and _is_told_as_work(draft) and not sentences.is_intro(row.said):
            found.promised.append((row.line, draft.quoted))


def _is_told_as_work(draft: Draft) -> bool:
    """Whether prose says what to do; with a day it may by any verb, unless it tells of all: "All is due by …"."""
    text = draft.title
    if orders.is_past(text) or sentences.is_question(text):
        return False
    if orders.is_work(text) or orders.is_work(text.partition(": ")[2]):
        return True
    return draft.fields.due is not None and _TELLING.isdisjoint(orders.words_of(text))


def _is_told_as_due(draft: Draft) -> bool:
    """Whether a word says of the day that it is the last one, as of those in a log none does."""
    said, day = draft.candidate.rows[0].said, draft.fields.mentions.get("due")
    if day is None or day.value not in said:
        return False
    lead = said[: said.find(day.value)][-_NEAR:] + _NUMBER.split(day.value, maxsplit=1)[0]  # "bis 24.12." is a value
    return is_led(lead.rstrip(" \t:：=*_`"))


def _walk(node: Node, source: Source, maker: ItemMaker, sections: list[Section], found: Harvest) -> None:
    """Judge the outermost boxes that promise something; what is below one is its detail."""
    if is_boxed_line(source.lines[node.line]) and (node.children or _NAMES.search(node.said)):
        candidate = Candidate(Shape.BULLET, Context(Role.WORK), node.rows, node.end, rules.PROMISED, node)
        draft = maker.make(candidate, Kind.TASK)
        if draft.promised:
            _judge(draft, node, source, sections, found)
            return
    box = read_box(node.said)
    if box is not None and box.state is State.OPEN and _may_be_work(node, source):
        found.boxes.append((node.line, node.rows[0].said[box.body :].strip()))
        return
    for child in node.children:
        _walk(child, source, maker, sections, found)


def _may_be_work(node: Node, source: Source) -> bool:
    """Whether nothing says of a box that it is a quotation, a blank or a reviewer's question."""
    text = node.rows[0].said
    return not (
        source.lines[node.line].lstrip()[:1] == ">"
        or placeholders.is_placeholder(text)
        or sentences.is_question(text)
        or leaves_out(node, Role.WORK) is not None
    )


def _judge(draft: Draft, node: Node, source: Source, sections: list[Section], found: Harvest) -> None:
    quoted = source.lines[node.line].lstrip()[:1] == ">"
    if says_what_to_do(draft) and not quoted and leaves_out(node, Role.WORK) is None:
        sections.append(Section.untitled(node.line, Role.WORK, draft.candidate.last + 1))
        found.items.append(draft.candidate)
    elif not is_closed(draft.state):
        found.promised.append((node.line, draft.quoted))
