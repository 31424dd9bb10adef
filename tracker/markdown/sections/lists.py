"""Which items of a list are action items, which are labels, groups or fields of others, and what stands below each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from postmortem_tracker.markdown.lines.nodes import Node, Row
from postmortem_tracker.markdown.lines.references import OURS
from postmortem_tracker.markdown.lines.titles import plain_title
from postmortem_tracker.markdown.sections import lazy_labels, rules
from postmortem_tracker.markdown.sections.candidate import MAX_ITEMS, Candidate, Context, Harvest, Shape
from postmortem_tracker.markdown.sections.categories import themes
from postmortem_tracker.markdown.sections.inherited import Inheritance, nested
from postmortem_tracker.markdown.sections.labelled import behind_task_label
from postmortem_tracker.markdown.sections.left_out import leaves_out
from postmortem_tracker.markdown.sections.prose import lines
from postmortem_tracker.markdown.words import details, orders, placeholders, sentences
from postmortem_tracker.markdown.words.boxes import BALLOTS, read_box
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import is_closed

# "Also rotate the keys @dana by 2026-12-20." between the items of a list
_PROMISE = re.compile(
    r"(?<![\w/`.@])@[A-Za-z][\w-]{0,40}[^\n]{0,80}?\b(?:by|due|until)[: ](?:on )?\d{4}-\d\d-\d\d", re.IGNORECASE
)
_FIELD_LAST = tuple(  # in some languages a label has a comma: "Fertig, wenn:"
    re.compile(
        rf"\S[ \t]?[.;,|(—–-][ \t]{{0,2}}[*_]{{0,2}}([^\W\d_][^\n.;|():—–{comma}]{{1,30}}[:：])[*_]{{0,2}}[ \t]*$"
    )
    for comma in ("", ",")
)
_LABEL = 110  # a longer line is no label


class ListReader:
    """Reads the items of lists with one vocabulary."""

    def __init__(self, words: Compiled, inherited: Inheritance) -> None:
        self._words = words
        self._inherited = inherited

    def read(self, nodes: Sequence[Node], context: Context, found: Harvest) -> None:
        """Add the items of a list."""
        here = context
        before = len(found.items)
        if nodes and sentences.is_asked(nodes[0].said) and all(sentences.is_asked(node.said) for node in nodes):
            found.leave(rules.ASKED, *(node.line for node in nodes))
            return
        if context.role in (Role.MEASURES, Role.IMPROVEMENTS) and _have_tasks(nodes):
            self._with_tasks(nodes, context, found)
            return
        nodes = lazy_labels.apart(nodes, self._speaks_of_state)
        broad = themes(nodes, self._words)
        for index, node in enumerate(nodes):
            label = sentences.is_label(node.rows[0].said)
            if len(found.items) > before and self._is_field_of(node, found.items[-1]):
                found.leave(rules.FIELD_LINE, node.line)
                continue
            if not label and not node.children:
                self._node(node, here, None, found, broad)
                continue
            first = node.rows[0].text
            title = plain_title(_head(node).said) if len(first) < _LABEL else ""
            role = self._words.role(title) if title and self._words.bare_title(title) else None
            if role is Role.OTHER and label and not _holds_work(node):
                found.leave(rules.OTHER_LABEL, *node.lines)
                continue
            alone = label and not node.children and index + 1 < len(nodes) and len(node.rows) == 1
            if alone and (role in MEASURE_ROLES or self._speaks_of_state(title)):
                inner = context._replace(role=nested(context.role, role))
                here = self._inherited.below_label(_head(node), inner, found)
                found.leave(rules.LABEL, node.line)
                continue
            grouped = here is not context or _begins_group(nodes, index)
            if alone and grouped and is_closed(here.state):  # "- Backend:" below "- Done:" begins another group
                here = self._inherited.behind_state(_head(node), here, found)
                found.leave(rules.LABEL, node.line)
                continue
            self._node(node, here, role, found, broad)

    def _speaks_of_state(self, title: str) -> bool:
        """True for a label that gives a state, may give one, or ends the one of a label above it."""
        titles = self._words.titles
        return bool(self._words.state(title) or titles.doubted(title) or titles.leaves_open(title))

    def _with_tasks(self, nodes: Sequence[Node], context: Context, found: Harvest) -> None:
        """Take measures for improvements, and what is labelled as a task below each for its tasks."""
        broad, tasks = context._replace(role=Role.IMPROVEMENTS), context._replace(role=Role.TASKS)
        for node in nodes:
            alone = replace(node, children=[])
            found.items.append(Candidate(Shape.BULLET, broad, node.rows, node.last, rules.LIST_ITEM, alone))
            for child in node.children:
                first, *rest = child.rows
                at = behind_task_label(first.text)
                rows = [Row(first.line, first.column + at, first.text[at:]), *rest]
                found.items.append(Candidate(Shape.BULLET, tasks, rows, child.end, rules.TASK_BELOW, child))

    def _is_field_of(self, node: Node, above: Candidate) -> bool:
        """Take "- Owner: Ana" on a bullet of its own for a field of the item above it."""
        beside = above.node is not None and above.node.indent == node.indent and not above.node.children
        if not beside or node.children or node.paragraphs or not details.is_field_line(node.said):
            return False
        above.notes += node.rows
        above.last = node.last
        return True

    def _node(
        self,
        node: Node,
        context: Context,
        role: Role | None,
        found: Harvest,
        broad: frozenset[int],
    ) -> None:
        """Add what a list item tells; ``role`` is what its first line names, if that is a label or has nested items.

        ``broad`` are the lines of those in the list that only name a theme.
        """
        if len(found.items) > MAX_ITEMS:
            return
        several = len(node.rows) > 1
        if (rule := leaves_out(node, context.role)) is not None:
            found.leave(rule, *node.lines)
        elif several and not node.rows[0].said.strip() and not node.children:
            self.below(node, context, found)  # "1)" alone on its line, with measures below
        elif role in MEASURE_ROLES and (node.children or several or node.paragraphs):
            found.leave(rules.LABEL, node.line)
            self.below(node, self._inherited.below_kind(node.rows[0], context, role), found)
        elif (
            node.children and _ends_in_field(node.rows[-1].said) and not _is_field_below(node)
        ):  # "Write the runbook. Done when:"
            own = _without_last_field(node.rows)
            found.items.append(Candidate(Shape.BULLET, context, own, node.end, rules.LIST_ITEM, node))
        elif (
            (node.children or (several and not _ends_in_field(node.rows[0].said))) and node.line in broad
        ) or self._is_state(node):
            here = self._inherited.below_category(_head(node), context, found)
            found.leave(rules.CATEGORY, node.line)
            self.below(node, here, found)
        elif not (text := node.said.strip()) or (placeholders.is_placeholder(text) and not is_promise(text)):
            found.leave(rules.PLACEHOLDER, node.line)
        elif context.role not in (Role.TASKS, Role.WORK) and sentences.is_question(
            text
        ):  # in a list of work it is work
            found.leave(rules.QUESTION, node.line)
        else:
            own, fields = _apart(node.rows)
            item = Candidate(Shape.BULLET, context, own, node.end, rules.LIST_ITEM, node)
            item.notes += fields
            found.items.append(item)

    def _is_state(self, node: Node) -> bool:
        """True for nothing but a box and a state above nested items: "[ ] Done:"."""
        box = read_box(node.said) if node.children else None
        return box is not None and self._words.state(plain_title(node.said[box.body :])) is not None

    def below(self, node: Node, context: Context, found: Harvest) -> None:
        """The items below a label: nested ones, else the unmarked lines that continue it."""
        if node.children:
            self.read(node.children, context, found)
            return
        rows = node.rows[1:] or [row for paragraph in node.paragraphs for row in paragraph.rows]
        if rows:
            lines(rows, context, found)


def _head(node: Node) -> Row:
    """The first line of an item as a label, with the box that is its bullet: "☐ Done:"."""
    first = node.rows[0]
    if node.picture.rstrip("\ufe0f") not in BALLOTS:
        return first
    return Row(first.line, first.column, f"{node.picture} {first.text}")


def _begins_group(nodes: Sequence[Node], index: int) -> bool:
    """True for a label behind items without one: they have a group of their own, and what follows is another."""
    text = nodes[index].said
    labelled = sentences.is_label(nodes[0].said) or not sentences.ends_label(text)
    return index > 0 and not labelled and not orders.is_order(text)


def is_promise(text: str) -> bool:
    """True for words that name an account and the day by which it does them."""
    return _PROMISE.search(text) is not None


def _apart(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """An item's own words, and the lines below them from the first one on that is a field: "Owner: Ana"."""
    told = [sentences.is_sentence_line(row.said) and details.is_detail(row.said) for row in rows]
    wrapped = [sentences.ends_label(row.said) for row in rows[:-1]] + [False]  # its value stands on the next line
    below = (at for at in range(1, len(rows)) if told[at] and not wrapped[at])
    at = next(below, len(rows))
    return list(rows[:at]), list(rows[at:])


