"""The configuration: TOML to validated, frozen values; unknown keys are refused with the valid ones listed."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, field_validator

from postmortem_tracker.config import problems, secrets
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
from postmortem_tracker.disk import regular
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.text import toml

FILE_NAME = "postmortem-tracker.toml"

_TOML_HINT = "texts stand in quotes, lists in [ ]; `postmortem-tracker init --full` shows every option"
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


def find(start: Path) -> Path | None:
    """The configuration file of a directory: looked for upward to the repository's root."""
    for folder in (start, *start.parents):
        if os.path.lexists(folder / FILE_NAME):
            return _inside(folder / FILE_NAME)
        if (folder / ".git").exists():
            return None
    return None


def _inside(path: Path) -> Path:
    """The file itself, which the checkout must not make a link to somewhere else. Raises ConfigError."""
    root = os.path.realpath(repository_root(path.parent) or path.parent)
    if regular.is_inside(os.path.realpath(path), root):
        return path
    raise ConfigError(f"{path}: is a symbolic link out of the repository", "name the other file with --config")


def repository_root(start: Path) -> Path | None:
    """The directory upward that holds the git repository; None outside of one."""
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), None)


def load(path: Path) -> Config:
    """Read a configuration file. Raises ConfigError naming the file, the place and what is valid there."""
    shown = os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    try:
        data = toml.loads(regular.read(path, regular.SETTINGS_BYTES)[0].decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {error.strerror}", "check the path given with --config") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown}: not UTF-8 (byte {error.start})", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line, what = toml.explained(str(error))
        raise ConfigError(f"{shown}{f':{line}' if line else ''}: not valid TOML: {what}", _TOML_HINT) from error
    return validate(data, shown)


def schema() -> dict[str, Any]:
    """The JSON Schema of the configuration."""
    return Config.model_json_schema()


def validate(data: dict[str, Any], shown: str = FILE_NAME) -> Config:
    """The configuration of parsed TOML. Raises ConfigError, which holds all problems."""
    if leaked := [*secrets.pasted(data), *secrets.unprintable(data)]:
        raise _together(shown, leaked)
    try:
        # By way of JSON, whose strict types take lists and dates as TOML writes them, and "50" for no number.
        config = Config.model_validate_json(json.dumps(data, default=_written), strict=True)
    except ValidationError as error:
        raise _together(shown, problems.explained(error, data, schema())) from error
    if unknown_words := [*_unknown_codes(config), *_unknown_words(config.vocabulary)]:
        raise _together(shown, unknown_words)
    names = config.all_trackers
    named = [("default_tracker", config.default)]
    named += [(problems.spelled(("routes", at, "tracker")), rule.tracker) for at, rule in enumerate(config.routes)]
    unknown = [(place, name) for place, name in named if name not in names]
    if unknown:
        hint = f"configured are {', '.join(names)}"
        raise _together(shown, [ConfigError(f"{place}: no tracker named {name!r}", hint) for place, name in unknown])
    if bad := [*_bad_addresses(config), *_bad_labels(config), *_bad_members(config)]:
        raise _together(shown, bad)
    return config


def _written(value: object) -> str:
    """A date or a time as TOML writes it."""
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _bad_addresses(config: Config) -> Iterator[ConfigError]:
    """Addresses of servers with what may be a secret in them; they are not repeated."""
    for name, tracker in config.trackers.items():
        if what := secrets.in_address(tracker.url):
            yield ConfigError(
                f"trackers.{name}.url: {what} is no part of a server's address",
                "write it like https://git.example.com; tokens are in environment variables, see token_env",
            )


def _unknown_codes(config: Config) -> Iterator[ConfigError]:
    """Every code of [check] that names no rule."""
    told = config.check
    listed: list[tuple[str, Iterable[str]]] = [
        ("check.select", told.select),
        ("check.extend_select", told.extend_select),
        ("check.ignore", told.ignore),
        ("check.severity", told.severity),
    ]
    for at, each in enumerate(told.per_path):
        listed += [
            (problems.spelled(("check", "per_path", at, name)), getattr(each, name)) for name in ("ignore", "select")
        ]
    if not any(codes for _, codes in listed):
        return
    from postmortem_tracker.report.checks.rules import is_selector, meant  # only where there are any

    for place, codes in listed:
        for code in codes:
            if not is_selector(code):
                yield ConfigError(f"{place}: unknown code {code!r}", meant(code))


def _unknown_words(told: VocabularySettings) -> Iterator[ConfigError]:
    """Every role, column, field and state of [vocabulary] that is none, and every word that can never be found."""
    if told == VocabularySettings():
        return
    from postmortem_tracker.markdown import DEFAULT, Role  # only where there are any
    from postmortem_tracker.markdown.words.phrases import is_phrase

    tables: tuple[tuple[str, str, Mapping[str, Iterable[str]], Iterable[str]], ...] = (
        ("sections", "role", told.sections, Role),
        ("columns", "column", told.columns, DEFAULT.columns),
        ("labels", "field", told.labels, DEFAULT.labels),
        ("states", "state", told.states, DEFAULT.states),
    )
    for table, what, given, known in tables:
        valid = list(known)
        for name, phrases in given.items():
            if name not in valid:
                hint = f"{problems.meant(name, valid)}valid here: {', '.join(valid)}"
                yield ConfigError(f"vocabulary.{table}.{name}: no such {what}", hint)
            for phrase in phrases:
                sign = table == "states" and phrase.strip(" *?") and not any(map(str.isalnum, phrase))  # "✅"
                if not (is_phrase(phrase) or sign):
                    hint = "begin it with a word; * stands for any ending, or for a word between others"
                    yield ConfigError(f"vocabulary.{table}.{name}: {phrase!r} is never found", hint)


def _bad_labels(config: Config) -> Iterator[ConfigError]:
    """Labels under which the issues of a tracker would not be found again, or not as they are written."""
    labels = [("sync.label", config.sync.label), *(("sync.extra_labels", label) for label in config.sync.extra_labels)]
    for place, label in labels:
        if label != label.strip():
            yield ConfigError(f"{place}: {label!r} begins or ends with a space", "trackers drop it: leave it out")
        elif not label.isprintable():
            yield ConfigError(f"{place}: {label!r} holds a character that cannot be seen", "write it without")
    on_gitlab = any(tracker.kind == "gitlab" for tracker in config.all_trackers.values())
    if on_gitlab and config.sync.label.casefold() in ("none", "any"):
        yield ConfigError(
            f"sync.label: GitLab takes {config.sync.label!r} for a question, not for a label", "choose another name"
        )


def _bad_members(config: Config) -> Iterator[ConfigError]:
    """Slack member ids that are none: a name would mention nobody."""
    for name, accounts in config.people.items():
        if not re.fullmatch(r"[UW][A-Z0-9]{2,20}", accounts.get("slack", "U00")):
            yield ConfigError(
                f"people.{name}.slack: {accounts['slack']!r} is no member id",
                "copy it from the profile in Slack: U0123ABCD",
            )


def _together(shown: str, found: list[ConfigError]) -> ConfigError:
    """All problems of a file in one error."""
    first, *others = (ConfigError(f"{shown}: {each.message}", each.hint) for each in found)
    return ConfigError(first.message, first.hint, others)
