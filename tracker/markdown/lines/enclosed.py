"""What encloses a line: elements in HTML that hold blocks, and quotations. A title's words end with its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from postmortem_tracker.markdown.lines.admonitions import admonitions
from postmortem_tracker.markdown.lines.source import Source

_TAG = re.compile(r"<(/?)(details|div|section|article|aside|blockquote|center|ul|ol)\b[^<>]*>", re.IGNORECASE)
_CODE = re.compile(r"`[^`\n]*`")
_BEFORE_WORDS = re.compile(r"(?:[\s>*_#]|<[^<>]*>)*")
_ANY_TAG = re.compile(r"<[^<>]*>")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]*)+")
_LISTS = frozenset({"ul", "ol"})
_QUOTATION = "blockquote"
_DEEPEST = 32  # elements in each other that are followed


@dataclass(eq=False)
class _Element:
    """An element from its tag (line and column) to the line of the tag that closes it."""

    name: str
    start: tuple[int, int]
    around: _Element | None
    last: int | None = None


class Enclosures:
    """Knows up to which line reaches what a title or label says."""

    def __init__(self, source: Source, hidden: frozenset[int]) -> None:
        self._lines = source.lines
        self._hidden = hidden
        self._tagged = b"</" in source.data
        self._reaches: dict[int, int] = {}
        self._walked: dict[int, tuple[int, int]] = {}  # of each depth, where the last quotation begins and ends

    def reaches(self, title: int, line: int) -> bool:
        """Whether a line stands in all that encloses a title.

        An element that holds nothing but the title encloses nothing; a quotation is always somebody else's words.
        """
        if title not in self._reaches:
            self._reaches[title] = min(self._of_elements(title), self._of_quote(title), self._of_admonition(title))
        return line <= self._reaches[title]

    def behind_quotation(self, title: int) -> int:
        """The line behind the quotation in which a title has words below it; behind the document for all others."""
        last = self._of_quote(title)
        return last + 1 if last < len(self._lines) and self._holds_more(title, last) else len(self._lines)

    def quoted_alone(self, title: int) -> str:
        """The line of a title that is all that its quotation holds; "" for any other."""
        end = self._reaches.get(title, len(self._lines))
        if end >= len(self._lines) or self._holds_more(title, end):
            return ""
        return _ANY_TAG.sub("", self._lines[title]).strip(" \t>*_")

    def other_list(self, first: int, second: int) -> bool:
        """Whether two lines stand in two lists in HTML, of which each has its own tags."""
        one, two = self._list_of(first), self._list_of(second)
        return one is not None and two is not None and one is not two

    def _of_elements(self, title: int) -> int:
        end = len(self._lines)
        if not self._tagged:
            return end
        words = _BEFORE_WORDS.match(self._lines[title])
        at = bisect_right(self._starts, (title, words.end() if words else 0))
        element = self._elements[at - 1] if at else None
        while element is not None:
            last = element.last
            quoted = element.name == _QUOTATION
            if last is not None and (quoted or (last > title and self._holds_more(title, last))):
                return last
            element = element.around
        return end

    def _holds_more(self, title: int, last: int) -> bool:
        """Whether words stand between a title and the tag that closes its element."""
        for number in range(title + 1, last + 1):
            line = self._lines[number].partition("</")[0] if number == last else self._lines[number]
            if any(map(str.isalnum, _ANY_TAG.sub("", line))):
                return True
        return False

    def _of_quote(self, title: int) -> int:
        depth = self._quoted(title)
        if not depth:
            return len(self._lines)
        first, end = self._walked.get(depth, (0, 0))
        if not first <= title < end:
            end = title + 1
            while end < len(self._lines) and self._quoted(end) >= depth:
                end += 1
            self._walked[depth] = (title, end)
        return end - 1

    def _of_admonition(self, title: int) -> int:
        """The last line of the innermost box such as `!!! note` or `:::note` in which a title stands."""
        around = [last for first, last in self._admonitions if first < title <= last]
        return min(around, default=len(self._lines))

    @cached_property
    def _admonitions(self) -> list[tuple[int, int]]:
        return list(admonitions(self._lines, self._hidden))

    def _quoted(self, number: int) -> int:
        """How many quotations a line stands in."""
        found = _QUOTE.match(self._lines[number])
        return found[0].count(">") if found else 0

    def _list_of(self, line: int) -> _Element | None:
        """The outermost list in HTML that a line stands in."""
        at = bisect_right(self._list_starts, line)
        found = self._lists[at - 1] if at else None
        return found if found is not None and found.last is not None and line <= found.last else None

    @cached_property
    def _starts(self) -> list[tuple[int, int]]:
        return [element.start for element in self._elements]

    @cached_property
    def _lists(self) -> list[_Element]:
        outermost: list[_Element] = []
        for element in self._elements:
            if element.name in _LISTS and not (outermost and element.start[0] <= (outermost[-1].last or 0)):
                outermost.append(element)
        return outermost

    @cached_property
    def _list_starts(self) -> list[int]:
        return [element.start[0] for element in self._lists]

    @cached_property
    def _elements(self) -> list[_Element]:
        """The elements in the order in which they open."""
        found: list[_Element] = []
        opened: list[_Element] = []
        for number, line in enumerate(self._lines) if self._tagged else ():
            if "<" not in line or number in self._hidden:
                continue
            for tag in _TAG.finditer(_CODE.sub(lambda code: " " * len(code[0]), line) if "`" in line else line):
                name = tag[2].lower()
                if tag[1]:
                    _close(opened, name, number)
                elif len(opened) < _DEEPEST:
                    around = opened[-1] if opened else None
                    element = _Element(name, (number, tag.start()), around)
                    found.append(element)
                    opened.append(element)
        return found


def _close(opened: list[_Element], name: str, number: int) -> None:
    """Close the last element of a name, and what was left open inside it."""
    at = next((index for index in range(len(opened) - 1, -1, -1) if opened[index].name == name), None)
    if at is None:
        return
    for element in opened[at:]:
        element.last = number
    del opened[at:]
