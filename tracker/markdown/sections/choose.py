"""Decides which blocks of the measures' sections are action items, and with what role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.nodes import Node, Paragraph, Row, Table, nodes_of
from postmortem_tracker.markdown.lines.references import OURS
from postmortem_tracker.markdown.lines.titles import Form, Title, plain_title
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import Candidate, Context, Harvest, Shape
from postmortem_tracker.markdown.sections.categories import is_category, is_legend
from postmortem_tracker.markdown.sections.cover import Cover
from postmortem_tracker.markdown.sections.fields_below import shared_names
from postmortem_tracker.markdown.sections.headings import Heading, decide
from postmortem_tracker.markdown.sections.inherited import Inheritance, nested
from postmortem_tracker.markdown.sections.labelled import behind_task_label
from postmortem_tracker.markdown.sections.left_out import advises_readers, is_aside, is_crossed, leaves_out, owns
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.sections.prose import lines, read_told
from postmortem_tracker.markdown.sections.rows import RowReader
from postmortem_tracker.markdown.sections.tables import is_pasted
from postmortem_tracker.markdown.words import judge as phrasing
from postmortem_tracker.markdown.words import placeholders
from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role
from postmortem_tracker.markdown.words.vocabulary import Compiled

MAX_ITEMS = 10_000  # more in one incident is no postmortem; the rest is left out, with a finding
# "A1. …", "@ann …": each heading is a measure; "P1" tells how urgent, "Q1" asks or tells when
_CODED = re.compile(
    r"\W*(?:AI|AP|CA|PA|(?!Q|[PHS][0-5]\b)[A-Z])[-.]?\d{1,2}[.:)\]\s–—-]+\S|[\s*`]*@[\w-]+[:`*]*[ \t]+\S"
)
_VERDICTS = frozenset(every("items", "verdicts"))
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


class Chooser:
    """Walks sections and collects the items in them."""

    def __init__(self, words: Compiled, enclosed: Enclosures) -> None:
        self._words = words
        self._enclosed = enclosed
        self._inherited = Inheritance(words)
        self._rows = RowReader(words, self._inherited)

    def harvest(self, section: Section, context: Context | None = None) -> Harvest:
        """The items of a section and of those below it."""
        found = Harvest()
        aside = context is not None and is_aside(section.title.text)
        crossed = section.role is Role.REMARKS and is_crossed(section.title.text)
        if section.role is Role.OTHER or aside or crossed:
            rule = rules.ASIDE if aside else rules.CROSSED if crossed else rules.OTHER_SECTION
            found.leave(rule, *range(section.title.line, section.end))
            return found
        above = context or Context(section.role)
        context = self._inherited.below_title(section, context)
        self._inside(section, context, found)
        for item in found.items:
            self._release(item, context, above)
        return found

    def _inside(self, section: Section, context: Context, found: Harvest) -> None:
        """Add the items of a section's own blocks and of its children."""
        if section.title.form is Form.BULLET:
            self._bulleted(section, context, found)
        else:
            self._blocks(section, context, found)
        if not section.children:
            return
        children = section.children[: MAX_ITEMS + 1]
        inner = [self.harvest(child, context) for child in children]
        in_prose = sum(_only_prose(child, one) for child, one in zip(children, inner, strict=True))
        working = any(phrasing.is_work(child.title.text) for child in children) or (
            in_prose > 1 and in_prose == len(inner)
        )
        listed = bool(found.items)
        coded = len(children) > 1 and all(_CODED.match(child.title.text) for child in children)
        shared = shared_names([_bullets(one) for one in inner])
        for child, one in zip(children, inner, strict=True):
            if listed and _is_verdict(child.title):
                found.leave(rules.VERDICT, *range(child.title.line, child.end))
                continue
            remark = listed and child.title.form is Form.BOLD and not phrasing.is_named_work(child.title.text)
            rule = rules.CODED_HEADING if coded else rules.REMARK_TITLE
            if not coded and not remark:
                rule = decide(Heading(child, one, self._words, shared, working=working))
            if rule.takes:
                found.items.append(self._from_heading(child, context, rule))
            else:
                found.leave(rule, child.title.line)
                found.add(one)

    def _release(self, item: Candidate, *above: Context) -> None:
        """Leave no state to an item outside the element or quotation of the title or label that gives it."""
        for outer in above:
            here = item.context
            if here.state is not None and here.state.closed and not self._enclosed.reaches(here.stated, item.line):
                item.context = here._replace(state=outer.state, stated=outer.stated)

    def _from_heading(self, child: Section, context: Context, rule: rules.Rule) -> Candidate:
        title = child.title
        row = Row(title.line, 0, title.text)
        last = max([child.end, *(section.end for section in child.children)]) - 1
        return Candidate(Shape.HEADING, context, [row], last, rule, section=child)

    def _bulleted(self, section: Section, context: Context, found: Harvest) -> None:
        """A section whose title is a list item: its nested items, or the flat ones that follow."""
        nodes = nodes_of(section.blocks)
        if not nodes:
            return
        head, rest = nodes[0], nodes[1:]
        prose = [block for block in section.blocks if isinstance(block, Paragraph)]
        if prose and not (rest or head.children or head.paragraphs or len(head.rows) > 1):
            read_told(prose, section, context, found)
            return
        self._below(head, context, found)
        if not head.children and len(head.rows) == 1:
            self._nodes(rest, context, found)

    def _blocks(self, section: Section, context: Context, found: Harvest) -> None:
        blocks = section.blocks
        listed = any(not isinstance(block, Paragraph) for block in blocks)
        tabled = any(isinstance(block, Table) and self._rows.columns(block, context) is not None for block in blocks)
        nodes: list[Node] = []
        lead, owned = "", 0
        paragraphs: list[Paragraph] = []
        here = context
        cover = Cover(section.title, self._words, self._enclosed)
        for block in blocks:
            if isinstance(block, Node):
                after = cover.over(block, here, found)
                if nodes and (block.ruled or after is not here):
                    owned += self._listed(nodes, lead, here, found, tabled=tabled)
                    nodes = []
                here = after
                if block.line != section.title.line or len(blocks) == 1:  # else it is the title itself
                    nodes.append(block)
                continue
            owned += self._listed(nodes, lead, here, found, tabled=tabled)
            nodes = []
            lead = block.rows[-1].said if isinstance(block, Paragraph) else ""
            if isinstance(block, Paragraph) and is_pasted([row.said for row in block.rows], self._words):
                found.leave(rules.UNREADABLE_TABLE, *_lines(block))
                found.unread.append((block.line, "rows pasted from a spreadsheet"))
                continue
            if isinstance(block, Table):
                here = cover.over(block, here, found)
                self._rows.read(block, here, found)
            elif listed and phrasing.names_tasks(block.rows[-1].said):
                found.leave(rules.INTRO, *_lines(block))
                here = cover.behind_label(block, context._replace(role=Role.TASKS), found)
            elif listed and (phrasing.is_label(block.rows[-1].said) or self._inherited.states(block)):
                found.leave(rules.LABEL, *_lines(block))
                here = self._inherited.below_label(block.rows[-1], context, found)
                here = cover.behind_label(block, here, found)
            else:
                paragraphs.append(block)
                cover.told(block)
        owned += self._listed(nodes, lead, here, found, tabled=tabled)
        if not listed and paragraphs:
            read_told(paragraphs, section, context, found)
            return
        found.leave(rules.PROSE, *(line for paragraph in paragraphs for line in _lines(paragraph)))
        rows = [row for paragraph in paragraphs for row in paragraph.rows]
        found.beside += rows
        for row in rows if found.items else ():
            self._inherited.doubts(row, found)
        found.promised += [(row.line, repr(row.said[:_LABEL])) for row in rows if _PROMISE.search(row.said)]
        if owned and not found.items:
            prose = [block for block in blocks if isinstance(block, Paragraph)]
            found.prose += [
                block.line
                for block in prose
                if phrasing.tells_measure(block.rows[0].said) or advises_readers(block.rows[-1].said, ())
            ]

    def _listed(self, nodes: Sequence[Node], lead: str, context: Context, found: Harvest, *, tabled: bool) -> bool:
        """Add a list's items; True where it belongs to the sentence before it and has none."""
        if tabled and is_legend(nodes, lead):
            found.leave(rules.LEGEND, *(node.line for node in nodes))
            return False
        if nodes and (rule := owns(lead, nodes)) is not None:
            found.leave(rule, *(line for node in nodes for line in node.lines))
            return True
        self._nodes(nodes, context, found)
        return False

    def _nodes(self, nodes: Sequence[Node], context: Context, found: Harvest) -> None:
        here = context
        before = len(found.items)
        if nodes and phrasing.is_asked(nodes[0].said) and all(phrasing.is_asked(node.said) for node in nodes):
            found.leave(rules.ASKED, *(node.line for node in nodes))
            return
        if context.role in (Role.MEASURES, Role.IMPROVEMENTS) and _have_tasks(nodes):
            self._with_tasks(nodes, context, found)
            return
        shared = shared_names([child.said for child in node.children] for node in nodes if node.children)
        for index, node in enumerate(nodes):
            label = phrasing.is_label(node.rows[0].said)
            if len(found.items) > before and self._is_field_of(node, found.items[-1]):
                found.leave(rules.FIELD_LINE, node.line)
                continue
            if not label and not node.children:
                self._node(node, here, None, found)
                continue
            first = node.rows[0].text
            title = plain_title(first) if len(first) < _LABEL else ""
            role = self._words.role(title) if title and self._words.bare_title(title) else None
            if role is Role.OTHER and label and not _holds_work(node):
                found.leave(rules.OTHER_LABEL, *node.lines)
                continue
            alone = label and not node.children and index + 1 < len(nodes) and len(node.rows) == 1
            if alone and (role in MEASURE_ROLES or self._words.state(title) or self._words.titles.doubted(title)):
                inner = context._replace(role=nested(context.role, role))
                here = self._inherited.below_label(node.rows[0], inner, found)
                found.leave(rules.LABEL, node.line)
                continue
            if alone and here is not context:  # "- These remain:" below "- Done:" begins another group
                here = self._inherited.behind_state(node.rows[0], here, found)
                found.leave(rules.LABEL, node.line)
                continue
            self._node(node, here, role, found, shared)

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
        if not beside or node.children or node.paragraphs or not phrasing.is_field_line(node.said):
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
        shared: frozenset[str] = frozenset(),
    ) -> None:
        """Add what a list item tells; ``role`` is what its first line names, if that is a label or has nested items."""
        if len(found.items) > MAX_ITEMS:
            return
        several = len(node.rows) > 1
        if (rule := leaves_out(node, context.role)) is not None:
            found.leave(rule, *node.lines)
        elif several and not node.rows[0].said.strip() and not node.children:
            self._below(node, context, found)  # "1)" alone on its line, with measures below
        elif role in MEASURE_ROLES and (node.children or several or node.paragraphs):
            found.leave(rules.LABEL, node.line)
            self._below(node, context._replace(role=nested(context.role, role)), found)
        elif (
            node.children and _ends_in_field(node.rows[-1].said) and not _is_field_below(node)
        ):  # "Write the runbook. Done when:"
            own = _without_last_field(node.rows)
            found.items.append(Candidate(Shape.BULLET, context, own, node.end, rules.LIST_ITEM, node))
        elif (node.children or (several and not _ends_in_field(node.rows[0].said))) and is_category(node, shared):
            here = self._inherited.below_category(node.rows[0], context, found)
            found.leave(rules.CATEGORY, node.line)
            self._below(node, here, found)
        elif not (text := node.said.strip()) or (placeholders.is_placeholder(text) and not _PROMISE.search(text)):
            found.leave(rules.PLACEHOLDER, node.line)
        elif context.role not in (Role.TASKS, Role.WORK) and phrasing.is_question(text):  # in a list of work it is work
            found.leave(rules.QUESTION, node.line)
        else:
            own, fields = _apart(node.rows)
            item = Candidate(Shape.BULLET, context, own, node.end, rules.LIST_ITEM, node)
            item.notes += fields
            found.items.append(item)

    def _below(self, node: Node, context: Context, found: Harvest) -> None:
        """The items below a label: nested ones, else the unmarked lines that continue it."""
        if node.children:
            self._nodes(node.children, context, found)
            return
        rows = node.rows[1:] or [row for paragraph in node.paragraphs for row in paragraph.rows]
        if rows:
            lines(rows, context, found)


