"""Reads a document's incidents: titles, sections, candidates, items, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from postmortem_tracker.keys import mint
from postmortem_tracker.markdown.incident import privacy
from postmortem_tracker.markdown.incident.facts import Facts, read_facts
from postmortem_tracker.markdown.incident.several import split
from postmortem_tracker.markdown.incident.template import is_template
from postmortem_tracker.markdown.items.draft import Draft
from postmortem_tracker.markdown.items.drafts import make_drafts
from postmortem_tracker.markdown.items.make import ItemMaker, Shared
from postmortem_tracker.markdown.items.promised import promised, said_beside
from postmortem_tracker.markdown.lines.conflicts import refuse_conflicts, unclosed_comment
from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.exercise import brief_end
from postmortem_tracker.markdown.lines.front_matter import FrontMatter, front_matter
from postmortem_tracker.markdown.lines.hidden import Hidden, hidden
from postmortem_tracker.markdown.lines.mentions import mentions
from postmortem_tracker.markdown.lines.parts import Part, without_name
from postmortem_tracker.markdown.lines.source import MAX_BYTES, Source, load
from postmortem_tracker.markdown.lines.titles import Title, find_titles
from postmortem_tracker.markdown.pointed_out import point_out
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import MAX_ITEMS, Harvest
from postmortem_tracker.markdown.sections.choose import Chooser
from postmortem_tracker.markdown.sections.labelled import labelled, still_open
from postmortem_tracker.markdown.sections.outline import Section, outline
from postmortem_tracker.markdown.sections.untitled import untitled_lists, untitled_tables
from postmortem_tracker.markdown.sections.work_tables import work_tables
from postmortem_tracker.markdown.whole import Own, Whole
from postmortem_tracker.markdown.words import orders
from postmortem_tracker.markdown.words.vocabulary import DEFAULT, Vocabulary
from postmortem_tracker.model import Incident, Kind

_QUOTED = 110  # characters of a line in a finding
_MINTED = {Kind.TASK: "", Kind.IMPROVEMENT: "improvement measure "}


def parse(
    data: bytes | str, path: str = "", *, vocabulary: Vocabulary = DEFAULT, max_bytes: int = MAX_BYTES
) -> tuple[Incident, ...]:
    """Read a postmortem: at least one incident, in document order, with its action items and findings.

    Spans are byte offsets into ``data`` (of its UTF-8 form where it is text). Raises DocumentError where
    the document is not UTF-8, larger than ``max_bytes``, or holds the marks of an unresolved merge; nothing else a
    document says is an error, but incidents that are ``refused`` must not be acted on.
    """
    return tuple(outcome.incident for outcome in read(data, path, vocabulary, max_bytes).outcomes)


@dataclass(eq=False)
class Outcome:
    """One incident, and what it was made of."""

    incident: Incident
    part: Part
    sections: list[Section]
    harvest: Harvest
    drafts: list[Draft]


@dataclass(eq=False)
class Document:
    """A document with all that was found on the way to its incidents."""

    source: Source
    matter: FrontMatter
    hidden: Hidden
    titles: list[Title]
    outcomes: list[Outcome]


def read(data: bytes | str, path: str, vocabulary: Vocabulary = DEFAULT, max_bytes: int = MAX_BYTES) -> Document:
    """Read a postmortem, and keep how each line was understood."""
    source = load(data, path, max_bytes)
    words = vocabulary.compiled
    matter = front_matter(source)
    unseen = hidden(source)
    refuse_conflicts(source, unseen.lines, path)
    skipped = max(matter.end, brief_end(source))
    if skipped:
        unseen = replace(unseen, lines=unseen.lines | frozenset(range(skipped)))
    if unseen.unclosed is None:
        unseen = replace(unseen, comment=unclosed_comment(source, unseen.lines))
    shown = ["" if at in unseen.lines else line for at, line in enumerate(source.lines)]
    titles = without_name(find_titles(source, unseen, words), words, shown)
    parts = split(titles, shown)
    matters = [matter, *(FrontMatter({}) for _ in parts[1:])]
    told = [own if part.head == part.start else FrontMatter({}) for part, own in zip(parts, matters, strict=True)]
    incidents = [
        read_facts(source, part.head, part.end, part.own_titles, own, path, unseen.lines)
        for part, own in zip(parts, told, strict=True)
    ]
    _distinguish(incidents)
    _judge_privacy(source, parts, incidents, matter)
    whole = Whole(source, path, words, unseen, Enclosures(source, unseen.lines), Shared(source))
    outcomes = [_outcome(whole, own) for own in map(Own, parts, matters, incidents)]
    if matter.broken:
        refused = f"{path or 'document'}:{matter.line + 1}: the front matter cannot be read: {matter.broken}"
        for outcome in outcomes:
            outcome.incident = outcome.incident._replace(refused=refused)
    return Document(source, matter, unseen, titles, outcomes)


def _judge_privacy(source: Source, parts: Sequence[Part], incidents: Sequence[Facts], matter: FrontMatter) -> None:
    """Decide which incidents are confidential; what stands above the first title counts for all of the file."""
    of_file = privacy.of_matter(matter, source.lines)
    if len(parts) > 1:
        first = parts[0].titles[0].line if parts[0].titles else parts[0].end
        first = parts[0].head or first
        of_file += privacy.of_lines(source.lines, matter.end, first)
    for part, facts in zip(parts, incidents, strict=True):
        own = privacy.of_lines(source.lines, max(part.head, matter.end), part.end)
        facts.confidential, doubt = privacy.settled(of_file, own)
        if doubt is not None:
            facts.doubts.append(("PM112", doubt.line, repr(doubt.written)))


def _outcome(whole: Whole, own: Own) -> Outcome:
    facts, part = own.facts, own.part
    maker = ItemMaker(whole.source, whole.words, facts.date, whole.shared)
    sections, found = _found(whole, part, maker)
    drafts = make_drafts(found, maker, part.titles)
    keys = mint(facts.id, [_MINTED[draft.kind] + draft.title for draft in drafts])
    if len(found.items) > MAX_ITEMS:
        facts.doubts.append(("PM110", found.items[MAX_ITEMS].line, f"more than {MAX_ITEMS:,}"))
    findings = point_out(whole, own, sections, found, drafts, keys)
    items = tuple(map(maker.finish, drafts, keys))
    linked = {link.span.start for item in items if item.kind is Kind.TASK for link in item.links}
    incident = Incident(
        id=facts.id,
        title=facts.title,
        path=whole.path,
        line=part.head + 1,
        date=facts.date,
        severity=facts.severity,
        status=facts.status,
        owner=facts.owner,
        services=facts.services,
        confidential=facts.confidential,
        summary=facts.summary,
        items=items,
        findings=tuple(findings),
        named_by_file=facts.named_by_file,
        mentions=tuple(mentions(whole.source, part.start, part.end, linked)),
    )
    return Outcome(incident, part, sections, found, drafts)


def _found(whole: Whole, part: Part, maker: ItemMaker) -> tuple[list[Section], Harvest]:
    """The sections of an incident, those without a title as well, and the items in them."""
    source, unseen, words = whole.source, whole.hidden.lines, whole.words
    sections = outline(source, part.titles, part.end, unseen, words)
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
    promised(source, part, unseen, maker, sections, found)
    _leave_to_file(part, found)
    said_beside(maker, found)
    return sections, found


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
    for section in sections:
        one = chooser.harvest(section)
        asked = section.report or section.log
        past = sum(orders.is_past(item.rows[0].said) for item in one.items) if asked else 0
        if section.log and past * 2 > len(one.items):
            found.leave(rules.LOG, *(item.line for item in one.items))
            continue
        # Titles of its own may tell what comes next, so that one item that is no report keeps them all.
        mostly_past = past == len(one.items) if section.children else past * 2 > len(one.items)
        (reports if mostly_past and past else found).add(one)
    if not found.items:
        found.add(reports)
    else:
        found.leave(rules.REPORT, *(item.line for item in reports.items))
    return found


def _distinguish(incidents: Sequence[Facts]) -> None:
    """Give every incident of a file its own id."""
    if len(incidents) == 1:
        return
    seen: Counter[str] = Counter()
    taken = {facts.id for facts in incidents}
    for facts in incidents:
        seen[facts.id] += 1
        name = facts.id
        number = seen[facts.id]
        while number > 1 and (name := f"{facts.id}-{number}") in taken:
            number += 1
        seen[facts.id] = number
        taken.add(name)
        facts.id = name
