"""Findings for people: one line each, ``path:line: CODE message``, grouped by document."""

from __future__ import annotations

from itertools import groupby

from postmortem_tracker.model import Finding, Severity
from postmortem_tracker.report.checks.examine import CheckResult
from postmortem_tracker.report.formats.grid import Style, paint
from postmortem_tracker.text.printable import plain, plural

_STYLES = {Severity.ERROR: Style.BAD, Severity.WARNING: Style.WARN, Severity.NOTE: Style.INFO}


def render_text(result: CheckResult, *, colour: bool = False) -> str:
    """The findings by document, then what could not be read, then one line that sums up."""
    titles = dict(result.titles)
    lines: list[str] = []
    for path, findings in groupby(result.findings, key=lambda each: each.path):
        if title := titles.get(path):
            lines.append(paint(plain(title), Style.BOLD, colour))
        lines += [*(_line(finding, colour) for finding in findings), ""]
    if not result.complete:
        problems = result.problems or ("something could not be read",)
        lines += [*(paint(plain(f"incomplete: {each}"), Style.BAD, colour) for each in problems), ""]
    return "\n".join([*lines, summary_line(result)]) + "\n"


def summary_line(result: CheckResult) -> str:
    """What was checked and found, in one line."""
    looked_at = f"{plural(result.documents, 'document')}, {plural(result.items, 'action item')}"
    counts = [plural(result.count(level), level.value) for level in Severity if result.count(level)]
    found = ", ".join(counts) or "no findings"
    known = f", {result.known:,} known from the baseline" if result.known else ""
    tail = "" if result.complete else "; incomplete, so this is not a clean result"
    return f"{found}{known} in {looked_at} on {result.as_of.isoformat()}{tail}"


def _line(finding: Finding, colour: bool) -> str:
    place = plain(f"{finding.path}:{finding.line}:")
    return f"{place} {paint(finding.code, _STYLES[finding.severity], colour)} {plain(finding.message)}"
