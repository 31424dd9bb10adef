"""The JSON Schemas of what `report` and `check` print, derived from the records that print it."""

from __future__ import annotations

from typing import Any

from postmortem_tracker.report.formats.changes_json import CompareRecord
from postmortem_tracker.report.formats.check_json import CheckRecord
from postmortem_tracker.report.formats.remind_json import RemindRecord
from postmortem_tracker.report.records import Record, ReportRecord

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by the name of their file in tracker/schemas."""
    return {
        "report.json": _schema(ReportRecord, "What `report --format json` prints, and what a snapshot holds"),
        "compare.json": _schema(CompareRecord, "What `report --compare --format json` prints"),
        "remind.json": _schema(RemindRecord, "What `remind --format json` prints"),
        "check.json": _schema(CheckRecord, "What `check --format json` prints"),
    }


def _schema(record: type[Record], title: str) -> dict[str, Any]:
    body = record.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": _DIALECT, **body, "title": title}
