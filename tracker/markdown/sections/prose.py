"""Measures told in paragraphs: one per line, or one per paragraph, where they are typed so; else prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.incident.title import is_named
from postmortem_tracker.markdown.lines.nodes import Paragraph, Row
from postmortem_tracker.markdown.lines.references import OURS
from postmortem_tracker.markdown.lines.titles import Form
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import Candidate, Context, Harvest, Shape
from postmortem_tracker.markdown.sections.left_out import FOR_OTHERS, asks_readers
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.words import details, orders, placeholders, sentences
from postmortem_tracker.markdown.words.roles import Role

_SHORT = 120  # characters of a line that is a list's entry even without a full stop
_NUMBERED = re.compile(r"[ \t]{0,3}(?:\*\*|__)#?\d{1,2}[.):]")
_LISTS = (Role.TASKS, Role.IMPROVEMENTS)


def read_told(paragraphs: Sequence[Paragraph], section: Section, context: Context, found: Harvest) -> None:
    """Add what a section without lists and tables tells: its items, and where it has only prose."""
    paragraphs = _after_title(paragraphs, section)
    prefix = _prefixed(paragraphs, section)
    if prefix is not None and asks_readers(prefix.said):
        found.leave(FOR_OTHERS, prefix.line)
        return
    if prefix is not None:
        found.items.append(Candidate(Shape.LINE, context, [prefix], prefix.line, rules.BEHIND_LABEL))
        return
    single = [p.rows[0] for p in paragraphs if len(p.rows) == 1 and not sentences.is_closing(p.rows[0].said)]
    alone = [row for row in single if _stands_alone(row.said)]
    labelled = section.title.role in _LISTS
    bold = section.title.form is not Form.HEADING
    several = not _is_page(section) and ((labelled and bold) or (len(alone) > 1 and len(alone) * 2 > len(paragraphs)))
    entries = [row for row in single if _is_entry(row.said)]
    announced = themes = False
    plain = section.title.form is Form.PLAIN
    for rows, here in _split(paragraphs, context):
        first = rows[0]
        named = _is_heading(first.said)
        if plain and named and found.items and not themes:
            found.leave(rules.NEXT_THEME, first.line)
            return  # "Engaging elements:" after the list is another section, whatever it is called
        themes = themes or named
        lead = sentences.is_intro(first.said)
        listed = announced and len(entries) > 1 and first in entries
        if listed or (several and first in alone) or _is_list(rows, labelled=labelled, lead=lead):
            lines(rows, here, found)
        elif len(rows) == 1 and placeholders.is_none(first.said):
            found.none = True
            found.leave(rules.NOTHING_TO_DO, first.line)
        elif len(rows) == 1 and sentences.is_pointer(first.said):
            found.leave(rules.POINTER, first.line)
        elif sentences.is_intro(rows[-1].said):
            found.leave(rules.INTRO, *(row.line for row in rows))
        else:
            found.leave(rules.PROSE, *(row.line for row in rows))
            found.prose.append(first.line)
            found.beside += rows
            told = section.title.role is None and orders.is_measure(first.said) and not sentences.tells_done(first.said)
            if told or (labelled and (not found.items or any(map(_tells_measure, rows)))):
                found.lost.append(first.line)
            if section.role is Role.TASKS and orders.is_measure(first.said):
                found.work.append(first.line)
        announced = announced or lead


def _is_page(section: Section) -> bool:
    """True for the title of a page of several sections, below which its purpose is told."""
    return section.title.form is Form.HEADING and section.title.level == 1 and len(section.children) > 1


def _split(paragraphs: Sequence[Paragraph], context: Context) -> Iterator[tuple[list[Row], Context]]:
    """Runs of lines, each with what it inherits: "… the following tasks:" makes tasks of all that stands below."""
    here = context
    for paragraph in paragraphs:
        rows = paragraph.rows
        at = next((index for index, row in enumerate(rows) if sentences.names_tasks(row.said)), None)
        if at is not None:
            if at:
                yield rows[:at], here
            here = context._replace(role=Role.TASKS)
            rows = rows[at + 1 :]
        rows = _without_lead(rows)
        if rows:
            yield rows, here


def _without_lead(rows: list[Row]) -> list[Row]:
    """Without the sentence or two before the one that announces the list."""
    for index in (2, 1):
        if len(rows) > index + 1 and sentences.is_intro(rows[index].said):
            before = [row.said for row in rows[:index]]
            if not any(orders.is_work(text) or details.is_led(text) for text in before):
                return rows[index:]
    return rows


def lines(rows: Sequence[Row], context: Context, found: Harvest) -> None:
    """Add one item per line; a line such as "Deadline: 2 May" belongs to the item above it."""
    last: Candidate | None = None
    numbered = _NUMBERED.match(rows[0].said) is not None  # "**1) Cap it**" and below it what is said of it
    for row in rows:
        text = row.said
        if last is not None and details.is_field_line(text):
            last.notes.append(row)
            last.last = row.line
            found.leave(rules.FIELD_LINE, row.line)
        elif last is not None and numbered and _NUMBERED.match(text) is None and not orders.is_work(text):
            last.last = row.line
            found.leave(rules.DETAIL, row.line)
        elif sentences.is_intro(text):
            found.leave(rules.INTRO, row.line)
        elif sentences.is_closing(text):
            found.leave(rules.CLOSING, row.line)
        elif placeholders.is_placeholder(text):
            found.leave(rules.PLACEHOLDER, row.line)
        elif asks_readers(text):
            found.leave(FOR_OTHERS, row.line)
        else:
            last = Candidate(Shape.LINE, context, [row], row.line, rules.LINE)
            found.items.append(last)


def _after_title(paragraphs: Sequence[Paragraph], section: Section) -> Sequence[Paragraph]:
    """Without the title's own line where that has only a motto behind its colon."""
    rows = paragraphs[0].rows
    if rows[0].line != section.title.line or sum(len(p.rows) for p in paragraphs) == 1:
        return paragraphs
    if orders.is_work(rows[0].text.partition(":")[2]):
        return paragraphs
    rest = [Paragraph(rows[1:])] if len(rows) > 1 else []
    return [*rest, *paragraphs[1:]]


