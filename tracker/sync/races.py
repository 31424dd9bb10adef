"""Looks whether another run opened the same issues at the same time: of two the lower number stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postmortem_tracker.errors import TrackerError
from postmortem_tracker.issues import IssueTracker, Watchful
from postmortem_tracker.model import Issue, IssueChange, ItemName, State
from postmortem_tracker.sync.actions import Create, Edit, Remark, Subject
from postmortem_tracker.sync.identity.matching import believe
from postmortem_tracker.sync.run import Outcome, Result, Run, Writing


def settle(run: Run) -> Iterator[Outcome]:
    """Look once more where issues were created: ours gives way to another's with a lower number."""
    for place, created in run.created.items():
        tracker = run.trackers[place]
        # Also where the tracker has a lock: a run that saw nothing to do at first does not hold it.
        if place in run.dead:
            continue
        try:
            winners = {} if _alone(tracker, run.label, created) else _winners(run, tracker)
        except TrackerError as error:
            where = tracker.project or tracker.name
            look = Remark(Subject(), f"look whether another run opened the same issues in {where}")
            yield Outcome(look, Result.FAILED, error=error)
            continue
        for action, mine in created:
            winner = winners.get(action.about.item_name)
            if winner is not None and winner.ref < mine.ref and not (winner.state.closed and action.close_as is None):
                yield _give_way(run, tracker, action, mine, winner)
    run.created.clear()


def _alone(tracker: IssueTracker, label: str, created: Sequence[tuple[Create, Issue]]) -> bool:
    """Whether nobody else wrote since this run looked first, so that its own issues are the only new ones."""
    own = {action.about.item_name for action, _ in created}
    return len(own) == len(created) and isinstance(tracker, Watchful) and tracker.alone(label)


def _winners(run: Run, tracker: IssueTracker) -> dict[ItemName, Issue]:
    """Of the issues that appeared since this run looked first the one with the lowest number for each key."""
    winners: dict[ItemName, Issue] = {}
    for issue in tracker.list(run.label):
        mark = believe(issue, run.label).marker
        if mark is None or not mark.born or issue.state is State.DUPLICATE or issue.ref in run.seen:
            continue
        key = mark.item_name
        if key not in winners or issue.ref < winners[key].ref:
            winners[key] = issue
    return winners


def _give_way(run: Run, tracker: IssueTracker, action: Create, mine: Issue, winner: Issue) -> Outcome:
    comment = f"Duplicate of {winner.ref}: another run opened it for the same action item at the same time."
    try:
        tracker.update(mine.ref, IssueChange(state=State.DUPLICATE, duplicate_of=winner.ref, comment=comment))
        if action.link:
            run.write(Writing(action.about, winner, Edit(link=True, new=True), mine.ref))
    except TrackerError as error:
        return Outcome(action, Result.FAILED, mine, error, f"{mine.ref} is a duplicate of {winner.ref}")
    return Outcome(action, Result.DONE, winner, note=f"{mine.ref} closed as a duplicate of {winner.ref}")
