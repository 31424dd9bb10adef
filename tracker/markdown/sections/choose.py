"""Decides which blocks of the measures' sections are action items, and with what role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.nodes import Node, Paragraph, Row, Table, nodes_of
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import MAX_ITEMS, Candidate, Context, Harvest, Shape
from postmortem_tracker.markdown.sections.categories import is_legend
from postmortem_tracker.markdown.sections.cover import Cover
from postmortem_tracker.markdown.sections.fields_below import shared_names
from postmortem_tracker.markdown.sections.headings import Heading, decide
from postmortem_tracker.markdown.sections.inherited import Inheritance, is_frame
from postmortem_tracker.markdown.sections.left_out import advises_readers, is_aside, is_crossed, owns
from postmortem_tracker.markdown.sections.lists import ListReader, is_promise
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.sections.prose import read_told
from postmortem_tracker.markdown.sections.rows import RowReader
from postmortem_tracker.markdown.sections.tables import is_pasted, tells_fields
from postmortem_tracker.markdown.words import details, orders, sentences
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import is_closed

# "A1. …", "@ann …": each heading is a measure; "P1" tells how urgent, "Q1" asks or tells when
_CODED = re.compile(
    r"\W*(?:AI|AP|CA|PA|(?!Q|[PHS][0-5]\b)[A-Z])[-.]?\d{1,2}[.:)\]\s–—-]+\S|[\s*`]*@[\w-]+[:`*]*[ \t]+\S"
)
_VERDICTS = frozenset(every("items", "verdicts"))
_OF_TITLE = "it has fields of the title above it"
_QUOTED = 110  # characters of a line in a finding


class Chooser:
    """Walks sections and collects the items in them."""

    def __init__(self, words: Compiled, enclosed: Enclosures) -> None:
        self._words = words
        self._enclosed = enclosed
        self._inherited = Inheritance(words)
        self._rows = RowReader(words, self._inherited)
        self._lists = ListReader(words, self._inherited)

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
            self._release(item, found, context, above)
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
        working = any(orders.is_work(child.title.text) for child in children) or (
            in_prose > 1 and in_prose == len(inner)
        )
        listed = bool(found.items)
        coded = len(children) > 1 and all(_CODED.match(child.title.text) for child in children)
        shared = shared_names([_bullets(one) for one in inner])
        for child, one in zip(children, inner, strict=True):
            if listed and _is_verdict(child.title):
                found.leave(rules.VERDICT, *range(child.title.line, child.end))
                continue
            remark = listed and child.title.form is Form.BOLD and not orders.is_named_work(child.title.text)
            rule = rules.CODED_HEADING if coded else rules.REMARK_TITLE
            if not coded and not remark:
                rule = decide(Heading(child, one, self._words, shared, working=working))
            if rule.takes:
                found.items.append(self._from_heading(child, context, rule))
                found.unread += _tables_of_fields(child, self._words)
            else:
                found.leave(rule, child.title.line)
                if not one.items and is_frame(child.title.text, self._words):  # what it says, it says of prose
                    one.lost = sorted({*one.lost, *one.prose})
                    found.unread += _tables_of_fields(child, self._words)
                found.add(one)

    def _release(self, item: Candidate, found: Harvest, *above: Context) -> None:
        """Leave no state to an item outside the element or quotation of the title or label that gives it."""
        for outer in above:
            here = item.context
            if is_closed(here.state) and not self._enclosed.reaches(here.stated, item.line):
                item.context = here._replace(state=outer.state, stated=outer.stated)
                if said := self._enclosed.quoted_alone(here.stated):
                    found.unsure.append((here.stated, said))

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
        self._lists.below(head, context, found)
        if not head.children and len(head.rows) == 1:
            self._lists.read(rest, context, found)

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
            elif listed and sentences.names_tasks(block.rows[-1].said):
                found.leave(rules.INTRO, *_lines(block))
                here = cover.behind_label(block, context._replace(role=Role.TASKS), found)
            elif listed and (sentences.is_label(block.rows[-1].said) or self._inherited.states(block)):
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
        found.promised += [(row.line, repr(row.said[:_QUOTED])) for row in rows if is_promise(row.said)]
        if owned and not found.items:
            prose = [block for block in blocks if isinstance(block, Paragraph)]
            found.prose += [
                block.line
                for block in prose
                if sentences.tells_measure(block.rows[0].said) or advises_readers(block.rows[-1].said, ())
            ]

    def _listed(self, nodes: Sequence[Node], lead: str, context: Context, found: Harvest, *, tabled: bool) -> bool:
        """Add a list's items; True where it belongs to the sentence before it and has none."""
        if tabled and is_legend(nodes, lead):
            found.leave(rules.LEGEND, *(node.line for node in nodes))
            return False
        if nodes and (rule := owns(lead, nodes)) is not None:
            found.leave(rule, *(line for node in nodes for line in node.lines))
            return True
        self._lists.read(nodes, context, found)
        return False


def _bullets(inner: Harvest) -> list[str]:
    return [item.rows[0].said for item in inner.items if item.shape in (Shape.BULLET, Shape.LINE)]


def _lines(paragraph: Paragraph) -> Iterator[int]:
    return (row.line for row in paragraph.rows)


def _tables_of_fields(section: Section, words: Compiled) -> list[tuple[int, str]]:
    """The tables that tell who and until when of the title they stand below."""
    tables = [block for block in section.blocks if isinstance(block, Table)]
    return [(each.line, _OF_TITLE) for each in tables if tells_fields(each, words)]


def _is_verdict(title: Title) -> bool:
    """True for "Recommendation: take the second", which stands below the list it chooses from."""
    return title.form is Form.PLAIN and title.body == title.line and title.text.casefold() in _VERDICTS


def _only_prose(child: Section, inner: Harvest) -> bool:
    """True for a title with nothing but prose below it."""
    detail = details.is_detail(child.title.text + ":")
    return child.title.role is None and bool(inner.prose) and not inner.items and not detail