def _prefixed(paragraphs: Sequence[Paragraph], section: Section) -> Row | None:
    """The one measure written on its label's own line."""
    title = section.title
    if title.body != title.line or title.form is not Form.PLAIN or sum(len(p.rows) for p in paragraphs) != 1:
        return None
    row = paragraphs[0].rows[0]
    if row.line != title.line:
        return None  # what stands on the title's own line is no measure
    rest = row.text[row.text.find(":") + 1 :].lstrip("* _")
    return (
        Row(row.line, row.column + len(row.text) - len(rest), rest)
        if sentences.one_sentence(OURS.sub("", rest))
        else None
    )


def _is_list(rows: Sequence[Row], *, labelled: bool, lead: bool) -> bool:
    """True for a paragraph with one measure per line, below a line (``lead``) that may announce them."""
    texts = [row.said for row in rows]
    if any(text.rstrip()[-1:] == "," for text in texts[:-1]):
        return False  # a sentence that was wrapped
    begun = sum(_begins(text, before if labelled else None) for before, text in zip(["", *texts], texts, strict=False))
    ended = sum(map(sentences.ends_sentence, texts[:-1]))
    small = labelled and begun == 0  # who begins the first line so, begins them all so
    if len(texts) < 2 or (begun * 4 < len(texts) * 3 and not small):
        return False
    if (
        labelled
        and not ended
        and not sentences.is_intro(texts[-1])
        and all(len(text) <= _SHORT and text.rstrip()[-1:] != "," for text in texts)
    ):
        return True
    if labelled and ended == len(texts) - 1 and sentences.ends_sentence(texts[-1]):
        return True
    if begun < len(texts):
        return False
    if lead and len(texts) > 2 and (ended == len(texts) - 1 or ended == 1):
        return True
    if sum(sentences.one_sentence(t) or details.is_led(t) or orders.is_work(t) for t in texts) * 2 <= len(texts):
        return False
    return ended * 2 >= len(texts) - 1 or all(map(orders.is_work, texts))


def _begins(text: str, before: str | None) -> bool:
    """True for a line that begins like a sentence, or as an order in small letters where the line before is closed."""
    if sentences.is_sentence_line(text):
        return True
    closed = before is not None and (sentences.ends_sentence(before) or not sentences.is_sentence_line(before))
    return closed and orders.is_work(text)


def _is_heading(text: str) -> bool:
    """True for a line of one to three words and a colon, or the name of another postmortem."""
    bare = text.strip()
    return is_named(bare) or (bare[-1:] == ":" and bare.count(" ") < 3 and not orders.is_named_work(bare))


def _is_entry(text: str) -> bool:
    """True for one paragraph of an announced list: it begins with what to do, or with its short name."""
    if sentences.is_closing(text) or not sentences.is_sentence_line(text) or len(text) > 400:
        return False
    name = text.split(". ", 1)[0]
    return orders.is_work(text) or details.is_led(text) or len(name.split()) <= 4


def _tells_measure(row: Row) -> bool:
    """True for a measure in a sentence, or behind a name: "Bo: cap the retries."."""
    return sentences.tells_measure(row.said) or orders.is_measure(row.said.partition(": ")[2])


def _stands_alone(text: str) -> bool:
    """True for a paragraph of one line that is a measure: one sentence of work, or a labelled one."""
    if details.is_led(text):
        return len(text) <= 400
    return sentences.one_sentence(text) and orders.is_work(text)
