"""Gathers what may be the items of one incident: from its sections, from lists without a title, from lines beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from postmortem_tracker.markdown.incident.template import is_template
from postmortem_tracker.markdown.items.make import ItemMaker
from postmortem_tracker.markdown.items.promised import promised, said_beside
from postmortem_tracker.markdown.lines.behind_comments import (
    behind_another_bullet,
    behind_comments,
    words_at_the_margin,
)
from postmortem_tracker.markdown.lines.parts import Part
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.announced import announced
from postmortem_tracker.markdown.sections.candidate import Candidate, Harvest
from postmortem_tracker.markdown.sections.choose import Chooser
from postmortem_tracker.markdown.sections.forms import measures_in_forms
from postmortem_tracker.markdown.sections.labelled import labelled, still_open
from postmortem_tracker.markdown.sections.outline import Section, outline, taken_by
from postmortem_tracker.markdown.sections.told_beside import told_beside
from postmortem_tracker.markdown.sections.untitled import untitled_lists, untitled_tables
from postmortem_tracker.markdown.sections.work_tables import work_tables
from postmortem_tracker.markdown.whole import Whole
from postmortem_tracker.markdown.words import details, orders
from postmortem_tracker.markdown.words.boxes import is_boxed
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES

_QUOTED = 110  # characters of a line in a finding


def gather(whole: Whole, part: Part, maker: ItemMaker) -> tuple[list[Section], Harvest]:
    """The sections of an incident, those without a title as well, and the items in them and beside them."""
    source, unseen, words = whole.source, whole.hidden.lines, whole.words
    sections = outline(source, part.titles, part.end, unseen, words, whole.enclosed)
    sections += untitled_tables(source, part.start, part.end, unseen, sections)
    sections += work_tables(source, part.titles, part.start, part.end, unseen, words, sections)
    if is_template(part.titles):
        found = Harvest()
        found.leave(rules.TEMPLATE, *range(part.start, part.end))
        return sections, found
    chooser = Chooser(words, whole.enclosed)
    found = _harvested(sections, chooser)
    if not found.items:
        more = list(untitled_lists(source, part.start, part.end, unseen))
        sections += more
        for section in more:
            found.add(chooser.harvest(section))
    for section, item in labelled(source, part.titles, part.start, part.end, unseen, sections):
        sections.append(section)
        found.items.append(item)
    pending = still_open(source, part.titles, part.start, part.end, unseen, sections)
    found.promised += [(line, repr(said[:_QUOTED])) for line, said in pending]
    found.unread += measures_in_forms(source, part.start, part.end, unseen, words, sections)
    promised(source, part, unseen, maker, sections, found)
    noted = {line for item in found.items for line in range(item.line, item.last + 1)}
    noted |= {line for line, _ in (*found.promised, *found.boxes)}
    found.promised += _behind_comments(whole, part, sections, noted)
    noted |= {each.line for each in found.decided} | {line for line, _ in found.promised} | unseen
    labels = announced(source, part.titles, part.start, part.end, noted, words)
    found.promised += [(line, repr(said)) for line, said in labels]
    noted |= taken_by(sections) | {line for line, _ in found.promised}
    told = told_beside(source, part.titles, part.start, part.end, noted)
    found.promised += [(line, repr(said[:_QUOTED])) for line, said in told]
    _leave_to_file(part, found)
    said_beside(maker, found)
    return sections, found


def _behind_comments(
    whole: Whole, part: Part, sections: Sequence[Section], noted: AbstractSet[int]
) -> Iterator[tuple[int, str]]:
    """What a comment takes out of the measures: before a bullet or a title's sign, or behind a bullet."""
    measures = taken_by([section for section in sections if section.role in MEASURE_ROLES])
    for number, said, titled in behind_comments(whole.source, whole.hidden.lines, part.start, part.end):
        meant = whole.words.role(said.strip("# ")) in MEASURE_ROLES if titled else number in measures
        if meant and number not in noted:
            yield number, repr(whole.source.lines[number].strip()[:_QUOTED])
    for number, said in behind_another_bullet(whole.source, part.start, part.end):
        if number in measures:
            yield number, repr(said[:_QUOTED])
    for number, said in words_at_the_margin(whole.source, whole.hidden.lines, part.start, part.end):
        if number in measures and number not in noted:
            yield number, repr(said[:_QUOTED])


def _is_promised(said: str) -> bool:
    """True for a line with a box, or with who does it, or until when."""
    return is_boxed(said) or details.is_assigned(said)


def _leave_to_file(part: Part, found: Harvest) -> None:
    """Point out the items above the first incident of a file: nothing says whose they are."""
    above = [item for item in found.items if item.line < part.head]
    if above:
        found.items = [item for item in found.items if item.line >= part.head]
        found.promised += [(item.line, repr(item.rows[0].said.strip()[:_QUOTED])) for item in above]
        found.leave(rules.NO_SECTION, *(item.line for item in above))


def _harvested(sections: Sequence[Section], chooser: Chooser) -> Harvest:
    """What all sections give; a list of what was done to end the incident counts only where there is no other."""
    found, reports = Harvest(), Harvest()
    ordered: list[Candidate] = []  # what reads like work among the fixes that are told with the cause
    for section in sections:
        one = chooser.harvest(section)
        asked = section.report or section.log
        past = sum(orders.is_past(item.rows[0].said) for item in one.items) if asked else 0
        if section.log and past * 2 > len(one.items):
            found.leave(rules.LOG, *(item.line for item in one.items))
            continue
        # Titles of its own may tell what comes next, so that one item that is no report keeps them all.
        mostly_past = past == len(one.items) if section.children else past * 2 > len(one.items)
        applied = section.caused and not any(_is_promised(item.rows[0].said) for item in one.items)
        ordered += [item for item in one.items if applied and orders.is_order(item.rows[0].said)]
        (reports if applied or (mostly_past and past) else found).add(one)
    if not found.items:
        found.add(reports)
    else:
        found.leave(rules.REPORT, *(item.line for item in reports.items))
        found.promised += [(item.line, repr(item.rows[0].said.strip()[:_QUOTED])) for item in ordered]
    return found
