"""Settings that say nothing of any document: a waiver, a route or a team's member with a slip in its spelling."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from postmortem_tracker.app.issues.routing import applies
from postmortem_tracker.config.sections import WaiverSettings
from postmortem_tracker.config.settings import Config
from postmortem_tracker.model import ActionItem, Incident
from postmortem_tracker.report.policy import waives
from postmortem_tracker.text.people import same_person


class Idle(NamedTuple):
    """One setting that does nothing, or too much; ``hint`` says what may be meant."""

    name: str
    message: str
    hint: str


def idle_settings(config: Config, incidents: Sequence[Incident]) -> Iterator[Idle]:
    """Every waiver, route and team member that fits no item of the documents, and waivers that fit all."""
    items = [(incident, item) for incident in incidents for item in incident.tasks]
    yield from _waivers(config, items, [each.id for each in incidents])
    yield from _routes(config, items)
    yield from _teams(config, items)


def _waivers(config: Config, items: Sequence[tuple[Incident, ActionItem]], ids: Sequence[str]) -> Iterator[Idle]:
    for number, waiver in enumerate(config.waivers, 1):
        name = f"waiver no. {number}"
        if _has_no_bounds(waiver):
            until = f"until {waiver.until.isoformat()}" if waiver.until else "for ever"
            yield Idle(name, f"excuses every item, {until}", "name an incident or an item in it")
        elif not any(waives(waiver, incident, item) for incident, item in items):
            near = _near(waiver.incident, ids)
            yield Idle(
                name, f"matches no item ({_shown(waiver)})", near or "correct its incident or item, or remove it"
            )


def _has_no_bounds(waiver: WaiverSettings) -> bool:
    return not (waiver.incident + waiver.item).strip("*")


def _shown(waiver: WaiverSettings) -> str:
    parts = [f"{name} {said!r}" for name, said in (("incident", waiver.incident), ("item", waiver.item)) if said != "*"]
    return ", ".join(parts)


def _routes(config: Config, items: Sequence[tuple[Incident, ActionItem]]) -> Iterator[Idle]:
    for number, rule in enumerate(config.routes, 1):
        if not any(applies(rule, incident, item, config.report.teams) for incident, item in items):
            yield Idle(f"route no. {number}", "matches no item", "correct its patterns, if there should be one")


def _teams(config: Config, items: Sequence[tuple[Incident, ActionItem]]) -> Iterator[Idle]:
    owners = {same_person(name): name.lstrip("@") for _, item in items for name in item.owners}
    known = {*owners, *map(same_person, config.report.teams)}
    for name, accounts in config.people.items():  # one person under several names
        one = {same_person(each) for each in (name, *accounts.values())}
        known |= one if one & owners.keys() else set()
    for team, members in config.report.teams.items():
        if lost := [each for each in members if same_person(each) not in known]:
            near = next((hint for each in lost if (hint := _near(each.lstrip("@"), owners.values()))), "")
            yield Idle(
                f"team {team}", f"nobody is called {', '.join(lost)} here", near or "they may have no items at present"
            )


def _near(word: str, words: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(words), 1)
    return f"did you mean {near[0]}?" if near else ""
