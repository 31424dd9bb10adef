"""What was read from the documents of one run, and why others are missing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from postmortem_tracker.disk.tree import Tree
from postmortem_tracker.errors import DocumentError, TrackerError
from postmortem_tracker.model import Doubt, Incident
from postmortem_tracker.text.printable import plural

_CHECK_OUT = "check it out, exclude it, or name the paths that are meant"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: incidents in order, files by the name used in them, and why others are missing."""

    incidents: tuple[Incident, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    problems: tuple[TrackerError, ...] = ()
    skipped: tuple[str, ...] = ()  # what was not read, in words, because nobody asked for it
    absent: tuple[str, ...] = ()  # what was asked for and is not here, in words
    unread: frozenset[str] = frozenset()  # the documents of which nothing is used, since something is wrong with them
    tree: Tree | None = None  # of the commit that they were read from, not from disk
    doubts: tuple[Doubt, ...] = ()  # documents of which nobody knows whether they are postmortems
    left: tuple[str, ...] = ()  # each document that was left out, and why

    def since(self, day: date) -> Reading:
        """Only the documents with an incident from this day on; how many were left out is among what was skipped."""
        fresh = {each.path for each in self.incidents if each.date is not None and each.date >= day}
        left = {each.path for each in self.incidents} - fresh
        undated = {each.path for each in self.incidents if each.date is None} - fresh
        why = {
            f"without an incident since {day.isoformat()}": left - undated,
            "without a day that is understood": undated,
        }
        told = (f"{plural(len(paths), 'document')} {words}" for words, paths in why.items() if paths)
        return replace(
            self,
            incidents=tuple(each for each in self.incidents if each.path in fresh),
            files={name: path for name, path in self.files.items() if name not in left},
            skipped=(*self.skipped, *told),
        )

    @property
    def whole(self) -> Reading:
        """The same for those who count what there is: what is not here is missing."""
        missing = (DocumentError(f"not read: {each}", _CHECK_OUT) for each in self.absent)
        return replace(self, problems=(*self.problems, *missing), absent=())
