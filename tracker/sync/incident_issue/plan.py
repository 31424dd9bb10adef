"""One issue per incident that shows how far its tasks are; planned from the items' issues, pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from postmortem_tracker.model import ActionItem, Incident, Issue, IssueChange, IssueDraft, IssueRef, State
from postmortem_tracker.sync import body, marker
from postmortem_tracker.sync import plan as items
from postmortem_tracker.sync.fields import words
from postmortem_tracker.sync.marker import INCIDENT_KEY, Base, Marker
from postmortem_tracker.sync.match import How, Matched, Pair, Tracked
from postmortem_tracker.sync.plan import Action, Block, Plan, Symbol
from postmortem_tracker.sync.settings import Destination, Settings
from postmortem_tracker.text.inert import inert

LABEL = "incident"
MAX_CHILDREN = 100  # as many sub-issues as GitHub takes
_ROOM = 8_000  # kept free in the body for the marker with its children, and for what people write
_RECOGNISED = (How.LINK, How.MARKER, How.EDITED, How.RENAMED)

After = Mapping[tuple[str, str], Issue]  # the items' issues by incident and key, where they are known better


@dataclass(frozen=True, slots=True)
class Child:
    """One task of an incident, and its issue where it has one."""

    item: ActionItem
    state: State
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class Parent:
    """An incident with its tasks, and its own issue where it has one."""

    incident: Incident
    children: tuple[Child, ...]
    tracked: Tracked | None = None

    @property
    def state(self) -> State:
        """What the tasks make of it: open as long as one of them is."""
        return State.COMPLETED if all(child.state.closed for child in self.children) else State.OPEN

    def links(self, there: Destination) -> tuple[IssueRef, ...]:
        """The tasks' issues in the incident's project, as many as can be linked with it."""
        refs = (child.issue.ref for child in self.children if child.issue is not None)
        return tuple(sorted([ref for ref in refs if (ref.tracker, ref.project) == there.place][:MAX_CHILDREN]))


def make(matched: Matched, settings: Settings) -> Plan:
    """The items' plan, followed by the incidents' issues as they will be once it is applied."""
    plan = items.make(matched, settings)
    if not settings.incident_issue:
        return plan
    planned = (action for parent in find(matched, _foreseen(plan)) for action in act(parent, matched, settings))
    return replace(plan, actions=(*plan.actions, *planned, *lost(matched, settings)))


def split(plan: Plan) -> tuple[Plan, Plan]:
    """The items' part of a plan and the incidents' part."""
    ours = tuple(action for action in plan.actions if action.key == INCIDENT_KEY)
    others = tuple(action for action in plan.actions if action.key != INCIDENT_KEY)
    return replace(plan, actions=others), Plan(ours)


def _foreseen(plan: Plan) -> dict[tuple[str, str], Issue]:
    return {
        (action.incident, action.key): replace(action.seen, state=action.change.state)
        for action in plan.pending
        if action.seen is not None and action.change is not None and action.change.state is not None
    }


# --- what belongs together ----------------------------------------------------------------------------------------


def find(matched: Matched, after: After) -> tuple[Parent, ...]:
    """Every incident with tasks and its issue; one whose tasks could not all be read is left out."""
    groups: dict[str, list[Pair]] = {}
    for pair in matched.pairs:
        groups.setdefault(pair.incident.id, []).append(pair)
    own, free = _own(matched, groups.keys())
    found = []
    for name, pairs in groups.items():
        children = tuple(_child(pair, after) for pair in pairs)
        tracked = own.get(name) or _renamed(children, free)
        if not any(pair.how is How.UNREAD for pair in pairs):
            found.append(Parent(pairs[0].incident, children, tracked))
    return tuple(found)


def _own(matched: Matched, names: Iterable[str]) -> tuple[dict[str, Tracked], list[Tracked]]:
    """The incidents' issues by incident, the oldest of several, and those of incidents nobody knows."""
    known = set(names)
    own: dict[str, Tracked] = {}
    free: list[Tracked] = []
    for tracked in matched.parents:
        if tracked.marker is None:
            continue
        if tracked.marker.incident in known:
            own.setdefault(tracked.marker.incident, tracked)
        else:
            free.append(tracked)
    return own, free


