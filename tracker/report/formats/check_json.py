"""The result of a check as JSON: the published contract."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, NonNegativeInt

from postmortem_tracker.model import Severity
from postmortem_tracker.report.checks.baseline import fingerprints
from postmortem_tracker.report.checks.examine import CheckResult
from postmortem_tracker.report.formats.json import finding_record
from postmortem_tracker.report.records import FindingRecord, Record


class MarkedFinding(FindingRecord):
    """A finding with the fingerprint by which a baseline knows it."""

    fingerprint: str


class CheckTotals(Record):
    """How much was looked at, and how many findings of each severity count."""

    documents: NonNegativeInt
    items: NonNegativeInt
    errors: NonNegativeInt
    warnings: NonNegativeInt
    notes: NonNegativeInt
    known: NonNegativeInt


class CheckRecord(Record):
    """The whole result; where ``complete`` is false, ``problems`` says what could not be read."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    as_of: dt.date
    complete: bool
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # what nobody can know of an earlier day
    totals: CheckTotals
    findings: tuple[MarkedFinding, ...] = ()


def render_check_json(result: CheckResult) -> str:
    """The result as one JSON document with a final newline."""
    return check_record(result).model_dump_json(indent=2, by_alias=True) + "\n"


def check_record(result: CheckResult) -> CheckRecord:
    """The result in the words of the contract."""
    marks = fingerprints(result.findings)
    return CheckRecord(
        as_of=result.as_of,
        complete=result.complete,
        problems=result.problems,
        remarks=result.remarks,
        totals=CheckTotals(
            documents=result.documents,
            items=result.items,
            errors=result.count(Severity.ERROR),
            warnings=result.count(Severity.WARNING),
            notes=result.count(Severity.NOTE),
            known=result.known,
        ),
        findings=tuple(
            MarkedFinding(**finding_record(each).model_dump(), fingerprint=mark)
            for each, mark in zip(result.findings, marks, strict=True)
        ),
    )
