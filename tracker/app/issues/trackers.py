"""The trackers of one run: connected when first needed, asked for what they hold of the documents."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.issues.dead_links import DeadLinks
from postmortem_tracker.app.issues.parallel import side_by_side
from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.errors import (
    ConfigError,
    IssueNotFoundError,
    NotAnIssueError,
    TrackerError,
    TrackerUnavailableError,
    UnreadableIssueError,
)
from postmortem_tracker.issues import Counting, Discreet, FolderOfIssues, IssueTracker, Lenient, Renamed
from postmortem_tracker.keys import digest
from postmortem_tracker.model import Issue, IssueRef, Link, Place
from postmortem_tracker.sync.identity.links import linked
from postmortem_tracker.sync.identity.matched import Known

Connect = Callable[[str, TrackerSettings], IssueTracker]


@dataclass(slots=True)
class Trackers:
    """The configured trackers and what kept them from answering."""

    workspace: Workspace
    connect: Connect
    cache_dir: Path | None
    clock: Callable[[], datetime]
    problems: list[TrackerError] = field(default_factory=list)
    notices: dict[str, str] = field(default_factory=dict)  # what people should know, by subject
    spared: int = 0  # of the latest requests those that need not be sent again: links that are remembered to be dead
    _connected: dict[str, IssueTracker] = field(default_factory=dict)
    _real: dict[str, str] = field(default_factory=dict)
    _urls: dict[str, IssueRef] = field(default_factory=dict)

    @property
    def by_name(self) -> dict[str, IssueTracker]:
        """Every configured tracker by name. Raises ConfigError, which holds all faults, where some cannot be set up."""
        if not self._connected:
            connected: dict[str, IssueTracker] = {}
            faults: list[ConfigError] = []
            for name, settings in self.workspace.config.all_trackers.items():
                try:
                    connected[name] = self.connect(name, settings)
                except ConfigError as error:
                    faults.append(error)
            if faults:
                raise ConfigError(faults[0].message, faults[0].hint, faults[1:])
            self._connected.update(connected)
        return self._connected

    @property
    def by_place(self) -> dict[Place, IssueTracker]:
        """The trackers by (name, project)."""
        return {(tracker.name, tracker.project): tracker for tracker in self.by_name.values()}

    @property
    def folders(self) -> tuple[str, ...]:
        """Where issues lie that are files."""
        return tuple(each.folder for each in self.by_name.values() if isinstance(each, FolderOfIssues))

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return sum(tracker.requests for tracker in self.by_name.values() if isinstance(tracker, Counting))

    def is_private(self, name: str) -> bool | None:
        """Whether outsiders cannot read the project, as its tracker answers; None where no answer comes."""
        tracker = self.by_name[name]
        try:
            return tracker.is_private() if isinstance(tracker, Discreet) else None
        except TrackerError as error:
            self.problems.append(error)
            return None

    def resolve(self, link: Link, path: str) -> IssueRef | None:
        """The issue that a link of the document at ``path`` names, if it is in a configured project."""
        # Where the file really is: relative links in it are written so, and a symbolic link may be elsewhere.
        if path not in self._real:
            self._real[path] = os.path.realpath(self.workspace.root / path)
        absolute = self._real[path]
        default = self.by_name[self.workspace.config.default]
        others = (tracker for tracker in self.by_name.values() if tracker is not default)
        found = (tracker.resolve(link.text, link.url, absolute) for tracker in (default, *others))
        # A server may show its issues under another address than the one it is asked at.
        return next((ref for ref in found if ref is not None), None) or self._urls.get(link.url or "")

    def learn(self, issue: Issue) -> None:
        """Take note of the address at which the server shows an issue."""
        self._urls[issue.url] = issue.ref

    def gather(self, reading: Reading) -> Known:
        """Everything the trackers say about the documents: managed issues by label, and each linked one."""
        self.spared = 0
        trackers = list(self.by_name.values())
        listings = side_by_side(self._list, trackers)
        issues: dict[IssueRef, Issue] = {}
        unread: set[Place] = set()
        broken: list[UnreadableIssueError] = []
        for tracker, listing in zip(trackers, listings, strict=True):
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
        return self.follow(reading, known)

    def _list(self, tracker: IssueTracker) -> list[Issue] | TrackerError:
        try:
            return list(tracker.list(self.workspace.config.sync.label))
        except TrackerError as error:
            return error

    def follow(self, reading: Reading, known: Known) -> Known:
        """Ask for the linked issues that no listing held: adopted by hand, moved, deleted."""
        issues, missing = dict(known.issues), set(known.missing)
        unread, refs = set(known.unread), set(known.unread_refs)
        changes = set(known.changes)
        dead = self._dead_links(reading)
        gone: dict[IssueRef, set[str]] = {}
        took: dict[IssueRef, int] = {}
        for ref, names in self._linked_refs(reading).items():
            place = ref.place
            if ref in issues or ref in missing or ref in refs or place in unread:
                continue
            tracker = self.by_name[ref.tracker]
            remote = isinstance(tracker, Counting)  # else looking costs nothing
            if remote and dead.dead(ref, names):
                missing.add(ref)
                continue
            before = self.requests
            try:
                issue = self._at_home(tracker.get(ref))
                issues[ref] = issues.setdefault(issue.ref, issue)
            except NotAnIssueError:
                changes.add(ref)
            except IssueNotFoundError:
                missing.add(ref)
                gone |= {ref: names} if remote else {}
                took[ref] = self.requests - before
            except TrackerUnavailableError as error:
                self.problems.append(error)
                unread.add(place)
            except TrackerError as error:
                self.problems.append(error)
                refs.add(ref)
        unread |= self._unproven(issues, missing)
        # A project that shows nothing proves nothing.
        proven = {ref: names for ref, names in gone.items() if ref.place not in unread}
        dead.remember(proven)
        self.spared += sum(took[ref] for ref in proven) if self.cache_dir else 0
        if notice := dead.notice():
            self.notices["dead links"] = notice
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
        if issue.ref.place in self.by_place:
            return issue
        refs = (tracker.resolve("", issue.url, "") for tracker in self.by_name.values())
        return next((replace(issue, ref=ref) for ref in refs if ref is not None), issue)

    def _unproven(self, issues: Mapping[IssueRef, Issue], missing: Iterable[IssueRef]) -> set[Place]:
        """The projects that show nothing at all although documents link issues there: they were not read.

        Trackers answer so where issues are disabled, for members only, or where a project got another name.
        """
        linked: defaultdict[Place, list[IssueRef]] = defaultdict(list)
        for ref in missing:
            linked[ref.place].append(ref)
        silent = linked.keys() - {ref.place for ref in issues}
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

    def _dead_links(self, reading: Reading) -> DeadLinks:
        config = self.workspace.config
        scope = repr((os.path.realpath(self.workspace.root), config.sync.label, config.all_trackers))
        path = self.cache_dir / f"dead-links-{digest(scope, 16)}.json" if self.cache_dir else None
        return DeadLinks(path, reading.files, self.clock())

    def _linked_refs(self, reading: Reading) -> dict[IssueRef, set[str]]:
        """The issues that tasks link, and the documents they do it in."""
        found: dict[IssueRef, set[str]] = {}
        for incident in reading.incidents:
            for item in incident.tasks:
                for each in linked(item.links, incident.path, self.resolve) if item.links else ():
                    found.setdefault(each.ref, set()).add(incident.path)
        return found
