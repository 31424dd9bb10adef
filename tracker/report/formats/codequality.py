"""Findings in the Code Climate form that GitLab shows in merge requests."""

from __future__ import annotations

import json

from postmortem_tracker.model import Severity
from postmortem_tracker.report.checks.baseline import fingerprints
from postmortem_tracker.report.checks.examine import CheckResult
from postmortem_tracker.text.printable import plain

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render_codequality(result: CheckResult) -> str:
    """A JSON array with one entry per finding; what could not be read is an entry of severity blocker."""
    entries = [
        _entry(each.message, each.code, mark, _SEVERITIES[each.severity], result.at_root(each.path), each.line)
        for each, mark in zip(result.findings, fingerprints(result.findings), strict=True)
    ]
    if not result.complete:
        problems = result.problems or ("something could not be read",)
        entries += [
            _entry(f"incomplete: {each}", "incomplete", f"incomplete-{place}", "blocker", "", 1)
            for place, each in enumerate(problems)
        ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"


def _entry(message: str, code: str, fingerprint: str, severity: str, path: str, line: int) -> dict[str, object]:
    return {
        "description": plain(message),
        "check_name": code,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path or ".", "lines": {"begin": line}},
    }