def _renamed(children: Sequence[Child], free: list[Tracked]) -> Tracked | None:
    """The issue of an incident that had another id: it is linked with the issues of the same tasks."""
    refs = {child.issue.ref for child in children if child.issue is not None}

    def shared(tracked: Tracked) -> int:
        return len(refs & _linked(tracked))

    best = max(free, key=shared, default=None)
    if best is None or not shared(best):
        return None
    free.remove(best)
    return best


def _linked(tracked: Tracked) -> set[IssueRef]:
    numbers = tracked.marker.children if tracked.marker else ()
    return {replace(tracked.issue.ref, number=number) for number in numbers}


def _child(pair: Pair, after: After) -> Child:
    issue = pair.tracked.issue if pair.tracked is not None and pair.how in _RECOGNISED else None
    issue = after.get((pair.incident.id, pair.item.key), issue)
    return Child(pair.item, issue.state if issue else pair.item.state, issue)


# --- what it says -------------------------------------------------------------------------------------------------


def title(incident: Incident) -> str:
    """``Postmortem <id>: <title>``, each part once."""
    rest = re.sub(r"^post-?mortem\b[\s:–—-]*", "", incident.title, flags=re.IGNORECASE)
    if incident.id.casefold() in rest.casefold():
        return f"Postmortem {rest}"
    return f"Postmortem {incident.id}: {rest}" if rest else f"Postmortem {incident.id}"


def content(parent: Parent, where: str, there: Destination) -> body.Content:
    """The block: the incident, its document, and a list of its tasks that shows which are closed."""
    closed = sum(child.state.closed for child in parent.children)
    head = f"{body.incident_line(parent.incident)}  \n**Document:** {inert(where)}"
    text = f"{head}\n\n**Progress:** {closed} of {len(parent.children)} closed\n"
    room = there.capabilities.body_length - _ROOM - len(text)
    for shown, child in enumerate(parent.children):
        line = _line(child, there)
        room -= len(line) + 1
        if room < 0:
            text += f"\n… and {len(parent.children) - shown} more"
            break
        text += f"\n{line}"
    return body.Content(text, body.digest(parent.incident.path, text.replace(where, "")))


def _line(child: Child, there: Destination) -> str:
    box = "x" if child.state.closed else " "
    name = f"{_reference(child.issue, there)} " if child.issue else ""
    note = "" if child.state in (State.OPEN, State.COMPLETED) else " (not planned)"
    return f"- [{box}] {name}{inert(body.one_line(child.item.text, there.capabilities))}{note}"


def _reference(issue: Issue, there: Destination) -> str:
    """The number within the same project; elsewhere it would name another issue."""
    if (issue.ref.tracker, issue.ref.project) == (there.tracker, there.project):
        return f"#{issue.ref.number}"
    return f"[{issue.ref}]({issue.url})" if "://" in issue.url else f"`{issue.ref.tracker} {issue.ref}`"


# --- what is to be done -------------------------------------------------------------------------------------------


def act(
    parent: Parent, matched: Matched, settings: Settings, linked: tuple[IssueRef, ...] | None = None
) -> tuple[Action, ...]:
    """What brings an incident's issue up to date; ``linked`` are the issues it is linked with (default: all)."""
    if not settings.incident_issue:
        return ()
    seen = parent.tracked.issue if parent.tracked else None
    there = settings.routes.for_incident(parent.incident) if seen is None else settings.routes.home(seen.ref)
    about = _about(parent, seen)
    if there is None:
        return (replace(about, what=f"{about.what} moved to a project that is not configured: left as it is"),)
    refs = parent.links(there) if linked is None else linked
    where = settings.routes.link(parent.incident.path, parent.incident.line, there.tracker)
    visible = content(parent, where, there)
    mark = Marker(
        parent.incident.id,
        INCIDENT_KEY,
        parent.incident.path,
        Base(body.one_line(title(parent.incident), there.capabilities), State.OPEN, None, None, ()),
        visible.digest,
        tuple(ref.number for ref in refs),
    )
    if parent.tracked is not None:
        if parent.tracked.marker is not None and parent.tracked.marker.newer:
            return (replace(about, what=f"{about.what} was written by a newer version of this tool: left as it is"),)
        actions = _update(parent, items.renewed(parent.tracked.marker, mark), visible, about)
    elif matched.parents_unread or (parent.state.closed and not settings.create_completed):
        return ()
    else:
        actions = (_create(parent, mark, visible, about, there, settings),)
    if any(action.pending for action in actions) and not _may_tell(parent, there):
        what = f"confidential: {there.shown} is not known to be private, nothing is sent"
        return (replace(about, what=what),)
    return actions


