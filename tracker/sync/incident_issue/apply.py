"""Brings the incidents' issues up to date after the items were: opens them, links the tasks, tells progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from postmortem_tracker.errors import InvalidIssueError, IssueNotFoundError, TrackerError, TrackerUnavailableError
from postmortem_tracker.issues import IssueTracker, Linking
from postmortem_tracker.model import Issue, IssueRef, State
from postmortem_tracker.sync import marker
from postmortem_tracker.sync.apply import Outcome, Result, apply
from postmortem_tracker.sync.incident_issue import plan as parents
from postmortem_tracker.sync.incident_issue.plan import Parent
from postmortem_tracker.sync.match import Matched, Tracked, believe
from postmortem_tracker.sync.plan import Action, Plan
from postmortem_tracker.sync.settings import Settings

Stop = Callable[[], bool]


@dataclass(slots=True)
class _Run:
    matched: Matched
    settings: Settings
    trackers: Mapping[tuple[str, str], IssueTracker]
    stop: Stop
    dead: dict[tuple[str, str], TrackerError] = field(default_factory=dict)

    def apply(self, actions: Sequence[Action]) -> Iterator[Outcome]:
        """Do what is pending; a tracker that failed before is not asked again."""
        for action in actions:
            if action.pending and action.destination in self.dead:
                yield _skipped(action, self.dead[action.destination])
        alive = tuple(action for action in actions if action.destination not in self.dead)
        seen = self.matched.seen
        for outcome in apply(Plan(alive), self.trackers, self.settings.label, _no_document, self.stop, seen):
            self.notice(outcome)
            yield outcome

    def notice(self, outcome: Outcome) -> None:
        """Remember a tracker-wide failure."""
        if isinstance(outcome.error, TrackerUnavailableError):
            self.dead[outcome.action.destination] = outcome.error


def apply_parents(
    matched: Matched,
    plan: Plan,
    done: Sequence[Outcome],
    settings: Settings,
    trackers: Mapping[tuple[str, str], IssueTracker],
    stop: Stop = lambda: False,
) -> Iterator[Outcome]:
    """Bring the incidents' issues that ``plan`` names up to date with what became of the items in ``done``."""
    planned = {action.incident for action in plan.pending}
    if not settings.incident_issue or not planned:
        return
    run = _Run(matched, settings, trackers, stop)
    after: dict[tuple[str, str], Issue] = {}
    for outcome in done:
        run.notice(outcome)
        if outcome.action.key and outcome.issue is not None:
            after[(outcome.action.incident, outcome.action.key)] = outcome.issue
    found = [parent for parent in parents.find(matched, after) if parent.incident.id in planned]
    new = [parent for parent in found if parent.tracked is None]
    yield from _open(run, new)
    for parent in found:
        if parent.tracked is not None:
            yield from _keep(run, parent, parents.act(parent, matched, settings))
    yield from run.apply([action for action in parents.lost(matched, settings) if action.incident in planned])


def _open(run: _Run, new: Iterable[Parent]) -> Iterator[Outcome]:
    """Open the missing ones, then link and close them: with a line of its own only where that is worth telling."""
    wanted = {action: parent for parent in new for action in _creations(run, parent)}
    opened: dict[str, Outcome] = {}
    for outcome in run.apply(tuple(wanted)):
        opened[outcome.action.incident] = outcome
        yield outcome
    for action, parent in wanted.items():
        outcome = opened[action.incident]
        tracked = None if outcome.issue is None else believe(outcome.issue, run.settings.label)
        if tracked is None or tracked.marker is None:
            continue
        known = replace(parent, tracked=tracked)
        for later in _keep(run, known, parents.act(known, run.matched, run.settings)):
            if later.result is not Result.DONE or later.note:
                yield later


def _creations(run: _Run, parent: Parent) -> Iterator[Action]:
    """Drafts without links and not closed yet: a run that dies before it links and closes leaves that to the next."""
    for action in parents.act(parent, run.matched, run.settings):
        tracker = run.trackers.get(action.destination)
        if action.draft is None or action.marker is None:
            continue
        if not isinstance(tracker, Linking):
            yield replace(action, close_as=None)
            continue
        mark = replace(action.marker, children=())
        draft = replace(action.draft, body=marker.rebase(action.draft.body, mark))
        yield replace(action, marker=mark, draft=draft, close_as=None)


def _keep(run: _Run, parent: Parent, actions: Sequence[Action]) -> Iterator[Outcome]:
    assert parent.tracked is not None
    pending = [action for action in actions if action.pending]
    if not pending:
        return
    if run.stop() or pending[0].destination in run.dead:
        yield from run.apply(pending)
        return
    issue = parent.tracked.issue
    linked, problem, note = _link(run.trackers[pending[0].destination], parent.tracked, _wanted(run, parent))
    if isinstance(problem, TrackerUnavailableError):
        run.dead[pending[0].destination] = problem
        yield Outcome(pending[0], Result.FAILED, issue, problem)
        return
    final = parents.act(parent, run.matched, run.settings, linked)
    outcomes = tuple(run.apply([action for action in final if action.pending]))
    for outcome in outcomes:
        failed = problem is not None and outcome.result is Result.DONE
        yield replace(outcome, result=Result.FAILED, error=problem) if failed else replace(outcome, note=note)
    if problem is not None and not outcomes:
        yield Outcome(pending[0], Result.FAILED, issue, problem)


def _wanted(run: _Run, parent: Parent) -> tuple[IssueRef, ...]:
    assert parent.tracked is not None
    there = run.settings.routes.home(parent.tracked.issue.ref)
    return () if there is None else parent.links(there)


def _link(
    tracker: IssueTracker, tracked: Tracked, wanted: tuple[IssueRef, ...]
) -> tuple[tuple[IssueRef, ...], TrackerError | None, str]:
    """Add the children that are missing; returns those that need not be tried again, the failure, and a remark."""
    known = set(tracked.marker.children) if tracked.marker else set()
    missing = [ref for ref in wanted if ref.number not in known]
    if not missing or not isinstance(tracker, Linking):
        return wanted, None, ""
    parent, settled, refused = tracked.issue.ref, set(wanted) - set(missing), ""
    try:
        # A run that died before it could note them may have added some.
        there = {child.ref for child in tracker.children(parent)}
        for ref in missing:
            refused = ("" if ref in there else _add(tracker, parent, ref)) or refused
            settled.add(ref)
    except IssueNotFoundError:
        return wanted, None, "its tasks cannot be linked there"
    except TrackerError as error:
        return tuple(sorted(settled)), error, refused
    return tuple(sorted(settled)), None, refused


def _add(tracker: Linking, parent: IssueRef, child: IssueRef) -> str:
    """Add one child; returns why it was refused for good, or ""."""
    try:
        tracker.add_child(parent, child)
    except (InvalidIssueError, IssueNotFoundError) as error:
        return f"{child} was not linked: {error.message}"
    return ""


def _skipped(action: Action, error: TrackerError) -> Outcome:
    return Outcome(action, Result.SKIPPED, error=error, note="its tracker failed before")


def _no_document(action: Action, issue: Issue, *, link: bool, state: State | None, instead: IssueRef | None) -> None:
    """Incidents' issues are not written into documents."""