def _apart(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """An item's own words, and the lines below them from the first one on that is a field: "Owner: Ana"."""
    told = [phrasing.is_sentence_line(row.said) and phrasing.is_detail(row.said) for row in rows]
    wrapped = [phrasing.ends_label(row.said) for row in rows[:-1]] + [False]  # its value stands on the next line
    below = (at for at in range(1, len(rows)) if told[at] and not wrapped[at])
    at = next(below, len(rows))
    return list(rows[:at]), list(rows[at:])


def _have_tasks(nodes: Sequence[Node]) -> bool:
    """True for several measures that each have nothing but tasks, labelled so, below them."""
    return len(nodes) > 1 and all(
        node.children
        and not phrasing.ends_label(node.said)
        and all(behind_task_label(child.rows[0].text) for child in node.children)
        for node in nodes
    )


def _bullets(inner: Harvest) -> list[str]:
    return [item.rows[0].said for item in inner.items if item.shape in (Shape.BULLET, Shape.LINE)]


def _lines(paragraph: Paragraph) -> Iterator[int]:
    return (row.line for row in paragraph.rows)


def _holds_work(node: Node) -> bool:
    """True for a label whose nested items all have boxes: "**Detection**" above what is to be done about it."""
    return bool(node.children) and all(read_box(child.said) is not None for child in node.children)


def _ends_in_field(text: str) -> bool:
    """True for a line that was wrapped behind a field's name: "Paint it. Status:", with "Done" on the next one."""
    return _last_field(text) != ""


def _is_field_below(node: Node) -> bool:
    """True where the last of several lines is a field of the item."""
    return len(node.rows) > 1 and phrasing.is_detail(node.rows[-1].said)


def _last_field(text: str) -> str:
    """The name of a field that ends a line: "Done when:" of "Write the runbook. Done when:"; "" for none."""
    found = (pattern.search(text[-_LABEL:]) for pattern in _FIELD_LAST)
    return next((one[1] for one in found if one is not None and phrasing.is_detail(one[1])), "")


def _without_last_field(rows: Sequence[Row]) -> list[Row]:
    """An item's lines without the name of the field that is nested below it."""
    last = rows[-1]
    at = last.text.rfind(_last_field(last.said))
    if OURS.search(last.text, at) is not None:
        return list(rows)  # nothing of ours is cut away
    return [*rows[:-1], Row(last.line, last.column, last.text[:at].rstrip(" \t*_(|,—–-"))]


def _is_verdict(title: Title) -> bool:
    """True for "Recommendation: take the second", which stands below the list it chooses from."""
    return title.form is Form.PLAIN and title.body == title.line and title.text.casefold() in _VERDICTS


def _only_prose(child: Section, inner: Harvest) -> bool:
    """True for a title with nothing but prose below it."""
    detail = phrasing.is_detail(child.title.text + ":")
    return child.title.role is None and bool(inner.prose) and not inner.items and not detail
