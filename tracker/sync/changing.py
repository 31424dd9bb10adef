"""Changes issues as they are now, unless they differ from what was planned for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from postmortem_tracker.errors import InvalidIssueError, NotLabelledError, RemoteError
from postmortem_tracker.issues import Capabilities, IssueTracker
from postmortem_tracker.model import Issue, IssueChange, State, Unset
from postmortem_tracker.sync.actions import Block, Changing, Close, GiveWay, Update
from postmortem_tracker.sync.creating import assigned, sent, taken, undated
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import Marker
from postmortem_tracker.sync.run import Run


def fresh(run: Run, action: Update | Close) -> Issue:
    """The issue as it is now, unless it differs from what was planned for: then neither side is touched."""
    if action.block is None:
        return action.issue
    # People may have edited the body since it was listed: their bytes are taken from the issue as it is now.
    now = run.trackers[action.place].get(action.issue.ref)
    if _synced(now) != _synced(action.issue):
        raise _changed(now)
    return now


def still_second(run: Run, action: GiveWay) -> Issue:
    """An issue that gives way, as it is now; not to one that was closed, nor where somebody wrote to it."""
    tracker, seen, winner = run.trackers[action.place], action.issue, action.winner
    now = tracker.get(seen.ref)
    if tracker.get(winner).state.closed or now.body != seen.body or _synced(now) != _synced(seen):
        raise _changed(now)
    if any(True for _ in tracker.comments(seen.ref)):
        raise RemoteError(
            f"{seen.ref} and {winner} were opened for one item, but people wrote in {seen.ref}", "close one of them"
        )
    return now


def _changed(issue: Issue) -> RemoteError:
    return RemoteError(f"{issue.ref} changed while this run was under way", "run sync again")


def change(run: Run, action: Changing, now: Issue) -> tuple[Issue, str]:
    """Send what the action says about the issue; returns it as it is then, and a remark."""
    tracker, ref = run.trackers[action.place], action.issue.ref
    wanted = action.change
    if action.block is not None:
        text = _body(action.block, now, tracker.capabilities.body_length, None if _reopens(action) else run.clock())
        wanted = replace(wanted, body=text)
    refused: RemoteError | None = None
    try:
        issue, note = _sent(run, tracker, action, wanted)
    except NotLabelledError as error:
        refused, issue, note = error, error.issue, ""
    mark = marker.read(issue.body) if action.block is not None else None
    known = mark and _knowing_what(mark, issue, wanted, tracker.capabilities, labelled=refused is None)
    if known != mark and known is not None:
        issue = tracker.update(ref, IssueChange(body=marker.rebase(issue.body, known)))
        note = "; ".join(filter(None, (note, undated(issue) if wanted.due is not Unset.UNSET else "")))
    if refused is not None:
        raise refused
    return _took(issue, wanted), note


def _knowing_what(mark: Marker, issue: Issue, wanted: IssueChange, limits: Capabilities, *, labelled: bool) -> Marker:
    """The marker with what the tracker made of a change; labels that the token may not set are tried again later."""
    base = mark.base
    accepted = taken(base, issue, limits)
    if wanted.assignees is None:
        accepted = replace(accepted, owners_there=base.owners_there)
    if wanted.due is Unset.UNSET:
        accepted = replace(accepted, due_there=base.due_there)
    labels = base.labels
    if not labelled:
        labels = tuple(label for label in labels if label in issue.labels or label not in wanted.add_labels)
        labels += tuple(label for label in wanted.remove_labels if label in issue.labels)
    return marker.with_base(mark, replace(accepted, labels=labels))


def _sent(run: Run, tracker: IssueTracker, action: Changing, wanted: IssueChange) -> tuple[Issue, str]:
    ref, people = action.issue.ref, wanted.assignees
    if people is None:
        return tracker.update(ref, wanted), ""

    def send(names: tuple[str, ...]) -> Issue:
        # Where nobody is left, who is assigned stays.
        stays = bool(people) and not names
        body = _knowing(wanted.body, action.issue.assignees if stays else names)
        return tracker.update(ref, replace(wanted, body=body, assignees=None if stays else names))

    return sent(run, tracker, people, send)


def _knowing(body: str | None, names: tuple[str, ...]) -> str | None:
    """The body whose marker knows who is going to be assigned: else that would take a second change."""
    mark = marker.read(body) if body is not None else None
    if body is None or mark is None:
        return body
    return marker.rebase(body, replace(mark, base=assigned(mark.base, names)))


def _took(issue: Issue, wanted: IssueChange) -> Issue:
    """Raises where the tracker dropped a label without a word."""
    dropped = [label for label in wanted.add_labels if label not in issue.labels]
    if dropped:
        raise InvalidIssueError(
            f"{issue.ref}: the tracker did not take the label{'s' * (len(dropped) > 1)} {', '.join(dropped)}",
            "may the token label issues there?",
        )
    return issue


def _synced(issue: Issue) -> tuple[object, ...]:
    """What the plan was made from: what both sides say, and where and to whom the issue says it."""
    mark = marker.read(issue.body)
    where = (issue.ref, issue.confidential, issue.out_of_sight)
    return (issue.title, issue.state, issue.assignees, issue.due, mark, where)


def _reopens(action: Changing) -> bool:
    """Whether somebody took back in the document what was done: that is activity, though the change is ours."""
    return action.change.state is State.OPEN


def _body(block: Block, now: Issue, longest: int, time: datetime | None) -> str:
    mark = marker.touched(block.marker, now, time) if time else block.marker
    if block.text is None:
        return marker.rebase(now.body, mark)
    return marker.write(now.body, mark, block.text, longest)
