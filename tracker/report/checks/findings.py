"""Examines a situation by the rules: each finding names its document, line, incident and item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from postmortem_tracker.model import Finding, Incident, State
from postmortem_tracker.report.checks import quality
from postmortem_tracker.report.checks.promised_before import promised_before
from postmortem_tracker.report.checks.rules import TRACKING_RULES
from postmortem_tracker.report.policy import Judged, Policy, judge, started
from postmortem_tracker.report.situation import Situation, TrackedItem
from postmortem_tracker.text.printable import cut, plain, plural

_QUOTE = 80


def examine(situation: Situation, policy: Policy | None = None) -> tuple[Finding, ...]:
    """All findings of all rules, by document and line, before any selection; pure and complete."""
    policy = policy or Policy()
    judged = [judge(each, situation.as_of, policy) for each in situation.tracked]
    found = [
        *(each.finding for each in situation.doubts),
        *(_place(finding, incident) for incident in situation.incidents for finding in incident.findings),
        *(finding for item in judged for finding in _about_item(item, situation, policy)),
        *(finding for incident in situation.incidents for finding in _about_incident(incident)),
        *_already_promised(judged, situation),
        *_orphans(situation),
    ]
    return tuple(sorted(found, key=lambda each: (each.path, each.line, each.code, each.key, each.message)))


def _about_item(item: Judged, situation: Situation, policy: Policy) -> Iterator[Finding]:
    tracked = item.tracked
    quoted = quote(tracked.item.text)
    for code, message in (*_state(item), *_late(item), *_missing_facts(item, situation, policy)):
        yield _finding(code, tracked, f"{message}: {quoted}")


def _state(item: Judged) -> Iterator[tuple[str, str]]:
    """What document and tracker disagree about."""
    tracked, issue = item.tracked, item.tracked.issue
    if item.untracked:
        yield "PM201", f"no issue of its own, {tracked.borrowed}" if tracked.borrowed else "no issue"
    elif tracked.borrowed:
        yield "PM222", f"links an issue that is not its own, {tracked.borrowed}"
    if tracked.missing:
        linked = tracked.item.links[0].text if tracked.item.links else "the linked issue"
        what = f"was turned into {tracked.became}" if tracked.became else "does not exist any more or is not visible"
        yield "PM211", f"{linked} {what}"
    if issue is not None and issue.state.closed and not tracked.item.state.closed:
        yield "PM208", f"{issue.ref} is closed, the document does not show it"
    if issue is not None and not issue.state.closed and tracked.item.state.closed:
        yield "PM209", f"marked {_word(tracked.item.state)}, but {issue.ref} is open"
    if tracked.duplicates:
        others = ", ".join(str(each.ref) for each in tracked.duplicates)
        yield "PM212", f"more than one issue: {issue.ref if issue else '-'} and {others}"
    if issue is not None and tracked.disagrees:
        theirs = ", ".join(issue.assignees) or "nobody"
        yield "PM221", f"{issue.ref} is assigned to {theirs}, the document says {', '.join(tracked.accounts)}"
    if issue is not None and not issue.state.closed and tracked.moved_due:
        written = tracked.item.due_date
        said = f"the document says {written.isoformat()}" if written else "the document names no day"
        yield "PM223", f"{issue.ref} is due {tracked.moved_due.isoformat()} now, {said}"
    if issue is not None and not issue.state.closed and tracked.due_cleared and tracked.item.due_date:
        yield "PM223", f"{issue.ref} has no due date any more, the document says {tracked.item.due_date.isoformat()}"
    # Where the evidence could not be asked for, that is a problem of the run and not the item's.
    if item.unproven and (item.tracked.evidence is not None or item.tracked.issue is None):
        yield "PM216", f"{issue.ref if issue else 'the item'} is closed without a linked merged change"


def _late(item: Judged) -> Iterator[tuple[str, str]]:
    """What the deadline, the silence and the waiver say."""
    deadline, left, waiver = item.deadline, item.days_left, item.waiver
    if deadline and left is not None:
        since = f" ({deadline.why})" if deadline.derived or deadline.moved else ""
        if item.overdue:
            yield "PM204", f"overdue by {plural(-left, 'day')}, was due {deadline.day.isoformat()}{since}"
        elif item.due_soon:
            yield "PM205", f"due {'in ' + plural(left, 'day') if left else 'today'}{since}"
    if item.stale and item.tracked.issue:
        yield "PM206", f"no activity on {item.tracked.issue.ref} for {plural(item.idle_days or 0, 'day')}"
    if waiver and item.waiver_expired and waiver.until:
        yield "PM207", f"waiver ended on {waiver.until.isoformat()} ({waiver.reason})"
    if waiver and item.waived:
        until = f"until {waiver.until.isoformat()}" if waiver.until else "without an end"
        yield "PM217", f"waived {until} ({waiver.reason})"


def _missing_facts(item: Judged, situation: Situation, policy: Policy) -> Iterator[tuple[str, str]]:
    """What nobody has written yet."""
    tracked = item.tracked
    if not item.open or item.waived:
        return
    unknown = tracked.unread or tracked.foreign  # the issue may have what the document lacks
    grace = timedelta(days=policy.settings.owner_within_days)
    start = started(tracked)
    if not tracked.owners and not unknown and (start is None or situation.as_of - start >= grace):
        yield "PM202", "no owner"
    if item.deadline is None and not unknown:
        yield "PM203", "no due date"
    if complaint := quality.vague(tracked.item.text):
        yield "PM213", complaint


def _about_incident(incident: Incident) -> Iterator[Finding]:
    if incident.tasks and all(map(quality.only_repairs, incident.items)):
        message = "all action items repair or look back: none prevents this incident or detects it earlier"
        yield _place(_bare("PM214", incident.tasks[0].line, message), incident)


def _already_promised(judged: Iterable[Judged], situation: Situation) -> Iterator[Finding]:
    pending = [item.tracked for item in judged if item.open]
    for later, earlier in promised_before(pending):
        when = earlier.incident.date
        ago = f", {plural((situation.as_of - when).days, 'day')} ago" if when else ""
        ref = f" ({earlier.issue.ref})" if earlier.issue else ""
        message = f"already promised in {earlier.incident.id}{ago}, still open{ref}: {quote(later.item.text)}"
        yield _finding("PM215", later, message)


def _orphans(situation: Situation) -> Iterator[Finding]:
    homes = {incident.id: incident for incident in situation.incidents}
    for orphan in situation.orphans:
        if orphan.issue.state is not State.OPEN:
            continue
        home = homes.get(orphan.incident_id)
        if orphan.linked:
            path, _, line = orphan.linked.rpartition(":")
            message = f"{orphan.issue.ref} is open, but the line that links it is not its action item: "
            finding = _bare("PM224", int(line), message + quote(orphan.issue.title))
            yield finding._replace(path=path, incident=orphan.incident_id)
            continue
        message = f"{orphan.issue.ref} is open, but its item left the document: {quote(orphan.issue.title)}"
        finding = _bare("PM210", home.line if home else 1, message)._replace(incident=orphan.incident_id)
        yield _place(finding, home) if home else finding._replace(path=orphan.path)


def quote(text: str) -> str:
    """An item's text as it is quoted in messages: one line, not too long."""
    return cut(plain(text), _QUOTE)


def _word(state: State) -> str:
    return "done" if state is State.COMPLETED else "not planned"


def _finding(code: str, tracked: TrackedItem, message: str) -> Finding:
    finding = _bare(code, tracked.item.line, message)._replace(key=tracked.item.key)
    return _place(finding, tracked.incident)


def _bare(code: str, line: int, message: str) -> Finding:
    rule = TRACKING_RULES[code]
    return Finding(code, line, message, severity=rule.severity, hint=rule.fix)


def _place(finding: Finding, incident: Incident) -> Finding:
    return finding._replace(path=finding.path or incident.path, incident=finding.incident or incident.id)
