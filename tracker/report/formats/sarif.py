"""Findings as SARIF 2.1.0, for GitHub code scanning and other viewers."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from postmortem_tracker import __version__
from postmortem_tracker.model import Finding
from postmortem_tracker.report.checks.baseline import fingerprints
from postmortem_tracker.report.checks.examine import CheckResult
from postmortem_tracker.report.checks.rules import Rule, rules
from postmortem_tracker.text.printable import plain

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(result: CheckResult) -> str:
    """One SARIF run; ``executionSuccessful`` is false where anything could not be read."""
    used = sorted({each.code for each in result.findings})
    run = {
        "tool": {"driver": {"name": "postmortem-tracker", "version": __version__, "rules": [_rule(c) for c in used]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(result)],
        "results": [
            _result(each, used.index(each.code), mark, result.at_root(each.path))
            for each, mark in zip(result.findings, fingerprints(result.findings), strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _invocation(result: CheckResult) -> dict[str, Any]:
    problems = () if result.complete else result.problems or ("something could not be read",)
    notes = [{"level": "error", "message": {"text": plain(each)}} for each in problems]
    return {"executionSuccessful": result.complete, "toolExecutionNotifications": notes}


def _rule(code: str) -> dict[str, Any]:
    rule = rules().get(code)
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "name": _pascal(rule),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": rule.severity.value, "enabled": rule.default},
    }


def _result(finding: Finding, index: int, mark: str, path: str) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": quote(path) or "."}, "region": {"startLine": max(1, finding.line)}}
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": plain(finding.message)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"actionItem/v1": mark},
    }


def _pascal(rule: Rule) -> str:
    return "".join(word.capitalize() for word in rule.name.split("-"))
