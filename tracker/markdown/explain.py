"""Why a line is an item, or none: the section it stands in, the rules that decided, the fields and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postmortem_tracker.markdown.lines.source import MAX_BYTES, Source
from postmortem_tracker.markdown.lines.titles import Title
from postmortem_tracker.markdown.parser import Document, Outcome, read
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.sections.rules import Rule
from postmortem_tracker.markdown.words.vocabulary import DEFAULT, Vocabulary
from postmortem_tracker.model import ActionItem, Finding, Span


@dataclass(frozen=True)
class Field:
    """A value and where it is written (1-based line and column)."""

    name: str
    value: str
    line: int
    column: int


@dataclass(frozen=True)
class Heading:
    """A title that a line stands below; ``role`` is what it says of its section, "" for nothing."""

    line: int
    text: str
    role: str


@dataclass(frozen=True)
class Explanation:
    """What is known of one line (1-based): ``item`` is the one it belongs to, which may begin on a line above."""

    line: int
    text: str
    section: tuple[Heading, ...]
    rules: tuple[Rule, ...]
    item: ActionItem | None = None
    fields: tuple[Field, ...] = ()
    findings: tuple[Finding, ...] = ()


def explain(
    data: bytes, path: str, line: int | None = None, *, vocabulary: Vocabulary = DEFAULT, max_bytes: int = MAX_BYTES
) -> tuple[Explanation, ...]:
    """How one line was understood, or every line with words; raises DocumentError as ``parse`` does.

    A line that the document does not have gives nothing.
    """
    document = read(data, path, vocabulary, max_bytes)
    wanted = range(len(document.source.lines)) if line is None else (line - 1,)
    return tuple(
        _explained(document, number)
        for number in wanted
        if number in range(len(document.source.lines)) and document.source.lines[number].strip()
    )


def _explained(document: Document, number: int) -> Explanation:
    text = document.source.lines[number].strip()
    outcome = next(one for one in reversed(document.outcomes) if one.part.start <= number or one.part.start == 0)
    section = tuple(_above(document.titles, number, outcome.part.start))
    findings = tuple(found for found in outcome.incident.findings if found.line == number + 1)
    hides = _hidden(document, number)
    if hides is not None:
        return Explanation(number + 1, text, section, (hides,), findings=findings)
    place = _item(outcome, number)
    decided = [decision.rule for decision in outcome.harvest.decided if decision.line == number]
    if place is None:
        chosen = decided or [_unsaid(document, outcome, number)]
        return Explanation(number + 1, text, section, tuple(dict.fromkeys(chosen)), findings=findings)
    draft, item = outcome.drafts[place], outcome.incident.items[place]
    chosen = [draft.candidate.rule] if draft.candidate.line == number else decided or [rules.DETAIL]
    fields = tuple(_fields(document.source, item))
    return Explanation(number + 1, text, section, tuple(dict.fromkeys(chosen)), item, fields, findings)


def _hidden(document: Document, number: int) -> Rule | None:
    if number < document.matter.end:
        return rules.FRONT_MATTER
    return rules.HIDDEN if number in document.hidden.lines else None


def _above(titles: list[Title], number: int, start: int) -> Iterator[Heading]:
    """The titles that a line stands below, the outermost first; a title stands below those above it."""
    stack: list[Title] = []
    for title in titles:
        if start <= title.line <= number:
            while stack and stack[-1].level >= title.level:
                stack.pop()
            stack.append(title)
    for title in stack:
        yield Heading(title.line + 1, title.text, title.role.value if title.role is not None else "")


def _item(outcome: Outcome, number: int) -> int | None:
    """Which of the items a line belongs to: the one that begins last."""
    held = [
        (draft.candidate.line, place)
        for place, draft in enumerate(outcome.drafts)
        if draft.candidate.line <= number <= draft.candidate.last
    ]
    return max(held)[1] if held else None


def _unsaid(document: Document, outcome: Outcome, number: int) -> Rule:
    """Why no rule spoke of a line: it is a title, or no section of measures is open."""
    if any(title.line == number for title in document.titles):
        return rules.TITLE
    if any(section.title.line <= number < section.end for section in _all(outcome.sections)):
        return rules.BESIDE
    above = list(_above(document.titles, number, outcome.part.start))
    return rules.OTHER_SECTION if above and above[-1].role == "other" else rules.NO_SECTION


def _all(sections: list[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _all(section.children)


def _fields(source: Source, item: ActionItem) -> Iterator[Field]:
    for name, written in item.written:
        yield _field(source, name, written.text, written.line, written.span)
    for link in item.links:
        yield _field(source, "ticket", link.text, link.line, link.span)
    if item.edit.state is not None and (item.done is not None or item.not_planned):
        line = source.data.count(source.newline.encode(), 0, item.edit.state.start) + 1
        yield _field(source, "state", item.state.value, line, item.edit.state)


def _field(source: Source, name: str, value: str, line: int, span: Span) -> Field:
    before = source.data[source.start(line - 1) : span.start].decode(errors="replace")
    return Field(name, value, line, len(before) + 1)
