"""One sync as people see it: consent first, then every change with its line, then a count."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import FrameType, TracebackType
from typing import Any, Protocol

from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.recorder import DocumentRecorder
from postmortem_tracker.app.plan_words import Consent, doubt, summary
from postmortem_tracker.app.secrets import conceal_outcome, concealed, marked_outcome
from postmortem_tracker.app.session import Session
from postmortem_tracker.disk import documents
from postmortem_tracker.errors import DocumentError, Interrupted, UsageError
from postmortem_tracker.sync.actions import Action, Create, Plan, Write
from postmortem_tracker.sync.apply import apply
from postmortem_tracker.sync.identity.matched import Matched
from postmortem_tracker.sync.incident_issue import plan as incident_issues
from postmortem_tracker.sync.incident_issue.apply import follow_up
from postmortem_tracker.sync.run import Outcome, Result, Run
from postmortem_tracker.sync.settings import Settings
from postmortem_tracker.text.printable import plural

_LONG = 10.0  # seconds a run may take without saying so before
_PATIENCE = 2.0  # seconds that the change under way has after Ctrl-C
_MINUTES = 180.0  # above it minutes are told


class Audience(Protocol):
    """Who is told of a sync while it goes on."""

    def begins(self, plan: Plan) -> None:
        """This is going to be done."""

    def happened(self, outcome: Outcome) -> None:
        """One change was made, or could not be."""

    def ends(self, outcomes: Sequence[Outcome], plan: Plan) -> None:
        """No more is going to be done."""

    def say(self, text: str) -> None:
        """A remark beside the result."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, as it may be shown; ``failed`` tells that something of the plan is left."""

    plan: Plan
    outcomes: tuple[Outcome, ...] = ()

    @property
    def failed(self) -> bool:
        """True where a planned change was not made."""
        return any(outcome.result is not Result.DONE for outcome in self.outcomes)


_Handler = Callable[[int, FrameType | None], Any] | int | None


@dataclass(slots=True)
class Interrupts:
    """What Ctrl-C does: it ends the run at once, but for changes.

    Within ``patience`` it only sets ``stopped``: the call under way is finished and what is known is written. A
    second Ctrl-C, or a call that does not end soon, ends the run where it is; the next run goes on from there as
    after a crash.
    """

    stopped: bool = False
    _patient: bool = field(default=False, repr=False)
    _old: list[tuple[int, _Handler]] = field(default_factory=list, repr=False)

    def __enter__(self) -> Interrupts:
        self._old = [(signal.SIGINT, signal.signal(signal.SIGINT, self._stop))]
        if hasattr(signal, "setitimer"):
            self._old.append((signal.SIGALRM, signal.signal(signal.SIGALRM, self._give_up)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._old:
            signal.signal(number, handler)

    @contextlib.contextmanager
    def patience(self) -> Iterator[None]:
        """While changes are made, each may end."""
        self._patient = True
        try:
            yield
        finally:
            self._patient = False
            if self.stopped and hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.stopped or not self._patient:
            raise KeyboardInterrupt
        self.stopped = True
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _PATIENCE)

    def _give_up(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self._patient:
            raise KeyboardInterrupt


def synchronise(
    session: Session,
    reading: Reading,
    settings: Settings,
    consent: Consent,
    audience: Audience,
    interrupts: Interrupts,
    choose: Callable[[Matched, Plan], Plan] = lambda _matched, plan: plan,
    found: tuple[Matched, Plan] | None = None,
) -> Synced:
    """Plan, unless the plan was ``found`` before, and apply what ``choose`` keeps.

    Raises UsageError, before anything is changed, where consent is missing, and Interrupted where a change could not
    be waited for.
    """
    matched, made = found or session.plan(reading, settings)
    plan = _writable(choose(matched, made), session, reading)
    ask_consent(plan, consent)
    announce(plan, session.eta(plan), audience)
    audience.begins(concealed(plan))
    outcomes: list[Outcome] = []
    try:
        with interrupts.patience():
            for outcome in _apply(session, settings, matched, plan, interrupts):
                outcomes.append(outcome)
                audience.happened(conceal_outcome(outcome))
    except KeyboardInterrupt:
        audience.ends(outcomes, plan)
        raise Interrupted(
            f"interrupted {_how_far(outcomes, plan)}; what was under way may have taken effect: "
            "run the same command again, it looks first"
        ) from None
    audience.ends(outcomes, plan)
    if interrupts.stopped:
        far = _how_far(outcomes, plan)
        audience.say(f"interrupted {far}; what was done is recorded: run the same command again to go on")
    return Synced(concealed(plan), tuple(map(conceal_outcome, outcomes)))


def _writable(plan: Plan, session: Session, reading: Reading) -> Plan:
    """The plan without the documents that cannot be written: their issues would be opened and never linked.

    Each of them becomes a problem of the session.
    """
    refused: set[str] = set()
    for name in dict.fromkeys(action.about.path for action in plan.pending if action.edit):
        try:
            documents.check_writable(reading.files[name])
        except DocumentError as error:
            refused.add(name)
            session.problems.append(DocumentError(f"{error.message}; its items are left as they are", error.hint))
    left = [each for each in plan.actions if each.about.path not in refused or not _needs_document(each)]
    return replace(plan, actions=tuple(left)) if refused else plan


def _needs_document(action: Action) -> bool:
    return isinstance(action, Create) or action.edit is not None


def _how_far(outcomes: list[Outcome], plan: Plan) -> str:
    done = {id(outcome.action) for outcome in outcomes if outcome.result is Result.DONE}
    total = len(plan.pending)
    return f"after {min(len(done), total)} of {plural(total, 'change')}"


def _apply(
    session: Session, settings: Settings, matched: Matched, plan: Plan, interrupts: Interrupts
) -> Iterator[Outcome]:
    """The items first; what became of them is what the incidents' issues tell."""
    recorder = DocumentRecorder(session.workspace, session.trackers.resolve)
    items, incidents = incident_issues.split(plan)
    done = []

    def stop() -> bool:
        return interrupts.stopped

    run = Run(session.trackers.by_place, settings.label, recorder, stop, matched.seen, session.clock)
    for outcome in apply(run, items.pending):
        done.append(outcome)
        if outcome.issue is not None:
            session.trackers.learn(outcome.issue)  # its link may have to give way to another's
        yield outcome
    secret = {action.about.incident for action in plan.actions if action.about.secret}
    for outcome in follow_up(run, matched, incidents, done, settings):
        yield marked_outcome(outcome, secret)


def announce(plan: Plan, seconds: float, audience: Audience) -> None:
    """Say how long a run will take, where that is long enough to wonder."""
    if seconds <= _LONG:
        return
    changes = sum(not isinstance(action, Create | Write) for action in plan.pending)
    what = [f"{plural(len(plan.creates), 'issue')} to create"] if plan.creates else []
    if changes:
        what.append(f"{changes} to change" if what else f"{plural(changes, 'issue')} to change")
    about = f"{seconds:.0f} s" if seconds < _MINUTES else f"{seconds / 60:.0f} min"
    audience.say(f"{', '.join(what)}: about {about} at the tracker's rate limit")


def ask_consent(plan: Plan, consent: Consent) -> None:
    """Refuse floods and mass closings that nobody agreed to."""
    why = doubt(plan, consent)
    if why is None:
        return
    if len(plan.creates) > consent.max_creates:
        raise UsageError(
            f"{why}: nothing was done", "look at `postmortem-tracker plan`, then use --yes or --max-creates"
        )
    raise UsageError(f"{why}: nothing was done", f"is the whole tree there? {summary(plan)} Use --yes if this is meant")
