"""Reads a document's incidents: titles, sections, candidates, items, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tracker.keys import mint, normalise
from tracker.markdown.blocks import Hidden, hidden
from tracker.markdown.briefs import brief_end
from tracker.markdown.candidates import MAX_ITEMS, Candidate, Chooser, Shape
from tracker.markdown.findings import finding
from tracker.markdown.incident import Facts, FrontMatter, front_matter, read_facts
from tracker.markdown.items import Draft, ItemMaker
from tracker.markdown.outline import Section, outline
from tracker.markdown.parts import Part, parts_of
from tracker.markdown.source import MAX_BYTES, Source, load
from tracker.markdown.titles import find_titles
from tracker.markdown.vocabulary import DEFAULT, Compiled, Role, Vocabulary
from tracker.model import ActionItem, Finding, Incident, Kind

_MINTED = {Kind.TASK: "", Kind.IMPROVEMENT: "improvement measure "}


def parse(
    data: bytes | str, path: str = "", *, vocabulary: Vocabulary = DEFAULT, max_bytes: int = MAX_BYTES
) -> tuple[Incident, ...]:
    """Read a postmortem: at least one incident, in document order, with its action items and findings.

    Spans are byte offsets into ``data`` (of its UTF-8 form where it is text). Raises DocumentError where
    the document is not UTF-8 or larger than ``max_bytes``; nothing else a document says is an error.
    """
    source = load(data, path, max_bytes)
    words = vocabulary.compiled
    matter = front_matter(source)
    unseen = hidden(source)
    skipped = max(matter.end, brief_end(source))
    if skipped:
        unseen = Hidden(unseen.lines | frozenset(range(skipped)), unseen.unclosed)
    titles = list(find_titles(source, unseen, words))
    parts = parts_of(titles, len(source.lines))
    incidents = []
    for index, part in enumerate(parts):
        own = matter if index == 0 else FrontMatter({})
        incidents.append(_incident(source, part, own, unseen, words, path))
    return _distinct(incidents)


def _incident(source: Source, part: Part, matter: FrontMatter, unseen: Hidden, words: Compiled, path: str) -> Incident:
    facts = read_facts(source, part.start, part.end, part.titles, matter, path)
    sections = outline(source, part.titles, part.end, unseen.lines, words)
    chooser = Chooser(words)
    found: list[Candidate] = []
    prose: list[int] = []
    for section in sections:
        harvest = chooser.harvest(section)
        found += harvest.items
        prose += harvest.prose
    drafts = _drafts(found, ItemMaker(source, words, facts.date))
    if len(found) > MAX_ITEMS:
        facts.doubts.append(("PM110", found[MAX_ITEMS].line, f"more than {MAX_ITEMS:,}"))
    findings = _findings(facts, drafts, sections, prose, matter, unseen, part, path)
    return Incident(
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
        items=tuple(draft.item for draft in drafts),
        findings=tuple(findings),
    )


def _drafts(found: Sequence[Candidate], maker: ItemMaker) -> list[Draft]:
    split = any(candidate.context.role is Role.TASKS for candidate in found)
    drafts = []
    for candidate in found[:MAX_ITEMS]:
        kind = _kind(candidate.context.role, split=split)
        draft = maker.make(candidate, kind) if kind is not None else None
        if draft is not None:
            draft.in_table = candidate.shape is Shape.ROW
            drafts.append(draft)
    return sorted(_once(drafts), key=lambda draft: draft.item.line)


def _kind(role: Role, *, split: bool) -> Kind | None:
    """Broad measures are improvements beside a task list, else the tasks themselves."""
    if role in (Role.TASKS, Role.WORK):
        return Kind.TASK
    if split:
        return Kind.IMPROVEMENT
    return None if role is Role.REMARKS else Kind.TASK


def _once(drafts: list[Draft]) -> list[Draft]:
    """Measures told both as a list and in a table: the table's row, which says more, stays."""
    rows = {normalise(draft.item.text) for draft in drafts if draft.in_table}
    if not rows or all(draft.in_table for draft in drafts):
        return drafts
    return [draft for draft in drafts if draft.in_table or normalise(draft.item.text) not in rows]


def _findings(
    facts: Facts,
    drafts: Sequence[Draft],
    sections: Sequence[Section],
    prose: Sequence[int],
    matter: FrontMatter,
    unseen: Hidden,
    part: Part,
    path: str,
) -> list[Finding]:
    found = []
    if matter.broken:
        found.append(finding("PM108", matter.line + 1, path, matter.broken))
    if unseen.unclosed is not None and part.start <= unseen.unclosed < part.end:
        found.append(finding("PM107", unseen.unclosed + 1, path))
    found += [finding(code, line + 1, path, detail) for code, line, detail in facts.doubts]
    wanted = [section for section in sections if section.role is not Role.REMARKS]
    if not wanted:
        found.append(finding("PM101", part.start + 1, path))
    elif not drafts and not prose:
        found.append(finding("PM106", wanted[0].title.line + 1, path, repr(wanted[0].title.text)))
    found += [finding("PM102", line + 1, path) for line in (prose if not drafts else ())]
    for draft in drafts:
        found += [finding(code, draft.item.line, path, detail) for code, detail in draft.doubts]
    return sorted(found, key=lambda f: f.line)


def _distinct(incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    """Give every incident of a file its own id, and with it its items their keys."""
    seen: Counter[str] = Counter()
    taken = {incident.id for incident in incidents}
    done = []
    for incident in incidents:
        seen[incident.id] += 1
        name = incident.id
        number = seen[incident.id]
        while number > 1 and (name := f"{incident.id}-{number}") in taken:
            number += 1
        taken.add(name)
        done.append(_keyed(incident, name))
    return tuple(done)


def _keyed(incident: Incident, name: str) -> Incident:
    keys = mint(name, [_MINTED[item.kind] + item.text for item in incident.items])
    items: list[ActionItem] = [replace(item, key=key) for item, key in zip(incident.items, keys, strict=True)]
    by_line = {item.line: item.key for item in items}
    of_item = ("PM103", "PM104", "PM105")
    findings = tuple(
        replace(f, incident=name, key=by_line.get(f.line, "") if f.code in of_item else "") for f in incident.findings
    )
    return replace(incident, id=name, items=tuple(items), findings=findings)
