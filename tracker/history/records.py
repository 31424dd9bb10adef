"""The history in the words of the JSON contract."""

from __future__ import annotations

from postmortem_tracker.history.model import Change, Story
from postmortem_tracker.history.shown import Promises
from postmortem_tracker.model import ItemName
from postmortem_tracker.report.records import (
    ChangeRecord,
    HistoryRecord,
    IncidentRecord,
    ItemHistoryRecord,
    RemovedRecord,
    ReportRecord,
)


def with_history(record: ReportRecord, promises: Promises) -> ReportRecord:
    """The report with the history of each item, and of what was removed."""
    histories = {each.last.item_name: _item(each) for each in promises.present}
    removed = tuple(map(_removed, promises.removed))
    return record.model_copy(
        update={
            "incidents": tuple(_incident(each, histories) for each in record.incidents),
            "history": HistoryRecord(complete=not promises.remark, remark=promises.remark, removed=removed),
        }
    )


def _incident(record: IncidentRecord, histories: dict[ItemName, ItemHistoryRecord]) -> IncidentRecord:
    items = tuple(each.model_copy(update={"history": histories.get((record.id, each.key))}) for each in record.items)
    return record.model_copy(update={"items": items})


def _item(story: Story) -> ItemHistoryRecord:
    first = story.appeared
    return ItemHistoryRecord(
        appeared=first.day if first else None,
        commit=(first.id or None) if first else None,
        due_moves=len(story.moves),
        due_moved_days=story.moved_days,
        priority_lowered=len(story.lowered),
        changes=tuple(map(_change, story.changes)),
    )


def _removed(story: Story) -> RemovedRecord:
    gone = story.removed
    return RemovedRecord(
        incident=story.last.incident,
        key=story.last.key,
        text=story.last.text,
        path=story.path,
        line=story.last.line,
        date=gone.commit.day if gone else None,
        commit=(gone.commit.id or None) if gone else None,
        reason=(gone.reason or None) if gone else None,
        confidential=story.last.confidential,
        history=_item(story),
    )


def _change(change: Change) -> ChangeRecord:
    return ChangeRecord(
        what=change.what.value,
        date=change.commit.day,
        commit=change.commit.id or None,
        old=change.old or None,
        new=change.new or None,
        days=change.days,
        reason=change.reason or None,
    )
