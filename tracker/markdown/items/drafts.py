"""The drafts of an incident's items: of what kind each is, and what only all of them together tell.

Which first names are people, whether a list's ticks are states or bullets, which items are told twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from postmortem_tracker.markdown.items.draft import Draft
from postmortem_tracker.markdown.items.make import ItemMaker
from postmortem_tracker.markdown.items.numbering import doubt_named_numbers, take_numbers
from postmortem_tracker.markdown.items.people import first_names, recall
from postmortem_tracker.markdown.items.promised import is_commitment, says_what_to_do
from postmortem_tracker.markdown.items.twice import once
from postmortem_tracker.markdown.lines.titles import Title
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import MAX_ITEMS, Candidate, Harvest, Shape
from postmortem_tracker.markdown.words import details, orders
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.model import Kind, State, is_closed

_QUOTED = 110  # characters of a line in a finding


def make_drafts(found: Harvest, maker: ItemMaker, titles: Sequence[Title]) -> list[Draft]:
    """A draft of each item, in document order; what is left out after all is noted in what was found."""
    tasks = any(candidate.context.role is Role.TASKS for candidate in found.items)
    split = tasks or bool(found.work)
    assigned = any(candidate.is_assigned for candidate in found.items)
    ordered = not split and _are_orders([one for one in found.items if one.context.role is Role.REMARKS])
    drafts = []
    for candidate in found.items[:MAX_ITEMS]:
        role = Role.MEASURES if ordered and candidate.context.role is Role.REMARKS else candidate.context.role
        # Tasks told as prose make no improvements of the only list: it would be nobody's.
        apart = split and not (role is Role.MEASURES and (candidate.has_box or not tasks))
        kind = _kind(role, split=apart or (assigned and role is Role.IMPROVEMENTS))
        if kind is None and not candidate.has_box:
            found.leave(rules.REMARKS, candidate.line)
            continue
        draft = maker.make(candidate, kind or Kind.TASK)
        told = kind is None and not (draft.promised and says_what_to_do(draft))
        stated = role is Role.MEASURES and draft.fields.said is not None  # somebody keeps track of it
        if draft.kind is Kind.IMPROVEMENT and (stated or is_commitment(draft)):
            draft.kind = Kind.TASK
        elif draft.kind is Kind.IMPROVEMENT and draft.promised and not is_closed(draft.state):
            found.promised.append((candidate.line, draft.quoted))
        field = candidate.shape is Shape.BULLET and details.is_field_line(candidate.rows[0].said)
        if (
            field
            and details.is_detail(f"{draft.title}:")
            and not draft.steps
            and candidate.node is not None
            and not candidate.node.children
        ):
            found.leave(rules.ONLY_FIELDS, candidate.line)  # "- Owner: Ana" at the head of a list is nobody's
            found.promised.append((candidate.line, repr(candidate.rows[0].said.strip()[:_QUOTED])))
            continue
        if not (told or draft.says_nothing):
            drafts.append(draft)
            continue
        found.leave(rules.REMARKS if told else rules.ONLY_FIELDS, candidate.line)
        if (candidate.has_box or field) and draft.promised and not is_closed(draft.state):
            found.promised.append((candidate.line, draft.quoted))
        if not told:  # what is listed below goes with it
            found.promised += [(step.line, step.quoted) for step in draft.steps if step.boxed or step.named]
    if any(draft.fields.sign is not None for draft in drafts):
        _tell_signs(drafts)
    _recall(drafts)
    take_numbers(drafts)
    doubt_named_numbers(drafts)
    kept = once(drafts, [title.line for title in titles])
    found.leave(rules.TOLD_TWICE, *(draft.candidate.line for draft in drafts if draft not in kept))
    return sorted(kept, key=_place)


def _are_orders(remarks: Sequence[Candidate]) -> bool:
    """True where most of what could be better is told as what to do, which is then all that was promised."""
    ordered = sum(orders.is_named_work(one.rows[0].said) and not orders.is_past(one.rows[0].said) for one in remarks)
    return ordered * 2 > len(remarks)


def _recall(drafts: Sequence[Draft]) -> None:
    """Take "Ana: add a page" for Ana's where she owns another item of the document."""
    names = first_names(owner for draft in drafts for owner in draft.fields.owners)
    for draft in drafts if names else ():
        if not draft.fields.owners:
            name, draft.title = recall(draft.title, names)
            if name:
                draft.fields.own(name)
                draft.fields.settle("PM105", f"({name})", f"[{name}]")


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
        meant = len(signs) > 1 or State.OPEN in signs or all(orders.is_past(draft.title) for draft in each)
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
