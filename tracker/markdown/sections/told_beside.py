"""Work that a line calls by a label where no items stand: "10:20 Action item: cap the pool" in a timeline.

It is no item there, since a log tells what was done; but work that nobody hears of is worse than a word too much.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from postmortem_tracker.markdown.lines.commonmark import code_spans
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Title
from postmortem_tracker.markdown.sections.labelled import Below, has_result, is_of_document
from postmortem_tracker.markdown.sections.left_out import asks_readers
from postmortem_tracker.markdown.words import details, orders, placeholders
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.spelled import Spelled

_TASK = Spelled(*every("labels", "task"))
_ACTION = Spelled(*every("labels", "action"))  # which a log has for what was done as well
_COLON = re.compile(r"[*_]{0,3}[ \t]?[:：][*_]{0,3}(?=[ \t]*[^\s:：/])")
# What may stand before the label: signs, a day and a time, or another sentence.
_LEAD = re.compile(r"(?:[^\w\n]|\d|(?<![^\W\d_])(?:am|pm|utc|gmt|cet|cest|est|pst|t|z|h)(?![^\W\d_]))*+", re.IGNORECASE)
_ENDED = re.compile(r"(?:[.!;。；]|[ \t][—–-]|\|)[ \t*_]*\Z")
_NEAR = 160  # characters of a line in which such a label is looked for
_WORDS = 2  # that say what to do, at least


def told_beside(
    source: Source, titles: Sequence[Title], start: int, end: int, passed: Collection[int]
) -> Iterator[tuple[int, str]]:
    """The lines that call something a task: line and words; no line is looked at that is ``passed``."""
    below = Below(titles)
    for number in range(start, end):
        line = source.lines[number]
        if number in passed or not (":" in line or "：" in line) or line.lstrip()[:1] == "#":
            continue
        if (at := _label_at(line)) is None:
            continue
        said = line[at:].strip(" \t|")
        below.what_is_told(number)
        about = not below.titled and is_of_document(source, number, end)
        if details.is_assigned(said) or not (about or has_result(source, number, end)):
            yield number, said


def _label_at(line: str) -> int | None:
    """Where a label begins that has open work behind it."""
    for colon in _COLON.finditer(line, 0, _NEAR):
        at = _TASK.before(line, colon.start())
        if at < 0 or not _leads(line[:at]) or any(a <= at < b for a, b in code_spans(line)):
            continue
        text = line[colon.end() :].partition("|")[0].strip()
        assigned = details.is_assigned(text)
        if _tells_open_work(text) and (assigned or line[at : colon.start()].strip("*_ \t") not in _ACTION):
            return at
    return None


def _leads(before: str) -> bool:
    return _LEAD.fullmatch(before) is not None or _ENDED.search(before) is not None


def _tells_open_work(text: str) -> bool:
    said = len(orders.words_of(text)) >= _WORDS or orders.is_unspaced_phrase(text)
    empty = placeholders.is_placeholder(text) or placeholders.is_none(text) or orders.is_past(text)
    return said and not empty and not asks_readers(text) and text.rstrip()[-1:] not in (":", "：")
