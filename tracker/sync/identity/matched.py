"""What matching finds: tasks, their issues, and by what each was recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, ItemName, Link
from postmortem_tracker.sync.issue_text.marker import Marker


class How(StrEnum):
    """By what an item was recognised."""

    LINK = "link"
    MARKER = "marker"
    EDITED = "edited"
    RENAMED = "renamed"
    NEW = "new"
    MISSING = "missing"  # linked, but the issue is gone; another that may be meant is kept for it
    UNREAD = "unread"  # it may have an issue: not everything could be read
    SHARED = "shared"  # linked to an issue that already belongs to another item
    CONTESTED = "contested"  # several items link one issue with equal right, and tell different states
    DISPUTED = "disputed"  # linked to a closed issue of another title, which was never agreed to be the open item's
    UNLIKELY = "unlikely"  # a mere number may name an issue, which has another title and was never agreed to be its
    SUGGESTED = "suggested"  # an issue without marker, or of another repository, has the same title

    @property
    def recognised(self) -> bool:
        """Whether the item has its issue."""
        return self in (How.LINK, How.MARKER, How.EDITED, How.RENAMED)


@dataclass(frozen=True, slots=True)
class Linked:
    """One link of an item that names an issue of a configured project; a ``stray`` one leads nowhere as written."""

    link: Link
    ref: IssueRef
    stray: bool = False


@dataclass(frozen=True, slots=True)
class Tracked:
    """An issue with its marker; the marker is None unless it is believed."""

    issue: Issue
    marker: Marker | None


@dataclass(frozen=True, slots=True)
class Rewording:
    """What an item is to say anew in its document: the tracker's title, the tracker's assignees by their names.

    ``key``, ``text`` and ``who`` are the item's as it stands there now. ``not_title`` and ``not_owners`` tell why
    something cannot be written.
    """

    key: str
    text: str
    who: tuple[str, ...]
    title: str | None = None
    owners: tuple[str, ...] | None = None
    not_title: str = ""
    not_owners: str = ""

    @property
    def attempted(self) -> bool:
        """Whether there was anything to take over."""
        return self.written or bool(self.not_title or self.not_owners)

    @property
    def written(self) -> bool:
        """Whether there is anything to write."""
        return self.title is not None or self.owners is not None


@dataclass(frozen=True, slots=True)
class Pair:
    """One task and its issue; ``linked`` is the link in the document, if it has one of ours.

    ``rival`` tells where the item stands that the issue belongs to instead: ``path:line``, or another repository.
    ``keeper`` is the repository whose document of the same item keeps the issue now; this one writes nothing there.
    With ``words`` the item is as its document will say it.
    """

    incident: Incident
    item: ActionItem
    how: How
    tracked: Tracked | None = None
    linked: Linked | None = None
    rival: str = ""
    keeper: str = ""
    words: Rewording | None = None

    @property
    def item_name(self) -> ItemName:
        """The name of its item."""
        return self.incident.name_of(self.item)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An issue that says it is of the same action item as ``winner``.

    ``raced``: both were opened for it by runs that did not see each other. Else a person knows better.
    """

    issue: Issue
    winner: Issue
    raced: bool = True


@dataclass(frozen=True, slots=True)
class Matched:
    """Everything that was recognised; ``orphans`` are marked issues whose item is gone.

    ``incident_issues`` are the incidents' own issues, ``lost`` those of them without any item left;
    ``incident_issues_unread`` tells that there may be more. ``elsewhere`` are the issues of other repositories. Of
    ``duplicates`` those that raced are to be closed; what is left over and another repository ``held`` before stays,
    and so does what any line of a document still links (``mentioned``).
    """

    pairs: tuple[Pair, ...] = ()
    orphans: tuple[Tracked, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    incident_issues: tuple[Tracked, ...] = ()
    lost: tuple[Tracked, ...] = ()
    incident_issues_unread: bool = False
    elsewhere: tuple[Tracked, ...] = ()
    held: Mapping[IssueRef, str] = field(default_factory=dict)  # by which repository
    mentioned: Mapping[IssueRef, str] = field(default_factory=dict)  # in which line: path:line
    seen: frozenset[IssueRef] = frozenset()  # every issue that was there

    @property
    def issues(self) -> tuple[Issue, ...]:
        """All that belong to items here or did so, and the incidents' own."""
        tracked = [*self.orphans, *self.incident_issues, *self.elsewhere]
        tracked += [pair.tracked for pair in self.pairs if pair.tracked is not None]
        return (*(each.issue for each in self.duplicates), *(each.issue for each in tracked))


@dataclass(frozen=True, slots=True)
class Known:
    """What the trackers said.

    ``issues`` by reference (a moved issue also under the reference that was asked for); ``missing`` are
    references that do not exist, ``unread`` the trackers (name, project) that could not be read fully,
    ``unread_refs`` single issues that could not be read and ``unreadable`` the text of broken ones. ``changes`` are
    pull requests: evidence where an item links them, never its issue.
    """

    issues: Mapping[IssueRef, Issue]
    missing: frozenset[IssueRef] = frozenset()
    unread: frozenset[tuple[str, str]] = frozenset()
    unread_refs: frozenset[IssueRef] = frozenset()
    unreadable: tuple[str, ...] = ()
    changes: frozenset[IssueRef] = frozenset()

    def cannot_tell(self, ref: IssueRef) -> bool:
        """True where the issue was not found, but may well exist."""
        return ref not in self.issues and (ref.place in self.unread or ref in self.unread_refs)

    def may_hold(self, key: str) -> bool:
        """True where something that could not be read may be the issue of the item with this key."""
        return bool(self.unread) or any(key in text for text in self.unreadable)
