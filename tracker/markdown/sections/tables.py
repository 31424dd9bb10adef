"""Which tables list action items, and which column holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.lines.bare_numbers import calls_numbers_tickets
from postmortem_tracker.markdown.lines.dates import read_date
from postmortem_tracker.markdown.lines.nodes import Cell, Table
from postmortem_tracker.markdown.lines.plain import without
from postmortem_tracker.markdown.lines.references import in_cell
from postmortem_tracker.markdown.sections.grounds import has_grounds
from postmortem_tracker.markdown.words import orders
from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.due_columns import DAYS, age_of_due, is_start
from postmortem_tracker.markdown.words.horizon import is_horizon, is_span
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import CODE
from postmortem_tracker.markdown.words.phrases import Phrases, phrases, reduce
from postmortem_tracker.markdown.words.state_columns import Says, said_by, tells_end
from postmortem_tracker.markdown.words.vocabulary import Compiled

# What begins the name of a column that may be the state beside others that may, too; of one for what is still open; of
# one for the state of something else; and of one for the day on which the item was done.
DOUBTED, STILL, ELSE, ENDED = FURTHER = ("doubted ", "still ", "else ", "ended ")
ALSO = "also "  # begins the name of a further column of work
_MOST = 50  # rows that are looked at to know a column
_VAGUE = frozenset(every("columns", "details"))

# Columns for whatever there is to say.
_NOTES = frozenset(map(reduce, every("columns", "notes"))) | {""}
# Columns of the changes that did the work, which are no issues.
_CHANGES = frozenset(
    phrases("pr; prs; pull request; pull requests; mr; mrs; merge request; merge requests; commit; commits")
)
# Columns that may hold a time or an aim.
_WHOLE = {name: frozenset(map(reduce, every("columns", name))) for name in ("owner", "due")}
_DUE = _WHOLE["due"]
_ASSIGNING = frozenset({"owner", "due", "status"})
_AIMS = frozenset({"target", "expected"})
_DIGITS = re.compile(r"\d|(?:q|h|sprint ?|week ?|end of )\d|[^\W\d_]{3,9} \d", re.IGNORECASE)
_NAMING = frozenset({"action", "owner", "due", "priority"})  # names of columns that no row of values has by chance
_BESIDE = frozenset({"status", "ticket"})  # "Bug" and "Done" are values too: one of them alone tells nothing
_VALUE = re.compile(rf"@[A-Za-z][\w-]+|{CODE}$")
_LONGEST_VALUE = 40
_TEAMS = Phrases({1: every("columns", "team")})


def columns_of(table: Table, words: Compiled, *, listed: bool = False, below: bool = False) -> dict[str, int] | None:
    """Column numbers by field, with "action" among them; None where the table lists something else.

    Where the title above says that action items are ``listed``, headings in an unknown language are no obstacle; where
    the table stands ``below`` a title of measures at all, nor is a column of what gave rise to them.
    """
    names = [words.column(cell.text.strip("*_` ")) for cell in table.header]
    work = names.index("action") if "action" in names else -1
    said = {at: one for at, cell in enumerate(table.header) if (one := said_by(cell.text.strip("*_` "), words))}
    if said.get(work) is Says.STILL and names.count("action") == 1 and _of_phrases(table, work):
        del said[work]  # "To do" above the work, and not above "yes" and "no"
    names = [
        "status" if at in said else "#" if _is_noted(table, at, each, work) else each for at, each in enumerate(names)
    ]
    found = _fields(table, names, _days(table, names, said))
    found |= _states(said) if said else {}
    if "status" not in found:
        found |= _status(table, names, words)
    if "due" in found and not any(
        _tells_when(table, found[due], words) for due in ("due", "former due") if due in found
    ):
        del found["due"]
        found.pop("former due", None)
    _tell_tickets(table, found, words)
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
        _tell_numbers(table, found)
    if (
        action is None
        and (said or found.keys() & {"owner", "due", "status", "priority", "ticket", "change"})
        and "" not in names
    ):
        action = next((i for i, name in enumerate(names) if name is None), None)
        if len(names) == 2 and _names_fields(table, words):
            return None  # "| Owner | Ana |" above "| Due | 2026-12-25 |"
        if action is not None and is_value(table.header[action].text.strip("*_` ")):
            return None  # "| Date | 2026-10-12 |" names no column
    if action is None:
        return None
    assigned = said or found.keys() & {"owner", "due", "status", "ticket"}
    if "" in names and not assigned and not (below and has_grounds(table, names, action)):
        return None
    return {**found, **_further(table, names, action, words), "action": action}


def is_turned(table: Table, words: Compiled) -> bool:
    """True for a table with its fields one below the other, and a column for each item."""
    if any(_named(cell.text, words) for cell in table.header[1:]):
        return False
    first = [cells[0].text for _, cells in table.rows[:_MOST] if cells and cells[0].text]
    head = _named(table.header[0].text, words)
    names = [*(_named(text, words) for text in first), *([head] if head else [])]
    told = set(names)
    return len(told) == len(names) and "action" in told and None not in told and bool(_ASSIGNING & told)


def tells_fields(table: Table, words: Compiled) -> bool:
    """True for a table with the fields of the title above it, in a row or one below the other."""
    first = [cells[0].text for _, cells in table.rows[:_MOST] if cells]
    return any(_named(text, words) in _ASSIGNING for text in (*(cell.text for cell in table.header), *first))


def _names_fields(table: Table, words: Compiled) -> bool:
    """True for a first column of names of fields, the head's among them, whatever some stand for: "Owner", "Due"."""
    texts = [cells[0].text for _, cells in table.rows[:_MOST] if cells]
    named = [text for text in texts if _named(text, words) or words.column(text.strip("*_`: ")) == "issue"]
    return bool(_named(table.header[0].text, words)) and len(named) * 2 >= len(texts) > 0


