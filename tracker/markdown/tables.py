"""Which tables list action items, and which column holds what."""

from __future__ import annotations

from tracker.markdown.phrases import reduce
from tracker.markdown.regions import Table
from tracker.markdown.vocabulary import Compiled

_VAGUE = frozenset(
    {
        "description",
        "details",
        "summary",
        "title",
        "descripción",
        "descrição",
        "beschreibung",
        "beskrivelse",
        "descrizione",
        "omschrijving",
        "what",
        "change",
        "objective",
    }
)


def columns_of(table: Table, words: Compiled) -> dict[str, int] | None:
    """Column numbers by field, with "action" among them; None where the table lists something else."""
    names = [words.column(cell.text.strip("*_` ")) for cell in table.header]
    found: dict[str, int] = {}
    for index, name in enumerate(names):
        if name and name not in ("#", "issue", "action"):
            found.setdefault(name, index)
    action = _action(table, names)
    if action is None and "issue" in names:
        action = names.index("issue")
    elif "issue" in names:
        found.setdefault("ticket", names.index("issue"))
    if action is None and len(found.keys() & {"owner", "due", "status", "priority", "ticket"}) >= 1 and "" not in names:
        action = next((i for i, name in enumerate(names) if name is None), None)
    if action is None or ("" in names and not found.keys() & {"owner", "due", "status", "ticket"}):
        return None
    return {**found, "action": action}


def _action(table: Table, names: list[str | None]) -> int | None:
    """The column with the work itself; a plain "Description" only where nothing says more."""
    found = [index for index, name in enumerate(names) if name == "action"]
    telling = [index for index in found if reduce(table.header[index].text) not in _VAGUE]
    return next(iter(telling or found), None)
