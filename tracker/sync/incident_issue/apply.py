"""Brings the incidents' issues up to date after the items were: opens them, links the tasks, tells progress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from postmortem_tracker.errors import InvalidIssueError, IssueNotFoundError, TrackerError
from postmortem_tracker.issues import IssueTracker, Linking
from postmortem_tracker.model import Issue, IssueRef, ItemName
from postmortem_tracker.sync.actions import Action, Create, Pending, Plan, Remark
from postmortem_tracker.sync.apply import apply
from postmortem_tracker.sync.identity.matched import Matched, Tracked
from postmortem_tracker.sync.identity.matching import believe
from postmortem_tracker.sync.incident_issue.plan import act, lost
from postmortem_tracker.sync.incident_issue.tasks import Whole, find
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.run import Outcome, Result, Run
from postmortem_tracker.sync.settings import Settings


def follow_up(run: Run, matched: Matched, plan: Plan, done: Iterable[Outcome], settings: Settings) -> Iterator[Outcome]:
    """Bring the incidents' issues that ``plan`` names up to date with what became of the items in ``done``."""
    planned = {action.about.incident for action in plan.pending}
    if not settings.incident_issue or not planned:
        return
    after: dict[ItemName, Issue] = {}
    for outcome in done:
        if outcome.action.about.key and outcome.issue is not None:
            after[outcome.action.about.item_name] = outcome.issue
    later = _FollowUp(run, matched, settings)
    found = [whole for whole in find(matched, after) if whole.incident.id in planned]
    yield from later.open([whole for whole in found if whole.tracked is None])
    for whole in found:
        if whole.tracked is not None:
            yield from later.keep(whole, whole.tracked)
    yield from apply(run, _pending(action for action in lost(matched, settings) if action.about.incident in planned))


@dataclass(frozen=True, slots=True)
class _FollowUp:
    run: Run
    matched: Matched
    settings: Settings

    def open(self, new: Iterable[Whole]) -> Iterator[Outcome]:
        """Open the missing ones, then link and close them: with a line of its own only where it is worth telling."""
        wanted = [(create, whole) for whole in new for create in self._creations(whole)]
        opened: dict[str, Outcome] = {}
        for outcome in apply(self.run, [create for create, _ in wanted]):
            opened[outcome.action.about.incident] = outcome
            yield outcome
        for create, whole in wanted:
            issue = opened[create.about.incident].issue
            tracked = None if issue is None else believe(issue, self.run.label)
            if tracked is None or tracked.marker is None:
                continue
            for later in self.keep(replace(whole, tracked=tracked), tracked):
                if later.result is not Result.DONE or later.note:
                    yield later

    def _creations(self, whole: Whole) -> Iterator[Create]:
        """Drafts without links and not closed yet: a run that dies before it does that leaves it to the next."""
        for action in act(whole, self.matched, self.settings):
            if not isinstance(action, Create):
                continue
            if not isinstance(self.run.trackers.get(action.place), Linking):
                yield replace(action, close_as=None)
                continue
            mark = replace(action.marker, children=())
            draft = replace(action.draft, body=marker.rebase(action.draft.body, mark))
            yield replace(action, marker=mark, draft=draft, close_as=None)

    def keep(self, whole: Whole, tracked: Tracked) -> Iterator[Outcome]:
        """Link the tasks that are not yet, then change the issue so that it tells what is linked."""
        run, pending = self.run, _pending(act(whole, self.matched, self.settings))
        if not pending:
            return
        first = pending[0]
        if run.stop() or first.place in run.dead:
            yield from apply(run, pending)
            return
        linked, problem, note = _link(run.trackers[first.place], tracked, self._wanted(whole, tracked))
        failure = None if problem is None else run.failed(first, problem, tracked.issue)
        if failure is not None and first.place in run.dead:
            yield failure
            return
        outcomes = tuple(apply(run, _pending(act(whole, self.matched, self.settings, linked))))
        for outcome in outcomes:
            failed = failure is not None and outcome.result is Result.DONE
            yield (
                replace(outcome, result=Result.FAILED, error=problem)
                if failed
                else replace(outcome, note=note or outcome.note)
            )
        if failure is not None and not outcomes:
            yield failure

    def _wanted(self, whole: Whole, tracked: Tracked) -> tuple[IssueRef, ...]:
        there = self.settings.routes.home(tracked.issue.ref)
        return () if there is None else whole.links(there)


def _pending(actions: Iterable[Action]) -> Sequence[Pending]:
    return [action for action in actions if not isinstance(action, Remark)]


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
