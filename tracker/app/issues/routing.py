"""Which document's issues go where, as whom its people are known there, and how its lines are linked from there."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from urllib.parse import quote

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.issues.trackers import Trackers
from postmortem_tracker.config.settings import RouteSettings
from postmortem_tracker.issues import FolderOfIssues
from postmortem_tracker.model import ActionItem, Incident, IssueRef
from postmortem_tracker.sync.settings import Destination
from postmortem_tracker.text.globs import matches
from postmortem_tracker.text.people import bare_name, handle, teams_of


@dataclass(frozen=True, slots=True)
class Routing:
    """The configured routes; ``private`` tells of trackers whether outsiders cannot read them, None where unknown."""

    workspace: Workspace
    trackers: Trackers
    private: Mapping[str, bool | None]

    def of(self, name: str) -> Destination:
        """The project of a tracker; what the configuration says of it stands above what it says itself."""
        tracker = self.trackers.by_name[name]
        capabilities = tracker.capabilities
        settings = self.workspace.config.tracker_named(name)
        private = self.private.get(name) if settings.private is None else settings.private
        if private is not None:
            capabilities = replace(capabilities, private=private)
        return Destination(tracker.name, tracker.project, capabilities, settings.milestone.strip())

    def for_item(self, incident: Incident, item: ActionItem) -> Destination:
        """Where a new issue goes: by the first rule that applies."""
        config = self.workspace.config
        for rule in config.routes:
            if applies(rule, incident, item, config.report.teams):
                return self.of(rule.tracker)
        return self.of(config.default)

    def for_incident(self, incident: Incident) -> Destination:
        """Where the incident's own issue goes: by the rules that ask for nothing but the incident."""
        config = self.workspace.config
        for rule in config.routes:
            of_items = (rule.owner, rule.team, rule.priority, rule.type)
            if all(pattern == "*" for pattern in of_items) and applies(rule, incident, None, config.report.teams):
                return self.of(rule.tracker)
        return self.of(config.default)

    def home(self, ref: IssueRef) -> Destination | None:
        """The project of an issue that is there; None where it is not configured."""
        return self.of(ref.tracker) if ref.place in self.trackers.by_place else None

    def account(self, owner: str, tracker: str) -> str | None:
        """An alias of the configuration, or a @handle as it is; any name where the tracker knows no accounts."""
        kind = self.workspace.config.tracker_named(tracker).kind
        people = self.workspace.config.people
        name, account = bare_name(owner), handle(owner)
        spellings = (owner, name, name.lstrip("@"), account or name)
        aliases = next((people[each] for each in spellings if people.get(each)), {})
        if kind in aliases or tracker in aliases:
            return aliases.get(tracker) or aliases[kind]
        if not self.workspace.config.report.teams.keys().isdisjoint(spellings):
            return None
        anybody = self.trackers.by_name[tracker].capabilities.any_assignee
        return account or (name.lstrip("@") if anybody else None)

    def link(self, path: str, line: int, tracker: str) -> str:
        """A relative path where issues are files, else a permalink where the repository has a remote."""
        text = f"{path}:{line}".replace("`", "'").replace("[", "(").replace("]", ")")
        there = self.trackers.by_name[tracker]
        if isinstance(there, FolderOfIssues):
            document = posixpath.join(self.workspace.root.as_posix(), path)
            target = posixpath.relpath(document, there.folder.replace(os.sep, "/"))
            return f"[{text}]({quote(target)}#L{line})"
        blob = self.workspace.permalink_base
        return f"[{text}]({blob}{quote(path)}#L{line})" if blob else f"`{text}`"


def applies(
    rule: RouteSettings, incident: Incident, item: ActionItem | None, teams: Mapping[str, tuple[str, ...]]
) -> bool:
    """Whether every pattern of a rule fits an item, or the incident alone."""
    owners = [handle(owner) or bare_name(owner) for owner in item.owners] if item else []
    facts: tuple[tuple[str, Iterable[str]], ...] = (
        (rule.owner, owners),
        (rule.team, teams_of(owners, teams)),
        (rule.service, incident.services),
        (rule.priority, [(item.priority if item else None) or ""]),
        (rule.severity, [incident.severity or ""]),
        (rule.type, [(item.type if item else None) or ""]),
    )
    return (rule.path == "*" or matches(incident.path, rule.path)) and all(
        pattern == "*" or any(fnmatchcase(value.casefold(), pattern.casefold().lstrip("@")) for value in values)
        for pattern, values in facts
    )
