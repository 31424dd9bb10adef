"""What somebody should look at in an incident: its findings, from its facts, sections and items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.findings import finding
from postmortem_tracker.markdown.items.draft import Draft
from postmortem_tracker.markdown.items.steps import doubts_about
from postmortem_tracker.markdown.lines.parts import Part
from postmortem_tracker.markdown.lines.titles import Title
from postmortem_tracker.markdown.sections.candidate import Harvest
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.sections.passed_over import passed_over
from postmortem_tracker.markdown.whole import Own, Whole
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.model import Finding, Kind


def point_out(
    whole: Whole, own: Own, sections: Sequence[Section], harvest: Harvest, drafts: Sequence[Draft], keys: Sequence[str]
) -> list[Finding]:
    """The findings of one incident, by line; ``keys`` are those of its drafts."""
    found: list[Finding] = []
    part, matter, facts = own.part, own.matter, own.facts
    unclosed, comment = whole.hidden.unclosed, whole.hidden.comment

    def note(code: str, line: int, detail: str = "", key: str = "") -> None:
        found.append(finding(code, line + 1, whole.path, detail, incident=facts.id, key=key))

    if matter.broken:
        note("PM108", matter.line, matter.broken)
    if unclosed is not None and part.start <= unclosed < part.end:
        note("PM107", unclosed)
    if comment is not None and part.start <= comment < part.end:
        note("PM111", comment)
    for code, line, detail in facts.doubts:
        note(code, line, detail)
    for title in _titles(sections):
        if (said := whole.words.titles.doubted(title.text)) is not None:
            note("PM120", title.line, repr(said))
    for line, said in dict.fromkeys(harvest.unsure):
        note("PM120", line, repr(said))
    for code, line, detail in _of_sections(whole, part, sections, harvest, none=not drafts):
        note(code, line, detail)
    for draft, key in zip(drafts, keys, strict=True):
        for code, line, detail in _of_draft(draft):
            note(code, line, detail, key)
    return sorted(found, key=lambda f: f.line)


def _titles(sections: Sequence[Section]) -> Iterator[Title]:
    for section in sections:
        if section.role is not Role.OTHER:
            yield section.title
            yield from _titles(section.children)


def _of_draft(draft: Draft) -> Iterator[tuple[str, int, str]]:
    """What has to be said of an item and of the promises inside it: code, line (0-based) and detail."""
    for code, detail in draft.doubts:
        yield code, draft.candidate.line, detail
    if draft.kind is Kind.TASK:
        yield from doubts_about(draft.steps, draft.state)


def _passed_over(whole: Whole, part: Part) -> tuple[int, str]:
    """Where work may stand in a document without a section of measures: a line (0-based), and what is said of it."""
    titles = list(passed_over(whole.source, part.titles, part.end, whole.hidden.lines, whole.words))
    if not titles:
        return part.start, ""
    more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
    return titles[0].line, f"what may be work stands below {titles[0].text!r}{more}"


def _of_sections(
    whole: Whole, part: Part, sections: Sequence[Section], harvest: Harvest, *, none: bool
) -> Iterator[tuple[str, int, str]]:
    """What has to be said of the sections, ``none`` if they gave no item: code, line (0-based) and detail."""
    wanted = [section for section in sections if section.role is not Role.REMARKS]
    if not wanted:
        yield "PM101", *_passed_over(whole, part)
    elif none and not (harvest.prose or harvest.none or harvest.unread):
        yield "PM106", wanted[0].title.line, repr(wanted[0].title.text)
    for line, said in harvest.promised:
        yield "PM125", line, said
    for line, said in harvest.boxes[:1]:
        more = len(harvest.boxes) - 1
        yield "PM131", line, f"{said!r} and {more} more" if more else repr(said)
    for line, said in harvest.unread:
        yield "PM109", line, said
    for line in harvest.prose if none else harvest.lost:
        yield "PM102", line, ""