def _may_tell(parent: Parent, there: Destination) -> bool:
    """Whether the incident may be written about there: in private, or in an issue that is."""
    limits, tracked = there.capabilities, parent.tracked
    hidden = limits.confidential_issues if tracked is None else tracked.issue.confidential
    return not parent.incident.confidential or bool(limits.private) or hidden


def _about(parent: Parent, seen: Issue | None) -> Action:
    return Action(
        Symbol.ATTENTION,
        str(seen.ref) if seen else "",
        path=parent.incident.path,
        line=parent.incident.line,
        incident=parent.incident.id,
        key=INCIDENT_KEY,
        text=title(parent.incident),
        destination=(seen.ref.tracker, seen.ref.project) if seen else ("", ""),
        seen=seen,
    )


def _create(
    parent: Parent, mark: Marker, visible: body.Content, about: Action, there: Destination, settings: Settings
) -> Action:
    limits = there.capabilities
    labels = tuple(dict.fromkeys((settings.label, LABEL)))
    mark = replace(mark, base=replace(mark.base, labels=labels))
    close_as = parent.state if parent.state.closed else None
    closing = f", close as {words(close_as)}" if close_as else ""
    return replace(
        about,
        symbol=Symbol.CREATE,
        what=f"create the incident's issue in {there.shown}{closing}",
        destination=there.place,
        draft=IssueDraft(
            mark.base.title or "",
            marker.write("", mark, visible.text),
            labels,
            confidential=parent.incident.confidential and limits.confidential_issues,
        ),
        marker=mark,
        close_as=close_as,
    )


def _update(parent: Parent, mark: Marker, visible: body.Content, about: Action) -> tuple[Action, ...]:
    assert parent.tracked is not None
    assert parent.tracked.marker is not None
    issue, old = parent.tracked.issue, parent.tracked.marker
    base, change, what = old.base, IssueChange(), []
    if mark.base.title != base.title and issue.title in (base.title, mark.base.title):
        change = replace(change, title=mark.base.title if issue.title == base.title else None)
        base = replace(base, title=mark.base.title)
        what.append("title")
    notes = []
    if parent.state is not base.state:
        if parent.state.closed is not issue.state.closed:
            change = replace(change, state=parent.state)
            what.append("close as completed" if parent.state.closed else "reopen")
        base = replace(base, state=parent.state)
    elif parent.state.closed is not issue.state.closed:
        # A person decided so; asked again at every run it would be a quarrel.
        count = sum(not child.state.closed for child in parent.children)
        notes.append(replace(about, what=f"{issue.ref} is {_word(issue.state)}, but {count} of its tasks are open"))
    mark = replace(mark, base=base)
    fresh = old.digest != mark.digest
    if fresh:
        what.insert(0, "progress")
    if mark == old and change == IssueChange():
        return tuple(notes)
    action = replace(
        about,
        symbol=Symbol.DONE if change.state is not None else Symbol.UPDATE,
        what=f"{issue.ref}: " + (", ".join(what) or "links to its tasks"),
        change=None if change == IssueChange() else change,
        block=Block(mark, visible.text if fresh else None),
    )
    return (action, *notes)


def lost(matched: Matched, settings: Settings) -> Iterable[Action]:
    """The issues of incidents without items; one that goes by another id now is none of them."""
    kept = {parent.tracked.issue.ref for parent in find(matched, {}) if parent.tracked}
    for tracked in matched.lost:
        issue, mark = tracked.issue, tracked.marker
        if mark is None or issue.ref in kept or issue.state.closed:
            continue
        about = Action(
            Symbol.ATTENTION,
            f"{issue.ref}: no action items are left in {mark.path} (close it with --close-orphans)",
            path=mark.path,
            incident=mark.incident,
            key=INCIDENT_KEY,
            text=issue.title,
            destination=(issue.ref.tracker, issue.ref.project),
            seen=issue,
        )
        if not settings.close_orphans:
            yield about
            continue
        yield replace(
            about,
            symbol=Symbol.DONE,
            what=f"{issue.ref}: close, no action items are left in {mark.path}",
            change=IssueChange(state=State.NOT_PLANNED),
            block=Block(marker.with_base(mark, replace(mark.base, state=State.NOT_PLANNED)), None),
        )


def _word(state: State) -> str:
    return "closed" if state.closed else "open"
