"""What the repository's documents that are no part of this run hold: their items keep their issues all the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from postmortem_tracker.keys import normalise
from postmortem_tracker.model import ActionItem, Incident, IssueRef, ItemName
from postmortem_tracker.sync.identity.likeness import two_incidents
from postmortem_tracker.sync.identity.links import Links
from postmortem_tracker.sync.issue_text.marker import Marker

Read = Callable[[], Sequence[Incident]]


@dataclass
class Others:
    """The other documents' incidents; read when first asked for, which most runs never do."""

    read: Read
    links: Links
    named: Collection[ItemName]  # the items that an issue's marker names

    def home(self, mark: Marker, ref: IssueRef) -> str:
        """Where the item lives that the marker of an issue names: ``path:line``, or "" where it does not.

        An item that links another issue has left this one.
        """
        for incident, item in self._items.get(mark.item_name, ()):
            refs = set(self._refs(incident, item))
            if not refs or ref in refs:
                return f"{incident.path}:{item.line}"
        return ""

    def says(self, words: str, mark: Marker) -> bool:
        """Whether an item without an issue has these words, as ``normalise`` gives them, of the marker's incident.

        One with an issue of its own asks for the same work again, and so does another incident's.
        """
        return any(
            normalise(item.text) == words and not self._has_issue(incident, item)
            for incident in self._incidents
            if not two_incidents(mark, incident)
            for item in incident.tasks
        )

    def has(self, incident: str) -> bool:
        """Whether one of the documents tells of the incident."""
        return any(each.id == incident for each in self._incidents)

    def linking(self, ref: IssueRef) -> str:
        """Where an item links the issue: ``path:line``, or ""."""
        return self._linked.get(ref, "")

    def mentioning(self, ref: IssueRef) -> str:
        """Where any line links the issue: ``path:line``, or ""."""
        return self._mentioned.get(ref, "")

    @cached_property
    def _incidents(self) -> Sequence[Incident]:
        return self.read()

    @cached_property
    def _items(self) -> dict[ItemName, list[tuple[Incident, ActionItem]]]:
        found: dict[ItemName, list[tuple[Incident, ActionItem]]] = {}
        for incident in self._incidents:
            for item in incident.tasks:
                found.setdefault(incident.name_of(item), []).append((incident, item))
        return found

    @cached_property
    def _linked(self) -> dict[IssueRef, str]:
        return {
            ref: f"{incident.path}:{item.line}"
            for incident in self._incidents
            for item in incident.tasks
            for ref in self._refs(incident, item)
        }

    @cached_property
    def _mentioned(self) -> dict[IssueRef, str]:
        return {ref: place for incident in self._incidents for ref, place in self.links.mentioned(incident)}

    def _has_issue(self, incident: Incident, item: ActionItem) -> bool:
        return incident.name_of(item) in self.named or any(self._refs(incident, item))

    def _refs(self, incident: Incident, item: ActionItem) -> Iterator[IssueRef]:
        return (self.links.home(each.ref) for each in self.links.of(item, incident.path))
