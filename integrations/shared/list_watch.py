"""Whether anybody else changed a list since it was read: one page in the order of the last change tells.

Whatever was opened, changed or labelled since then comes first in that order, before everything that was not
touched. So the page is asked for on which the last of our own changes meets the first untouched issue. Nobody else
was there if it shows our own issues, as many as should still come, then issues as they were known, and nothing else.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from postmortem_tracker.integrations.shared.list_cache import moment_or_none

PAGE = 100

Row = tuple[int, str]  # an issue's number and the time of its last change, as the server writes it


@dataclass(frozen=True, slots=True)
class Window:
    """The page to ask for: how large, which one, and how many of our own changes come before it."""

    size: int
    page: int

    @property
    def before(self) -> int:
        """Entries on the pages before."""
        return (self.page - 1) * self.size


class Watch:
    """The list as it was first read, and what this program changed since; ``largest`` is the largest page."""

    def __init__(self, largest: int = PAGE) -> None:
        self._largest = largest
        self._label: str | None = None
        self._known: dict[int, str] = {}
        self._ours: set[int] = set()

    def listed(self, label: str, rows: Iterable[Row]) -> None:
        """Remember a whole list; only the first counts, for what was planned was planned from it."""
        if self._label is None:
            self._label, self._known = label, dict(rows)

    def wrote(self, number: int, updated: datetime | None) -> None:
        """Take note of our own change, with the time it has now; one without an effect leaves no trace."""
        if self._label is None:
            return  # the list that is read next tells it
        if updated is None or moment_or_none(self._known.get(number, "")) != updated:
            self._ours.add(number)

    def window(self, label: str) -> Window | None:
        """The page that tells; None where the label was not listed."""
        if label != self._label:
            return None
        ours = len(self._ours)
        size = next(size for size in itertools.count(self._largest, -1) if ours % size or not ours)
        return Window(size, ours // size + 1)

    def alone(self, window: Window, entries: int, rows: Iterable[Row]) -> bool:
        """Whether the page proves it: of its ``entries``, ``rows`` are issues."""
        shown = dict(rows)
        ours = self._ours & shown.keys()
        others = {number: updated for number, updated in shown.items() if number not in ours}
        if any(self._known.get(number) != updated for number, updated in others.items()):
            return False
        reaches_back = bool(others) or entries < window.size
        return reaches_back and len(ours) == len(self._ours) - window.before
