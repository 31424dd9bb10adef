"""One run's trackers: what they hold, which one an item belongs to, and how it all stands together."""

from __future__ import annotations

import functools
import os
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from urllib.parse import quote

from postmortem_tracker.app import evidence, secrets
from postmortem_tracker.app.other_documents import Gone, other_incidents
from postmortem_tracker.app.parallel import side_by_side
from postmortem_tracker.app.workspace import Reading, Workspace
from postmortem_tracker.config.load import RouteSettings, TrackerSettings
from postmortem_tracker.errors import (
    IssueNotFoundError,
    NotAnIssueError,
    TrackerError,
    TrackerUnavailableError,
    UnreadableIssueError,
)
from postmortem_tracker.issues import Counting, Discreet, IssueTracker, Lenient, Paced, Renamed
from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, Link, State
from postmortem_tracker.report.situation import Orphan, Situation, TrackedItem
from postmortem_tracker.sync import costs
from postmortem_tracker.sync import repositories as sources
from postmortem_tracker.sync.fields import due_of
from postmortem_tracker.sync.incident_issue import elsewhere as twins
from postmortem_tracker.sync.incident_issue import plan as parents
from postmortem_tracker.sync.marker import heard
from postmortem_tracker.sync.match import How, Known, Matched, Pair, linked, match
from postmortem_tracker.sync.merge import Verdict, merge
from postmortem_tracker.sync.plan import Action, Destination, Plan, Settings
from postmortem_tracker.text.globs import matches

Connect = Callable[[str, TrackerSettings], IssueTracker]
Place = tuple[str, str]


