"""Findings as JUnit XML: a suite per document, a case per rule that failed there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from postmortem_tracker.model import Finding, Severity
from postmortem_tracker.report.checks.examine import CheckResult
from postmortem_tracker.report.checks.rules import rules
from postmortem_tracker.text.printable import cut, plain

_NAME = 100


def render_junit(result: CheckResult) -> str:
    """Errors and warnings are failures, notes are output, what could not be read is an error."""
    root = ET.Element("testsuites", name="postmortem-tracker")
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        by_path[result.at_root(finding.path)].append(finding)
    for path, findings in by_path.items():
        _suite(root, path or "(no document)", findings, result)
    if not result.complete:
        _incomplete(root, result.problems or ("something could not be read",))
    if not len(root):
        passed = ET.SubElement(root, "testsuite", name="check", tests="1", failures="0", errors="0")
        ET.SubElement(passed, "testcase", classname="check", name=f"{result.documents} documents")
    for total in ("tests", "failures", "errors"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in root)))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ET.Element, path: str, findings: Sequence[Finding], result: CheckResult) -> None:
    failures = sum(each.severity is not Severity.NOTE for each in findings)
    suite = ET.SubElement(
        root, "testsuite", name=_xml(path), tests=str(len(findings)), failures=str(failures), errors="0"
    )
    for each, name in zip(findings, _names(findings, result), strict=True):
        case = ET.SubElement(
            suite, "testcase", classname=_xml(path), name=_xml(name), file=_xml(path), line=str(each.line)
        )
        message = _xml(each.message)
        if each.severity is Severity.NOTE:
            ET.SubElement(case, "system-out").text = message
        else:
            failure = ET.SubElement(case, "failure", message=message, type=each.severity.value)
            failure.text = _xml(f"{path}:{each.line}: {each.code} {each.message}\n{each.hint}".rstrip())


def _names(findings: Sequence[Finding], result: CheckResult) -> list[str]:
    """One name each, which no line number is part of: a case that only moved in its document is the same case."""
    used: Counter[str] = Counter()
    names = []
    for each in findings:
        rule = rules().get(each.code)
        about = result.subjects.get(each.item_name) or each.incident
        name = " ".join(filter(None, (each.code, rule.name if rule else "", cut(plain(about), _NAME))))
        used[name] += 1
        names.append(name if used[name] == 1 else f"{name} ({used[name]})")
    return names


def _incomplete(root: ET.Element, problems: Sequence[str]) -> None:
    count = str(len(problems))
    suite = ET.SubElement(root, "testsuite", name="incomplete", tests=count, failures="0", errors=count)
    for place, problem in enumerate(problems, 1):
        case = ET.SubElement(suite, "testcase", classname="incomplete", name=f"problem {place}")
        ET.SubElement(case, "error", message=_xml(problem), type="incomplete")


def _xml(text: str) -> str:
    """Only characters that XML 1.0 can hold."""
    return "\n".join(plain(line).replace("\ufffe", "").replace("\uffff", "") for line in text.splitlines())