def _have_tasks(nodes: Sequence[Node]) -> bool:
    """True for several measures that each have nothing but tasks, labelled so, below them."""
    return len(nodes) > 1 and all(
        node.children
        and not sentences.ends_label(node.said)
        and all(behind_task_label(child.rows[0].text) for child in node.children)
        for node in nodes
    )


def _holds_work(node: Node) -> bool:
    """True for a label whose nested items all have boxes: "**Detection**" above what is to be done about it."""
    return bool(node.children) and all(read_box(child.said) is not None for child in node.children)


def _ends_in_field(text: str) -> bool:
    """True for a line that was wrapped behind a field's name: "Paint it. Status:", with "Done" on the next one."""
    return _last_field(text) != ""


def _is_field_below(node: Node) -> bool:
    """True where the last of several lines is a field of the item."""
    return len(node.rows) > 1 and details.is_detail(node.rows[-1].said)


def _last_field(text: str) -> str:
    """The name of a field that ends a line: "Done when:" of "Write the runbook. Done when:"; "" for none."""
    found = (pattern.search(text[-_LABEL:]) for pattern in _FIELD_LAST)
    return next((one[1] for one in found if one is not None and details.is_detail(one[1])), "")


def _without_last_field(rows: Sequence[Row]) -> list[Row]:
    """An item's lines without the name of the field that is nested below it."""
    last = rows[-1]
    at = last.text.rfind(_last_field(last.said))
    if OURS.search(last.text, at) is not None:
        return list(rows)  # nothing of ours is cut away
    return [*rows[:-1], Row(last.line, last.column, last.text[:at].rstrip(" \t*_(|,—–-"))]
