"""How things stood on an earlier day, as far as the trackers' times and the git history tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo

from postmortem_tracker.history.model import Change, History, Story, What
from postmortem_tracker.model import Issue, IssueRef, ItemName, State
from postmortem_tracker.report.policy import at_once
from postmortem_tracker.report.situation import Situation, TrackedItem
from postmortem_tracker.text.printable import plural

_Stories = Mapping[ItemName, Story]


def stood(situation: Situation, day: date, history: History | None = None) -> Situation:
    """The situation at the end of ``day``.

    What the trackers tell: issues that were opened later were not there, those closed later were open. What the
    history tells, where it is given: items that came later were not there, due dates that moved later stood where
    they were, what was ticked and later unticked was done, items without an issue were as open as their document
    said. Where the first issue, or all of the history, is younger than the day, it cannot tell. Words, owners and
    priorities are today's: this is for where the documents of that day are not at hand.
    """
    stories = history.present if history else {}
    later = _Later(situation, day, stories)
    kept = [each for each in situation.tracked if not later.item(each)]
    gone = {each.item_name for each in situation.tracked} - {each.item_name for each in kept}
    incidents = (
        each._replace(items=tuple(item for item in each.items if (each.id, item.key) not in gone))
        for each in situation.incidents
        if not (each.date and each.date > day)
        and (not each.tasks or not {(each.id, item.key) for item in each.tasks} <= gone)
    )
    return replace(
        situation,
        as_of=day,
        incidents=tuple(incidents),
        tracked=tuple(_item(each, later, stories.get(each.item_name)) for each in kept),
        orphans=tuple(
            each._replace(issue=_issue(each.issue, day)) for each in situation.orphans if not later.issue(each.issue)
        ),
    )


def issues_at(issues: Mapping[IssueRef, Issue], day: date, zone: tzinfo) -> dict[IssueRef, Issue]:
    """The issues as they were at the end of the day, as far as their times tell: which there were, and which open."""
    then: dict[IssueRef, Issue] = {}
    for ref, issue in issues.items():
        opened = issue.created_at.astimezone(zone).date() if issue.created_at else date.min
        closed = issue.closed_at.astimezone(zone).date() if issue.closed_at else date.min
        if opened <= day:
            reopened = issue.state.closed and closed > day
            then[ref] = replace(issue, state=State.OPEN, closed_at=None) if reopened else issue
    return then


def as_documents_said(situation: Situation) -> Situation:
    """The situation of an earlier day, told by its own documents, without what became of its issues later.

    What a document called done then is done, also where its issue was reopened since, by us as well: trackers forget
    when it was closed before. An issue's due date counts only where nothing was changed on it since. Of an issue that
    is gone now nothing is known.
    """

    def then(tracked: TrackedItem) -> TrackedItem:
        issue = tracked.issue
        if issue is None:
            return replace(tracked, missing=False, unread=True) if tracked.missing else tracked
        changed = _changed_since(issue, situation.as_of)
        ours = tracked.changed_at is not None and tracked.changed_at.date() > situation.as_of
        if tracked.item.state.closed and not issue.state.closed and (changed or ours):
            issue = replace(issue, state=tracked.item.state)
        if changed:
            tracked = replace(tracked, moved_due=None, due_cleared=False)
        return replace(tracked, issue=issue)

    return replace(situation, tracked=tuple(map(then, situation.tracked)))


def unknown_of(situation: Situation) -> str:
    """What no tracker tells of an earlier day, in words; empty where no issue was changed since."""
    changed = [each.issue for each in situation.tracked if each.issue and _changed_since(each.issue, situation.as_of)]
    if not changed:
        return ""
    told = f"titles, assignees, due dates and last activity of {plural(len(changed), 'issue')} are those of now"
    left = sum(not issue.state.closed for issue in changed)
    return f"{told}, and {_as_open(left)}" if left else told


def _as_open(left: int) -> str:
    """What is not known of issues that count as open, and were changed since: trackers forget an earlier closing."""
    if left == 1:
        return "1 of them counts as open, also if it was closed on that day and reopened since"
    return f"{left} of them count as open, also if they were closed on that day and reopened since"


def _changed_since(issue: Issue, day: date) -> bool:
    return issue.updated_at is None or issue.updated_at.date() > day


class _Later:
    """What came after the day, as far as anything can tell."""

    def __init__(self, situation: Situation, day: date, stories: _Stories) -> None:
        self.day = day
        opened = [each.issue.created_at.date() for each in situation.tracked if each.issue and each.issue.created_at]
        self._synced = min(opened, default=date.max) <= day
        appeared = {name: each.appeared.day for name, each in stories.items() if each.appeared}
        self._recorded = len(appeared) < len(stories) or min(appeared.values(), default=date.max) <= day
        self._appeared = appeared

    def issue(self, issue: Issue) -> bool:
        """Whether an issue was opened after the day."""
        return self._synced and issue.created_at is not None and issue.created_at.date() > self.day

    def item(self, tracked: TrackedItem) -> bool:
        """Whether an item came after the day: with its incident, with a commit, else with its issue."""
        if tracked.incident.date and tracked.incident.date > self.day:
            return True
        if self._synced and tracked.issue and not self.issue(tracked.issue):
            return False
        if self._recorded and (when := self._appeared.get(tracked.item_name)):
            return when > self.day
        return tracked.issue is not None and self.issue(tracked.issue)


def _item(tracked: TrackedItem, later: _Later, story: Story | None) -> TrackedItem:
    issue, item = tracked.issue, tracked.item
    if story:
        item = item._replace(due_date=_due(story, later.day, item.due_date))
    if issue and not issue.state.closed and (closed := _reopened_later(story, later.day)):
        state = State(closed.new) if closed.new else State.COMPLETED
        item = item._replace(done=state is State.COMPLETED, not_planned=state is State.NOT_PLANNED)
        issue = replace(issue, state=state, closed_at=datetime.combine(closed.commit.day, time(12), UTC))
    elif (_closed_later(issue, later.day) if issue else _settled_later(story, later.day)) and item.state.closed:
        item = item._replace(done=False, not_planned=False)
    there = issue is not None and not later.issue(issue)
    return replace(
        tracked,
        item=item,
        issue=_issue(issue, later.day) if issue and there else None,
        moved_due=tracked.moved_due if there else None,
        due_cleared=tracked.due_cleared and there,
        duplicates=tuple(_issue(each, later.day) for each in tracked.duplicates if not later.issue(each)),
    )


def _closed_later(issue: Issue, day: date) -> bool:
    """Whether the work was done after the day; an issue that was opened and closed at once tells nothing of it."""
    if not issue.state.closed or issue.closed_at is None or issue.closed_at.date() <= day:
        return False
    return not at_once(issue)


def _reopened_later(story: Story | None, day: date) -> Change | None:
    """What had closed an item that is open now and was closed on the day; trackers forget the time of it."""
    states = [each for each in story.changes if each.what in (What.CLOSED, What.REOPENED)] if story else []
    before = [each for each in states if each.commit.day <= day]
    return before[-1] if before and before[-1].what is What.CLOSED else None


def _settled_later(story: Story | None, day: date) -> bool:
    """Whether the document said only after the day that the item is done."""
    states = [each for each in story.changes if each.what in (What.CLOSED, What.REOPENED)] if story else []
    return bool(states) and states[-1].what is What.CLOSED and states[-1].commit.day > day


def _issue(issue: Issue, day: date) -> Issue:
    if _closed_later(issue, day):
        return replace(issue, state=State.OPEN, closed_at=None)
    return issue


def _due(story: Story, day: date, now: date | None) -> date | None:
    """The due date as it was: what the first later move moved it from."""
    for each in story.changes:
        if each.what is What.DUE and each.commit.day > day:
            return date.fromisoformat(each.old) if each.old else None
    return now
