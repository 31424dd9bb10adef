"""Findings as GitHub Actions workflow commands, worst first, within the ten per level that GitHub shows."""

from __future__ import annotations

from postmortem_tracker.model import Finding, Severity
from postmortem_tracker.report.checks.examine import CheckResult
from postmortem_tracker.report.checks.rules import rules
from postmortem_tracker.report.formats.check_markdown import problems
from postmortem_tracker.report.formats.text import summary_line
from postmortem_tracker.text.printable import plain, plural

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SHOWN = 10


def render_github(result: CheckResult) -> str:
    """Workflow commands for standard output: at most ten annotations per level, then a line that sums up."""
    lines = [_annotation(each, result) for severity in Severity for each in _level(result, severity)[:_SHOWN]]
    lines += [f"::error title=incomplete::{_message(problem)}" for problem in problems(result)[:_SHOWN]]
    hidden = sum(max(0, result.count(severity) - _SHOWN) for severity in Severity)
    more = f"; {plural(hidden, 'further finding')} in the step summary" if hidden else ""
    return "\n".join([*lines, plain(summary_line(result)) + more]) + "\n"


def _level(result: CheckResult, severity: Severity) -> list[Finding]:
    return [each for each in result.findings if each.severity is severity]


def _annotation(finding: Finding, result: CheckResult) -> str:
    rule = rules().get(finding.code)
    title = f"{finding.code} {rule.name}" if rule else finding.code
    place = f"file={_property(result.at_root(finding.path))},line={finding.line}," if finding.path else ""
    return f"::{_LEVELS[finding.severity]} {place}title={_property(title)}::{_message(finding.message)}"


def _message(text: str) -> str:
    """Data of a workflow command: without the characters that end or continue it."""
    return plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
