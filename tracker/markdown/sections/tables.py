"""Which tables list action items, and which column holds what."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.lines.blocks import Cell, Table
from postmortem_tracker.markdown.lines.plain import without
from postmortem_tracker.markdown.lines.references import in_cell
from postmortem_tracker.markdown.words.due_columns import age_of_due, is_start
from postmortem_tracker.markdown.words.horizon import is_horizon
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import phrases, reduce
from postmortem_tracker.markdown.words.vocabulary import Compiled

DOUBTED = "doubted "  # begins the name of a column that may be the state, beside others that may, too
_MOST = 50  # rows that are looked at to know a column
_VAGUE = frozenset(every("columns", "details"))

# Columns for whatever there is to say.
_NOTES = frozenset(
    phrases("""
notes; note; comment; comments; remark; remarks; update; updates; progress; result; outcome; bemerkung; bemerkungen;
kommentar; kommentare; notizen; anmerkung; anmerkungen; remarque; remarques; commentaire; commentaires; nota; notas;
comentario; comentarios; commento; commenti; observações; opmerking; opmerkingen; uwagi; 備考; 备注; 비고
""")
) | {""}
# Columns of the changes that did the work, which are no issues.
_CHANGES = frozenset(
    phrases("pr; prs; pull request; pull requests; mr; mrs; merge request; merge requests; commit; commits")
)
# Columns that may hold a time or an aim.
_WHOLE = {name: frozenset(map(reduce, every("columns", name))) for name in ("owner", "due")}
_DUE = _WHOLE["due"]
_AIMS = frozenset({"target", "expected"})
_DIGITS = re.compile(r"\d|(?:q|h|sprint ?|week ?|end of )\d|[^\W\d_]{3,9} \d", re.IGNORECASE)
# Columns that ask a question, which "yes" answers.
_ASKED = frozenset(every("columns", "asked"))


def columns_of(table: Table, words: Compiled, *, listed: bool = False) -> dict[str, int] | None:
    """Column numbers by field, with "action" among them; None where the table lists something else.

    Where the title above says that action items are ``listed``, headings in an unknown language are no obstacle.
    """
    names = [words.column(cell.text.strip("*_` ")) for cell in table.header]
    found: dict[str, int] = {}
    # "Owner" before "Original owner", wherever it stands
    names = ["#" if name == "due" and is_start(table.header[at].text) else name for at, name in enumerate(names)]
    whole = sorted(range(len(names)), key=lambda index: not _is_whole(table, index, names[index]))
    dues = sorted((at for at in whole if names[at] == "due"), key=lambda at: age_of_due(table.header[at].text))
    if len(dues) > 1 and age_of_due(table.header[dues[0]].text) < age_of_due(table.header[dues[1]].text):
        found.update({"due": dues[0], "former due": dues[1]})
    for index in whole:
        name = names[index]
        if name and name not in ("#", "issue", "action"):
            found.setdefault(name, index)
    _note_asked(table, found)
    found |= {f"{DOUBTED}{n}": n for n, name in enumerate(names) if name == "status" and n != found["status"]}
    if "status" not in found:
        found |= _status(table, names, words)
    if "due" in found and not any(
        _tells_when(table, found[due], words) for due in ("due", "former due") if due in found
    ):
        del found["due"]
        found.pop("former due", None)
    if "ticket" in found and reduce(table.header[found["ticket"]].text) in _CHANGES:
        found["change"] = found.pop("ticket")
    action = _action(table, names)
    if action is None and listed and not any(names):
        action = next(
            (index for index in range(len(names)) if index != found.get("status") and _of_phrases(table, index)),
            None,
        )
    if action is None and "issue" in names and not _is_linked(table, names.index("issue")):
        action = names.index("issue")
    elif "issue" in names:
        found.setdefault("ticket", names.index("issue"))
    if (
        action is None
        and len(found.keys() & {"owner", "due", "status", "priority", "ticket", "change"}) >= 1
        and "" not in names
    ):
        action = next((i for i, name in enumerate(names) if name is None), None)
    if action is None or ("" in names and not found.keys() & {"owner", "due", "status", "ticket"}):
        return None
    return {**found, "action": action}


def _is_numbered(table: Table, index: int) -> bool:
    """True for a column that only counts the rows: "Step" with 1, 2, 3."""
    cells = [cells[index].text.strip("*_`. #)") for _, cells in table.rows if index < len(cells)]
    return bool(cells) and all(cell.isdigit() for cell in cells)


def _is_whole(table: Table, index: int, name: str | None) -> bool:
    """True for a column that is called by nothing but the name of its field."""
    return name in _WHOLE and reduce(table.header[index].text) in _WHOLE[name]


def _note_asked(table: Table, found: dict[str, int]) -> None:
    """Note a column that asks a question, such as "Done?", as the status that "yes" answers."""
    asked = next((index for index, cell in enumerate(table.header) if reduce(cell.text) in _ASKED), None)
    if "status" not in found and asked is not None and asked not in found.values():
        found["status"] = asked
    if "status" in found and reduce(table.header[found["status"]].text) in _ASKED:
        found["done"] = found["status"]


def _status(table: Table, names: list[str | None], words: Compiled) -> dict[str, int]:
    """Columns that nothing names as the status and that hold nothing but states.

    One alone is the status where its name tells nothing, as "Notes" does; the rest, such as "EU" beside "US", may be
    the states of something else.
    """
    may_be = [index for index, name in enumerate(names) if not name and _may_tell_state(table, index, words)]
    told = [index for index in may_be if any(cells[index].text for _, cells in _rows(table, index))]
    if len(told) == len(may_be) == 1 and (reduce(table.header[told[0]].text) in _NOTES or not any(names)):
        return {"status": told[0]}
    return {f"{DOUBTED}{index}": index for index in told}


def _may_tell_state(table: Table, index: int, words: Compiled) -> bool:
    """True for a column in which each cell is a state or empty."""
    texts = [cells[index].text for _, cells in _rows(table, index)]
    return all(not text or words.state(text) is not None for text in texts)


def _rows(table: Table, index: int) -> list[tuple[int, list[Cell]]]:
    """The first rows that have a cell in a column."""
    return [(line, cells) for line, cells in table.rows[:_MOST] if index < len(cells)]


def _tells_when(table: Table, index: int, words: Compiled) -> bool:
    """False for "Target" or "Expected impact" where the column holds what is aimed at, and no time at all."""
    named = reduce(table.header[index].text)
    if named in _DUE and named not in _AIMS:
        return True
    texts = [cells[index].text for _, cells in _rows(table, index) if cells[index].text]
    return not texts or any(_DIGITS.match(text) or is_horizon(text, words) for text in texts)


def _is_linked(table: Table, index: int) -> bool:
    """True for a column of nothing but references to tickets."""
    texts = [cells[index].text for _, cells in table.rows[:_MOST] if index < len(cells) and cells[index].text]
    return bool(texts) and all(
        len(found := in_cell(text)) > 0 and not without(text, [(r.start, r.end) for r in found]).strip("* ,;")
        for text in texts
    )


def _of_phrases(table: Table, index: int) -> bool:
    """True for a column of phrases, not of numbers or single words."""
    texts = [cells[index].text for _, cells in table.rows[:_MOST] if index < len(cells)]
    return bool(texts) and sum(text.count(" ") > 1 for text in texts) * 2 > len(texts)


def _action(table: Table, names: list[str | None]) -> int | None:
    """The column with the work itself, none of mere numbers; a plain "Description" only where nothing says more."""
    found = [index for index, name in enumerate(names) if name == "action" and not _is_numbered(table, index)]
    telling = [index for index in found if reduce(table.header[index].text) not in _VAGUE]
    return next(iter(telling or found), None)
