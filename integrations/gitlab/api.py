"""One project's part of GitLab's REST API, through python-gitlab: signed in, paced, and with errors in our words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import gitlab

from postmortem_tracker.errors import TrackerUnavailableError
from postmortem_tracker.integrations.gitlab import text as words
from postmortem_tracker.integrations.gitlab.errors import JOB_TOKEN_HINT, Target, translated
from postmortem_tracker.integrations.gitlab.list import Page
from postmortem_tracker.integrations.gitlab.session import PatientSession
from postmortem_tracker.integrations.shared.allowance import MOST_PAGES
from postmortem_tracker.integrations.shared.list_watch import PAGE
from postmortem_tracker.integrations.shared.values import understood

if TYPE_CHECKING:
    import requests
    from gitlab.v4.objects import Project

    from postmortem_tracker.integrations.shared.pacing import Pacer
    from postmortem_tracker.model import IssueRef


class Api:
    """Requests about ``project`` on the server at ``base``; ``moved_to`` is its new path once a list was led there."""

    def __init__(
        self, base: str, project: str, token: str, token_name: str, *, timeout: float, ca_file: str, pacer: Pacer
    ) -> None:
        host = urlsplit(base).netloc
        self.base = base
        self.site = base  # where people see its pages
        self.path = project
        self.moved_to = ""
        self.place = Target(host, project, token)
        self.session = PatientSession(base, pacer)
        self.unfit = token_name == "CI_JOB_TOKEN" or token.startswith("glcbt-")  # such a token can do nothing here
        self.client = gitlab.Gitlab(
            base,
            oauth_token=token or None,  # as a bearer, which requests itself drops when another host is next
            ssl_verify=ca_file or True,
            timeout=timeout,
            session=self.session,
        )

    def translated(
        self, write: bool = False, issue: int | None = None, title: str = ""
    ) -> AbstractContextManager[None]:
        """Where requests are sent: what they raise inside becomes one of our errors."""
        self.check_fitness()
        return translated(self.place, write, issue, title)

    def understood(self, *, wrote: bool = False) -> AbstractContextManager[None]:
        """Where an answer is taken apart after its request; ``wrote`` where it answers a change."""
        return understood(self.place.host, wrote=wrote)

    def check_fitness(self) -> None:
        """Stops what cannot end well before anything is sent."""
        if self.unfit:
            raise TrackerUnavailableError(f"{self.place.host}: a job token cannot be used", JOB_TOKEN_HINT)

    def project(self, ref: IssueRef | None = None) -> Project:
        """The project of an issue, else the configured one, at the path that it has now; asks nothing."""
        path = ref.project if ref else self.path
        return self.client.projects.get(self.moved_to if path == self.path and self.moved_to else path, lazy=True)

    def below(self, ref: IssueRef, what: str) -> str:
        """The path of what belongs to an issue."""
        return f"/projects/{self.project(ref).encoded_id}/issues/{ref.number}/{what}"

    def issues(self) -> str:
        """The path of the project's issues."""
        return f"/projects/{quote(self.path, safe='')}/issues"

    def pages(self, path: str, query: Mapping[str, Any], issue: int | None = None) -> Iterator[dict[str, Any]]:
        """Every entry of a list."""
        for page in self.answers(path, query, issue):
            yield from page.entries

    def answers(self, path: str, query: Mapping[str, Any], issue: int | None = None) -> Iterator[Page]:
        """The pages of a list; one is asked for only when the one before says that there is one."""
        number, count = query.get("page", "1"), 0
        while number:
            count += 1
            if count > MOST_PAGES:
                raise TrackerUnavailableError(
                    f"{self.place.host} gives a list without an end", "check the server and the proxy before it"
                )
            asked = {"per_page": PAGE, **query, "page": number}
            with self.translated(issue=issue):
                response = self.client.http_request("get", path, query_data=asked, obey_rate_limit=False)
                entries = _json_list(response, self.place)
                if response.history and entries and not self.moved_to:
                    self.moved_to = words.project_of(entries[0], self.path)
            yield Page(entries, response.headers)
            number = _next_page(response)


def _json_list(response: requests.Response, place: Target) -> list[dict[str, Any]]:
    try:
        entries = response.json()
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        hint = "is the url that of the server itself, with its subpath if it has one?"
        raise TrackerUnavailableError(f"{place.host} does not answer like GitLab", hint)
    return entries


def _next_page(response: requests.Response) -> str:
    """The next page's number, "" after the last; a proxy may have kept only one of the two headers."""
    if "X-Next-Page" in response.headers:
        return str(response.headers["X-Next-Page"]).strip()
    link = response.links.get("next", {}).get("url", "")
    return parse_qs(urlsplit(link).query).get("page", [""])[0]
