"""Paragraphs that call themselves an action, wherever they stand: "**Action:** page on the depth" below a lesson."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.incident.fields import fields_of
from postmortem_tracker.markdown.lines.nodes import Row
from postmortem_tracker.markdown.lines.plain import plain_line
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import Candidate, Context, Shape
from postmortem_tracker.markdown.sections.left_out import asks_readers
from postmortem_tracker.markdown.sections.outline import Section, taken_by
from postmortem_tracker.markdown.words import details, orders, placeholders
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, any_of, reduce
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.spelled import Spelled

_BEFORE = r"[ \t>]*(?:[-*+•][ \t]+|\d{1,2}[.)][ \t]+)?(?P<bold>\*\*|__)"
_BEHIND = r"(?:[ \t\u00a0]?[:：][ \t]*(?P=bold)|(?P=bold)[ \t\u00a0]*[:：])[ \t]*(?=[^\s:*_])"
_ASIDE = r"(?:[ \t]\((?=[a-zà-þ])[^()\n:]{1,60}\))?"  # "Follow-up (less load): …", but "Action (Ana): …"
_BOLD = re.compile(rf"{_BEFORE}(?P<label>[^:：*_]{{2,60}}?)(?P<number>[ \t]+#?\d{{1,2}})?{_ASIDE}{_BEHIND}")
_TASK = Spelled(*every("labels", "task"))
_PENDING = Spelled(*every("labels", "pending"))  # before an order
_RESULT = re.compile(
    rf"[ \t>]*(?:[-*+•][ \t]+)?(?:\*\*|__)?{any_of(*every('labels', 'result'))}(?:\*\*|__)?[ \t]?[:：]", re.IGNORECASE
)
# Fields of a document, and of no action: beside one of them "Task:" names what it is about.
_OF_DOCUMENT = frozenset({"date", "severity", "duration", "began", "id", "title", "services", "posted"})
_PLAIN = re.compile(rf"[ \t>]*(?:[-*+•][ \t]+)?(?P<label>[^:：*_]{{2,60}}?){_ASIDE}[:：][ \t]+(?=\S)")
_WORD = re.compile(r"[^\W\d_]+")
_FIRST = frozenset(
    _WORD.findall(label.casefold())[0] for name in ("task", "pending") for label in every("labels", name)
)
_TOLD = Phrases({1: (*every("title_words", "told"), *every("title_words", "done"))})
_DUTY = re.compile(r"@?[^\W\d_][\w.-]{0,40}(?: [A-ZÀ-Þ][\w.-]{0,40})?[ \t]+to[ \t]+(?=[a-z])")  # "Ana to add an alert"
_BLOCK = re.compile(r"[ \t>]*(?:[-*+•][ \t]|\d{1,2}[.)][ \t]|#{1,6}[ \t]|\||```|~~~|<|\*\*|__)")


def behind_task_label(text: str) -> int:
    """Where the work begins behind a label, as in "Task: raise the limit"; 0 where there is no label, or no work."""
    label = _label(text)
    if label is None or label["label"] not in _TASK:
        return 0
    return 0 if placeholders.is_placeholder(text[label.end() :]) else label.end()


def _label(text: str) -> re.Match[str] | None:
    """The label of work that a line begins with; in bold type it may also only call it still open."""
    bold = _BOLD.match(text)
    if bold is not None and (bold["label"] in _TASK or (bold["label"] in _PENDING and not bold["number"])):
        return bold
    plain = _PLAIN.match(text)
    return plain if plain is not None and plain["label"] in _TASK else None


def labelled(
    source: Source, titles: Sequence[Title], start: int, end: int, hidden: frozenset[int], found: Sequence[Section]
) -> Iterator[tuple[Section, Candidate]]:
    """The paragraphs and list items labelled as actions outside the sections found, and outside what was done."""
    below = Below(titles)
    for number, label in _labels(source, start, end, hidden, found):
        text = label.string[label.end() :]
        if not _tells_work(text, bold=label.re is _BOLD and label["label"] in _TASK) or below.what_is_told(number):
            continue
        about = not below.titled and is_of_document(source, number, end)
        if (about or has_result(source, number, end)) and not details.is_assigned(text):
            continue
        rows = [Row(number, label.end(), text), *_rest(source, number + 1, end)]
        section = Section.untitled(number, Role.WORK, rows[-1].line + 1)
        yield section, Candidate(Shape.LINE, Context(Role.WORK), rows, rows[-1].line, rules.LABELLED)


def still_open(
    source: Source, titles: Sequence[Title], start: int, end: int, hidden: frozenset[int], found: Sequence[Section]
) -> Iterator[tuple[int, str]]:
    """The lines outside the sections found that only call something still open, and their words."""
    below = Below(titles)
    for number, label in _labels(source, start, end, hidden, found):
        text = label.string[label.end() :]
        said = sum(map(str.isalpha, orders.words_of(text))) > 2 or orders.is_unspaced_phrase(text)
        if label["label"] not in _TASK and said and not _says_nothing(text) and not below.what_is_told(number):
            yield number, plain_line(label.string[label.start("bold") :]).strip()


def _labels(
    source: Source, start: int, end: int, hidden: frozenset[int], found: Sequence[Section]
) -> Iterator[tuple[int, re.Match[str]]]:
    """The lines outside the sections found that begin with a label of work, and the label of each."""
    taken = taken_by(found)
    for number in range(start, end):
        line = source.lines[number]
        if number in hidden or number in taken or (":" not in line[:60] and "：" not in line[:60]):
            continue
        first = _WORD.search(line)
        if first is None or first[0].casefold() not in _FIRST:
            continue
        label = _label(line)
        if label is not None:
            yield number, label


def has_result(source: Source, number: int, end: int) -> bool:
    """True where the next line says what came of it: "**Action:** raised the limit", "**Result:** no change"."""
    return number + 1 < end and _RESULT.match(source.lines[number + 1]) is not None


def is_of_document(source: Source, number: int, end: int) -> bool:
    """True for a field at the head of a document, beside its day or severity."""
    beside = [each for each in (number - 1, number + 1) if 0 <= each < end]
    return any(found.name in _OF_DOCUMENT for found in fields_of(source, beside, end))


def _tells_work(text: str, *, bold: bool) -> bool:
    """True for what is still to be done, in some words; what is not in bold type has to begin with an order."""
    if _says_nothing(text) or asks_readers(text):
        return False
    duty = _DUTY.match(text)
    if duty is not None and orders.is_measure(text[duty.end() :]):
        return True
    return orders.is_measure(text) or (bold and len(text.split()) > 2) or not text[:1].isascii()


def _says_nothing(text: str) -> bool:
    """True for a placeholder, for words that nothing is to do or was done, and for an announcement."""
    empty = placeholders.is_placeholder(text) or placeholders.is_none(text)
    return empty or orders.is_past(text) or text.rstrip()[-1:] == ":"


class Below:
    """Walks down a document and knows the headings that a line stands below, at each level the last one."""

    def __init__(self, titles: Sequence[Title]) -> None:
        self._waiting = deque(title for title in titles if title.form is Form.HEADING)
        self._open: list[tuple[int, bool]] = []  # levels, and whether one there or above tells what was done

    def what_is_told(self, number: int) -> bool:
        """Whether a line stands below a title, at any level, that tells what happened or what was done.

        The lines are asked for in order.
        """
        while self._waiting and self._waiting[0].line < number:
            title = self._waiting.popleft()
            while self._open and self._open[-1][0] >= title.level:
                self._open.pop()
            above = bool(self._open) and self._open[-1][1]
            self._open.append((title.level, above or _tells(title)))
        return bool(self._open) and self._open[-1][1]

    @property
    def titled(self) -> bool:
        """Whether the last line asked for stands below more than the document's title."""
        return any(level > 1 for level, _ in self._open)


def _tells(title: Title) -> bool:
    told = reduce(title.text).split()
    names = any(True for _ in _TOLD.at(told, 0)) if told else False  # or it is short, "Incident timeline"
    return title.level > 1 and (names or (len(told) < 4 and bool(_TOLD.found(told))))


def _rest(source: Source, first: int, end: int) -> Iterator[Row]:
    """The lines that continue a paragraph."""
    for number in range(first, end):
        line = source.lines[number]
        if not line.strip() or _BLOCK.match(line):
            return
        yield Row(number, 0, line)
