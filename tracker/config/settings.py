"""The sections and keys that the configuration has, as validated, frozen values with their defaults."""

from __future__ import annotations

import re
from datetime import tzinfo
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from postmortem_tracker.config.sections import (
    CheckSettings,
    PolicySettings,
    RemindSettings,
    ReportSettings,
    Section,
    TicketKey,
    TicketUrl,
    TimeZone,
    WaiverSettings,
    zone_of,
)

_VARIABLE = re.compile(r"|[A-Z_][A-Z0-9_]{0,79}|(?!gh[a-z]_|github_pat_)[a-z_]{1,79}")

# An address of a repository; what stands behind a page's name ("/-/issues", "/tree/main") is no part of its path.
_REPOSITORY = re.compile(
    r"(?:[a-z+]+://(?:[^/@]*@)?[^/]*/|[\w.-]+@[\w.-]+:|(?:www\.)?git(?:hub|lab)\.com/)"
    r"(?P<path>[\w./-]*?)(?:/(?:-|issues|tree|blob|pulls?)(?:/.*)?)?(?:[?#].*)?",
    re.IGNORECASE,
)


def _variable(name: str) -> str:
    """The name, if it can be one of a variable; what was pasted instead may be a token, so it is not repeated."""
    if not _VARIABLE.fullmatch(name):
        raise ValueError(
            "not the name of an environment variable; write the name there and the token into the variable"
        )
    return name


_ENCODED = re.compile(r"MI[A-Za-z0-9+/]{60}|eyJ[\w-]{8}")  # a key or certificate without its first line


def _file_name(name: str) -> str:
    """The name, unless a file's content was pasted in its place, which may be a secret and is not repeated."""
    if "\n" in name or "-----" in name or _ENCODED.match(name) is not None:
        raise ValueError("not the name of a file; put the text into a file, and write its name here")
    return name


_FileName = Annotated[str, AfterValidator(_file_name)]


class TrackerSettings(Section):
    """One project of one tracker."""

    kind: str = Field(default="local", description="local, github, gitlab, or the name of an installed plug-in")
    project: str = Field(default="", description='"owner/repo" or "group/project"; found in CI and git where unset')
    url: str = Field(default="", description="API or server address of GitHub Enterprise or a self-managed GitLab")
    web_url: str = Field(
        default="", description="where people see the server's pages, if that is another address than its `url` tells"
    )
    path: str = Field(default=".postmortem/issues", description="local: directory of the issue files")
    token_env: Annotated[str, AfterValidator(_variable)] = Field(
        default="", description="environment variable that holds the token, if not the usual one"
    )
    app_id: str = Field(default="", description="GitHub App: its id, instead of a token")
    app_key_file: _FileName = Field(default="", description="GitHub App: file with its private key")
    app_installation: int | None = Field(
        default=None, description="GitHub App: its installation; without it the one that sees the project is asked for"
    )
    ca_file: _FileName = Field(default="", description="certificate authority file of a private server")
    insecure: bool = Field(default=False, description="allow plain http to a server that is not on this machine")
    private: bool | None = Field(default=None, description="whether outsiders cannot read the project; asked if unset")
    several_assignees: bool = Field(
        default=False, description="GitLab: issues take more than one assignee (a paid tier)"
    )
    milestone: str = Field(default="", description="title of the open milestone that new issues are put into")
    timeout: float = Field(default=30, description="seconds to wait for an answer", gt=0, le=600)
    options: dict[str, str | int | bool] = Field(default={}, description="plug-ins: what one needs beside the above")

    @field_validator("project")
    @classmethod
    def _is_a_path(cls, project: str, above: ValidationInfo) -> str:
        """What a plug-in calls a project is its own affair."""
        if above.data.get("kind") not in ("github", "gitlab") or not project.strip():
            return project
        if found := _REPOSITORY.fullmatch(project.strip()):
            path = found["path"].strip("/").removesuffix(".git")
            raise ValueError(
                "the project's path is needed, not its address" + (f': write "{path}"' if "/" in path else "")
            )
        if "/" not in project:
            raise ValueError("the project's path is needed, such as owner/repo")
        return project


class RouteSettings(Section):
    """A rule that chooses the tracker of new issues; every given pattern (glob) must match, the first rule wins."""

    tracker: str = Field(description="name of the tracker under [trackers]")
    owner: str = Field(default="*", description="an owner as written")
    team: str = Field(default="*", description="a team of one of the owners, see [report] teams")
    service: str = Field(default="*", description="a service of the incident")
    path: str = Field(default="*", description="the document's path")
    priority: str = Field(default="*", description="the item's priority")
    severity: str = Field(default="*", description="the incident's severity")
    type: str = Field(default="*", description="the item's type")