@dataclass(slots=True)
class Session:
    """The trackers of a workspace, connected when first needed."""

    workspace: Workspace
    connect: Connect
    problems: list[TrackerError] = field(default_factory=list)
    asked: int = 0  # requests that the latest plan was made from
    notices: dict[str, str] = field(default_factory=dict)  # what people should know, by tracker
    _trackers: dict[str, IssueTracker] = field(default_factory=dict)
    _real: dict[str, str] = field(default_factory=dict)
    _urls: dict[str, IssueRef] = field(default_factory=dict)
    _base: list[str | None] = field(default_factory=list)  # what git said, once it was asked
    _private: dict[str, bool | None] = field(default_factory=dict)  # as answered; None where no answer came

    @property
    def trackers(self) -> dict[str, IssueTracker]:
        """Every configured tracker by name. Raises ConfigError where one cannot be set up."""
        if not self._trackers:
            for name, settings in self.workspace.config.all_trackers.items():
                self._trackers[name] = self.connect(name, settings)
        return self._trackers

    @property
    def by_place(self) -> dict[Place, IssueTracker]:
        """The trackers by (name, project)."""
        return {(tracker.name, tracker.project): tracker for tracker in self.trackers.values()}

    def resolve(self, link: Link, path: str) -> IssueRef | None:
        """The issue that a link of the document at ``path`` names, if it is in a configured project."""
        # Where the file really is: relative links in it are written so, and a symbolic link may be elsewhere.
        if path not in self._real:
            self._real[path] = os.path.realpath(self.workspace.root / path)
        absolute = self._real[path]
        default = self.trackers[self.workspace.config.default]
        others = (tracker for tracker in self.trackers.values() if tracker is not default)
        found = (tracker.resolve(link.text, link.url, absolute) for tracker in (default, *others))
        # A server may show its issues under another address than the one it is asked at.
        return next((ref for ref in found if ref is not None), None) or self._urls.get(link.url or "")

    def learn(self, issue: Issue) -> None:
        """Take note of the address at which the server shows an issue."""
        self._urls[issue.url] = issue.ref

    # --- reading --------------------------------------------------------------------------------------------

    def gather(self, reading: Reading, tick: Callable[[str], None] = lambda _done: None) -> Known:
        """Everything the trackers say about the documents: managed issues by label, and each linked one."""
        trackers = list(self.trackers.values())
        listings = side_by_side(self._list, trackers, "trackers")
        issues: dict[IssueRef, Issue] = {}
        unread: set[Place] = set()
        broken: list[UnreadableIssueError] = []
        for tracker, listing in zip(trackers, listings, strict=True):
            tick(tracker.name)
            if isinstance(listing, TrackerError):
                unread.add((tracker.name, tracker.project))
                self.problems.append(listing)
                continue
            if isinstance(tracker, Renamed) and tracker.moved_to:
                self.notices[tracker.name] = (
                    f"trackers.{tracker.name}: {tracker.project} is now called {tracker.moved_to}: "
                    f"write project = {tracker.moved_to!r}"
                )
            issues.update((issue.ref, issue) for issue in listing)
            self._urls.update((issue.url, issue.ref) for issue in listing)
            broken += tracker.problems() if isinstance(tracker, Lenient) else ()
        self.problems += broken
        known = Known(
            issues,
            unread=frozenset(unread),
            unread_refs=frozenset(error.ref for error in broken if error.ref is not None),
            unreadable=tuple(error.text for error in broken),
        )
        return self._follow_links(reading, known)

    def _list(self, tracker: IssueTracker) -> list[Issue] | TrackerError:
        try:
            return list(tracker.list(self.workspace.config.sync.label))
        except TrackerError as error:
            return error

    def _follow_links(self, reading: Reading, known: Known) -> Known:
        """Ask for the linked issues that no listing held: adopted by hand, moved, deleted."""
        issues, missing = dict(known.issues), set(known.missing)
        unread, refs = set(known.unread), set(known.unread_refs)
        changes: set[IssueRef] = set()
        for ref in self._linked_refs(reading):
            place = (ref.tracker, ref.project)
            if ref in issues or ref in missing or ref in refs or place in unread:
                continue
            try:
                issue = self._at_home(self.trackers[ref.tracker].get(ref))
                issues[ref] = issues.setdefault(issue.ref, issue)
            except NotAnIssueError:
                changes.add(ref)
            except IssueNotFoundError:
                missing.add(ref)
            except TrackerUnavailableError as error:
                self.problems.append(error)
                unread.add(place)
            except TrackerError as error:
                self.problems.append(error)
                refs.add(ref)
        unread |= self._unproven(issues, missing)
        return replace(
            known,
            issues=issues,
            missing=frozenset(missing),
            unread=frozenset(unread),
            unread_refs=frozenset(refs),
            changes=frozenset(changes),
        )

    def _at_home(self, issue: Issue) -> Issue:
        """An issue that moved, under the name of the tracker that its new project is configured as."""
        if (issue.ref.tracker, issue.ref.project) in self.by_place:
            return issue
        refs = (tracker.resolve("", issue.url, "") for tracker in self.trackers.values())
        return next((replace(issue, ref=ref) for ref in refs if ref is not None), issue)

    def _unproven(self, issues: Mapping[IssueRef, Issue], missing: Iterable[IssueRef]) -> set[Place]:
        """The projects that show nothing at all although documents link issues there: they were not read.

        Trackers answer so where issues are disabled, for members only, or where a project got another name.
        """
        linked: defaultdict[Place, list[IssueRef]] = defaultdict(list)
        for ref in missing:
            linked[(ref.tracker, ref.project)].append(ref)
        silent = linked.keys() - {(ref.tracker, ref.project) for ref in issues}
        for place in sorted(silent):
            first, more = min(linked[place]), len(linked[place]) - 1
            others = f" and {more} more" if more else ""
            self.problems.append(
                TrackerUnavailableError(
                    f"{place[1] or place[0]} shows no issues, but documents link {first}{others}: it could not be read",
                    "may the token see its issues, and is the project's name right? "
                    "if they were deleted, remove their links",
                )
            )
        return silent

    def _linked_refs(self, reading: Reading) -> Iterable[IssueRef]:
        for incident in reading.incidents:
            for item in incident.tasks:
                if item.links:
                    yield from (each.ref for each in linked(item, incident.path, self.resolve))

    def match(self, reading: Reading, known: Known) -> Matched:
        """Pair tasks and issues."""
        label = self.workspace.config.sync.label
        issues = known.issues.values()
        return match(
            reading.incidents,
            known,
            self.resolve,
            label,
            Gone(self.workspace, issues),
            self._ours(),
            lambda: other_incidents(self.workspace, reading, issues),
        )

    def _ours(self) -> sources.Ours:
        """Whether an issue's words for its repository may mean this one; without words for this one, any may."""
        where = self._where()
        names = self.workspace.config.sync.known_as
        here = functools.cache(lambda tracker: sources.repository(where("document", 1, tracker), "document"))

        def ours(tracker: str, source: str) -> bool:
            return here(tracker) in ("", source) or sources.known_as(source, names)

        return ours

    # --- planning -------------------------------------------------------------------------------------------

    def plan(self, reading: Reading, settings: Settings) -> tuple[Matched, Plan]:
        """Ask the trackers everything a plan needs, and make it."""
        before = self._sent()
        matched = self.match(reading, self.gather(reading))
        self._ask_privacy(matched, settings)
        self.asked = self._sent() - before
        made = twins.without(parents.make(matched, settings), matched)
        if self.workspace.config.report.confidential == "show":
            return matched, made
        return matched, secrets.marked(made, reading.incidents, matched.orphans, self.workspace.covers)

    def _sent(self) -> int:
        return sum(tracker.requests for tracker in self.trackers.values() if isinstance(tracker, Counting))

    def _ask_privacy(self, matched: Matched, settings: Settings) -> None:
        """Ask whether outsiders can read a project that something confidential would be sent to, and no other."""
        secret = {pair.incident.id for pair in matched.pairs if pair.incident.confidential}
        unknown = [name for name in self.trackers if self._destination(name).capabilities.private is None]
        if not secret or not unknown:
            return
        known = dict(self._private)
        self._private.update(dict.fromkeys(unknown, True))  # what would be sent there, were they private?
        made = parents.make(matched, settings)
        self._private = known
        for name in sorted(
            {each.destination[0] for each in made.pending if each.incident in secret and _exposes(each)}
        ):
            if name in unknown:
                self._private[name] = self._is_private(self.trackers[name])

    def is_private(self, name: str) -> bool:
        """Whether outsiders cannot read the project of a tracker, as far as is known; asked where nobody said."""
        known = self._destination(name).capabilities.private
        if known is None:
            self._private[name] = known = self._is_private(self.trackers[name])
        return bool(known)

    def _is_private(self, tracker: IssueTracker) -> bool | None:
        try:
            return tracker.is_private() if isinstance(tracker, Discreet) else None
        except TrackerError as error:
            self.problems.append(error)
            return None

    def settings(self, *, write_back: bool, close_orphans: bool, accept: bool = False) -> Settings:
        """What planning needs to know of this workspace."""
        config = self.workspace.config
        return Settings(
            label=config.sync.label,
            route=self._route,
            home=self._home,
            account=self._account,
            where=self._where(),
            extra_labels=config.sync.extra_labels,
            write_back=write_back,
            skip_foreign=config.sync.foreign_tickets == "skip",
            close_orphans=close_orphans,
            accept=accept,
            create_completed=config.sync.create_completed,
            labels_for=config.sync.labels_for,
            parent=self._parent if config.sync.incident_issue else None,
        )

    def _destination(self, name: str) -> Destination:
        tracker = self.trackers[name]
        capabilities = tracker.capabilities
        private = self.workspace.config.tracker_named(name).private
        private = self._private.get(name) if private is None else private
        if private is not None:
            capabilities = replace(capabilities, private=private)
        return Destination(tracker.name, tracker.project, capabilities)

    def _route(self, incident: Incident, item: ActionItem) -> Destination:
        config = self.workspace.config
        for rule in config.routes:
            if _applies(rule, incident, item, config.report.teams):
                return self._destination(rule.tracker)
        return self._destination(config.default)

    def _parent(self, incident: Incident) -> Destination:
        """Where the incident's own issue goes: by the rules that ask for nothing but the incident."""
        config = self.workspace.config
        for rule in config.routes:
            of_items = (rule.owner, rule.team, rule.priority, rule.type)
            if all(pattern == "*" for pattern in of_items) and _applies(rule, incident, None, config.report.teams):
                return self._destination(rule.tracker)
        return self._destination(config.default)

    def _home(self, ref: IssueRef) -> Destination | None:
        return self._destination(ref.tracker) if (ref.tracker, ref.project) in self.by_place else None

    def _account(self, owner: str, name: str) -> str | None:
        """An alias of the configuration, a @handle as it is; the embedded tracker takes any name."""
        kind = self.workspace.config.tracker_named(name).kind
        people = self.workspace.config.people
        aliases = people.get(owner) or people.get(owner.lstrip("@")) or {}
        if kind in aliases or name in aliases:
            return aliases.get(name) or aliases[kind]
        if owner in self.workspace.config.report.teams:
            return None
        return owner.lstrip("@") if owner.startswith("@") or kind == "local" else None

    def _permalinks(self) -> str | None:
        # Asked when first needed, and once: git takes longer than a small sync.
        if not self._base:
            self._base.append(self.workspace.permalink_base())
        return self._base[0]

    def _where(self) -> Callable[[str, int, str], str]:
        """Links to document lines: a permalink where the repository has a remote, else a relative path."""
        root = self.workspace.root
        blob = self._permalinks

        def where(path: str, line: int, name: str) -> str:
            text = f"{path}:{line}".replace("`", "'").replace("[", "(").replace("]", ")")
            settings = self.workspace.config.tracker_named(name)
            if settings.kind == "local":
                store = posixpath.join(root.as_posix(), settings.path.replace(os.sep, "/"))
                target = posixpath.relpath(posixpath.join(root.as_posix(), path), store)
                return f"[{text}]({quote(target)}#L{line})"
            return f"[{text}]({blob()}{quote(path)}#L{line})" if blob() else f"`{text}`"

        return where

    def requests(self, plan: Plan) -> int:
        """How many requests a run takes that makes this plan and carries it out."""
        return self.asked + sum(cost.requests for cost in costs.by_place(plan, self.by_place).values())

    def eta(self, plan: Plan) -> float:
        """Seconds that the plan's changes take at least, at the trackers' limits; trackers work one after another."""
        total = 0.0
        for place, cost in costs.by_place(plan, self.by_place).items():
            tracker = self.by_place[place]
            total += tracker.eta(cost.creates, cost.changes) if isinstance(tracker, Paced) else 0.0
        return total

    # --- reporting ------------------------------------------------------------------------------------------

    def situation(self, reading: Reading, matched: Matched, as_of: date) -> Situation:
        """How everything stands, for reports and checks."""
        twins: defaultdict[IssueRef, list[Issue]] = defaultdict(list)
        for duplicate in matched.duplicates:
            twins[duplicate.winner.ref].append(duplicate.issue)
        tracked = self._with_evidence(tuple(self._tracked(pair, twins) for pair in matched.pairs))
        problems = (*reading.problems, *self.problems)
        return Situation(
            as_of,
            reading.incidents,
            tracked,
            tuple(
                Orphan(
                    each.marker.incident,
                    each.issue,
                    each.marker.path,
                    secrets.is_secret(each, self.workspace.covers),
                )
                for each in matched.orphans
                if each.marker is not None and not each.issue.out_of_sight and not self._closed_by(each.issue, as_of)
            ),
            complete=not problems,
            problems=tuple(error.message for error in problems),
        )

    def _closed_by(self, issue: Issue, day: date) -> bool:
        closed = issue.closed_at.astimezone(self.workspace.config.zone).date() if issue.closed_at else None
        return issue.state.closed and (closed is None or closed <= day)

    def _tracked(self, pair: Pair, twins: Mapping[IssueRef, list[Issue]]) -> TrackedItem:
        recognised = pair.how in (How.LINK, How.MARKER, How.EDITED, How.RENAMED)
        found = pair.tracked if recognised else None
        hidden = found is not None and found.issue.out_of_sight
        issue = found.issue if found and not hidden else None
        owners = [self._account(owner, issue.ref.tracker) for owner in pair.item.owners] if issue else []
        return TrackedItem(
            pair.incident,
            pair.item,
            heard(issue) if issue else None,
            missing=hidden or pair.how is How.MISSING,
            unread=pair.how is How.UNREAD,
            foreign=pair.how is How.NEW and bool(pair.item.tickets),
            duplicates=tuple(twins.get(issue.ref, ())) if issue else (),
            accounts=tuple(filter(None, owners)) if all(owners) else (),
            borrowed=_borrowed(pair),
            moved_due=self._moved_due(pair) if issue else None,
        )

    def _moved_due(self, pair: Pair) -> date | None:
        """The issue's due date where that alone was changed since both sides agreed."""
        assert pair.tracked is not None
        issue, mark, there = pair.tracked.issue, pair.tracked.marker, self._home(pair.tracked.issue.ref)
        if mark is None or there is None or not there.capabilities.due_dates or issue.due is None:
            return None
        verdict = merge(due_of(pair.item), mark.base.due, issue.due.isoformat())
        return issue.due if verdict is Verdict.TO_DOCUMENT else None

    def _with_evidence(self, tracked: tuple[TrackedItem, ...]) -> tuple[TrackedItem, ...]:
        """The items with the changes linked to each completed issue, where the policy asks; None without an answer."""
        if not self.workspace.config.policy.evidence:
            return tracked
        done = {each.issue.ref for each in tracked if each.issue and each.state is State.COMPLETED}
        found = evidence.ask(self.trackers, sorted(done))
        self.problems += found.problems
        linked = found.linked
        return tuple(replace(each, evidence=linked.get(each.issue.ref)) if each.issue else each for each in tracked)


