"""Turns a candidate into an action item: fields, title, details and the places where it may be edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from postmortem_tracker.markdown.items.ahead import said_ahead
from postmortem_tracker.markdown.items.cells import CellReader
from postmortem_tracker.markdown.items.draft import Draft
from postmortem_tracker.markdown.items.entries import states_of_entries
from postmortem_tracker.markdown.items.fields import Fields, Mention
from postmortem_tracker.markdown.items.labelled import LIMIT, FieldReader
from postmortem_tracker.markdown.items.named import Named
from postmortem_tracker.markdown.items.steps import Nested, open_steps, states_below
from postmortem_tracker.markdown.items.text import Text
from postmortem_tracker.markdown.items.typed_days import is_day_alone
from postmortem_tracker.markdown.lines import references
from postmortem_tracker.markdown.lines.dates import has_digit, read_day
from postmortem_tracker.markdown.lines.nearly import nearly_tickets_below
from postmortem_tracker.markdown.lines.nodes import Node, Paragraph, Row
from postmortem_tracker.markdown.lines.plain import emphasised, paired, plain_line, untorn, without, without_tags_behind
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import Candidate, Context, Shape
from postmortem_tracker.markdown.sections.like_items import is_like_an_item
from postmortem_tracker.markdown.words import details, placeholders
from postmortem_tracker.markdown.words.boxes import BALLOTS, Box, is_boxed, read_bullet
from postmortem_tracker.markdown.words.phrases import ARROW
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import (
    ActionItem,
    EditPoints,
    Kind,
    Link,
    LinkForm,
    Span,
    State,
    StateForm,
    Written,
    is_closed,
)

_BULLETS = "-*+"
_DEFINITION = re.compile(r" {0,3}\[([^\[\]]{1,100})\]:[ \t]+<?([^\s<>]+)>?")
# What closes an item's block: a link stands before it, but behind "</b>".
_TAG_BEHIND = re.compile(
    r"</(?!(?:b|strong|i|em|u|s|del|strike|ins|mark|code|kbd|span|small|sub|sup|font|a)>)\w+>|<br ?/?>", re.IGNORECASE
)

_DANGLING = re.compile(rf"(?<![ \t])[ \t]*{ARROW}$")  # "Cap it -> @ana", without the account
_QUOTED = 60  # characters of a cell in a finding


class Shared:
    """What a document says for the items of all its incidents; read once, since there may be thousands."""

    def __init__(self, source: Source) -> None:
        self.definitions = _definitions(source)
        self.named = Named(source.lines)


_BEFORE_TITLE = re.compile(r"[ \t>]*+(?:\\?#{1,6}[ \t]*+|[-*+•][ \t]++)?")


class ItemMaker:
    """Makes the items of one incident, whose date lends its year to theirs."""

    def __init__(self, source: Source, words: Compiled, near: date | None, shared: Shared) -> None:
        self._source = source
        self._words = words
        self._near = near
        self._reader = FieldReader(words, near, shared.definitions, shared.named)
        self._cells = CellReader(source, words, self._reader)

    def make(self, candidate: Candidate, kind: Kind) -> Draft:
        """The item, which may say nothing."""
        rows = self._rows(candidate)
        if candidate.shape is Shape.HEADING:
            rows = [self._heading(rows[0]), *rows[1:]]
        text = Text(self._source, rows, len(candidate.rows), len(candidate.rows) + len(candidate.notes))
        fields = self._reader.read(text.value, text.own_end)
        if (
            fields.box is None
            and candidate.node is not None
            and (bullet := self._bullet(candidate.rows[0])) is not None
        ):
            if bullet.mark in BALLOTS:
                fields.box, fields.state = bullet, bullet.state
            else:
                fields.sign = bullet.state
        if states := states_of_entries(candidate, self._reader):
            fields.box = fields.sign = None
            fields.state = states[0] if len(set(states)) == 1 else None
            fields.doubts.append(("PM133", repr(text.value[:_QUOTED])))
        if text.mark is not None and (fields.box is None or fields.state is State.OPEN):
            fields.state = text.mark
        cuts = paired(text.value, [emphasised(text.value, *cut) for cut in fields.cuts])
        own = text.value[: min(text.own_end, LIMIT)]
        if candidate.rule is rules.BEHIND_LABEL and own.count("**") % 2:
            cuts.append((own.index("**"), own.index("**") + 2))  # "**Action 1: Cap it.** It grew", behind its label
        title = untorn(plain_line(without(own, cuts)), own)
        title = _DANGLING.sub("", title)
        if not title:
            title = ", ".join(found.text for found in fields.links)  # "- [ ] #12 @ana": the ticket is all it says
        filler = title != text.value and placeholders.is_placeholder(title)  # the words as written were judged before
        written = {name: _written(text, mention) for name, mention in fields.mentions.items()}
        links = [*text.ours, *[_link(text, found) for found in fields.links]]
        if len(links) > 1:
            links.sort(key=lambda link: link.span.start)
        points = self._points(candidate, text, fields)
        if candidate.cells is not None and candidate.columns is not None:
            points = self._cells.read(candidate, candidate.cells, candidate.columns, fields, links, written, points)
        self._inherit(candidate.context, fields)
        self._doubt(candidate, text.value, fields)
        if text.mark is not None and fields.disputed:
            fields.state = text.mark  # whatever the item's words say against each other, this mark is ours
        nested = candidate.node.children if candidate.node else candidate.section.blocks if candidate.section else ()
        self._compare(candidate, nested, fields)
        fields.doubts += [("PM125", repr(row.text.strip())) for row in self._glued(candidate)]
        below = _below(candidate.node) if candidate.node is not None else ()
        untold = (row.text for row in below if not self._tells_field(row, candidate))
        fields.doubts += nearly_tickets_below(untold, self._words.tickets)
        steps = list(open_steps(nested, self._reader, self._source.lines))
        return Draft(candidate, kind, title, fields, links, written, points, steps, filler)

    def _inherit(self, context: Context, fields: Fields) -> None:
        """Take from the titles above who does the item and until when, where it says nothing of it."""
        if context.owner is not None and not fields.owners:
            fields.own(context.owner)
        due = context.due
        if fields.due is None and due is not None and is_day_alone(due) and read_day(due, self._near):
            fields.fall_due(due, self._near)

    def _doubt(self, candidate: Candidate, text: str, fields: Fields) -> None:
        """Doubt a state whose day is yet to come, and that of the title above where the item says what is left."""
        parts = [text[slice(*cut)] for cut in fields.cuts]
        parts += [fields.mentions["status"].value] if "status" in fields.mentions else []
        due = (candidate.columns or {}).get("due")  # the day there is the one by which it is done
        parts += [cell.text for index, cell in enumerate(candidate.cells or ()) if index != due]
        ahead = said_ahead(parts, self._words.states, self._near, self._words.today)
        if ahead is not None and is_closed(fields.state):
            fields.withdraw(repr(ahead.strip(" .()[]")))
        if fields.state is None and is_closed(candidate.context.state) and candidate.cells is None:
            self._reader.left(text, fields)

    def _compare(self, candidate: Candidate, nested: Sequence[Nested], fields: Fields) -> None:
        """Doubt the item's state where a line below it is another one: "- Done"."""
        paragraphs = candidate.node.paragraphs if candidate.node else ()
        for told, said in states_below([*paragraphs, *nested], self._words.states):
            known = fields.disputed or (fields.unsure and ":" in said)  # a field, which was doubted as such
            if not known and (told is None or told is not (fields.state or candidate.context.state)):
                fields.doubt_state(repr(said))

    def _glued(self, candidate: Candidate) -> Iterable[Row]:
        """The wrapped lines of an item that make promises of their own, as its first one does, or begin with a box."""
        first, *more = candidate.rows if candidate.node is not None else candidate.rows[:1]
        for row in more:
            glued = row.text[:1] in _BULLETS and is_boxed(row.text[1:])  # "-[ ] Add it" is no list item
            if glued or (self._promises(first.text) and self._promises(row.text)):
                yield row

    def _promises(self, text: str) -> bool:
        fields = self._reader.read(text) if "@" in text or has_digit(text) else Fields()
        return bool(fields.owners and fields.due) or (bool(fields.owners) and text.rstrip().endswith(fields.owners[-1]))

    def _bullet(self, row: Row) -> Box | None:
        """The box that is the item's bullet: "☐ Rotate the keys"."""
        before = self._source.lines[row.line][: row.column].rstrip()
        return read_bullet(before.rstrip("️")[-1:]) if before and not before.isascii() else None

    def finish(self, draft: Draft, key: str) -> ActionItem:
        """The item of a draft, under its key."""
        candidate, fields = draft.candidate, draft.fields
        context = candidate.context
        state = draft.state
        return ActionItem(
            key=key,
            kind=draft.kind,
            text=draft.title,
            line=candidate.line + 1,
            span=self._span(candidate),
            edit=draft.points,
            done=None if state is None else state is State.COMPLETED,
            not_planned=state is State.NOT_PLANNED,
            owners=tuple(fields.owners),
            due=fields.due,
            due_date=fields.due_reading.value if fields.due_reading else None,
            priority=fields.priority or context.priority,
            type=fields.type,
            links=tuple(draft.links),
            details=self._details(candidate),
            section=context.path,
            waiver=fields.waiver,
            written=tuple(draft.written.items()),
        )

    def _rows(self, candidate: Candidate) -> list[Row]:
        """The item's own rows and those below it that hold its fields."""
        node = candidate.node
        if candidate.section is None and not (candidate.notes or (node and (node.children or node.paragraphs))):
            return candidate.rows
        rows = [*candidate.rows, *candidate.notes]
        if node is not None:
            rows += [row for row in _below(node) if self._tells_field(row, candidate)]
        elif candidate.section is not None:
            rows += [candidate.section.link] if candidate.section.link else []
            for block in candidate.section.blocks:
                told = block.rows if isinstance(block, Paragraph) else []
                rows += [row for row in told if not is_like_an_item(row.text)]
                if isinstance(block, Node):
                    rows += [row for row in (*block.rows, *_below(block)) if self._tells_field(row, candidate)]
        return rows

    def _heading(self, row: Row) -> Row:
        """The words of a heading where they stand, and as they are written where a link or a box is among them."""
        line = self._source.lines[row.line]
        if "](" not in line and "<http" not in line and not is_boxed(row.text):
            return Row(row.line, max(line.find(row.text), 0), row.text)
        found = _BEFORE_TITLE.match(line)
        start = found.end() if found else 0
        return Row(row.line, start, line[start:].rstrip(" \t").rstrip("#").rstrip(" \t:"))

    def _tells_field(self, row: Row, candidate: Candidate) -> bool:
        """True for a field that the item says itself; a quote below it tells somebody else's words."""
        own = candidate.rows[0]
        return _holds_field(row) and self._depth(row) <= self._depth(own)

    def _depth(self, row: Row) -> int:
        before = self._source.lines[row.line][: row.column]
        return before.partition("<")[0].count(">")

    def _span(self, candidate: Candidate) -> Span:
        source = self._source
        if candidate.place is not None:
            return Span(source.byte(*candidate.place[0]), source.byte(*candidate.place[1]))
        last = max(candidate.line, min(candidate.last, len(source.lines) - 1))
        return Span(source.start(candidate.line), source.byte(last, len(source.lines[last])))

    def _details(self, candidate: Candidate) -> str:
        if candidate.shape in (Shape.ROW, Shape.LINE) or candidate.last <= candidate.rows[-1].line:
            return ""
        start = candidate.rows[-1].line + 1
        if candidate.section is not None:
            start = candidate.section.title.body + (candidate.section.link is not None)
        lines = [line for line in self._source.lines[start : candidate.last + 1] if not _is_address_of_ours(line)]
        filled = [line for line in lines if line.strip()]
        margin = min((len(line) - len(line.lstrip(" ")) for line in filled), default=0)
        return "\n".join(line[margin:].rstrip() for line in lines).strip("\n")

    def _points(self, candidate: Candidate, text: Text, fields: Fields) -> EditPoints:
        if candidate.section is not None:
            last = candidate.section.title.body - 1
            at, form = self._source.byte(last, len(self._source.lines[last])), LinkForm.LINE
        else:
            row = candidate.rows[-1]  # a link or code that began on the first line ends before it
            at, form = self._source.byte(row.line, row.column + _trimmed(row.text)), LinkForm.INLINE
        if fields.box is not None:
            return EditPoints(at, form, StateForm.CHECKBOX, self._box(candidate.rows[0], text, fields.box))
        ours = text.ours[0].span if text.ours else None
        return EditPoints(at, form, StateForm.MARK, _mark(ours, text.mark) if ours else None)

    def _box(self, row: Row, text: Text, box: Box) -> Span:
        """The bytes of a box's mark, which may be the bullet before the item's words."""
        if box.body:
            return text.span(box.start, box.end)
        before = self._source.lines[row.line][: row.column]
        at = before.rindex(box.mark)
        return self._source.span(row.line, at, at + 1)


