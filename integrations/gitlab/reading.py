"""Issues as GitLab has them now: listed, asked for one by one, followed to where they were moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from postmortem_tracker.errors import (
    IssueNotFoundError,
    TrackerUnavailableError,
    UnreadableIssueError,
)
from postmortem_tracker.integrations.gitlab import text as words
from postmortem_tracker.integrations.gitlab.api import Api
from postmortem_tracker.integrations.gitlab.errors import HiddenError
from postmortem_tracker.integrations.gitlab.group import Group
from postmortem_tracker.integrations.gitlab.list import Json, Lister
from postmortem_tracker.integrations.gitlab.lookups import Lookups
from postmortem_tracker.integrations.gitlab.text import ReasonLabels
from postmortem_tracker.integrations.shared.list_cache import ListCache
from postmortem_tracker.integrations.shared.values import own_page, text
from postmortem_tracker.model import Issue, IssueRef


class Reader:
    """Reads the issues of one project, and remembers each as it was last seen in this run."""

    def __init__(
        self, api: Api, name: str, reasons: ReasonLabels, lookups: Lookups, cache: ListCache, group: Group | None
    ) -> None:
        self._api = api
        self._name = name
        self._reasons = reasons
        self._lookups = lookups
        self._cache = cache
        self._group = group
        self._lister = Lister(api.answers, api.issues(), cache, api.base)
        self._places: dict[IssueRef, IssueRef] = {}  # where issues went that were moved
        self.known: dict[IssueRef, Issue] = {}
        self.unreadable: tuple[UnreadableIssueError, ...] = ()  # of the latest list: whose new place was not told

    def labelled(self, label: str, *, fresh: bool) -> Iterator[Issue]:
        """All issues with the label, oldest first; moved ones come at their new place."""
        self.unreadable = ()
        seen: set[IssueRef] = set()
        for data in self._read(words.label_there(label), fresh):
            issue = self._listed(data)
            if issue is not None and issue.ref not in seen:
                seen.add(issue.ref)
                yield issue

    def alone(self, label: str) -> bool:
        """Whether one request proves that nobody else changed the list since this object first read it."""
        with self._api.understood():
            return self._lister.alone(words.label_there(label))

    def get(self, ref: IssueRef) -> Issue:
        """One issue, always asked for anew; where it was moved, the issue that it became."""
        ref = self._places.get(ref, ref)
        with self._api.translated(issue=ref.number):
            data = self._api.project(ref).issues.get(ref.number).attributes
        return self.followed(data) if data.get("moved_to_id") else self.issue(data)

    def comments(self, ref: IssueRef) -> Iterator[str]:
        """What people (and we) wrote, oldest first; GitLab's own notes are left out."""
        query = {"sort": "asc", "order_by": "created_at"}
        for note in self._api.pages(self._api.below(ref, "notes"), query, issue=ref.number):
            if not note.get("system"):
                with self._api.understood():
                    body = text(note["body"])
                yield body

    def related(self, ref: IssueRef) -> tuple[Issue, ...]:
        """The issues linked with another, open and closed."""
        return tuple(map(self.issue, self._api.pages(self._api.below(ref, "links"), {}, issue=ref.number)))

    def followed(self, data: Mapping[str, Any]) -> Issue:
        """The issue that a moved one became. Raises IssueNotFoundError where that is hidden from the token."""
        shell = self.issue(data)
        path = self._api.below(shell.ref, "notes")
        query = {"sort": "desc", "order_by": "created_at", "activity_filter": "only_activity"}
        try:
            place = words.moved_to(list(self._api.pages(path, query, issue=shell.ref.number)), shell.ref.project)
            if place is not None:
                moved = self.get(IssueRef(self._name, *place))
                self._places[shell.ref] = moved.ref
                return moved
        except (IssueNotFoundError, HiddenError):
            pass
        raise IssueNotFoundError(f"issue {shell.ref} was moved out of sight", "give the token access to its project")

    def recent(self) -> tuple[Issue, ...]:
        """The latest hundred issues whatever their labels; one request."""
        pages = self._api.answers(self._api.issues(), {"state": "all", "order_by": "created_at", "sort": "desc"})
        return tuple(self.issue(data) for data in next(pages).entries if not data.get("moved_to_id"))

    def became(self, ref: IssueRef) -> str:
        """What a closed issue was turned into, or ""; one request per 100 notes, the latest first."""
        query = {"sort": "desc", "order_by": "created_at", "activity_filter": "only_activity"}
        notes = self._api.pages(self._api.below(ref, "notes"), query, issue=ref.number)
        with self._api.understood():
            return words.turned_into(notes)

    def issue(self, data: Mapping[str, Any], *, wrote: bool = False) -> Issue:
        """The issue as a value; what passes by teaches which people and labels there are."""
        with self._api.understood(wrote=wrote):
            issue = self._at_home(words.to_issue(data, self._name, self._api.path, self._reasons))
            if self._api.moved_to and issue.ref.project == self._api.moved_to:
                issue = replace(issue, ref=replace(issue.ref, project=self._api.path))
            if issue.ref.project == self._api.path:
                self._lookups.learn(data)
        self.known[issue.ref] = issue
        return issue

    def _at_home(self, issue: Issue) -> Issue:
        """The issue with a page on the configured server, whatever host the answer names."""
        computed = f"{self._api.site}/{issue.ref.project}/-/issues/{issue.ref.number}"
        return replace(issue, url=own_page(issue.url, self._api.site, computed))

    def wrote(self, data: Mapping[str, Any]) -> Issue:
        """The issue after a change of ours, which is no sign of anybody else."""
        return self._noted(self.issue(data, wrote=True))

    def _noted(self, issue: Issue) -> Issue:
        if issue.ref.project == self._api.path:
            self._lister.watch.wrote(issue.ref.number, issue.updated_at)
        return issue

    def commented(self, ref: IssueRef) -> Issue:
        """The issue after a comment alone: as it was last seen, for nothing else of it changed."""
        known = self.known.get(ref)
        if known is None:
            return self._noted(self.get(ref))
        self._lister.watch.wrote(ref.number, None)
        return known

    def _read(self, label: str, fresh: bool) -> list[Json]:
        """The project's list: its share of the group's where there is one, else its own."""
        share = self._group.share(self._api, self._cache, label) if self._group and not fresh else None
        with self._api.understood():
            return self._lister.read(label, fresh) if share is None else self._lister.took(label, share)

    def _listed(self, data: Mapping[str, Any]) -> Issue | None:
        """One issue of a list. What is left of one that was moved is all there is where its new place is hidden; where
        nobody answers for it, it is left out and told."""
        if not data.get("moved_to_id"):
            return self.issue(data)
        try:
            return self.followed(data)
        except IssueNotFoundError:
            return replace(self.issue(data), out_of_sight=True)
        except TrackerUnavailableError as error:
            shell = self.issue(data)
            why = UnreadableIssueError(
                f"{shell.ref} was moved, and its new place could not be read: {error.message}",
                error.hint,
                shell.ref,
                shell.body,
            )
            self.unreadable = (*self.unreadable, why)
            return None
