"""Which columns beside the work tell what gave rise to it: "Finding", "Root cause"."""

from __future__ import annotations

from collections.abc import Sequence

from postmortem_tracker.markdown.lines.nodes import Table
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import reduce

_GROUNDS = frozenset(map(reduce, every("columns", "grounds")))
# What may be a column of a procedure or a list of faults instead: "Step", "Solution".
_NOT_SURELY = frozenset(
    (*every("columns", "standing"), "issue", "item", "items", "fix", "solution", "requirement", "activity", "proposal")
)
_SURELY_WORK = frozenset(map(reduce, every("columns", "action"))) - frozenset(map(reduce, _NOT_SURELY))


def has_grounds(table: Table, names: Sequence[str | None], action: int) -> bool:
    """True for a column of work beside which all that are not of an item ("") tell what gave rise to it."""
    others = (reduce(cell.text) for cell, name in zip(table.header, names, strict=True) if name == "")
    return reduce(table.header[action].text) in _SURELY_WORK and all(other in _GROUNDS for other in others)
