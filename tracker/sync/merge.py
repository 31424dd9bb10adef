"""The truth table: one field, three values – document, base, tracker – and what is to be done."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from postmortem_tracker.model import State

T = TypeVar("T")


class Verdict(StrEnum):
    """What one field needs."""

    AGREED = "agreed"  # both sides and the base are equal: nothing
    ADOPT = "adopt"  # both sides are equal, the base is behind: remember
    TO_TRACKER = "to_tracker"  # only the document changed
    TO_DOCUMENT = "to_document"  # only the tracker changed
    CONFLICT = "conflict"  # both changed, differently: the tracker's stays, a person is told
    UNKNOWN = "unknown"  # different and never agreed: reported, nothing is changed


def merge(document: T, base: T | None, tracker: T, there: T | None = None) -> Verdict:
    """Compare each side with the last agreed value; ``there`` is the tracker's where it was agreed that they differ."""
    there = base if there is None else there
    if document == tracker:
        # Row 1 and 2: the sides agree; the base may have to learn it.
        return Verdict.AGREED if base == document and there == document else Verdict.ADOPT
    if base is None:
        # Row 3: an adopted link without a base – nobody knows which side is the newer.
        return Verdict.UNKNOWN
    if tracker == there:
        # Row 4: only the document moved, or neither did.
        return Verdict.AGREED if document == base else Verdict.TO_TRACKER
    if document == base:
        # Row 5: only the tracker moved.
        return Verdict.TO_DOCUMENT
    # Row 6: both moved, to different values.
    return Verdict.CONFLICT


def merge_state(document: State, said: bool, base: State | None, tracker: State) -> Verdict:
    """`merge` for open/completed/not planned; ``said`` is False where the document shows no state at all.

    A document that never said anything takes the tracker's word. A duplicate is closed, not done: it counts
    as not planned. Where both sides closed it differently the tracker's reason stays and is written back.
    """
    theirs = State.NOT_PLANNED if tracker is State.DUPLICATE else tracker
    if base is None and not said and document is not theirs:
        return Verdict.TO_DOCUMENT
    verdict = merge(document, base, theirs)
    if verdict is Verdict.CONFLICT:
        # Three values, two changes: either both closed it (which reason is right is the tracker's call), or one
        # side reopened what the other re-closed differently – then too the tracker, where people discuss, decides.
        return Verdict.TO_DOCUMENT
    return verdict
