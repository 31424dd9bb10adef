"""GitLab: one project of GitLab.com or a self-managed server, through python-gitlab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import gitlab

from postmortem_tracker.errors import InvalidIssueError, IssueNotFoundError, TrackerError, TrackerUnavailableError
from postmortem_tracker.integrations.gitlab import text as words
from postmortem_tracker.integrations.gitlab.address import checked_project, checked_url
from postmortem_tracker.integrations.gitlab.commands import awakened, harmless
from postmortem_tracker.integrations.gitlab.doctor import inspect
from postmortem_tracker.integrations.gitlab.errors import JOB_TOKEN_HINT, Place, told
from postmortem_tracker.integrations.gitlab.evidence import merged
from postmortem_tracker.integrations.gitlab.list import Lister, Page
from postmortem_tracker.integrations.gitlab.lookups import Lookups
from postmortem_tracker.integrations.gitlab.session import PatientSession
from postmortem_tracker.integrations.gitlab.text import ReasonLabels
from postmortem_tracker.integrations.shared.allowance import MOST_PAGES
from postmortem_tracker.integrations.shared.credentials import checked_token
from postmortem_tracker.integrations.shared.list_cache import ListCache
from postmortem_tracker.integrations.shared.list_watch import PAGE
from postmortem_tracker.integrations.shared.pacing import GITLAB_WRITES, Pacer
from postmortem_tracker.issues import Capabilities, Diagnosis
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State, Unset

if TYPE_CHECKING:
    import requests
    from gitlab.v4.objects import Project


class GitLabTracker:
    """The issues of one GitLab project.

    GitLab closes without a reason: the labels of ``reasons`` stand for "not planned" and "duplicate" and
    are shown as the state, not as labels. ``token_name`` is where the token came from, for messages.
    """

    def __init__(
        self,
        project: str,
        token: str,
        *,
        name: str = "gitlab",
        url: str = "https://gitlab.com",
        token_name: str = "GITLAB_TOKEN",
        timeout: float = 30.0,
        ca_file: str = "",
        insecure: bool = False,
        private: bool | None = None,
        several_assignees: bool = False,
        reasons: ReasonLabels | None = None,
        cache_dir: Path | None = None,
        pacer: Pacer | None = None,
    ) -> None:
        self._name = name
        self._project_path = checked_project(project)
        self._base = checked_url(url, insecure)
        self._reasons = reasons or ReasonLabels()
        self._private = private
        self._several = several_assignees
        self._unlabelled = ""
        self._known: dict[IssueRef, Issue] = {}  # as last seen in this run
        self._moved_to = ""
        self._places: dict[IssueRef, IssueRef] = {}  # where issues went that were moved
        self._pacer = pacer or Pacer(GITLAB_WRITES)
        token = checked_token(token, token_name)
        host = urlsplit(self._base).netloc
        self._place = Place(host, self._project_path, token)
        self._session = PatientSession(host, self._pacer)
        self._unfit = token_name == "CI_JOB_TOKEN" or token.startswith("glcbt-")
        self._gitlab = gitlab.Gitlab(
            self._base,
            oauth_token=token or None,  # as a bearer, which requests itself drops when another host is next
            ssl_verify=ca_file or True,
            timeout=timeout,
            session=self._session,
        )
        self._lookups = Lookups(self._gitlab, self._place)
        cache = ListCache(cache_dir, "gitlab", "iid")
        self._lister = Lister(self._answers, f"/projects/{self._manager_id()}/issues", cache, self._base)
        self._wrote = False

    @property
    def name(self) -> str:
        """The configured name."""
        return self._name

    @property
    def project(self) -> str:
        """``group/project``."""
        return self._project_path

    @property
    def capabilities(self) -> Capabilities:
        """GitLab's limits; several assignees need a paid tier."""
        return Capabilities(
            title_length=255,
            body_length=1_000_000,  # 1,048,576 on the server; the rest is for our backslashes
            max_assignees=100 if self._several else 1,
            due_dates=True,
            confidential_issues=True,
            private=self._private,
            closing_labels=frozenset(self._reasons.both()),
        )

    def list(self, label: str) -> Iterator[Issue]:
        """All issues with the label, oldest first, in one request per 100, or in one where the cache still holds.

        Moved ones come at their new place.
        """
        seen: set[IssueRef] = set()
        for data in self._lister.read(words.label_there(label), fresh=self._wrote):
            issue = self._followed(data) if data.get("moved_to_id") else self._issue(data)
            if issue.ref not in seen:
                seen.add(issue.ref)
                yield issue

    def get(self, ref: IssueRef) -> Issue:
        """One issue; where it was moved, the issue that it became."""
        ref = self._places.get(ref, ref)
        with self._told(issue=ref.number):
            data = self._project(ref).issues.get(ref.number).attributes
        return self._followed(data, strict=True) if data.get("moved_to_id") else self._issue(data)

    def create(self, draft: IssueDraft) -> Issue:
        """One request opens the issue with everything; people and labels not met before are looked up."""
        self._check_fitness()
        self._wrote = True
        data: dict[str, Any] = {"title": draft.title, "description": harmless(draft.body)}
        if draft.labels:
            data["labels"] = _labels(draft.labels)
        if draft.assignees:
            data["assignee_ids"] = self._lookups.users(draft.assignees)
        if draft.due is not None:
            data["due_date"] = draft.due.isoformat()
        if draft.confidential:
            data["confidential"] = True
        self._lookups.ensure_labels(map(words.label_there, draft.labels))
        with self._told(write=True, title=draft.title):
            issue = self._noted(self._issue(self._project().issues.create(data, obey_rate_limit=False).attributes))
        # Without the right to label, GitLab opens the issue and says nothing: this one is kept, no second follows.
        # (Of one scope GitLab may keep one label only: that some are missing says nothing.)
        if not issue.labels:
            self._unlabelled = next((name for name in draft.labels if name.strip()), "")
        return issue

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        """One request for all fields, one before it for a comment."""
        data = self._fields(change)
        comment = _comment(ref, change)
        self._check_text(ref, change)
        if ref.project == self._project_path:
            self._lookups.ensure_labels(map(words.label_there, change.add_labels))
        self._wrote = self._wrote or bool(data or comment)
        if comment:
            with self._told(write=True, issue=ref.number):
                issue = self._project(ref).issues.get(ref.number, lazy=True)
                issue.notes.create({"body": harmless(comment)}, obey_rate_limit=False)
        if not data:
            return self._commented(ref) if comment else self.get(ref)
        with self._told(write=True, issue=ref.number):
            changed: Any = self._project(ref).issues.update(ref.number, data, obey_rate_limit=False)
        if changed.get("moved_to_id"):  # what was changed is the shell left behind: the issue lives elsewhere
            return self.update(self._followed(changed, strict=True).ref, _without_comment(change))
        updated = self._noted(self._issue(changed))
        self._check_labels(change, updated)
        return updated

    def comments(self, ref: IssueRef) -> Iterator[str]:
        """What people (and we) wrote, oldest first; GitLab's own notes are left out."""
        query = {"sort": "asc", "order_by": "created_at"}
        path = f"/projects/{self._manager_id(ref)}/issues/{ref.number}/notes"
        for note in self._pages(path, query, issue=ref.number):
            if not note.get("system"):
                yield str(note["body"])

    def resolve(self, text: str, url: str | None, path: str) -> IssueRef | None:
        """Understands URLs of issues and work items, `group/project#12` and, without a URL, `#12`."""
        del path  # a link to a server is the same from everywhere
        link = url if url is not None else text if "://" in text else None
        if link is not None:
            paths = (self._project_path, self._moved_to)
            found = (words.number_in_url(link, self._base, path) for path in paths if path)
            number = next((each for each in found if each), None)
        else:
            number = words.number_in_text(text, self._project_path)
        return IssueRef(self._name, self._project_path, number) if number else None

    def inspect(self, users: Iterable[str] = (), labels: Iterable[str] = ()) -> tuple[Diagnosis, ...]:
        """For `doctor`: token, project, rights, people and limits; only reads."""
        del labels  # GitLab makes an unknown label when it is first used
        if self._unfit:
            return (Diagnosis("token", False, "CI_JOB_TOKEN cannot be used for issues", JOB_TOKEN_HINT),)
        return inspect(self._gitlab, self._place, users, self._session.limits)

    @property
    def requests(self) -> int:
        """How many requests this object has sent so far."""
        return self._session.sent

    def preparation(self, labels: Iterable[str], accounts: Iterable[str]) -> tuple[int, int]:
        """One request for each person not met yet, the labels' list, and one for each label that is new."""
        return self._lookups.preparation(map(words.label_there, labels), accounts)

    @property
    def moved_to(self) -> str:
        """The project's new path, once a list was redirected to it."""
        return self._moved_to

    def alone(self, label: str) -> bool:
        """Whether one request proves that nobody else changed the list since this object first read it."""
        return self._lister.alone(words.label_there(label))

    def is_private(self) -> bool:
        """Whether outsiders cannot read the project; asks once."""
        if self._private is None:
            with self._told():
                self._private = self._gitlab.projects.get(self._project_path).visibility != "public"
        return self._private

    def eta(self, creates: int, updates: int) -> float:
        """Seconds that so many writes take at least; GitLab counts only new issues."""
        del updates
        return self._pacer.eta(creates)

    def evidence(self, ref: IssueRef) -> tuple[str, ...]:
        """The merged merge requests that close or mention the issue, in one request per 100 of them."""
        path = f"/projects/{self._manager_id(ref)}/issues/{ref.number}/related_merge_requests"
        return merged(self._pages(path, {}, issue=ref.number))

    def add_child(self, parent: IssueRef, child: IssueRef) -> None:
        """Relate an issue to another; what is related already stays so."""
        target = {"target_project_id": child.project, "target_issue_iid": child.number}
        with self._told(write=True, issue=parent.number):
            try:
                self._gitlab.http_post(self._links(parent), post_data=target, obey_rate_limit=False)
            except gitlab.exceptions.GitlabHttpError as error:
                if error.response_code != 409:  # else they are related already
                    raise

    def children(self, parent: IssueRef) -> tuple[Issue, ...]:
        """The issues related to another, open and closed."""
        return tuple(self._issue(data) for data in self._pages(self._links(parent), {}, issue=parent.number))

    # Requests.

    def _check_text(self, ref: IssueRef, change: IssueChange) -> None:
        """Stops a description that would make GitLab run what others wrote into it."""
        if change.body is None:
            return
        known = self._known.get(ref)
        command = awakened(known.body if known else "", change.body)
        if command is not None:
            raise InvalidIssueError(
                f"{ref}: saved with our block, GitLab would run {command[:60]!r} out of it: nothing was written",
                "take that line out of the description, or put a space before it",
            )

    def _check_labels(self, change: IssueChange, issue: Issue) -> None:
        """GitLab drops the labels of a token that may not set them, and says nothing."""
        if change.add_labels and not set(change.add_labels) & set(issue.labels):
            raise TrackerUnavailableError(
                f"the token may change issues in {self._project_path}, but not label them ({change.add_labels[0]})",
                "use a token with the role Planner or Reporter",
            )

    def _commented(self, ref: IssueRef) -> Issue:
        """The issue after a comment alone: as it was last seen, for nothing else of it changed."""
        known = self._known.get(ref)
        if known is None:
            return self._noted(self.get(ref))
        self._lister.watch.wrote(ref.number, None)
        return known

    def _check_fitness(self) -> None:
        """Stops what cannot end well before anything is sent."""
        if self._unfit:
            raise TrackerUnavailableError(f"{self._place.host}: a job token cannot be used", JOB_TOKEN_HINT)
        if self._unlabelled:
            raise TrackerUnavailableError(
                f"the token may open issues in {self._project_path}, but not label them ({self._unlabelled})",
                "use a token with the role Planner or Reporter; remove or label the issue that was opened",
            )

    def _told(self, write: bool = False, issue: int | None = None, title: str = "") -> AbstractContextManager[None]:
        if self._unfit:
            self._check_fitness()
        return told(self._place, write, issue, title)

    def _project(self, ref: IssueRef | None = None) -> Project:
        path = ref.project if ref else self._project_path
        return self._gitlab.projects.get(
            self._moved_to if path == self._project_path and self._moved_to else path, lazy=True
        )

    def _manager_id(self, ref: IssueRef | None = None) -> str:
        return str(self._project(ref).encoded_id)

    def _links(self, ref: IssueRef) -> str:
        return f"/projects/{self._manager_id(ref)}/issues/{ref.number}/links"

    def _pages(self, path: str, query: Mapping[str, Any], issue: int | None = None) -> Iterator[dict[str, Any]]:
        """Every entry of a list."""
        for page in self._answers(path, query, issue):
            yield from page.entries

    def _answers(self, path: str, query: Mapping[str, Any], issue: int | None = None) -> Iterator[Page]:
        """The pages of a list; one is asked for only when the one before says that there is one."""
        number, count = query.get("page", "1"), 0
        while number:
            count += 1
            if count > MOST_PAGES:
                raise TrackerUnavailableError(
                    f"{self._place.host} gives a list without an end", "check the server and the proxy before it"
                )
            asked = {"per_page": PAGE, **query, "page": number}
            with self._told(issue=issue):
                response = self._gitlab.http_request("get", path, query_data=asked, obey_rate_limit=False)
                entries = _json_list(response, self._place)
                if response.history and entries and not self._moved_to:
                    self._moved_to = words.project_of(entries[0], self._project_path)
            yield Page(entries, response.headers)
            number = _next_page(response)

    def _followed(self, data: Mapping[str, Any], strict: bool = False) -> Issue:
        """The issue that a moved one became; unless ``strict``, what is left of it where that is hidden."""
        shell = self._issue(data)
        path = f"/projects/{self._manager_id(shell.ref)}/issues/{shell.ref.number}/notes"
        query = {"sort": "desc", "order_by": "created_at", "activity_filter": "only_activity"}
        try:
            place = words.moved_to(list(self._pages(path, query, issue=shell.ref.number)), shell.ref.project)
            if place is not None:
                moved = self.get(IssueRef(self._name, *place))
                self._places[shell.ref] = moved.ref
                return moved
        except TrackerError:
            place = None
        if strict:
            raise IssueNotFoundError(
                f"issue {shell.ref} was moved out of sight", "give the token access to its project"
            )
        return replace(shell, out_of_sight=True)

    def _issue(self, data: Mapping[str, Any]) -> Issue:
        issue = words.to_issue(data, self._name, self._project_path, self._reasons)
        if self._moved_to and issue.ref.project == self._moved_to:
            issue = replace(issue, ref=replace(issue.ref, project=self._project_path))
        self._known[issue.ref] = issue
        if issue.ref.project == self._project_path:
            self._lookups.learn(data)
        return issue

    def _noted(self, issue: Issue) -> Issue:
        if issue.ref.project == self._project_path:
            self._lister.watch.wrote(issue.ref.number, issue.updated_at)
        return issue

    def _fields(self, change: IssueChange) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if change.title is not None:
            data["title"] = change.title
        if change.body is not None:
            data["description"] = change.body
        if change.assignees is not None:
            data["assignee_ids"] = self._lookups.users(change.assignees) or [0]
        if not isinstance(change.due, Unset):
            data["due_date"] = change.due.isoformat() if change.due else ""
        add, remove = list(change.add_labels), list(change.remove_labels)
        if change.state is not None:
            data["state_event"] = "close" if change.state.closed else "reopen"
            reason = {State.NOT_PLANNED: self._reasons.not_planned, State.DUPLICATE: self._reasons.duplicate}
            add += [reason[change.state]] if change.state in reason else []
            remove += [label for label in self._reasons.both() if label not in add]
        if add:
            data["add_labels"] = _labels(add)
        if remove:
            data["remove_labels"] = _labels(remove)
        return data


