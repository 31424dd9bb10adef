"""Reads a document's incidents: titles, facts, what may be items, items, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from postmortem_tracker.keys import mint
from postmortem_tracker.markdown.gathered import gather
from postmortem_tracker.markdown.incident import privacy
from postmortem_tracker.markdown.incident.facts import Facts
from postmortem_tracker.markdown.incident.read_facts import read_facts
from postmortem_tracker.markdown.incident.several import split
from postmortem_tracker.markdown.items.draft import Draft
from postmortem_tracker.markdown.items.drafts import make_drafts
from postmortem_tracker.markdown.items.make import ItemMaker, Shared
from postmortem_tracker.markdown.lines.conflicts import refuse_conflicts, unclosed_comment
from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.exercise import brief_end
from postmortem_tracker.markdown.lines.front_matter import FrontMatter, front_matter
from postmortem_tracker.markdown.lines.hidden import Hidden, hidden
from postmortem_tracker.markdown.lines.mentions import mentions
from postmortem_tracker.markdown.lines.parts import Part, without_name
from postmortem_tracker.markdown.lines.source import MAX_BYTES, Source, load
from postmortem_tracker.markdown.lines.stand_ins import refuse_stand_ins
from postmortem_tracker.markdown.lines.titles import Title, find_titles
from postmortem_tracker.markdown.pointed_out import point_out
from postmortem_tracker.markdown.sections.candidate import MAX_ITEMS, Harvest
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.whole import Own, Whole
from postmortem_tracker.markdown.words.vocabulary import DEFAULT, Vocabulary
from postmortem_tracker.model import Incident, Kind

_MINTED = {Kind.TASK: "", Kind.IMPROVEMENT: "improvement measure "}


def parse(
    data: bytes | str, path: str = "", *, vocabulary: Vocabulary = DEFAULT, max_bytes: int = MAX_BYTES
) -> tuple[Incident, ...]:
    """Read a postmortem: at least one incident, in document order, with its action items and findings.

    Spans are byte offsets into ``data`` (of its UTF-8 form where it is text). Raises DocumentError where
    the document is not UTF-8, larger than ``max_bytes``, holds the marks of an unresolved merge or only stands for it
    (the pointer of a large file); nothing else a document says is an error, but incidents that are ``refused`` must
    not be acted on.
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
    refuse_stand_ins(source, path)
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
    sections, found = gather(whole, part, maker)
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
