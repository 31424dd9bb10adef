"""`doctor`: whether everything is in place to sync, and what the next sync would take."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.idle_settings import idle_settings
from postmortem_tracker.app.plan_words import Consent, remarks, summary
from postmortem_tracker.app.session import Session
from postmortem_tracker.errors import TrackerError
from postmortem_tracker.issues import Inspectable, Paced
from postmortem_tracker.sync.incident_issue.plan import LABEL
from postmortem_tracker.text.printable import plural


class Status(StrEnum):
    """How it is with one thing that was looked at, as it is printed."""

    OK = "ok"
    FAILED = "FAIL"
    UNKNOWN = "?"
    TOLD = ""


class Look(NamedTuple):
    """One thing that was looked at; ``hint`` says what to do where it is not well."""

    status: Status
    name: str
    message: str
    hint: str = ""


_STATUS = {True: Status.OK, False: Status.FAILED, None: Status.UNKNOWN}


def diagnose(session: Session, plug_ins: Iterable[str] = ()) -> Iterator[Look]:
    """What was looked at, one after another; ``plug_ins`` are named as they are described."""
    workspace = session.workspace
    place = os.path.relpath(workspace.config_path) if workspace.config_path else "built-in defaults"
    yield Look(Status.OK, "configuration", place)
    yield _documents(workspace)
    if workspace.config.check.baseline:
        yield _baseline(workspace, workspace.config.check.baseline)
    yield from _idle(workspace)
    yield from (Look(Status.TOLD, "plug-in", each) for each in plug_ins)
    for name, settings in workspace.config.all_trackers.items():
        yield Look(Status.TOLD, f"tracker {name}", f"{settings.kind} {settings.project}".rstrip())
        try:
            tracker = session.connect(name, settings)
            if not isinstance(tracker, Inspectable):
                continue
            for found in tracker.inspect(_accounts(session, settings.kind), _labels(session)):
                yield Look(_STATUS[found.ok], found.name, found.message, "" if found.ok else found.hint)
        except TrackerError as error:
            yield Look(Status.FAILED, f"tracker {name}", error.message, error.hint)


def _documents(workspace: Workspace) -> Look:
    if not workspace.config.documents:
        return Look(Status.UNKNOWN, "documents", "none are configured; every command has to name them")
    try:
        return Look(Status.OK, "documents", plural(len(workspace.paths(()).files), "file"))
    except TrackerError as error:
        return Look(Status.FAILED, "documents", error.message, error.hint)


def _baseline(workspace: Workspace, path: str) -> Look:
    from postmortem_tracker.app.check import known_at

    try:
        return Look(Status.OK, "baseline", f"{plural(len(known_at(workspace, path)), 'finding')} known in {path}")
    except TrackerError as error:
        return Look(Status.FAILED, "baseline", error.message, error.hint)


def _idle(workspace: Workspace) -> Iterator[Look]:
    """Settings that fit nothing in the documents, which may be a slip; nothing is wrong with the rest."""
    config = workspace.config
    if not config.documents or not (config.waivers or config.routes or config.report.teams):
        return
    try:
        reading = workspace.configured
    except TrackerError:
        return  # told of the documents
    for each in idle_settings(config, reading.incidents):
        yield Look(Status.UNKNOWN, each.name, each.message, each.hint)


def estimate(session: Session) -> Iterator[str]:
    """What the next sync of the configured documents would take."""
    workspace = session.workspace
    if not workspace.config.documents:
        return
    reading = workspace.configured
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
    yield f"next sync: {changes}{remote}"
    yield from remarks(plan, Consent(False, workspace.config.sync.max_creates))


def _labels(session: Session) -> list[str]:
    sync = session.workspace.config.sync
    return [sync.label, *sync.extra_labels, *([LABEL] if sync.incident_issue else [])]


def _accounts(session: Session, kind: str) -> list[str]:
    people = session.workspace.config.people.values()
    return sorted({accounts[kind] for accounts in people if kind in accounts})
