"""GitHub through the emulator and the fake GitLab under one face: what was sent, and what shall go wrong."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.sync import Interrupts, Synced, synchronise
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.plan_lines import Lines
from postmortem_tracker.config.load import validate
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.sync.actions import Plan
from postmortem_tracker.sync.identity.matched import Matched
from tests.fakes.gitlab import FakeGitLab, Request
from tests.fakes.gitlab import Fault as GitLabFault
from tests.proxy import Action, Forward, Proxy, Reply, after, answer, drop, stall

SUB_ISSUES = r"/repos/acme/shop/issues/\d+/sub_issues"


@dataclass(frozen=True)
class Fault:
    """Happens to ``times`` requests of ``method`` on issues after ``skip`` of them."""

    method: str = "POST"
    status: int = 0  # 0: the connection is cut
    done: bool = False  # the request has its effect first
    slow: bool = False  # no answer in time
    headers: Mapping[str, str] = field(default_factory=dict)
    skip: int = 0
    times: int = 1
    also: Callable[[], None] | None = None  # done instead of a failure: the server answers as ever


@dataclass
class Counter:
    """Tells which request a fault happens to."""

    fault: Fault
    seen: int = 0

    def strikes(self) -> bool:
        self.seen += 1
        return self.fault.skip < self.seen <= self.fault.skip + self.fault.times


@dataclass(frozen=True)
class Place:
    """A server: makes trackers of it, tells the requests it saw, fails on demand."""

    kind: str
    tracker: Callable[[], IssueTracker]
    seen: Callable[[], list[tuple[str, str]]]
    clear: Callable[[], None]  # forget what was seen, and all faults
    fail: Callable[[Fault], None]

    def changing(self) -> list[tuple[str, str]]:
        """The requests without listings, and without what is asked or made once: labels and accounts."""
        once = re.compile(r"(?:GET .*/issues\?.*labels=|\w+ .*shop/labels|GET .*/users)")
        return [one for one in self.seen() if not once.match(" ".join(one))]


class FailingGitLab(FakeGitLab):
    """The fake, with faults that count."""

    def __init__(self, project: str) -> None:
        super().__init__(project)
        self.counter: Counter | None = None

    def fault_for(self, request: Request) -> GitLabFault | None:
        if self.counter is None or request.method != self.counter.fault.method or not request.path.endswith("/issues"):
            return None
        if not self.counter.strikes():
            return None
        fault = self.counter.fault
        if fault.also is not None:
            fault.also()
            return None
        return GitLabFault(request.method, "", fault.status, dict(fault.headers), fault.done, fault.slow)


def github(proxy: Proxy, tracker: Callable[[], IssueTracker], over: threading.Event) -> Place:
    """GitHub: the emulator behind a proxy, where every sub-issue is taken (the emulator knows none)."""

    def clear() -> None:
        proxy.clear()
        for method in ("GET", "POST"):
            proxy.on(method, SUB_ISSUES, answer(200, []), times=None)

    def fail(fault: Fault) -> None:
        counter = Counter(fault)

        def act(forward: Forward) -> Reply | None:
            if not counter.strikes():
                return forward()
            if fault.also is not None:
                fault.also()
                return forward()
            return _action(fault, over)(forward)

        proxy.on(fault.method, r"/repos/acme/shop/issues(\?|$)", act, times=None)

    return Place("github", tracker, lambda: [(one.method, one.path) for one in proxy.seen], clear, fail)


def _action(fault: Fault, over: threading.Event) -> Action:
    if fault.slow:
        return stall(over)
    if not fault.status:
        return drop(before=not fault.done)
    if fault.done:
        return after(fault.status)
    return answer(fault.status, {"message": "no"}, **{k.replace("-", "_"): v for k, v in fault.headers.items()})


def gitlab(fake: FailingGitLab, tracker: Callable[[], IssueTracker]) -> Place:
    """The fake GitLab."""

    def clear() -> None:
        fake.requests.clear()
        fake.counter = None

    def fail(fault: Fault) -> None:
        fake.counter = Counter(fault)

    def seen() -> list[tuple[str, str]]:
        return [(one.method, f"{one.path}{'?labels=' if 'labels' in one.query else ''}") for one in fake.requests]

    return Place("gitlab", tracker, seen, clear, fail)


def sync(
    place: Place,
    root: Path,
    foresee: Callable[[Session, Plan], None] = lambda _session, _plan: None,
    **settings: object,
) -> tuple[Session, Synced]:
    """One sync of the documents ``pm*.md`` in ``root``; ``foresee`` is shown the plan before it is carried out."""
    config = validate({"trackers": {"hub": {"kind": place.kind}}, "sync": settings})
    tracker = place.tracker()
    session = Session(Workspace(root, config), lambda _name, _settings: tracker)
    reading = session.workspace.read(session.workspace.paths(sorted(map(str, root.glob("pm*.md")))))
    made = session.settings(write_back=True, close_orphans=bool(settings.get("close_orphans")))

    def choose(_matched: Matched, plan: Plan) -> Plan:
        foresee(session, plan)
        return plan

    with Interrupts() as interrupts:
        return session, synchronise(session, reading, made, Consent(True, 50), Lines(Console()), interrupts, choose)
