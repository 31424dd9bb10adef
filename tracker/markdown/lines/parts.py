"""Splits a file that holds several postmortems."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import reduce
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.vocabulary import Compiled

_POSTMORTEM = Spelled(*every("incident", "reports"))

_FACT = re.compile(r"[\s>|*_+-]*+(?:<[^<>]{1,40}>\s*+)*+([^:：|<]{2,60}?)[\s*_]{0,4}(?:[:：|]|</)")
_FACTS = Spelled(*(name for key in ("date", "began", "severity", "id") for name in every("incident", key)))
_LABEL = 60  # characters in which it stands
_NEAR = 20  # lines


@dataclass
class Part:
    """The lines (0-based, end exclusive) and titles of one incident.

    ``head`` is the line from which on they are about it; before it stands what the file is called.
    """

    start: int
    end: int
    titles: list[Title]
    head: int = 0

    def __post_init__(self) -> None:
        self.head = max(self.head, self.start)

    @property
    def own_titles(self) -> list[Title]:
        """The titles without that of the file."""
        return [title for title in self.titles if title.line >= self.head]


def without_name(titles: Sequence[Title], words: Compiled, lines: Sequence[str]) -> list[Title]:
    """The titles, the first of which names the whole document and no section, whatever words are in it.

    It does where the incident's day, severity or number stands below it, and the measures have a title of their own.
    """
    if not titles or titles[0].form is not Form.HEADING or titles[0].role is None:
        return list(titles)
    first, *rest = titles
    if _is_above(first, rest) and not words.bare_title(first.text) and has_facts(first, rest, lines):
        return [_unsectioned(first), *rest]
    if first.level > 1:
        return list(titles)
    below = [title for title in rest if title.role is Role.OTHER and title.form is Form.HEADING]
    alone = bool(below) and all(title.level > 1 for title in below)
    if (
        not alone
        or _lists_work(first, rest, words)
        or words.bare_title(first.text)
        or (first.role is Role.OTHER and first.text.count(" ") < 3)
    ):
        return list(titles)
    return [_unsectioned(first), *rest]


def _unsectioned(title: Title) -> Title:
    return replace(title, role=None)


def _is_above(first: Title, rest: Sequence[Title]) -> bool:
    """Whether all other headings stand below the first one, and one of them names measures."""
    headings = [title for title in rest if title.form is Form.HEADING]
    return all(title.level > first.level for title in headings) and any(
        title.role in MEASURE_ROLES for title in headings
    )


def has_facts(first: Title, rest: Sequence[Title], lines: Sequence[str]) -> bool:
    """Whether a line between a title and the next heading tells the day, the severity or the id of an incident."""
    end = next((title.line for title in rest if title.form is Form.HEADING), len(lines))
    return tells_facts(lines[first.body : end])


def tells_facts(lines: Sequence[str]) -> bool:
    """Whether one of the first lines tells the day, the severity or the id of an incident."""
    labels = (_FACT.match(line[:_LABEL]) for line in lines[:_NEAR])
    return any(label is not None and label[1] in _FACTS for label in labels)


def _lists_work(first: Title, rest: Sequence[Title], words: Compiled) -> bool:
    """True for "Action items of the spring review" above titles none of which names measures."""
    if first.role is not Role.TASKS or any(title.role in MEASURE_ROLES for title in rest):
        return False
    told = first.text.split()
    return any(words.bare_title(" ".join(told[:count])) for count in (1, 2, 3))


def parts_of(titles: Sequence[Title], lines: Sequence[str], identified: Sequence[Title] = ()) -> list[Part]:
    """One part per postmortem; the first begins with the file, and is told below a title that all of them have.

    ``identified`` are headings that are known to begin an incident each.
    """
    end = len(lines)
    heads = _named(titles) or _repeated(titles)
    known = len(identified) > len(heads) or list(identified) == heads != []
    if known:
        heads = list(identified)
    if not heads:
        return [Part(0, end, list(titles))]
    own = [_unsectioned(title) if known and title.role and title in heads else title for title in titles]
    starts = [0, *(title.line for title in heads[1:])]
    ends = [*starts[1:], end]
    numbers = [title.line for title in titles]
    parts = [
        Part(s, e, own[bisect_left(numbers, s) : bisect_left(numbers, e)]) for s, e in zip(starts, ends, strict=True)
    ]
    headings = [title for title in titles if title.form is Form.HEADING]
    if heads[0] in headings[1:] and (known or _are_below(heads, headings, lines)):
        parts[0].head = heads[0].line
    return parts


def _are_below(heads: Sequence[Title], headings: Sequence[Title], lines: Sequence[str]) -> bool:
    """Whether all heads have facts of their own, and a title above them has none: it is that of the file."""
    if headings[0].level >= heads[0].level:
        return False
    after = {title.line: headings[at + 1 :] for at, title in enumerate(headings)}
    return not has_facts(headings[0], after[headings[0].line], lines) and all(
        has_facts(head, after[head.line], lines) for head in heads
    )


def _named(titles: Sequence[Title]) -> list[Title]:
    """Headings of one level that call themselves postmortems, each with sections of its own below."""
    heads = [t for t in titles if (t.level <= 2 or t.form is Form.BOLD) and _is_postmortem(t.text)]
    if len(heads) < 2:
        return []
    heads = [t for t in heads if t.form is heads[0].form and t.level == heads[0].level]
    if len(heads) < 2:
        return []
    others = [t.line for t in titles if t.role is Role.OTHER]
    bounds = [*(t.line for t in heads[1:]), titles[-1].line + 1]
    bodies = [
        bisect_left(others, stop) - bisect_left(others, head.line + 1) for head, stop in zip(heads, bounds, strict=True)
    ]
    return heads if min(bodies) >= 2 else []


def _is_postmortem(title: str) -> bool:
    return next(_POSTMORTEM.found(title), None) is not None


def _repeated(titles: Sequence[Title]) -> list[Title]:
    """Headings whose sections repeat: the same measures title under each of them."""
    if len([title for title in titles if title.role in MEASURE_ROLES and title.form is Form.HEADING]) < 2:
        return []
    above: list[Title] = []
    parents: dict[str, list[Title]] = {}
    for title in titles:
        if title.form is not Form.HEADING:
            continue
        while above and above[-1].level >= title.level:
            above.pop()
        if title.role in MEASURE_ROLES and above and above[-1].role not in MEASURE_ROLES:
            parents.setdefault(reduce(title.text), []).append(above[-1])
        above.append(title)
    for heads in parents.values():
        unique = list(dict.fromkeys(heads))
        if len(unique) > 1 and len({t.level for t in unique}) == 1 and len(unique) == len(heads):
            return unique
    return []
