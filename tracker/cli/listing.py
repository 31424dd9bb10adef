"""What `parse` prints: JSON for machines, and a table for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from postmortem_tracker.model import ActionItem, Finding, Incident
from postmortem_tracker.text.printable import bare_title, plain, plural

if TYPE_CHECKING:
    from postmortem_tracker.app.setup import Look


def incidents_json(incidents: Sequence[Incident]) -> str:
    """`parse --format json`; see schemas/parse.json."""
    return json.dumps({"schema": 1, "incidents": [_incident(each) for each in incidents]}, ensure_ascii=False, indent=2)


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "title": incident.title,
        "date": incident.date.isoformat() if incident.date else None,
        "severity": incident.severity,
        "path": incident.path,
        "line": incident.line,
        "status": incident.status,
        "owner": incident.owner,
        "services": list(incident.services),
        "confidential": incident.confidential,
        "summary": incident.summary,
        "items": [_item(item) for item in incident.items],
        "findings": [_finding(finding) for finding in incident.findings],
    }


def _item(item: ActionItem) -> dict[str, Any]:
    waiver = item.waiver
    return {
        "key": item.key,
        "line": item.line,
        "kind": item.kind.value,
        "text": item.text,
        "done": item.done,
        "not_planned": item.not_planned,
        "owners": list(item.owners),
        "due": item.due,
        "priority": item.priority,
        "type": item.type,
        "links": [{"text": link.text, "url": link.url, "line": link.line} for link in item.links],
        "section": list(item.section),
        "details": item.details,
        "waiver": {"until": waiver.until.isoformat() if waiver.until else None, "reason": waiver.reason}
        if waiver
        else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "line": finding.line,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
    }


def incidents_table(incidents: Sequence[Incident]) -> str:
    """The incidents and their items for people."""
    blocks = [_block(incident) for incident in incidents]
    tasks = sum(len(incident.tasks) for incident in incidents)
    total = f"{plural(len(incidents), 'incident')}, {plural(tasks, 'task')}"
    return "\n\n".join([*blocks, total]) + "\n"


def _block(incident: Incident) -> str:
    facts = [incident.date.isoformat() if incident.date else None, incident.severity]
    head = f"{incident.id} {bare_title(incident.title, incident.id)}"
    about = ", ".join(fact for fact in facts if fact)
    lines = [plain(f"{head} ({about})" if about else head), f"  {plain(incident.path)}"]
    lines += [_row(item) for item in incident.items]
    lines += [f"  !   {f.line:>4}  {f.code} {plain(f.message)}" for f in incident.findings]
    if not incident.items and not incident.findings:
        lines.append("  no action items")
    return "\n".join(lines)


def _row(item: ActionItem) -> str:
    box = "~" if item.not_planned else {True: "x", False: " ", None: "-"}[item.done]
    facts = [item.priority, ", ".join(item.owners), f"due {item.due}" if item.due else None]
    facts += [link.text for link in item.links]
    tail = "  ".join(fact for fact in facts if fact)
    kind = "" if item.kind == "task" else "(improvement) "
    text = plain(f"{kind}{item.text}")
    return f"  [{box}] {item.line:>4}  {text}" + (f"  · {plain(tail)}" if tail else "")


def look_text(look: Look) -> str:
    """A line of `doctor` for people, with its hint below."""
    hint = f"\n        hint: {plain(look.hint)}" if look.hint else ""
    return f"{look.status.value:<6}{plain(look.name)}: {plain(look.message)}{hint}"


def doctor_json(looks: Sequence[Look], ahead: Sequence[str], *, healthy: bool) -> str:
    """`doctor --format json`; see schemas/doctor.json."""
    data = {
        "schema": 1,
        "healthy": healthy,
        "checks": [{**each._asdict(), "status": each.status.name.lower()} for each in looks],
        "next_sync": list(ahead),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
