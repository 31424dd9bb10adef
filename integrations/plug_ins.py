"""Trackers of other packages: found by entry point, loaded when first needed, told by name where they fail."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from postmortem_tracker.config.problems import meant
from postmortem_tracker.errors import ConfigError, TrackerError
from postmortem_tracker.issues import IssueTracker

GROUP = "postmortem_tracker.trackers"

_PORT = tuple(name for name in vars(IssueTracker) if not name.startswith("_"))


def installed() -> dict[str, EntryPoint]:
    """The installed plug-ins by the kind they provide; where two provide one kind, `find` refuses it."""
    return {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda each: each.name)}


def described() -> list[str]:
    """One line for each installed plug-in: its kind and the package that brings it."""
    return [f"{kind}, from {_package(point)}" for kind, point in installed().items()]


def find(place: str, kind: str, built_in: tuple[str, ...]) -> EntryPoint:
    """The one plug-in that provides the kind. Raises ConfigError where there is none, or more than one."""
    found = list(entry_points(group=GROUP, name=kind))
    if not found:
        known = [*built_in, *installed()]
        hint = f"{meant(kind, known)}installed are {', '.join(known)}"
        raise ConfigError(f"{place}.kind: no tracker called {kind!r}", hint)
    if len(found) > 1:
        packages = " and ".join(sorted(_package(point) for point in found))
        raise ConfigError(f"{place}.kind: {kind!r} is provided by {packages}", "uninstall all but one of them")
    return found[0]


def connect(point: EntryPoint, place: str, name: str, *given: Any) -> IssueTracker:
    """What the plug-in's factory makes of ``name`` and the rest; anything amiss with it is a ConfigError."""
    who = f"{place}: the plug-in {point.name!r}"
    update = f"update {_package(point)}, or ask its authors"
    factory = _guarded(who, f"cannot be imported from {point.value}", update, point.load)
    if not callable(factory):
        raise ConfigError(f"{who}: {point.value} is no function", update)
    made = _guarded(who, "cannot be set up", update, lambda: factory(name, *given))
    lacking = _guarded(who, "cannot be asked", update, lambda: [each for each in _PORT if not hasattr(made, each)])
    if lacking:
        raise ConfigError(f"{who}: {type(made).__name__} has no {', '.join(lacking)}", update)
    tracker: IssueTracker = made
    if _guarded(who, "has no name", update, lambda: tracker.name) != name:
        raise ConfigError(f"{who}: it calls itself {tracker.name!r}, not {name!r}", update)
    return tracker


def _guarded(who: str, what: str, hint: str, action: Callable[[], Any]) -> Any:
    """The action's result; the code is another's, so whatever it raises but our own errors is told in one line."""
    try:
        return action()
    except TrackerError:
        raise
    except Exception as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())
        raise ConfigError(f"{who} {what}: {said}", hint) from error


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value
