"""Findings as Markdown: for a comment on a pull request, and for the summary of a job in GitHub Actions."""

from __future__ import annotations

from postmortem_tracker.model import Finding
from postmortem_tracker.report.checks.examine import CheckResult
from postmortem_tracker.report.formats.markdown import escape
from postmortem_tracker.report.formats.text import summary_line
from postmortem_tracker.text.printable import plural

_ROWS = 500  # a job's summary may hold 1 MiB


def render_check_markdown(result: CheckResult) -> str:
    """The count, what could not be read, and a table of the findings, worst first."""
    blocks = ["## Action items of postmortems", f"**{escape(summary_line(result))}**"]
    blocks += [f"> [!WARNING]\n> {escape(problem)}" for problem in problems(result)]
    shown = result.worst_first[:_ROWS]
    if shown:
        rows = [
            f"| {each.severity.value} | {each.code} | {_place(each, result)} | {escape(each.message)} |"
            for each in shown
        ]
        blocks.append("\n".join(["| Level | Code | Place | Finding |", "| --- | --- | --- | --- |", *rows]))
    if more := len(result.findings) - len(shown):
        blocks.append(f"… and {plural(more, 'more finding')}.")
    return "\n\n".join(blocks) + "\n"


def problems(result: CheckResult) -> tuple[str, ...]:
    """Why the result is incomplete; empty where it is complete."""
    return () if result.complete else result.problems or ("something could not be read",)


def _place(finding: Finding, result: CheckResult) -> str:
    return escape(f"{result.at_root(finding.path)}:{finding.line}") if finding.path else ""