def is_headless(table: Table, words: Compiled) -> bool:
    """True for a table that begins with an item instead of the names of its columns."""
    texts = [cell.text.strip("*_` ") for cell in table.header]
    names = {name for text in texts if (name := _named(text, words)) is not None and words.state(text) is None}
    if names & _NAMING or names >= _BESIDE:
        return False
    values = [text for text in texts if is_value(text)]
    others = [text for text in texts if text not in values]
    if any(read_box(text) is not None for text in values) or any(map(orders.is_measure, others)):
        return True
    return bool(values) and any(" " in text for text in others)


def is_value(text: str) -> bool:
    """True for what names no column: a day, an account, a code for how urgent something is, a box."""
    if len(text) > _LONGEST_VALUE or not text:
        return False
    return _VALUE.match(text) is not None or read_box(text) is not None or read_date(text).value is not None


def is_pasted(lines: Sequence[str], words: Compiled) -> bool:
    """True for rows pasted from a spreadsheet, the names of the columns first, with tabs or commas between them."""
    for sign in ("\t", ";", ","):
        cells = lines[0].split(sign)
        if len(lines) > 1 and len(cells) > 1 and sign in lines[1]:
            names = [_named(cell, words) for cell in cells]
            return "action" in names and (None not in names or (sign == "\t" and len({*names}) > 2))
    return False


def _named(text: str, words: Compiled) -> str | None:
    """The field of which a cell is a name, and nothing else."""
    text = text.strip("*_`: ")
    name = words.column(text)
    return name if name and name not in ("#", "issue") and words.names_whole(text, name) else None


def _further(table: Table, names: list[str | None], action: int, words: Compiled) -> dict[str, int]:
    """The other columns of work: "Long term" beside "Short term", "Preventive actions" beside "Corrective actions"."""
    headers = [cell.text.strip("*_` ") for cell in table.header]
    spans = [at for at, header in enumerate(headers) if names[at] in (None, "action") and _is_span(header, words)]
    if action not in spans:
        spans = [
            at for at in range(len(names)) if names[at] == "action" and _are_pair(headers[action], headers[at], words)
        ]
    return {f"{ALSO}{at}": at for at in spans if at != action}


def _is_span(header: str, words: Compiled) -> bool:
    return is_span(header) or is_horizon(header, words)


def _are_pair(one: str, other: str, words: Compiled) -> bool:
    """True for two names of the same thing, each with a word for what kind it is."""
    a, b = reduce(one).split(), reduce(other).split()
    for noun, rests in ((0, (a[1:], b[1:])), (-1, (a[:-1], b[:-1]))):
        if all(rests) and a[noun] == b[noun] and a != b:
            return all(words.column(" ".join(rest)) is None for rest in rests)
    return False