def _comment(ref: IssueRef, change: IssueChange) -> str:
    original = change.duplicate_of if change.state is State.DUPLICATE else None
    if original is None:
        return change.comment or ""
    named = f"#{original.number}" if original.project == ref.project else str(original)
    return "\n\n".join(part for part in (change.comment, f"Duplicate of {named}") if part)


def _without_comment(change: IssueChange) -> IssueChange:
    return replace(change, comment=None, duplicate_of=None)


def _labels(labels: Iterable[str]) -> str:
    return ",".join(dict.fromkeys(name for name in map(words.label_there, labels) if name))


def _json_list(response: requests.Response, place: Place) -> list[dict[str, Any]]:
    try:
        entries = response.json()
    except ValueError:
        entries = None
    if not isinstance(entries, list):
        hint = "is the url that of the server itself, with its subpath if it has one?"
        raise TrackerUnavailableError(f"{place.host} does not answer like GitLab", hint)
    return entries


def _next_page(response: requests.Response) -> str:
    """The next page's number, "" after the last; a proxy may have kept only one of the two headers."""
    if "X-Next-Page" in response.headers:
        return str(response.headers["X-Next-Page"]).strip()
    link = response.links.get("next", {}).get("url", "")
    return parse_qs(urlsplit(link).query).get("page", [""])[0]
