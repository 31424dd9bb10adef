"""GitHub issues through PyGithub, in as few requests as possible.

Requests: a list takes one per 100 issues (at least one); `create`, `get` and a change of title, body, state
or assignees one each; a comment one more, labels one to add and one per label to remove, with a closing read
where nothing else was changed. Labels that no listed issue carries are looked up once (a request per 100) and
created with one request each, per run.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from postmortem_tracker.errors import (
    ConfigError,
    InvalidIssueError,
    IssueNotFoundError,
    NotAnIssueError,
    TrackerUnavailableError,
)
from postmortem_tracker.integrations.github.app import App, Installation, signature
from postmortem_tracker.integrations.github.auth import auth_of, find_token
from postmortem_tracker.integrations.github.conversion import became, may_be
from postmortem_tracker.integrations.github.doctor import inspect
from postmortem_tracker.integrations.github.errors import APP_HINT
from postmortem_tracker.integrations.github.evidence import evidence
from postmortem_tracker.integrations.github.http import Api
from postmortem_tracker.integrations.github.json import body_of, id_of, issue_of, patch_of, project_in, state_patch
from postmortem_tracker.integrations.github.labels import labels_at
from postmortem_tracker.integrations.github.links import (
    CLOUD,
    checked_project,
    is_cloud,
    number_of,
    web_url_of,
)
from postmortem_tracker.integrations.github.list import Lister
from postmortem_tracker.integrations.github.milestones import Milestones
from postmortem_tracker.integrations.github.people import People
from postmortem_tracker.integrations.shared.addresses import checked_url
from postmortem_tracker.integrations.shared.list_cache import ListCache
from postmortem_tracker.integrations.shared.list_watch import PAGE
from postmortem_tracker.integrations.shared.pacing import DEFAULT_MAX_WAIT, GITHUB_WRITES, Pacer
from postmortem_tracker.integrations.shared.values import comment_of, objects, own_page, text_or_none, truth
from postmortem_tracker.issues import Capabilities, Diagnosis
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State

__all__ = ["App", "GitHubTracker", "find_token"]

CAPABILITIES = Capabilities(
    title_length=256, body_length=65_536, label_length=50, max_labels=100, max_assignees=10, labels_apart=True
)


class GitHubTracker:
    """The issues of one GitHub repository, on github.com or an Enterprise Server.

    ``token`` is a token, a function that gives one, an App, or None to read a public repository. ``paced``
    spaces out writes as github.com asks for; by default only there. ``on_wait`` is told until when it waits.
    """

    def __init__(
        self,
        name: str,
        project: str,
        token: str | Callable[[], str] | App | None = None,
        *,
        url: str = CLOUD,
        web_url: str | None = None,
        max_wait: float = DEFAULT_MAX_WAIT,
        timeout: int = 30,
        ca: Path | str | None = None,
        insecure: bool = False,
        cache_dir: Path | None = None,
        paced: bool | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        on_wait: Callable[[datetime], None] | None = None,
    ) -> None:
        self._name = name
        self._project = checked_project(project)
        self._url = checked_url(url, insecure, CLOUD)
        # Links may have been written before the site had an address of its own.
        self._sites = tuple(each.rstrip("/") for each in (web_url, web_url_of(self._url)) if each)
        self._web_url = self._sites[0]
        limits = GITHUB_WRITES if (is_cloud(self._url) if paced is None else paced) else ()
        self._pacer = Pacer(limits, max_wait=max_wait, clock=clock, sleep=sleep, on_wait=on_wait)
        verify = str(ca) if ca is not None else True
        self._app: Installation | None = None
        options: dict[str, Any] = {"timeout": timeout, "verify": verify}
        if isinstance(token, App):
            unpaced = Pacer(max_wait=max_wait, clock=clock, sleep=sleep, on_wait=on_wait)
            asked = Api(self._url, signature(token), project, unpaced, **options, hint=APP_HINT)
            self._app = Installation(asked, token, project, clock)
            options["hint"], token = APP_HINT, self._app.token
        self._api = Api(self._url, auth_of(token), project, self._pacer, **options)
        self._root = f"/repos/{project}"
        self._labels = labels_at(self._api, self._root)
        self._people = People(self._api, project)
        self._milestones = Milestones(self._api, self._root)
        cache = ListCache(cache_dir, "github", lambda raw: (issue_of(raw, name, project_in(raw)), id_of(raw)))
        self._lister = Lister(self._api, self._root, cache, self._url)
        self._ids: dict[IssueRef, int] = {}
        self._known: dict[IssueRef, Issue] = {}  # as last seen in this run
        self._locked: set[IssueRef] = set()  # the closed ones that nobody can write in any more
        self._wrote = False
        self._dropped = ""
        self._private: bool | None = None

    @property
    def name(self) -> str:
        """The configured name."""
        return self._name

    @property
    def project(self) -> str:
        """``owner/repo`` as configured."""
        return self._project

    @property
    def capabilities(self) -> Capabilities:
        """GitHub's limits; whether the project is private is known once `is_private` was asked."""
        return replace(CAPABILITIES, private=self._private)

    def list(self, label: str) -> Iterator[Issue]:
        """All issues with the label, in one request per 100, or in one where the cache still holds."""
        if "," in label:
            raise ConfigError(f"the label {label!r} holds a comma", "GitHub cannot list such a label: choose another")
        # All pages are here before the first issue leaves: half a list would open the other half again.
        for raw in self._lister.read(label, fresh=self._wrote):
            issue = self._issue(raw)
            if label.casefold() in (name.casefold() for name in issue.labels):
                yield issue

    def get(self, ref: IssueRef) -> Issue:
        """One issue, always asked for anew; a transferred one comes with the ref it has now."""
        raw = self._api.get(self._path(ref)).data
        with self._api.understood():
            is_change = raw.get("pull_request") is not None
        if is_change:
            raise NotAnIssueError(f"{ref} is a pull request, not an issue", "link the issue instead")
        return self._issue(raw)

    def create(self, draft: IssueDraft) -> Issue:
        """Open one issue with exactly one request that can open one."""
        if self._dropped:
            raise TrackerUnavailableError(
                f"the token may open issues in {self._project}, but not label them ({self._dropped} was dropped)",
                "use a token with the triage role or write access; remove or label the issue that was opened",
            )
        self._labels.ensure(draft.labels)
        milestone = self._milestones.number(draft.milestone) if draft.milestone else None
        self._wrote = True
        try:
            answer = self._api.write("POST", f"{self._root}/issues", body_of(draft, milestone))
        except InvalidIssueError as error:
            raise self._people.explained(error, draft.assignees) from error
        issue = self._issue(answer.data, wrote=True, moved=answer.moved)
        self._note(issue)
        # Without the right to label, GitHub opens the issue and says nothing: this one is kept, no second follows.
        self._dropped = draft.labels[0] if draft.labels and not issue.labels else ""
        return issue

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        """Send only what ``change`` names: the comment first, then labels, then the fields in one request."""
        comment, path = comment_of(ref, change), self._path(ref)
        self._wrote = self._wrote or change != IssueChange()
        if comment:
            self._api.write("POST", f"{path}/comments", {"body": comment})
        if change.add_labels:
            if ref.project == self._project:
                self._labels.ensure(change.add_labels)
            self._api.write("POST", f"{path}/labels", {"labels": [*change.add_labels]})
        for label in change.remove_labels:
            self._unlabel(path, label)
        body = patch_of(change)
        try:
            if body:
                issue = self._patched(path, body, change.state)
            elif comment and ref in self._known and not (change.add_labels or change.remove_labels):
                issue = self._known[ref]  # as it was last seen: nothing of it changed but when
                self._lister.watch.wrote(ref.number, None)
                return issue
            else:
                issue = self.get(ref)
        except InvalidIssueError as error:
            raise self._people.explained(error, change.assignees or ()) from error
        if change != IssueChange():
            self._note(issue)
        return issue

    def comments(self, ref: IssueRef) -> Iterator[str]:
        """The bodies of an issue's comments, oldest first, in one request per 100."""
        first = self._api.get(f"{self._path(ref)}/comments", {"per_page": str(PAGE)})
        for comment in self._api.entries(first):
            with self._api.understood():
                body = text_or_none(comment.get("body"))
            yield body

    def resolve(self, text: str, url: str | None, path: str) -> IssueRef | None:  # noqa: ARG002 - relative links are no issues here
        """``#12``, ``GH-12``, ``owner/repo#12`` and this website's addresses of this project's issues."""
        found = (number_of(text, url, self._project, site) for site in self._sites)
        number = next((each for each in found if each), None)
        return None if number is None else IssueRef(self._name, self._project, number)

    # Beyond the port.

    def alone(self, label: str) -> bool:
        """Whether one request proves that nobody else changed the list since this object first read it."""
        return self._lister.alone(label)

    def has_milestone(self, title: str) -> bool:
        """Whether the repository has an open milestone of this title; asks once, in one request per 100."""
        return self._milestones.number(title) is not None

    @property
    def requests(self) -> int:
        """How many requests this object has sent so far."""
        return self._api.sent + (self._app.sent if self._app else 0)

    def preparation(self, labels: Iterable[str], accounts: Iterable[str]) -> tuple[int, int]:
        """The labels' list, where no issue shows them all, and one request for each that is new; people need none."""
        del accounts
        return self._labels.preparation(labels)

    @property
    def moved_to(self) -> str:
        """The repository's new name, once a list was redirected to it."""
        there = self._lister.moved_to
        return there if there.casefold() != self._project.casefold() else ""

    def eta(self, creates: int, updates: int) -> float:
        """Seconds that so many writes take at least under GitHub's limits."""
        return self._pacer.eta(creates + updates)

    def is_private(self) -> bool:
        """Whether outsiders cannot read the repository; asks once."""
        if self._private is None:
            repository = self._api.get(self._root).data
            with self._api.understood():
                self._private = truth(repository.get("private"))
        return self._private

    def inspect(self, users: Iterable[str] = (), labels: Iterable[str] = ()) -> tuple[Diagnosis, ...]:
        """Look at everything a sync needs, read-only: a request each for the repository, labels and every user."""
        return inspect(self._api, self._labels, self._project, users, labels)

    def evidence(self, ref: IssueRef) -> tuple[str, ...]:
        """The merged pull requests, of any repository, that refer to the issue, and the commits that closed it."""
        return evidence(self._api, self._path(ref), self._web_url)

    def recent(self) -> tuple[Issue, ...]:
        """The latest issues whatever their labels, in one request for a hundred, pull requests among them."""
        query = {"state": "all", "per_page": str(PAGE), "sort": "created", "direction": "desc"}
        answer = self._api.get(f"{self._root}/issues", query)
        with self._api.understood():
            found = [raw for raw in objects(answer.data) if raw.get("pull_request") is None]
        return tuple(map(self._issue, found))

    def became(self, ref: IssueRef) -> str:
        """Whether people turned the issue into a discussion, which closes and locks it; no other one is asked about."""
        return became(self._api, self._path(ref)) if ref in self._locked else ""

    def add_child(self, parent: IssueRef, child: IssueRef) -> None:
        """Make an issue a sub-issue of another (at most 100 per parent); one that is already stays so."""
        if child not in self._ids:
            child = self.get(child).ref  # where it is now
        with self._api.understood():
            number = self._ids[child]
        self._wrote = True
        try:
            self._api.write("POST", f"{self._path(parent)}/sub_issues", {"sub_issue_id": number})
        except InvalidIssueError:
            if all(there.ref != child for there in self.children(parent)):
                raise

    def children(self, parent: IssueRef) -> tuple[Issue, ...]:
        """The sub-issues of an issue, open and closed."""
        first = self._api.get(f"{self._path(parent)}/sub_issues", {"per_page": str(PAGE)})
        return tuple(map(self._issue, self._api.entries(first)))

    # Inside.

    def _path(self, ref: IssueRef) -> str:
        return f"/repos/{checked_project(ref.project)}/issues/{ref.number}"

    def _issue(self, raw: Mapping[str, Any], *, wrote: bool = False, moved: bool = False) -> Issue:
        """The issue as a value; what passes by teaches which labels exist, ``moved`` where the repository is now."""
        with self._api.understood(wrote=wrote):
            there = project_in(raw)
            if moved:
                self._lister.moved_to = there
            here = there.casefold() in ("", self._project.casefold(), self._lister.moved_to.casefold())
            issue = issue_of(raw, self._name, self._project if here else there)
            computed = f"{self._web_url}/{there or self._project}/issues/{issue.ref.number}"
            issue = replace(issue, url=own_page(issue.url, self._web_url, computed))  # none leads readers elsewhere
            number = id_of(raw)
            if number is not None:
                self._ids[issue.ref] = number
        self._known[issue.ref] = issue
        if may_be(raw):
            self._locked.add(issue.ref)
        if here:
            self._labels.learn(issue.labels)
        return issue

    def _note(self, issue: Issue) -> None:
        if issue.ref.project == self._project:
            self._lister.watch.wrote(issue.ref.number, issue.updated_at)

    def _unlabel(self, path: str, label: str) -> None:
        # 404: the label is not on it; a missing issue shows at the closing request.
        with contextlib.suppress(IssueNotFoundError):
            self._api.write("DELETE", f"{path}/labels/{quote(label, safe='')}")

    def _patched(self, path: str, body: dict[str, Any], state: State | None) -> Issue:
        """The issue after one PATCH, or a few where GitHub does not take the reason at once."""
        try:
            issue = self._issue(self._api.write("PATCH", path, body).data, wrote=True)
        except InvalidIssueError:
            if state is not State.DUPLICATE:
                raise
            # Older Enterprise Servers know no such reason; the comment tells it.
            return self._patched(path, {**body, "state_reason": "not_planned"}, None)
        if state in (State.COMPLETED, State.NOT_PLANNED) and issue.state not in (state, State.OPEN):
            # It was closed already, and a reason is only taken together with a change of state.
            self._api.write("PATCH", path, state_patch(State.OPEN))
            return self._issue(self._api.write("PATCH", path, state_patch(state)).data, wrote=True)
        return issue