class SyncSettings(Section):
    """How documents and trackers are kept true."""

    label: str = Field(default="postmortem", min_length=1, max_length=50, description="label of every managed issue")
    extra_labels: tuple[str, ...] = Field(default=(), description="further labels of new issues")
    max_creates: int = Field(default=50, description="more new issues in one run need --yes", ge=0)
    write_back: bool = Field(default=True, description="write links and states into the documents")
    close_orphans: bool = Field(default=False, description="close issues whose item left its document")
    accept_tracker: bool = Field(
        default=False,
        description="take over titles and assignees that people changed in the tracker, into the document where exact",
    )
    create_completed: bool = Field(default=False, description="open and close an issue for items done already")
    labels_for: tuple[Literal["priority", "type", "severity", "incident"], ...] = Field(
        default=("priority", "type", "severity"), description="facts that become labels such as priority: P1"
    )
    incident_issue: bool = Field(default=False, description="one issue per incident that shows its progress")
    known_as: tuple[str, ...] = Field(
        default=(), description="earlier addresses of this repository, and those of its forks"
    )
    ticket_keys: tuple[TicketKey, ...] = Field(
        default=(),
        description="keys of another tracker's tickets, such as AUTH in AUTH-12; others of that shape are text",
    )
    foreign_tickets: Literal["skip", "create"] = Field(
        default="skip", description="items that name a ticket of another system: leave them there, or open an issue"
    )
    max_wait: float = Field(default=900, description="longest wait for a rate limit, seconds", ge=0)
    cache: bool = Field(default=True, description="keep validators of listings in the user's cache directory")


class VocabularySettings(Section):
    """Words of your own, added to the built-in vocabulary."""

    sections: dict[str, tuple[str, ...]] = Field(default={}, description="section titles by role")
    columns: dict[str, tuple[str, ...]] = Field(default={}, description="table headings by column")
    labels: dict[str, tuple[str, ...]] = Field(default={}, description="field labels by field")
    states: dict[str, tuple[str, ...]] = Field(default={}, description="status words by state")


class Config(Section):
    """Everything that can be configured; every key has a default."""

    documents: tuple[str, ...] = Field(default=(), description="paths and globs read where none are given")
    exclude: tuple[str, ...] = Field(default=(), description="globs of documents that are no postmortems")
    default_tracker: str = Field(default="", description="tracker of new issues; the first one where unset")
    max_document_bytes: int = Field(default=5_000_000, description="larger ones are refused", gt=0, le=100_000_000)
    trackers: dict[str, TrackerSettings] = Field(default={}, description="trackers by name")
    routes: tuple[RouteSettings, ...] = Field(default=(), description="which tracker an item's new issue goes to")
    people: dict[str, dict[str, str]] = Field(
        default={}, description="accounts by owner as written and tracker kind; slack: the member id for digests"
    )
    confidential: tuple[str, ...] = Field(default=(), description="globs of documents that are confidential")
    timezone: TimeZone = Field(default="UTC", description="where days begin and end, such as Europe/Berlin")
    ticket_urls: dict[TicketKey, TicketUrl] = Field(
        default={}, description="where tickets of other systems are shown, by what their keys begin with; with {key}"
    )
    sync: SyncSettings = SyncSettings()
    policy: PolicySettings = PolicySettings()
    check: CheckSettings = CheckSettings()
    report: ReportSettings = ReportSettings()
    remind: RemindSettings = RemindSettings()
    waivers: tuple[WaiverSettings, ...] = ()
    vocabulary: VocabularySettings = VocabularySettings()

    def tracker_named(self, name: str) -> TrackerSettings:
        """The settings of a tracker; the embedded one where nothing is configured."""
        return self.all_trackers[name]

    @property
    def all_trackers(self) -> dict[str, TrackerSettings]:
        """The configured trackers, or the embedded one under the name "local"."""
        return self.trackers or {"local": TrackerSettings()}

    @property
    def slack_members(self) -> dict[str, str]:
        """The Slack member ids of [people] by their names, and by their accounts elsewhere."""
        known = [(name, accounts, accounts["slack"]) for name, accounts in self.people.items() if "slack" in accounts]
        return {word: id for name, accounts, id in known for word in (name, *accounts.values())}

    @property
    def zone(self) -> tzinfo:
        """The time zone of all judgements."""
        return zone_of(self.timezone)

    @property
    def default(self) -> str:
        """The name of the tracker that takes items no route matches."""
        return self.default_tracker or next(iter(self.all_trackers))
