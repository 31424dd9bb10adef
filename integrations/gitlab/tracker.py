"""GitLab: one project of GitLab.com or a self-managed server, through python-gitlab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from postmortem_tracker.errors import UnreadableIssueError
from postmortem_tracker.integrations.gitlab import text as words
from postmortem_tracker.integrations.gitlab.address import checked_project, checked_url
from postmortem_tracker.integrations.gitlab.api import Api
from postmortem_tracker.integrations.gitlab.doctor import inspect
from postmortem_tracker.integrations.gitlab.errors import JOB_TOKEN_HINT
from postmortem_tracker.integrations.gitlab.evidence import merged
from postmortem_tracker.integrations.gitlab.group import Groups
from postmortem_tracker.integrations.gitlab.lookups import Lookups
from postmortem_tracker.integrations.gitlab.reading import Reader
from postmortem_tracker.integrations.gitlab.text import ReasonLabels
from postmortem_tracker.integrations.gitlab.writing import Writer
from postmortem_tracker.integrations.shared.credentials import checked_token
from postmortem_tracker.integrations.shared.list_cache import ListCache
from postmortem_tracker.integrations.shared.pacing import GITLAB_WRITES, Pacer
from postmortem_tracker.integrations.shared.values import text
from postmortem_tracker.issues import Capabilities, Diagnosis
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef


class GitLabTracker:
    """The issues of one GitLab project.

    GitLab closes without a reason: the labels of ``reasons`` stand for "not planned" and "duplicate" and
    are shown as the state, not as labels. ``token_name`` is where the token came from, for messages; trackers with the
    same ``groups`` are listed together where they can be.
    """

    def __init__(
        self,
        project: str,
        token: str,
        *,
        name: str = "gitlab",
        url: str = "https://gitlab.com",
        web_url: str = "",
        token_name: str = "GITLAB_TOKEN",
        timeout: float = 30.0,
        ca_file: str = "",
        insecure: bool = False,
        private: bool | None = None,
        several_assignees: bool = False,
        reasons: ReasonLabels | None = None,
        cache_dir: Path | None = None,
        pacer: Pacer | None = None,
        groups: Groups | None = None,
    ) -> None:
        self._name = name
        self._project = checked_project(project)
        self._reasons = reasons or ReasonLabels()
        self._private = private
        self._several = several_assignees
        self._pacer = pacer or Pacer(GITLAB_WRITES)
        base, token = checked_url(url, insecure), checked_token(token, token_name)
        self._api = Api(base, self._project, token, token_name, timeout=timeout, ca_file=ca_file, pacer=self._pacer)
        self._api.site = web_url or base
        self._lookups = Lookups(self._api.client, self._api.place)
        group = groups.of(self._api) if groups and not self._api.unfit else None
        cache = ListCache(cache_dir, "gitlab", lambda raw: words.to_issue(raw, name, project, self._reasons))
        self._reader = Reader(self._api, name, self._reasons, self._lookups, cache, group)
        self._writer = Writer(self._api, self._reader, self._reasons, self._lookups)

    @property
    def name(self) -> str:
        """The configured name."""
        return self._name

    @property
    def project(self) -> str:
        """``group/project``."""
        return self._project

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

        Of several projects of a group the first one that is listed asks for all. Moved ones come at their new place.
        """
        return self._reader.labelled(label, fresh=self._writer.wrote)

    def problems(self) -> tuple[UnreadableIssueError, ...]:
        """The moved issues that the latest list had to leave out: nobody answered for their new place."""
        return self._reader.unreadable

    def get(self, ref: IssueRef) -> Issue:
        """One issue; where it was moved, the issue that it became."""
        return self._reader.get(ref)

    def create(self, draft: IssueDraft) -> Issue:
        """One request opens the issue with everything; people and labels not met before are looked up."""
        return self._writer.create(draft)

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        """One request for all fields, one before it for a comment."""
        return self._writer.update(ref, change)

    def comments(self, ref: IssueRef) -> Iterator[str]:
        """What people (and we) wrote, oldest first; GitLab's own notes are left out."""
        return self._reader.comments(ref)

    def resolve(self, text: str, url: str | None, path: str) -> IssueRef | None:
        """Understands URLs of issues and work items, `group/project#12` and, without a URL, `#12`."""
        del path  # a link to a server is the same from everywhere
        link = url if url is not None else text if "://" in text else None
        if link is not None:
            # Links may have been written before the site had an address of its own.
            places = product((self._api.site, self._api.base), filter(None, (self._project, self._api.moved_to)))
            found = (words.number_in_url(link, site, path) for site, path in places)
            number = next((each for each in found if each), None)
        else:
            number = words.number_in_text(text, self._project)
        return IssueRef(self._name, self._project, number) if number else None

    # Beyond the port.

    def inspect(self, users: Iterable[str] = (), labels: Iterable[str] = ()) -> tuple[Diagnosis, ...]:
        """For `doctor`: token, project, rights, people and limits; only reads."""
        del labels  # GitLab makes an unknown label when it is first used
        if self._api.unfit:
            return (Diagnosis("token", False, "CI_JOB_TOKEN cannot be used for issues", JOB_TOKEN_HINT),)
        return inspect(self._api.client, self._api.place, users, self._api.session.limits)

    def has_milestone(self, title: str) -> bool:
        """Whether the project, or a group above it, has an open milestone of this title; asks once."""
        return self._lookups.milestone(title) is not None

    @property
    def requests(self) -> int:
        """How many requests this object has sent so far."""
        return self._api.session.sent

    def preparation(self, labels: Iterable[str], accounts: Iterable[str]) -> tuple[int, int]:
        """One request for each person not met yet, the labels' list, and one for each label that is new."""
        return self._lookups.preparation(map(words.label_there, labels), accounts)

    @property
    def moved_to(self) -> str:
        """The project's new path, once a list was redirected to it."""
        return self._api.moved_to

    def alone(self, label: str) -> bool:
        """Whether one request proves that nobody else changed the list since this object first read it."""
        return self._reader.alone(label)

    def is_private(self) -> bool:
        """Whether outsiders cannot read the project; asks once."""
        if self._private is None:
            with self._api.translated():
                self._private = text(self._api.client.projects.get(self._project).visibility) != "public"
        return self._private

    def eta(self, creates: int, updates: int) -> float:
        """Seconds that so many writes take at least; GitLab counts only new issues."""
        del updates
        return self._pacer.eta(creates)

    def recent(self) -> tuple[Issue, ...]:
        """The latest hundred issues whatever their labels; one request."""
        return self._reader.recent()

    def became(self, ref: IssueRef) -> str:
        """Whether people promoted the issue to an epic or the like, which closes it; one request."""
        return self._reader.became(ref)

    def evidence(self, ref: IssueRef) -> tuple[str, ...]:
        """The merged merge requests that close or mention the issue, in one request per 100 of them."""
        with self._api.understood():
            related = self._api.pages(self._api.below(ref, "related_merge_requests"), {}, issue=ref.number)
            return merged(related, self._api.site)

    def add_child(self, parent: IssueRef, child: IssueRef) -> None:
        """Relate an issue to another; what is related already stays so."""
        self._writer.relate(parent, child)

    def children(self, parent: IssueRef) -> tuple[Issue, ...]:
        """The issues related to another, open and closed."""
        return self._reader.related(parent)
