"""One issue per incident that shows how far its tasks are; planned from the items' issues, pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, ItemName, State
from postmortem_tracker.sync import leftovers
from postmortem_tracker.sync import plan as items
from postmortem_tracker.sync.actions import Action, Block, Close, Create, Plan, Remark, Subject, Symbol, Update
from postmortem_tracker.sync.existing import renewed
from postmortem_tracker.sync.fields import state_words
from postmortem_tracker.sync.identity.matched import Matched, Tracked
from postmortem_tracker.sync.incident_issue.tasks import Whole, find
from postmortem_tracker.sync.incident_issue.text import content, title
from postmortem_tracker.sync.issue_text import body, marker
from postmortem_tracker.sync.issue_text.marker import INCIDENT_KEY, Base, Marker
from postmortem_tracker.sync.permitted import not_opened, not_told, untouchable
from postmortem_tracker.sync.settings import Destination, Settings

LABEL = "incident"


def make(matched: Matched, settings: Settings) -> Plan:
    """The items' plan, followed by the incidents' issues as they will be once it is applied."""
    plan = items.make(matched, settings)
    if not settings.incident_issue:
        return plan
    planned = (action for whole in find(matched, _foreseen(plan)) for action in act(whole, matched, settings))
    return replace(plan, actions=(*plan.actions, *planned, *lost(matched, settings)))


def split(plan: Plan) -> tuple[Plan, Plan]:
    """The items' part of a plan and the incidents' part."""
    ours = tuple(action for action in plan.actions if action.about.key == INCIDENT_KEY)
    others = tuple(action for action in plan.actions if action.about.key != INCIDENT_KEY)
    return replace(plan, actions=others), Plan(ours)


def _foreseen(plan: Plan) -> dict[ItemName, Issue]:
    return {
        action.about.item_name: replace(action.issue, state=action.change.state)
        for action in plan.pending
        if isinstance(action, Update) and action.change.state is not None
    }


def act(
    whole: Whole, matched: Matched, settings: Settings, linked: tuple[IssueRef, ...] | None = None
) -> tuple[Action, ...]:
    """What brings an incident's issue up to date; ``linked`` are the issues it is linked with (default: all)."""
    if not settings.incident_issue:
        return ()
    if whole.tracked is None:
        return tuple(_open(whole, matched, settings, linked))
    return tuple(_keep(whole, whole.tracked, settings, linked))


def _open(whole: Whole, matched: Matched, settings: Settings, linked: tuple[IssueRef, ...] | None) -> Iterator[Action]:
    if matched.incident_issues_unread or (whole.state.closed and not settings.create_completed):
        return
    there = settings.routes.for_incident(whole.incident)
    about, limits = _about(whole), there.capabilities
    if refused := not_opened(whole.incident, there):
        yield Remark(about, refused)
        return
    labels = tuple(dict.fromkeys((settings.label, LABEL)))
    mark, visible = _says(whole, settings, there, linked)
    mark = replace(mark, base=replace(mark.base, labels=labels))
    draft = IssueDraft(
        mark.base.title or "",
        marker.write("", mark, visible.text),
        labels,
        confidential=whole.incident.confidential and limits.confidential_issues,
        milestone=there.milestone,
    )
    close_as = whole.state if whole.state.closed else None
    closing = f", close as {state_words(close_as)}" if close_as else ""
    what = f"create the incident's issue in {there.shown}{closing}"
    yield Create(about, what, there.place, draft, mark, close_as)


def _keep(whole: Whole, tracked: Tracked, settings: Settings, linked: tuple[IssueRef, ...] | None) -> Iterator[Action]:
    about, issue, old = _about(whole), tracked.issue, tracked.marker
    there = settings.routes.home(issue.ref)
    why = untouchable(issue, old, there)
    if why or there is None:
        yield Remark(about, f"{issue.ref} {why}", issue, issue.ref.place)
        return
    if old is None:  # nobody's: it is not written to
        return
    mark, visible = _says(whole, settings, there, linked)
    actions = tuple(_update(whole, issue, old, renewed(old, mark), visible, about))
    sends = any(isinstance(action, Update) for action in actions)
    if refused := not_told(whole.incident, issue, there, sends=sends):
        yield Remark(about, refused, issue, issue.ref.place)
    else:
        yield from actions


def _says(
    whole: Whole, settings: Settings, there: Destination, linked: tuple[IssueRef, ...] | None
) -> tuple[Marker, body.Content]:
    """The marker and the block that the issue should have."""
    incident = whole.incident
    refs = whole.links(there) if linked is None else linked
    visible = content(whole, settings.routes.link(incident.path, incident.line, there.tracker), there)
    base = Base(body.one_line(title(incident), there.capabilities), State.OPEN, None, None, ())
    numbers = tuple(ref.number for ref in refs)
    return Marker(incident.id, INCIDENT_KEY, incident.path, base, visible.digest, numbers), visible


def _about(whole: Whole) -> Subject:
    incident = whole.incident
    return Subject(incident.path, incident.line, incident.id, INCIDENT_KEY, title(incident))


def _update(
    whole: Whole, issue: Issue, old: Marker, mark: Marker, visible: body.Content, about: Subject
) -> Iterator[Action]:
    base, change, what = old.base, IssueChange(), []
    if mark.base.title != base.title and issue.title in (base.title, mark.base.title):
        change = replace(change, title=mark.base.title if issue.title == base.title else None)
        base = replace(base, title=mark.base.title)
        what.append("title")
    note = None
    if whole.state is not base.state:
        if whole.state.closed is not issue.state.closed:
            change = replace(change, state=whole.state)
            what.append("close as completed" if whole.state.closed else "reopen")
        base = replace(base, state=whole.state)
    elif whole.state.closed is not issue.state.closed:
        # A person decided so; asked again at every run it would be a quarrel.
        count = sum(not task.state.closed for task in whole.tasks)
        state = "closed" if issue.state.closed else "open"
        note = Remark(about, f"{issue.ref} is {state}, but {count} of its tasks are open", issue, issue.ref.place)
    mark = replace(mark, base=base)
    fresh = old.digest != mark.digest
    if fresh:
        what.insert(0, "progress")
    if mark != old or change != IssueChange():
        symbol = Symbol.DONE if change.state is not None else Symbol.UPDATE
        said = f"{issue.ref}: " + (", ".join(what) or "links to its tasks")
        yield Update(about, said, issue, symbol, change, Block(mark, visible.text if fresh else None))
    if note is not None:
        yield note


def lost(matched: Matched, settings: Settings) -> Iterable[Action]:
    """The issues of incidents without items; one that goes by another id now is none of them."""
    kept = {whole.tracked.issue.ref for whole in find(matched, {}) if whole.tracked}
    for tracked in matched.lost:
        issue, mark = tracked.issue, tracked.marker
        if mark is None or issue.ref in kept or issue.state.closed:
            continue
        about = Subject(mark.path, incident=mark.incident, key=INCIDENT_KEY, text=issue.title)
        bar = leftovers.bar(matched, issue, mark, settings.routes)
        if settings.close_orphans and not bar:
            what = f"{issue.ref}: close, no action items are left in {mark.path}"
            yield Close(about, what, issue, leftovers.closed(mark))
        else:
            what = f"{issue.ref}: no action items are left in {mark.path} ({bar or leftovers.HOW_TO_CLOSE})"
            yield Remark(about, what, issue, issue.ref.place)
