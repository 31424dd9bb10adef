"""`doctor`: whether everything is in place to sync, and what the next sync would take."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from postmortem_tracker.app.plan_words import Consent, remarks, summary
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.workspace import Workspace
from postmortem_tracker.errors import TrackerError
from postmortem_tracker.issues import Inspectable, Paced
from postmortem_tracker.sync.incident_issue.plan import LABEL
from postmortem_tracker.text.printable import plain, plural


def diagnose(session: Session, plug_ins: Iterable[str] = ()) -> Iterator[tuple[str, bool]]:
    """Lines that say what was checked, each with whether it is well; ``plug_ins`` are named as they are described."""
    workspace = session.workspace
    place = os.path.relpath(workspace.config_path) if workspace.config_path else "built-in defaults"
    yield f"ok    configuration: {place}", True
    yield _documents(workspace)
    yield from ((f"      plug-in {plain(each)}", True) for each in plug_ins)
    for name, settings in workspace.config.all_trackers.items():
        yield f"      tracker {name}: {settings.kind} {settings.project}".rstrip(), True
        try:
            tracker = session.connect(name, settings)
            if not isinstance(tracker, Inspectable):
                continue
            for found in tracker.inspect(_accounts(session, settings.kind), _labels(session)):
                word = {True: "ok", False: "FAIL", None: "?"}[found.ok]
                hint = f"\n        hint: {plain(found.hint)}" if found.hint and not found.ok else ""
                yield f"{word:<6}{plain(found.name)}: {plain(found.message)}{hint}", found.ok is not False
        except TrackerError as error:
            yield _failed(error), False


def _documents(workspace: Workspace) -> tuple[str, bool]:
    if not workspace.config.documents:
        return "?     documents: none are configured; every command has to name them", True
    try:
        return f"ok    documents: {plural(len(workspace.paths(()).files), 'file')}", True
    except TrackerError as error:
        return _failed(error), False


def _failed(error: TrackerError) -> str:
    return f"FAIL  {plain(error.message)}\n        hint: {plain(error.hint)}"


def estimate(session: Session) -> Iterator[str]:
    """What the next sync of the configured documents would take."""
    workspace = session.workspace
    if not workspace.config.documents:
        return
    reading = workspace.read(workspace.paths(()))
    settings = session.settings(write_back=True, close_orphans=False)
    _, plan = session.plan(reading, settings)
    wait = round(session.eta(plan))
    time = f", at least {wait} s at the tracker's rate limit" if wait else ""
    changes = summary(plan).removeprefix("Plan: ")
    asked = session.requests(plan)
    remote = (
        f" {plural(asked, 'request')}{time}"
        if any(isinstance(each, Paced) for each in session.trackers.by_place.values())
        else ""
    )
    yield f"      next sync: {changes}{remote}"
    for remark in remarks(plan, Consent(False, workspace.config.sync.max_creates)):
        yield f"      {remark}"


def _labels(session: Session) -> list[str]:
    sync = session.workspace.config.sync
    return [sync.label, *sync.extra_labels, *([LABEL] if sync.incident_issue else [])]


def _accounts(session: Session, kind: str) -> list[str]:
    people = session.workspace.config.people.values()
    return sorted({accounts[kind] for accounts in people if kind in accounts})
