"""Issues that were closed because people made something else of them: that is not taken for the end of the work."""

from __future__ import annotations

from dataclasses import replace

from postmortem_tracker.app.issues.trackers import Trackers
from postmortem_tracker.errors import IssueNotFoundError, TrackerError
from postmortem_tracker.issues import Converting
from postmortem_tracker.model import State
from postmortem_tracker.sync.identity.matched import How, Matched, Pair


def converted(matched: Matched, trackers: Trackers) -> Matched:
    """What was matched, with what became of the issues whose closing is news; each of them is asked for."""
    return replace(
        matched, pairs=tuple(_looked_at(pair, trackers) if _is_news(pair) else pair for pair in matched.pairs)
    )


def _is_news(pair: Pair) -> bool:
    """Whether an issue is closed whose item is open, and was open when both last agreed."""
    if pair.tracked is None or not pair.how.recognised or pair.item.state.closed:
        return False
    mark = pair.tracked.marker
    agreed = mark.base.state if mark is not None else None
    return pair.tracked.issue.state.closed and agreed in (None, State.OPEN)


def _looked_at(pair: Pair, trackers: Trackers) -> Pair:
    tracked = pair.tracked
    tracker = trackers.by_name.get(tracked.issue.ref.tracker) if tracked else None
    if tracked is None or not isinstance(tracker, Converting):
        return pair
    try:
        became = tracker.became(tracked.issue.ref)
    except IssueNotFoundError:  # a server that keeps no such notes makes nothing else of an issue
        return pair
    except TrackerError as error:
        trackers.problems.append(error)
        return replace(pair, how=How.UNREAD)
    return replace(pair, tracked=replace(tracked, issue=replace(tracked.issue, became=became)))