def _is_address_of_ours(line: str) -> bool:
    """Whether a line holds the address of a link such as `([#12])`, which a formatter took out of it."""
    found = _DEFINITION.match(line)
    return found is not None and references.is_ticket(found[1], found[2])


def _definitions(source: Source) -> dict[str, str]:
    """The addresses that links of the document may name: `[issue-12]: https://…`."""
    if b"]: " not in source.data:
        return {}
    found = (_DEFINITION.match(line) for line in source.lines if line[:4].lstrip()[:1] == "[")
    return {match[1].casefold(): match[2] for match in reversed(list(filter(None, found)))}


def _below(node: Node) -> Iterable[Row]:
    for paragraph in node.paragraphs:
        yield from paragraph.rows
    for child in node.children:
        yield from child.rows


def _holds_field(row: Row) -> bool:
    text = row.text.lstrip()
    return (
        details.is_detail(text) or text[:8].lower().startswith("waived") or text.lstrip("*_(")[:7].lower() == "waived "
    )


def _written(text: Text, mention: Mention) -> Written:
    return Written(mention.value, text.line(mention.start), text.span(mention.start, mention.end))


def _link(text: Text, found: references.Reference) -> Link:
    span = text.span(found.start, found.end)
    return Link(found.text, found.url, text.line(found.start), span, found.unsure, found.bare)


def _mark(ours: Span, state: State | None) -> Span:
    """Between the link and our closing bracket: where the mark stands or would stand."""
    mark = references.MARKS.get(state) if state else None
    end = ours.end - 1
    return Span(end - (len(f" {mark}".encode()) if mark else 0), end)


def _trimmed(text: str) -> int:
    """Where a line's words end: before trailing spaces, closing tags and a backslash that breaks the line."""
    bare = without_tags_behind(text.rstrip(), _TAG_BEHIND)
    if bare.endswith("\\") and not bare.endswith("\\\\"):
        bare = bare[:-1].rstrip()
    return len(bare)
