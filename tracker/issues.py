"""The port: what the core asks of an issue tracker. Every integration implements it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from postmortem_tracker.errors import UnreadableIssueError
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a tracker can store; the core degrades its drafts to this and reports what was lost."""

    title_length: int
    body_length: int
    label_length: int = 255
    max_labels: int = 100
    max_assignees: int = 10
    due_dates: bool = False
    confidential_issues: bool = False
    private: bool | None = None  # whether outsiders cannot read the project; None = ask `is_private`
    closing_labels: frozenset[str] = frozenset()  # by which a closed issue says why it was closed
    any_assignee: bool = False  # takes whatever name is written for an assignee; else accounts only
    labels_apart: bool = False  # an existing issue's labels are changed by requests of their own


class IssueTracker(Protocol):
    """One project of one tracker.

    Errors: only the kinds of tracker.errors. `create` raises AmbiguousResultError when the issue may
    exist although no answer came; it never repeats a request that may have had an effect.
    """

    @property
    def name(self) -> str:
        """The configured name; equals ``ref.tracker`` of every issue it returns."""

    @property
    def project(self) -> str:
        """``owner/repo``, ``group/project``, or "" for the embedded tracker."""

    @property
    def capabilities(self) -> Capabilities:
        """What can be stored here; asks no server."""

    def list(self, label: str) -> Iterable[Issue]:
        """All issues with the label, open and closed, each once.

        Raises rather than ending early: what it yields before an error is not the whole list.
        """

    def get(self, ref: IssueRef) -> Issue:
        """One issue, following a move (the result's ref then differs). Raises IssueNotFoundError."""

    def create(self, draft: IssueDraft) -> Issue:
        """Open one issue with everything in the draft."""

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        """Change only what ``change`` names; an empty change sends nothing but reads the issue."""

    def comments(self, ref: IssueRef) -> Iterable[str]:
        """The bodies of an issue's comments, oldest first."""

    def resolve(self, text: str, url: str | None, path: str) -> IssueRef | None:
        """The issue that a link written in the document at ``path`` names, if it is in this project. No I/O."""


# What a tracker may have beside: each part stands alone, and what is there is used.


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at, read-only; ``ok`` is None where it could not be told, ``hint`` says what to do."""

    name: str
    ok: bool | None
    message: str
    hint: str = ""


@runtime_checkable
class Inspectable(Protocol):
    """A tracker that can tell whether everything is in place; for `doctor`."""

    def inspect(self, users: Iterable[str] = (), labels: Iterable[str] = ()) -> tuple[Diagnosis, ...]:
        """What reading alone tells about the place, these accounts and these labels; raises nothing."""


@runtime_checkable
class Discreet(Protocol):
    """A tracker that can find out who reads it, where `Capabilities.private` is None."""

    def is_private(self) -> bool:
        """Whether outsiders cannot read the project. Asked at most once, before something confidential is sent."""


@runtime_checkable
class Lockable(Protocol):
    """A tracker that can keep other runs out."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Held around a whole sync: between looking and creating nobody else comes in."""


@runtime_checkable
class Lenient(Protocol):
    """A tracker that can leave out issues that cannot be understood and list the others."""

    def problems(self) -> tuple[UnreadableIssueError, ...]:
        """The issues that the latest `list` had to leave out: they exist, and are not created again."""


@runtime_checkable
class Paced(Protocol):
    """A tracker with limits on how fast it may be written to."""

    def eta(self, creates: int, updates: int) -> float:
        """Seconds that so many writes take at least."""


@runtime_checkable
class Counting(Protocol):
    """A tracker that is asked over a network, so that it matters how often."""

    @property
    def requests(self) -> int:
        """How many requests this object has sent so far."""

    def preparation(self, labels: Iterable[str], accounts: Iterable[str]) -> tuple[int, int]:
        """The reads and the writes that it takes before these can be put on issues.

        May look which labels there are, as the first `create` would; it does so once.
        """


@runtime_checkable
class Renamed(Protocol):
    """A tracker whose project may have got another path, from which the server leads to the new one."""

    @property
    def moved_to(self) -> str:
        """The path that the project has now, once a request was led there; "" where it is the configured one."""


@runtime_checkable
class Linking(Protocol):
    """A tracker that can relate issues: GitHub's sub-issues, GitLab's links."""

    def add_child(self, parent: IssueRef, child: IssueRef) -> None:
        """Make an issue a child of another; one that is already stays so."""

    def children(self, parent: IssueRef) -> tuple[Issue, ...]:
        """The children of an issue, open and closed."""


@runtime_checkable
class Milestones(Protocol):
    """A tracker that puts a new issue into a milestone of its project; without it none is asked for."""

    def has_milestone(self, title: str) -> bool:
        """Whether the project has an open milestone of this title; asks at most once a run."""


@runtime_checkable
class FolderOfIssues(Protocol):
    """A tracker whose issues are files beside the documents: relative links lead from one to the other."""

    @property
    def folder(self) -> str:
        """Where the files lie, absolute."""


@runtime_checkable
class EvidenceSource(Protocol):
    """A tracker that can also tell which changes are linked to an issue; optional, for `[policy] evidence`."""

    def evidence(self, ref: IssueRef) -> tuple[str, ...]:
        """The web addresses of the merged changes linked to the issue; empty where there are none.

        Asked at most once a run, for completed issues only. Raises where it cannot tell.
        """


@runtime_checkable
class Converting(Protocol):
    """A tracker that closes an issue when people make something else of it: that is no word of its being done."""

    def became(self, ref: IssueRef) -> str:
        """What a closed issue was turned into, such as "a discussion"; "" where it was closed as any other.

        Asked only of issues whose closing is news.
        """


@runtime_checkable
class Browsable(Protocol):
    """A tracker that can show its latest issues whatever their labels."""

    def recent(self) -> tuple[Issue, ...]:
        """The latest issues, open and closed, at most a hundred; one request."""


@runtime_checkable
class Watchful(Protocol):
    """A tracker that can tell at the cost of one request that nobody else wrote; optional, else it is listed again."""

    def alone(self, label: str) -> bool:
        """Whether every issue with the label is as this object listed it first, or was opened or changed by it.

        True only where that is proven; False asks the caller to look through the whole list. Issues that are gone
        or lost the label do not matter. Asked after issues were opened: two runs at once may have opened the same.
        """
