"""Decides which blocks of the measures' sections are action items, and with what role."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.nodes import Paragraph, Row, Table, nodes_of
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import MAX_ITEMS, Candidate, Context, Harvest, Shape
from postmortem_tracker.markdown.sections.fields_below import shared_names
from postmortem_tracker.markdown.sections.headings import Heading, decide
from postmortem_tracker.markdown.sections.inherited import Inheritance, is_frame
from postmortem_tracker.markdown.sections.left_out import is_aside, is_crossed
from postmortem_tracker.markdown.sections.like_items import like_items
from postmortem_tracker.markdown.sections.lists import ListReader
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.sections.own_blocks import OwnBlocks, Readers
from postmortem_tracker.markdown.sections.prose import read_told
from postmortem_tracker.markdown.sections.rows import RowReader
from postmortem_tracker.markdown.sections.tables import tells_fields
from postmortem_tracker.markdown.words import details, orders
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import is_closed

# "A1. …", "@ann …": each heading is a measure; "P1" tells how urgent, "Q1" asks or tells when
_CODED = re.compile(
    r"\W*(?:AI|AP|CA|PA|(?!Q|[PHS][0-5]\b)[A-Z])[-.]?\d{1,2}[.:)\]\s–—-]+\S|[\s*`]*@[\w-]+[:`*]*[ \t]+\S"
)
_QUOTED = 110  # characters of a line in a finding
_VERDICTS = frozenset(every("items", "verdicts"))
_OF_TITLE = "it has fields of the title above it"


class Chooser:
    """Walks sections and collects the items in them."""

    def __init__(self, words: Compiled, enclosed: Enclosures) -> None:
        self._words = words
        self._enclosed = enclosed
        self._inherited = Inheritance(words)
        self._lists = ListReader(words, self._inherited)
        self._readers = Readers(words, enclosed, self._inherited, self._lists, RowReader(words, self._inherited))

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
            OwnBlocks(section, context, found, self._readers).read()
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
                found.promised += [(row.line, repr(row.said.strip()[:_QUOTED])) for row in like_items(child.blocks)]
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


def _bullets(inner: Harvest) -> list[str]:
    return [item.rows[0].said for item in inner.items if item.shape in (Shape.BULLET, Shape.LINE)]


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
