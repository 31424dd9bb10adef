"""The history as snapshots hold it, read back; and one history from several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from postmortem_tracker.history.model import Change, Commit, History, Seen, Story, What
from postmortem_tracker.model import ItemName
from postmortem_tracker.report.records import (
    ChangeRecord,
    IncidentRecord,
    ItemHistoryRecord,
    ItemRecord,
    RemovedRecord,
    ReportRecord,
)

_NONE = "a snapshot was made without the history"
_HINT = "make it with report --history --format json, or leave out PM218, PM219 and PM220"


def history_of(record: ReportRecord) -> History:
    """What a report made with ``--history`` tells; one that was made without it says so in its remark."""
    told = record.history
    if told is None:
        return History((), _NONE, _HINT)
    secret = {each.id for each in record.incidents if each.confidential}
    present = [
        _story(item, item.history, incident) for incident in record.incidents for item in incident.items if item.history
    ]
    removed = [_removed(each, each.confidential or each.incident in secret) for each in told.removed]
    return History((*present, *removed), "" if told.complete else told.remark or _NONE, _HINT)


def joined(histories: Sequence[History]) -> History:
    """One history; of an item told twice the first telling counts, and what one doubts is doubted."""
    stories: dict[ItemName, Story] = {}
    for each in histories:
        for story in each.stories:
            stories.setdefault(story.last.item_name, story)
    doubt = next((each for each in histories if not each.complete), History())
    ordered = sorted(stories.values(), key=lambda each: (each.path, each.last.line, each.last.key))
    return History(tuple(ordered), doubt.remark, doubt.hint)


def _story(item: ItemRecord, history: ItemHistoryRecord, incident: IncidentRecord) -> Story:
    last = Seen(
        incident.id,
        item.key,
        item.text,
        item.line,
        item.kind,
        item.state,
        item.document.due_date,
        item.document.due,
        item.priority,
        confidential=incident.confidential,
    )
    return Story(last, incident.path, _appeared(history), tuple(map(_change, history.changes)))


def _removed(record: RemovedRecord, confidential: bool) -> Story:
    last = Seen(record.incident, record.key, record.text, record.line, confidential=confidential)
    gone = Change(What.REMOVED, Commit(record.commit or "", record.date or date.min), reason=record.reason or "")
    told = record.history
    return Story(last, record.path, _appeared(told), tuple(map(_change, told.changes)), gone)


def _appeared(history: ItemHistoryRecord) -> Commit | None:
    return Commit(history.commit or "", history.appeared) if history.appeared else None


def _change(record: ChangeRecord) -> Change:
    commit = Commit(record.commit or "", record.date)
    return Change(What(record.what), commit, record.old or "", record.new or "", record.days, record.reason or "")