def _is_numbered(table: Table, index: int) -> bool:
    """True for a column that only counts the rows: "Step" with 1, 2, 3."""
    cells = [cells[index].text.strip("*_`. #)") for _, cells in table.rows if index < len(cells)]
    return bool(cells) and all(cell.isdigit() for cell in cells)


def _rank(table: Table, index: int, name: str | None) -> int:
    """How likely a column is the one of its field: what is called by nothing but its name stands first, a team last."""
    if name not in _WHOLE:
        return 1
    if name == "owner" and _is_team(table, index):
        return 2
    return 0 if reduce(table.header[index].text) in _WHOLE[name] else 1


def _is_team(table: Table, index: int) -> bool:
    """True for a column of teams, who own an item where no person does."""
    return _TEAMS.found(reduce(table.header[index].text).split()) != 0


def _is_noted(table: Table, index: int, name: str | None, work: int) -> bool:
    """True for the day on which work was noted: "Date added", or a mere "Date" that stands before the work."""
    header = table.header[index].text
    return name == "due" and (is_start(header) or (index < work and reduce(header) in DAYS))


def _days(table: Table, names: list[str | None], said: dict[int, Says]) -> dict[str, int]:
    """Of several columns of due dates the one that counts and the one before it; "Completion date" is none of them."""
    dues = [at for at, name in enumerate(names) if name == "due"]
    ends = [at for at in dues if tells_end(table.header[at].text)]
    if len(dues) > len(ends):
        for at in ends:
            said[at], names[at] = Says.ENDED, "status"
    age = {at: age_of_due(table.header[at].text) for at in dues if names[at] == "due"}
    dues = sorted(age, key=lambda at: (_rank(table, at, "due"), at))
    dues.sort(key=lambda at: age[at])
    return {"due": dues[0], "former due": dues[1]} if len(dues) > 1 and age[dues[0]] < age[dues[1]] else {}


def _fields(table: Table, names: list[str | None], found: dict[str, int]) -> dict[str, int]:
    """The columns of all other fields: "Owner" before "Original owner" and "Team", wherever it stands."""
    for index in sorted(range(len(names)), key=lambda index: _rank(table, index, names[index])):
        name = names[index]
        if name and name not in ("#", "issue", "action", "status"):
            found.setdefault(name, index)
            if name == "owner" and index != found["owner"] and _is_team(table, index):
                found.setdefault("team", index)
    return found


def _states(said: dict[int, Says]) -> dict[str, int]:
    """The column that names the item's own state, and those that may speak of it."""
    first = min(said, key=lambda at: (said[at], at))
    told = said[first]
    found = {} if told > Says.ENDED else {"status": first}
    if told in (Says.DONE, Says.ENDED):
        found["done"] = first
    if told is Says.ENDED:
        found["ended"] = first
    kinds = {Says.STILL: STILL, Says.ELSE: ELSE, Says.ENDED: ENDED}
    return found | {f"{kinds.get(one, DOUBTED)}{at}": at for at, one in said.items() if at != found.get("status")}


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


def _tell_tickets(table: Table, found: dict[str, int], words: Compiled) -> None:
    """Note of the column of tickets whether it holds changes, what is said of tickets, or mere numbers."""
    if "ticket" not in found:
        return
    header = table.header[found["ticket"]].text
    if reduce(header) in _CHANGES:
        found["change"] = found.pop("ticket")
        return
    if not words.names_whole(header, "ticket"):
        found["of ticket"] = found["ticket"]
    _tell_numbers(table, found)


def _tell_numbers(table: Table, found: dict[str, int]) -> None:
    at = found["ticket"]
    if calls_numbers_tickets(table.header[at].text, [cells[at].text for _, cells in _rows(table, at)]):
        found["numbered"] = at


def _of_phrases(table: Table, index: int) -> bool:
    """True for a column of phrases, not of numbers or single words."""
    texts = [cells[index].text for _, cells in table.rows[:_MOST] if index < len(cells)]
    return bool(texts) and sum(text.count(" ") > 1 for text in texts) * 2 > len(texts)


def _action(table: Table, names: list[str | None]) -> int | None:
    """The column with the work itself, none of mere numbers; a plain "Description" only where nothing says more."""
    found = [index for index, name in enumerate(names) if name == "action" and not _is_numbered(table, index)]
    telling = [index for index in found if reduce(table.header[index].text) not in _VAGUE]
    return next(iter(telling or found), None)
