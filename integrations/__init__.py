"""Adapters, one package per kind of tracker; `connect` imports the one that is needed, or asks a plug-in."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from postmortem_tracker.config.load import repository_root
from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.disk import regular
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.issues import IssueTracker

BUILT_IN = ("local", "github", "gitlab")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an adapter may need to know about where it runs.

    ``remote_url`` asks git for the remote and may raise GitError; ``on_wait`` is told until when a rate limit makes it
    wait. A token of the environment may be sent to the server that it belongs to and to ``allowed_hosts``, which the
    user has named; an address in the settings is no permission, since it comes with the checkout.
    """

    root: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    remote_url: Callable[[], str | None] = lambda: None
    max_wait: float = 900
    cache_dir: Path | None = None
    allowed_hosts: tuple[str, ...] = ()
    several: bool = False  # trackers are configured, so that a number alone names no issue
    on_wait: Callable[[datetime], None] = lambda _until: None
    _common: dict[type, Any] = field(default_factory=dict, repr=False)

    def common(self, kind: type[T]) -> T:
        """The one object of this kind that all trackers of a run share, made when it is first asked for."""
        made: T = self._common.setdefault(kind, kind())
        return made


Factory = Callable[[str, TrackerSettings, Surroundings], IssueTracker]


def connect(name: str, settings: TrackerSettings, around: Surroundings) -> IssueTracker:
    """The tracker that the settings describe. Raises ConfigError; sends nothing."""
    if settings.options and settings.kind in BUILT_IN:
        raise ConfigError(
            f"trackers.{name}.options: {settings.kind!r} has none", "write its settings directly below the tracker"
        )
    return _factory(settings.kind)(name, settings, around)


def _factory(kind: str) -> Factory:
    match kind:
        case "local":
            return _local
        case "github":
            from postmortem_tracker.integrations.github.connect import connect_github

            return connect_github
        case "gitlab":
            from postmortem_tracker.integrations.gitlab.connect import connect_gitlab

            return connect_gitlab
        case _:
            return _plug_in


def _local(name: str, settings: TrackerSettings, around: Surroundings) -> IssueTracker:
    from postmortem_tracker.integrations.local.tracker import LocalTracker

    return LocalTracker(_issue_folder(name, settings.path, around), name, prefix=name if around.several else "")


def _issue_folder(name: str, path: str, around: Surroundings) -> Path:
    """Where the issue files lie. Raises ConfigError for a place that the checkout has no say about.

    Only the environment, which does not come with the checkout, may name folders outside of the repository.
    """
    place = f"trackers.{name}.path"
    try:
        real = os.path.realpath(around.root / path)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{place}: {path!r} is no path of a folder", "name a folder of the repository") from error
    boundary = os.path.realpath(repository_root(around.root.absolute()) or around.root)
    if not any(regular.is_inside(real, folder) for folder in (boundary, *regular.allowed(around.environment))):
        shown = regular.shown(real)
        raise ConfigError(
            f"{place}: {path} leads out of the repository, to {shown}",
            f"name a folder inside, or say outside the repository that you mean it: {regular.FOLDERS}={shown}",
        )
    # Whatever its case: on many disks ".GIT" is the same folder.
    if ".git" in map(str.casefold, Path(os.path.relpath(real, boundary)).parts):
        raise ConfigError(f"{place}: {path} belongs to git", "name another folder")
    return around.root / path


def _plug_in(name: str, settings: TrackerSettings, around: Surroundings) -> IssueTracker:
    from postmortem_tracker.integrations import plug_ins

    place = f"trackers.{name}"
    point = plug_ins.find(place, settings.kind, BUILT_IN)
    return plug_ins.connect(point, place, name, settings, around)
