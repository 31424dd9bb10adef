"""One run over a workspace: its trackers, and the plan that is made of what they and the documents say."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from postmortem_tracker.app import privacy, secrets
from postmortem_tracker.app.documents.departed import Departed
from postmortem_tracker.app.documents.kept_elsewhere import kept_elsewhere
from postmortem_tracker.app.documents.other_documents import other_incidents
from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.rewriting import rewriting
from postmortem_tracker.app.documents.strays import Strays
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.issues.converted import converted
from postmortem_tracker.app.issues.routing import Routing
from postmortem_tracker.app.issues.trackers import Connect, Trackers
from postmortem_tracker.app.issues.unlabelled import unlabelled
from postmortem_tracker.disk import git
from postmortem_tracker.errors import TrackerError
from postmortem_tracker.issues import Paced
from postmortem_tracker.model import Incident, Issue
from postmortem_tracker.sync import costs, milestones
from postmortem_tracker.sync.accept import Accepting, accepted
from postmortem_tracker.sync.actions import Plan
from postmortem_tracker.sync.identity import repositories
from postmortem_tracker.sync.identity.match import match
from postmortem_tracker.sync.identity.matched import Known, Matched
from postmortem_tracker.sync.identity.matching import Around
from postmortem_tracker.sync.incident_issue import elsewhere
from postmortem_tracker.sync.incident_issue import plan as incident_issues
from postmortem_tracker.sync.settings import Settings


@dataclass(slots=True)
class Session:
    """A workspace and its trackers, which are connected when first needed."""

    workspace: Workspace
    connect: Connect
    cache_dir: Path | None = None  # where dead links are remembered; None: nowhere
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    asked: int = 0  # requests that making the latest plan again takes
    trackers: Trackers = field(init=False)
    routing: Routing = field(init=False)
    _elsewhere: dict[str, TrackerError] = field(default_factory=dict)  # documents that another tracker keeps
    _private: dict[str, bool | None] = field(default_factory=dict)  # as answered; None where no answer came

    def __post_init__(self) -> None:
        self.trackers = Trackers(self.workspace, self.connect, self.cache_dir, self.clock)
        self.routing = Routing(self.workspace, self.trackers, self._private)

    @property
    def problems(self) -> list[TrackerError]:
        """What kept the trackers from answering."""
        return self.trackers.problems

    def gather(self, reading: Reading) -> Known:
        """Everything the trackers say about the documents."""
        self._elsewhere = kept_elsewhere(self.workspace, reading, self.trackers.resolve)
        self.problems.extend(self._elsewhere.values())
        return self.trackers.gather(reading)

    def match(self, reading: Reading, known: Known, *, written: bool | None = None) -> Matched:
        """Pair tasks and issues; ``written`` tells whether documents take links, where that is not as configured.

        What cannot be told becomes a problem of the session.
        """
        issues = known.issues.values()
        linked = self.workspace.config.sync.write_back if written is None else written
        if not linked:
            label = self.workspace.config.sync.label
            known = unlabelled(known, self.trackers, reading.incidents, label)
        departed = Departed(self.workspace, reading, issues)
        around = Around(
            resolve=self.trackers.resolve,
            stray=Strays(self.workspace.root, self.trackers.by_name.values()),
            label=self.workspace.config.sync.label,
            gone=departed.gone,
            ours=self._ours(),
            read_others=lambda: other_incidents(self.workspace, reading, issues, self.trackers.folders, linked=linked),
            elsewhere=departed.elsewhere,
            written=linked,
        )
        matched = converted(match(reading.incidents, known, around), self.trackers)
        unknown = departed.unknown
        if unknown is not None and unknown.message not in {each.message for each in self.problems}:
            self.problems.append(unknown)
        return matched

    def _ours(self) -> repositories.Ours:
        """Whether an issue's words for its repository may mean this one; without words for this one, any may."""
        names = self.workspace.config.sync.known_as
        link = self.routing.link
        here = functools.cache(lambda tracker: repositories.repository(link("document", 1, tracker), "document"))

        def ours(tracker: str, source: str) -> bool:
            return here(tracker) in ("", source) or repositories.known_as(source, names)

        return ours

    def plan(self, reading: Reading, settings: Settings) -> tuple[Matched, Plan]:
        """Ask the trackers everything a plan needs, and make it."""
        before = self.trackers.requests
        known = self.gather(reading)
        if self._elsewhere:
            left = tuple(each for each in reading.incidents if each.path not in self._elsewhere)
            reading = replace(reading, incidents=left)
        matched = self.match(reading, known, written=settings.write_back)
        if settings.accept and settings.write_back:
            accepting = Accepting(self.routing, rewriting(self.workspace, reading), tuple(self.workspace.config.people))
            matched = accepted(matched, accepting)
        self._ask_privacy(matched, settings)
        made = elsewhere.without(incident_issues.make(matched, settings), matched)
        made, lacking = milestones.checked(made, self.trackers.by_place)
        self.trackers.notices.update({f"milestone of {place[0]}": why for place, why in lacking.items()})
        self.asked = self.trackers.requests - before - self.trackers.spared
        if self.workspace.config.report.confidential == "show":
            return matched, made
        return matched, secrets.marked(made, reading.incidents, matched.orphans, self.workspace.covers)

    def _ask_privacy(self, matched: Matched, settings: Settings) -> None:
        """Ask whether outsiders can read a project that something confidential would be sent to, and no other."""
        secret = {pair.incident.id for pair in matched.pairs if pair.incident.confidential}
        unknown = [name for name in self.trackers.by_name if self.routing.of(name).capabilities.private is None]
        if not secret or not unknown:
            return
        supposed = replace(self.routing, private={**self._private, **dict.fromkeys(unknown, True)})
        made = incident_issues.make(matched, replace(settings, routes=supposed))
        for name in sorted(privacy.must_be_private(made, secret) & set(unknown)):
            self._private[name] = self.trackers.is_private(name)

    def may_tell(self, incident: Incident, issue: Issue) -> bool:
        """Whether an incident may be told in an issue; its tracker is asked who reads it where nobody said."""
        name = issue.ref.tracker
        there = self.routing.of(name)
        if not there.may_tell(incident, issue) and there.capabilities.private is None:
            self._private[name] = self.trackers.is_private(name)
        return self.routing.of(name).may_tell(incident, issue)

    def settings(self, *, write_back: bool, close_orphans: bool, accept: bool = False) -> Settings:
        """What planning needs to know of this workspace."""
        sync = self.workspace.config.sync
        return Settings(
            label=sync.label,
            routes=self.routing,
            extra_labels=sync.extra_labels,
            write_back=write_back,
            skip_foreign=sync.foreign_tickets == "skip",
            close_orphans=close_orphans,
            accept=accept,
            asof=self._asof(),
            create_completed=sync.create_completed,
            labels_for=sync.labels_for,
            common=functools.partial(secrets.common_value, secrets.common_words(self.workspace.config)),
            incident_issue=sync.incident_issue,
        )

    def _asof(self) -> datetime | None:
        """How new the documents are, no newer than now: a clock may be wrong."""
        latest = git.latest(self.workspace.root)
        return None if latest is None else min(latest, self.clock().replace(microsecond=0))

    def requests(self, plan: Plan) -> int:
        """How many requests a run takes that makes this plan and carries it out."""
        return self.asked + sum(cost.requests for cost in costs.by_place(plan, self.trackers.by_place).values())

    def eta(self, plan: Plan) -> float:
        """Seconds that the plan's changes take at least, at the trackers' limits; trackers work one after another."""
        total = 0.0
        for place, cost in costs.by_place(plan, self.trackers.by_place).items():
            tracker = self.trackers.by_place[place]
            total += tracker.eta(cost.creates, cost.changes) if isinstance(tracker, Paced) else 0.0
        return total