def _borrowed(pair: Pair) -> str:
    if pair.how is not How.SHARED or pair.tracked is None:
        return ""
    return f"{pair.tracked.issue.ref} belongs to {pair.rival or 'another item'}"


def _exposes(action: Action) -> bool:
    """Whether an action may be done in a private project only."""
    if action.draft is not None:
        return not action.draft.confidential
    return action.changes_tracker and not (action.seen and action.seen.confidential)


def _applies(
    rule: RouteSettings, incident: Incident, item: ActionItem | None, teams: Mapping[str, tuple[str, ...]]
) -> bool:

    owners = [owner.lstrip("@") for owner in item.owners] if item else []
    theirs = [team for team, members in teams.items() if {m.lstrip("@") for m in members} & set(owners)]
    facts: tuple[tuple[str, Iterable[str]], ...] = (
        (rule.owner, owners),
        (rule.team, [*theirs, *(owner for owner in owners if owner in teams)]),
        (rule.service, incident.services),
        (rule.priority, [(item.priority if item else None) or ""]),
        (rule.severity, [incident.severity or ""]),
        (rule.type, [(item.type if item else None) or ""]),
    )
    return (rule.path == "*" or matches(incident.path, rule.path)) and all(
        pattern == "*" or any(fnmatchcase(value.casefold(), pattern.casefold().lstrip("@")) for value in values)
        for pattern, values in facts
    )
