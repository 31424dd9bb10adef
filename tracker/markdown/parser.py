"""Reads a document's incidents: titles, sections, candidates, items, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from postmortem_tracker.keys import mint
from postmortem_tracker.markdown.findings import finding
from postmortem_tracker.markdown.incident import privacy
from postmortem_tracker.markdown.incident.facts import Facts, read_facts
from postmortem_tracker.markdown.incident.template import is_template
from postmortem_tracker.markdown.items.make import Draft, ItemMaker, Shared
from postmortem_tracker.markdown.items.numbering import take_numbers
from postmortem_tracker.markdown.items.people import first_names, recall
from postmortem_tracker.markdown.items.promised import is_commitment, promised, said_beside, says_what_to_do
from postmortem_tracker.markdown.items.steps import doubts_about
from postmortem_tracker.markdown.items.twice import once
from postmortem_tracker.markdown.lines.conflicts import refuse_conflicts, unclosed_comment
from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.exercise import brief_end
from postmortem_tracker.markdown.lines.front_matter import FrontMatter, front_matter
from postmortem_tracker.markdown.lines.hidden import Hidden, hidden
from postmortem_tracker.markdown.lines.mentions import mentions
from postmortem_tracker.markdown.lines.parts import Part, parts_of, without_name
from postmortem_tracker.markdown.lines.source import MAX_BYTES, Source, load
from postmortem_tracker.markdown.lines.titles import Title, find_titles
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import Candidate, Harvest
from postmortem_tracker.markdown.sections.choose import MAX_ITEMS, Chooser
from postmortem_tracker.markdown.sections.labelled import labelled
from postmortem_tracker.markdown.sections.outline import Section, outline
from postmortem_tracker.markdown.sections.untitled import untitled_lists, untitled_tables
from postmortem_tracker.markdown.sections.work_tables import work_tables
from postmortem_tracker.markdown.words import judge as phrasing
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import DEFAULT, Compiled, Vocabulary
from postmortem_tracker.model import Finding, Incident, Kind, State

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
    titles = without_name(find_titles(source, unseen, words), words, source.lines)
    parts = parts_of(titles, len(source.lines))
    matters = [matter, *(FrontMatter({}) for _ in parts[1:])]
    incidents = [
        read_facts(source, part.start, part.end, part.titles, own, path, unseen.lines)
        for part, own in zip(parts, matters, strict=True)
    ]
    _distinguish(incidents)
    _judge_privacy(source, parts, incidents, matter)
    enclosed, shared = Enclosures(source, unseen.lines), Shared(source)
    outcomes = [
        _outcome(source, part, own, facts, unseen, enclosed, shared, words, path)
        for part, own, facts in zip(parts, matters, incidents, strict=True)
    ]
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
        of_file += privacy.of_lines(source.lines, matter.end, first)
    for part, facts in zip(parts, incidents, strict=True):
        own = privacy.of_lines(source.lines, max(part.start, matter.end), part.end)
        facts.confidential, doubt = privacy.settled(of_file, own)
        if doubt is not None:
            facts.doubts.append(("PM112", doubt.line, repr(doubt.written)))


def _outcome(
    source: Source,
    part: Part,
    matter: FrontMatter,
    facts: Facts,
    unseen: Hidden,
    enclosed: Enclosures,
    shared: Shared,
    words: Compiled,
    path: str,
) -> Outcome:
    sections = outline(source, part.titles, part.end, unseen.lines, words)
    chooser = Chooser(words, enclosed)
    sections += untitled_tables(source, part.start, part.end, unseen.lines, sections)
    sections += work_tables(source, part.titles, part.start, part.end, unseen.lines, words, sections)
    maker = ItemMaker(source, words, facts.date, shared)
    if is_template(part.titles):
        found = Harvest()
        found.leave(rules.TEMPLATE, *range(part.start, part.end))
    else:
        found = _harvested(sections, chooser)
        if not found.items:
            more = list(untitled_lists(source, part.start, part.end, unseen.lines))
            sections += more
            for section in more:
                found.add(chooser.harvest(section))
        for section, item in labelled(source, part.titles, part.start, part.end, unseen.lines, sections):
            sections.append(section)
            found.items.append(item)
        promised(source, part, unseen.lines, maker, sections, found)
        said_beside(maker, found)
    drafts = _drafts(found, maker, part.titles)
    keys = mint(facts.id, [_MINTED[draft.kind] + draft.title for draft in drafts])
    if len(found.items) > MAX_ITEMS:
        facts.doubts.append(("PM110", found.items[MAX_ITEMS].line, f"more than {MAX_ITEMS:,}"))
    findings = _findings(facts, drafts, keys, sections, found, matter, unseen, part, path, words)
    items = tuple(map(maker.finish, drafts, keys))
    linked = {link.span.start for item in items if item.kind is Kind.TASK for link in item.links}
    incident = Incident(
        id=facts.id,
        title=facts.title,
        path=path,
        line=part.start + 1,
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
        mentions=tuple(mentions(source, part.start, part.end, linked)),
    )
    return Outcome(incident, part, sections, found, drafts)


def _harvested(sections: Sequence[Section], chooser: Chooser) -> Harvest:
    """What all sections give; a list of what was done to end the incident counts only where there is no other."""
    found, reports = Harvest(), Harvest()
    for section in sections:
        one = chooser.harvest(section)
        asked = section.report or section.log
        past = sum(phrasing.is_past(item.rows[0].said) for item in one.items) if asked else 0
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


def _drafts(found: Harvest, maker: ItemMaker, titles: Sequence[Title]) -> list[Draft]:
    split = bool(found.work) or any(candidate.context.role is Role.TASKS for candidate in found.items)
    assigned = any(candidate.is_assigned for candidate in found.items)
    ordered = not split and _are_orders([one for one in found.items if one.context.role is Role.REMARKS])
    drafts = []
    for candidate in found.items[:MAX_ITEMS]:
        role = Role.MEASURES if ordered and candidate.context.role is Role.REMARKS else candidate.context.role
        apart = split and not (role is Role.MEASURES and candidate.has_box)
        kind = _kind(role, split=apart or (assigned and role is Role.IMPROVEMENTS))
        if kind is None and not candidate.has_box:
            found.leave(rules.REMARKS, candidate.line)
            continue
        draft = maker.make(candidate, kind or Kind.TASK)
        told = kind is None and not (draft.promised and says_what_to_do(draft))
        if draft.kind is Kind.IMPROVEMENT and is_commitment(draft):
            draft.kind = Kind.TASK
        elif draft.kind is Kind.IMPROVEMENT and draft.promised and (draft.state is None or not draft.state.closed):
            found.promised.append((candidate.line, draft.quoted))
        if not (told or draft.says_nothing):
            drafts.append(draft)
            continue
        found.leave(rules.REMARKS if told else rules.ONLY_FIELDS, candidate.line)
        if candidate.has_box and draft.promised and (draft.state is None or not draft.state.closed):
            found.promised.append((candidate.line, draft.quoted))
    if any(draft.fields.sign is not None for draft in drafts):
        _tell_signs(drafts)
    _recall(drafts)
    take_numbers(drafts)
    kept = once(drafts, [title.line for title in titles])
    found.leave(rules.TOLD_TWICE, *(draft.candidate.line for draft in drafts if draft not in kept))
    return sorted(kept, key=_place)


def _are_orders(remarks: Sequence[Candidate]) -> bool:
    """True where most of what could be better is told as what to do, which is then all that was promised."""
    orders = sum(phrasing.is_named_work(one.rows[0].said) and not phrasing.is_past(one.rows[0].said) for one in remarks)
    return orders * 2 > len(remarks)


def _recall(drafts: Sequence[Draft]) -> None:
    """Take "Ana: add a page" for Ana's where she owns another item of the document."""
    names = first_names(owner for draft in drafts for owner in draft.fields.owners)
    for draft in drafts if names else ():
        if not draft.fields.owners:
            name, draft.title = recall(draft.title, names)
            draft.fields.owners += [name] if name else []


