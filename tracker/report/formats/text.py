"""Findings for people: one line for each item, ``path:line: error CODE message``, grouped by incident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from postmortem_tracker.model import Finding, Severity
from postmortem_tracker.report.checks.examine import CheckResult
from postmortem_tracker.report.checks.findings import quote
from postmortem_tracker.report.checks.rules import rules
from postmortem_tracker.report.formats.grid import Cell, Column, Style, grid, paint
from postmortem_tracker.text.printable import plain, plural

_STYLES = {Severity.ERROR: Style.BAD, Severity.WARNING: Style.WARN, Severity.NOTE: Style.INFO}
_CODES = (Column("", right=True), Column(""), Column(""), Column(""))
_EXPLAIN = "`postmortem-tracker explain CODE` says why it matters and what to do."


def render_text(result: CheckResult, *, colour: bool = False, statistics: bool = False) -> str:
    """The findings by incident, what could not be read, how many of each code, then one line that sums up.

    With ``statistics`` the findings themselves are left out.
    """
    lines: list[str] = []
    for place, findings in groupby(result.findings if not statistics else (), key=_home):
        if title := result.titles.get(place):
            lines.append(paint(plain(title), Style.BOLD, colour))
        about = groupby(findings, key=lambda each: (each.line, each.key))
        lines += [*(_line(list(same), result, colour) for _, same in about), ""]
    if not result.complete:
        problems = result.problems or ("something could not be read",)
        lines += [*(paint(plain(f"incomplete: {each}"), Style.BAD, colour) for each in problems), ""]
    if result.findings:
        lines += [*_by_code(result, colour), ""]
    return "\n".join([*lines, summary_line(result)]) + "\n"


def summary_line(result: CheckResult) -> str:
    """What was checked and found, in one line."""
    looked_at = f"{plural(result.documents, 'document')}, {plural(result.items, 'action item')}"
    counts = [plural(result.count(level), level.value) for level in Severity if result.count(level)]
    found = ", ".join(counts) or "no findings"
    known = f", {result.known:,} known from the baseline" if result.known else ""
    tail = "" if result.complete else "; incomplete, so this is not a clean result"
    return f"{found}{known} in {looked_at} on {result.as_of.isoformat()}{tail}"


def _home(finding: Finding) -> tuple[str, str]:
    return finding.path, finding.incident


def _line(findings: Sequence[Finding], result: CheckResult, colour: bool) -> str:
    """All that is wrong with one item, its words once; lines about anything else stand for themselves."""
    first = findings[0]
    subject = result.subjects.get(first.item_name)
    tail = f": {quote(subject)}" if subject else ""
    if tail and all(each.message.endswith(tail) for each in findings):
        messages = [f"{_level(each, colour)} {plain(each.message.removesuffix(tail))}" for each in findings]
        return f"{_place(first)} {', '.join(messages)}{plain(tail)}"
    return "\n".join(f"{_place(each)} {_level(each, colour)} {plain(each.message)}" for each in findings)


def _place(finding: Finding) -> str:
    return plain(f"{finding.path}:{finding.line}:") if finding.path else "-:"


def _level(finding: Finding, colour: bool) -> str:
    return paint(f"{finding.severity.value} {finding.code}", _STYLES[finding.severity], colour)


def _by_code(result: CheckResult, colour: bool) -> list[str]:
    """How often each code was found, the gravest and most frequent first, and where it is explained."""
    counts = Counter((each.severity, each.code) for each in result.findings)
    order = list(Severity)
    ranked = sorted(counts.items(), key=lambda each: (order.index(each[0][0]), -each[1], each[0][1]))
    rows = [
        [Cell(f"{number:,}"), Cell(level.value, _STYLES[level]), Cell(code), Cell(_name(code))]
        for (level, code), number in ranked
    ]
    return [*grid(_CODES, rows, colour)[1:], _EXPLAIN]


def _name(code: str) -> str:
    rule = rules().get(code)
    return rule.name if rule else ""
