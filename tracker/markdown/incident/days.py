"""The day of an incident: not that of its follow-ups, nor that on which the document was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from postmortem_tracker.calendar import shifted
from postmortem_tracker.markdown.incident.fields import name_of_label
from postmortem_tracker.markdown.lines.dates import NAME, Doubt, made, names_month, read_date, read_day
from postmortem_tracker.markdown.lines.pipe_tables import cells, is_delimiter
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words.due_columns import DAYS
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, reduce
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role

_FAR = 400  # lines in which the first date is looked for
_NEAR = 40  # lines in which the day of an incident is told without its year
_LONG = 400  # characters of a line
_LABEL = 80  # characters in which the name of a field ends
_YEAR = re.compile(r"\d\d{3}")  # a set at its beginning is what a search looks for first
_DAY = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?P<month>{NAME})|(?P<first>{NAME}) \d{{1,2}}(?:st|nd|rd|th)?)\b"
)
_ADDRESS = re.compile(r"https?://\S+")
_DUE = re.compile(r"\b(?:due(?! to\b)|deadline|eta)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<![^\W_])(?:INC|INCIDENT|PIR|PM|IR|COE|RCA|SIR)[-_#]\d", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_DUE_COLUMNS = frozenset(reduce(name) for name in every("columns", "due"))
_SETTLED = timedelta(days=7)
_YEAR_BEFORE = 334  # a day without a year is read as the first one from a month before this
_LONGEST_AGO, _NOT_LONG_AGO = 183, 62  # with a year and without


def measured(titles: Sequence[Title], end: int) -> set[int]:
    """The lines of measures, whose dates are due dates and not the incident's, and of the log of their changes."""
    found: set[int] = set()
    opened: Title | None = None
    for index, title in enumerate(titles):
        if title.role in MEASURE_ROLES:
            opened = opened if opened and opened.level < title.level else title
        elif _ends(opened, title):
            opened = title if title.role is Role.OTHER and _tells_changes(title.text) else None
        if opened is not None:
            found.update(range(title.line, titles[index + 1].line if index + 1 < len(titles) else end))
    return found


def _ends(opened: Title | None, title: Title) -> bool:
    """Whether a title that names no measures ends those above it; "### Impact" of one of them does not."""
    if title.form is not Form.HEADING:
        return title.role is Role.OTHER
    if opened is None or opened.form is not Form.HEADING:
        return title.role is Role.OTHER or (opened is not None and title.level <= opened.level)
    return title.level <= opened.level


def of_others(titles: Sequence[Title], end: int, own: int, name: str) -> set[int]:
    """The lines below headings about other incidents, such as "Related incidents" and "Comparison with INC-7".

    ``own`` is the line of the title that names the document, -1 for none, and ``name`` its own id.
    """
    found: set[int] = set()
    level = 0
    headings = [title for title in titles if title.form is Form.HEADING]
    ends = [*(title.line for title in headings[1:]), end]
    for title, stop in zip(headings, ends, strict=False):
        if not level or title.level <= level:
            text = title.text.replace(name, "") if name else title.text
            other = title.line > own and tells_of_others(text) and not _is_field(title.text)
            level = title.level if other else 0
        if level:
            found.update(range(title.line, stop))
    return found


def tells_of_others(text: str) -> bool:
    """True for words about other incidents than the document's own."""
    return bool(_others().found(reduce(text[:200]).split())) or _NUMBERED.search(text) is not None


def _is_another_day(line: str) -> bool:
    """True for a line on when the document was written, or with a label of what happened before."""
    words = reduce(line[:_LABEL]).split()
    if words and any(_written().at(words, 0)):
        return True
    label, colon, _ = line[:_LABEL].replace("：", ":").partition(":")
    return bool(colon and _others().found(reduce(label).split()))


def _is_field(title: str) -> bool:
    return name_of_label(title.replace("：", ":").partition(":")[0]) is not None


@cache
def _others() -> Phrases:
    return Phrases({1: every("incident", "others")})


@cache
def _written() -> Phrases:
    """How lines begin that tell when the document was written."""
    return Phrases({1: (*every("incident", "posted"), *every("incident", "edited"))})


def falls_due(text: str) -> bool:
    """True for a line with a due date, which is not the incident's."""
    low = text.lower()
    return ("due" in low or "deadline" in low or "eta" in low) and _DUE.search(text) is not None


def due_rows(lines: Sequence[str], start: int, end: int) -> set[int]:
    """The lines of tables with a column of due dates."""
    found: set[int] = set()
    due = False
    for number in range(start, end):
        line = lines[number]
        if "|" not in line:
            due = False
        elif number > start and is_delimiter(line) and "|" in lines[number - 1]:
            names = {reduce(cell.text) for cell in cells(lines[number - 1])}
            due = bool(names & (_DUE_COLUMNS - DAYS))
        if due:
            found.add(number)
    return found


def first_day(
    source: Source,
    start: int,
    end: int,
    titles: Sequence[Title],
    hidden: frozenset[int],
    posted: date | None,
) -> tuple[date | None, int]:
    """The earliest line outside the measures with a full date, as in "On 8 June 2024, from …", or -1 and no date.

    The date is None on a line that may mean two days. Where the document was ``posted`` on a day, one of the half
    year before it is the incident's, and one of two months may be told without its year: "On March 15th, from …".
    """
    left_out: set[int] | None = None
    for number, line in _told(source, start, min(end, start + (_FAR if posted is None else _NEAR)), hidden):
        yearless = posted is not None and any(map(names_month, _DAY.finditer(line)))
        if not (yearless or _YEAR.search(line)) or falls_due(line) or _is_another_day(line):
            continue
        if left_out is None:
            left_out = measured(titles, end) | due_rows(source.lines, start, end)
        if number in left_out:
            continue
        reading = read_day(line, shifted(posted, -_YEAR_BEFORE) if posted is not None else None)
        if reading is None:
            continue
        if reading.doubt is Doubt.AMBIGUOUS:
            return settled(line, source, start, end), number
        if reading.value is not None and not yearless and str(reading.value.year) not in line:
            continue  # "httpd 2.4.49 (CVE-2021-41773)"
        ago = _LONGEST_AGO if _YEAR.search(line) else _NOT_LONG_AGO
        if reading.value is not None and (posted is None or shifted(posted, -ago) <= reading.value <= posted):
            return reading.value, number
    return None, -1


def settled(text: str, source: Source, start: int, end: int) -> date | None:
    """What 06-11-2023 means where another line tells a day near one of its two readings: "11:10 6th Nov 2023"."""
    found = _NUMERIC.search(text)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    both = (made(year, m, d).value for m, d in ((month, day), (day, month)))
    readings = [reading for reading in both if reading is not None]
    near: set[date] = set()
    for line in source.lines[start : min(end, start + _FAR)]:
        written = read_date(line[:_LONG]).value if "20" in line else None
        near.update(one for one in readings if written is not None and abs(one - written) <= _SETTLED)
    return near.pop() if len(near) == 1 else None


def _told(source: Source, start: int, end: int, hidden: frozenset[int]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.lines[start:end], start):
        if number not in hidden and line.strip():
            yield number, _ADDRESS.sub(" ", line[:_LONG]) if "://" in line else line[:_LONG]


def _tells_changes(title: str) -> bool:
    words = reduce(title).split()
    return bool(words) and (words[-1] in ("history", "changelog") or words[-2:] == ["change", "log"])