def _place(draft: Draft) -> int:
    return draft.candidate.line


def _tell_signs(drafts: Sequence[Draft]) -> None:
    """Take emoji at the heads of a list's items for states.

    Where all have the same tick, that is a bullet, unless each tells what was done; the first item says so.
    """
    lists: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        lists.setdefault((draft.candidate.context, draft.in_table), []).append(draft)
    for each in lists.values():
        signs = {draft.fields.sign for draft in each}
        meant = len(signs) > 1 or State.OPEN in signs or all(phrasing.is_past(draft.title) for draft in each)
        for draft in each if meant else ():
            if draft.fields.sign is not None:
                draft.fields.say(draft.fields.sign)
        if not meant and signs != {None}:
            each[0].fields.doubts.append(("PM120", "every item of the list has the same tick, taken for its bullet"))


def _kind(role: Role, *, split: bool) -> Kind | None:
    """Broad measures are improvements beside a task list, else the tasks themselves."""
    if role in (Role.TASKS, Role.WORK):
        return Kind.TASK
    if split or role is Role.IDEAS:
        return Kind.IMPROVEMENT
    return None if role is Role.REMARKS else Kind.TASK


def _titles(sections: Sequence[Section]) -> Iterator[Title]:
    for section in sections:
        if section.role is not Role.OTHER:
            yield section.title
            yield from _titles(section.children)


def _findings(
    facts: Facts,
    drafts: Sequence[Draft],
    keys: Sequence[str],
    sections: Sequence[Section],
    harvest: Harvest,
    matter: FrontMatter,
    unseen: Hidden,
    part: Part,
    path: str,
    words: Compiled,
) -> list[Finding]:
    found: list[Finding] = []

    def note(code: str, line: int, detail: str = "", key: str = "") -> None:
        found.append(finding(code, line + 1, path, detail, incident=facts.id, key=key))

    if matter.broken:
        note("PM108", matter.line, matter.broken)
    if unseen.unclosed is not None and part.start <= unseen.unclosed < part.end:
        note("PM107", unseen.unclosed)
    if unseen.comment is not None and part.start <= unseen.comment < part.end:
        note("PM111", unseen.comment)
    for code, line, detail in facts.doubts:
        note(code, line, detail)
    for title in _titles(sections):
        if (said := words.titles.doubted(title.text)) is not None:
            note("PM120", title.line, repr(said))
    for line, said in dict.fromkeys(harvest.unsure):
        note("PM120", line, repr(said))
    for code, line, detail in _of_sections(sections, harvest, part, none=not drafts):
        note(code, line, detail)
    for draft, key in zip(drafts, keys, strict=True):
        for code, line, detail in _of_draft(draft):
            note(code, line, detail, key)
    return sorted(found, key=lambda f: f.line)


def _of_draft(draft: Draft) -> Iterator[tuple[str, int, str]]:
    """What has to be said of an item and of the promises inside it: code, line (0-based) and detail."""
    for code, detail in draft.doubts:
        yield code, draft.candidate.line, detail
    if draft.kind is Kind.TASK:
        yield from doubts_about(draft.steps, draft.state)


def _of_sections(
    sections: Sequence[Section], harvest: Harvest, part: Part, *, none: bool
) -> Iterator[tuple[str, int, str]]:
    """What has to be said of the sections, ``none`` if they gave no item: code, line (0-based) and detail."""
    wanted = [section for section in sections if section.role is not Role.REMARKS]
    if not wanted:
        yield "PM101", part.start, ""
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
