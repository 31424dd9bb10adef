"""How alike an item and an issue are, and which incidents may be one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from postmortem_tracker.keys import normalise
from postmortem_tracker.model import ActionItem, Incident
from postmortem_tracker.sync.identity.matched import Tracked
from postmortem_tracker.sync.issue_text.marker import Marker
from postmortem_tracker.text.file_names import slug, stem_of

EDITED = 62.0  # similarity (0-100) above which a changed item of one incident is still the same item
RENAMED = 80.0  # stricter where the document's name changed too
EQUAL = 100.0  # the very same words


def similarity(item: ActionItem, tracked: Tracked) -> float:
    """Of the item's text and what the issue was last agreed to be called, 0-100."""
    from rapidfuzz import fuzz

    return fuzz.ratio(normalise(item.text), known_as(tracked))


def scores(
    items: Sequence[tuple[int, ActionItem]], left: Sequence[Tracked], least: float
) -> Iterable[tuple[int, Tracked, float]]:
    """The items, by their number, with the issues that are at least that similar."""
    from rapidfuzz import fuzz, process

    theirs = [known_as(tracked) for tracked in left]
    for n, item in items:
        for _, score, at in process.extract(
            normalise(item.text), theirs, scorer=fuzz.ratio, score_cutoff=least, limit=None
        ):
            yield n, left[at], score


def known_as(tracked: Tracked) -> str:
    """What an issue was last agreed to be called, in words."""
    base = tracked.marker.base.title if tracked.marker else None
    return normalise(base or tracked.issue.title)


def two_incidents(mark: Marker, incident: Incident) -> bool:
    """Whether a marker and a document name two incidents for certain: both by an id that somebody gave."""
    return mark.incident != incident.id and _given(mark.incident, mark.path) and _given(incident.id, incident.path)


def _given(name: str, path: str) -> bool:
    """Whether an incident's id is more than what its file is called."""
    return name not in (slug(stem_of(path)), "incident")
