"""Asks the trackers which merged changes are linked to completed issues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from postmortem_tracker.app.issues.parallel import side_by_side
from postmortem_tracker.errors import TrackerError, TrackerUnavailableError
from postmortem_tracker.issues import EvidenceSource, IssueTracker
from postmortem_tracker.model import IssueRef


@dataclass(frozen=True, slots=True)
class Proofs:
    """What the trackers answered; an issue that is not in ``linked`` has no answer, and ``problems`` says why."""

    linked: Mapping[IssueRef, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[TrackerError, ...] = ()


def ask(trackers: Mapping[str, IssueTracker], refs: Iterable[IssueRef]) -> Proofs:
    """The changes linked to each issue; each is asked about once, and the trackers side by side."""
    wanted: defaultdict[str, list[IssueRef]] = defaultdict(list)
    for ref in dict.fromkeys(refs):
        wanted[ref.tracker].append(ref)
    if not wanted:
        return Proofs()
    answers = side_by_side(lambda name: _of_one(trackers[name], wanted[name]), list(wanted))
    linked = {ref: urls for each in answers for ref, urls in each.linked.items()}
    return Proofs(linked, tuple(problem for each in answers for problem in each.problems))


def _of_one(tracker: IssueTracker, refs: Iterable[IssueRef]) -> Proofs:
    """One tracker's answers, one request after another: a client need not stand several threads."""
    if not isinstance(tracker, EvidenceSource):
        message = f"the tracker {tracker.name!r} cannot tell which merged changes are linked to an issue"
        return Proofs(problems=(TrackerError(message, "leave out `evidence` in [policy]"),))
    linked: dict[IssueRef, tuple[str, ...]] = {}
    problems: list[TrackerError] = []
    for ref in refs:
        try:
            linked[ref] = tracker.evidence(ref)
        except TrackerUnavailableError as error:  # nor would it answer about the others
            return Proofs(linked, (*problems, error))
        except TrackerError as error:
            problems.append(error)
    return Proofs(linked, tuple(problems))
