"""The configuration: TOML to validated, frozen values; unknown keys are refused with the valid ones listed."""

# ruff: noqa: RUF009 - `key` declares a field, and the sections are frozen

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from postmortem_tracker.config import exact
from postmortem_tracker.config.sections import (
    CheckSettings,
    PolicySettings,
    RemindSettings,
    ReportSettings,
    Section,
    WaiverSettings,
    key,
)
from postmortem_tracker.errors import ConfigError

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

FILE_NAME = "postmortem-tracker.toml"


@dataclass(kw_only=True, repr=False, eq=False)
class TrackerSettings(Section):
    """One project of one tracker."""

    kind: str = key("local", description="local, github, gitlab, or the name of an installed plug-in")
    project: str = key("", description='"owner/repo" or "group/project"; found in CI and git where unset')
    url: str = key("", description="API or server address of GitHub Enterprise or a self-managed GitLab")
    path: str = key(".postmortem/issues", description="local: directory of the issue files")
    token_env: str = key("", description="environment variable that holds the token, if not the usual one")
    app_id: str = key("", description="GitHub App: its id, instead of a token")
    app_key_file: str = key("", description="GitHub App: file with its private key")
    app_installation: int | None = key(None, description="GitHub App: installation id")
    ca_file: str = key("", description="certificate authority file of a private server")
    insecure: bool = key(False, description="allow plain http to a server that is not on this machine")
    private: bool | None = key(None, description="whether outsiders cannot read the project; asked if unset")
    several_assignees: bool = key(False, description="GitLab: issues take more than one assignee (a paid tier)")
    timeout: float = key(30, description="seconds to wait for an answer", gt=0, le=600)
    options: dict[str, str | int | bool] = key({}, description="plug-ins: what one needs beside the above")


@dataclass(kw_only=True, repr=False, eq=False)
class RouteSettings(Section):
    """A rule that chooses the tracker of new issues; every given pattern (glob) must match, the first rule wins."""

    tracker: str = key(description="name of the tracker under [trackers]")
    owner: str = key("*", description="an owner as written")
    team: str = key("*", description="a team of one of the owners, see [report] teams")
    service: str = key("*", description="a service of the incident")
    path: str = key("*", description="the document's path")
    priority: str = key("*", description="the item's priority")
    severity: str = key("*", description="the incident's severity")
    type: str = key("*", description="the item's type")


@dataclass(kw_only=True, repr=False, eq=False)
class SyncSettings(Section):
    """How documents and trackers are kept true."""

    label: str = key("postmortem", min_length=1, max_length=50, description="label of every managed issue")
    extra_labels: tuple[str, ...] = key((), description="further labels of new issues")
    max_creates: int = key(50, description="more new issues in one run need --yes", ge=0)
    write_back: bool = key(True, description="write links and states into the documents")
    close_orphans: bool = key(False, description="close issues whose item left its document")
    create_completed: bool = key(True, description="open and close an issue for items done already")
    incident_issue: bool = key(False, description="one issue per incident that shows its progress")
    known_as: tuple[str, ...] = key((), description="earlier addresses of this repository, and those of its forks")
    foreign_tickets: Literal["skip", "create"] = key(
        "skip", description="items that name a ticket of another system: leave them there, or open an issue"
    )
    max_wait: float = key(900, description="longest wait for a rate limit, seconds", ge=0)
    cache: bool = key(True, description="keep validators of listings in the user's cache directory")


@dataclass(kw_only=True, repr=False, eq=False)
class VocabularySettings(Section):
    """Words of your own, added to the built-in vocabulary."""

    sections: dict[str, tuple[str, ...]] = key({}, description="section titles by role")
    columns: dict[str, tuple[str, ...]] = key({}, description="table headings by column")
    labels: dict[str, tuple[str, ...]] = key({}, description="field labels by field")
    states: dict[str, tuple[str, ...]] = key({}, description="status words by state")


@dataclass(kw_only=True, repr=False, eq=False)
class Config(Section):
    """Everything that can be configured; every key has a default."""

    documents: tuple[str, ...] = key((), description="paths and globs read where none are given")
    default_tracker: str = key("", description="tracker of new issues; the first one where unset")
    max_document_bytes: int = key(5_000_000, description="larger ones are refused", gt=0)
    trackers: dict[str, TrackerSettings] = key({}, description="trackers by name")
    routes: tuple[RouteSettings, ...] = key((), description="which tracker an item's new issue goes to")
    people: dict[str, dict[str, str]] = key({}, description="accounts by owner as written and tracker kind")
    confidential: tuple[str, ...] = key((), description="globs of documents that are confidential")
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
    def default(self) -> str:
        """The name of the tracker that takes items no route matches."""
        return self.default_tracker or next(iter(self.all_trackers))


def find(start: Path) -> Path | None:
    """The configuration file of a directory: looked for upward to the repository's root."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
        if (folder / ".git").exists():
            return None
    return None


def repository_root(start: Path) -> Path | None:
    """The directory upward that holds the git repository; None outside of one."""
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), None)


def load(path: Path) -> Config:
    """Read a configuration file. Raises ConfigError naming the file, the place and what is valid there."""
    import tomllib

    shown = os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {error.strerror}", "check the path given with --config") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown}: not UTF-8 (byte {error.start})", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{shown}: not valid TOML: {error}", "config.example.toml shows every option") from error
    return validate(data, shown)


@functools.cache
def _adapter() -> TypeAdapter[Config]:
    # Imported where it is needed: it takes longer than reading a document.
    from pydantic import TypeAdapter

    return TypeAdapter(Config)


def schema() -> dict[str, Any]:
    """The JSON Schema of the configuration."""
    return _adapter().json_schema()


def validate(data: dict[str, Any], shown: str = FILE_NAME) -> Config:
    """The configuration of parsed TOML. Raises ConfigError."""
    try:
        config: Config = exact.made(Config, data)
    except exact.DoubtError:
        config = _judged(data, shown)
    names = config.all_trackers
    for where, name in (("default_tracker", config.default), *(("routes", r.tracker) for r in config.routes)):
        if name not in names:
            raise ConfigError(f"{shown}: {where}: no tracker named {name!r}", f"configured are {', '.join(names)}")
    return config


def _judged(data: dict[str, Any], shown: str) -> Config:
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(data)
    except ValidationError as error:
        message, hint = _explain(error)
        raise ConfigError(f"{shown}: {message}", hint) from error


def _explain(error: ValidationError) -> tuple[str, str]:
    """The first problem in words, with the valid keys where the key is unknown."""
    import difflib

    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] != "unexpected_keyword_argument":
        return f"{place}: {first['msg'].lower()}", "config.example.toml shows every option"
    *parents, unknown = first["loc"]
    valid = _keys(tuple(parents))
    near = difflib.get_close_matches(str(unknown), valid, 1)
    meant = f"did you mean {near[0]}? " if near else ""
    return f"unknown key {place}", f"{meant}valid here: {', '.join(valid)}"


def _keys(place: tuple[str | int, ...]) -> list[str]:
    known = schema()
    here = known
    for part in place:
        here = _resolve(known, here)
        if isinstance(part, int):
            here = here.get("items", {})
        else:
            here = here.get("properties", {}).get(part) or here.get("additionalProperties", {})
    return sorted(_resolve(known, here).get("properties", {}))


def _resolve(schema: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    if "allOf" in here:
        here = here["allOf"][0]
    if "$ref" in here:
        resolved: dict[str, Any] = schema["$defs"][here["$ref"].rsplit("/", 1)[-1]]
        return resolved
    return here
