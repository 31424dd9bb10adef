"""An item's written lines as one string whose offsets lead back to the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from postmortem_tracker.markdown.lines import formatting, references
from postmortem_tracker.markdown.lines.nodes import Row
from postmortem_tracker.markdown.lines.placed import in_place
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.words import details, sentences
from postmortem_tracker.model import Link, Span, State

_FEW = 3  # words of a value that was wrapped
_NAMED = re.compile(r"[^\W\d_][^:：.!?\n]{0,40}[:：?]|\W")  # it begins with a name of its own, or a sign


class Text:
    """Written lines as one string, without links of our making, whose offsets lead back to the document.

    The first ``own`` rows are the item's words, the first ``near`` its own lines, which may end in its link.
    Leaving our links out here means that writing one can change nothing else that is read.
    """

    def __init__(self, source: Source, rows: Iterable[Row], own: int = 1, near: int = 1) -> None:
        self.ours: list[Link] = []
        self.mark: State | None = None
        self._source = source
        self._offsets: list[int] = []  # of each piece here
        self._places: list[tuple[int, int]] = []  # its line and column there
        parts: list[str] = []
        length = 0
        self.own_end = 0
        before: Row | None = None
        rows = list(rows)
        for index, row in enumerate(rows):
            if before is not None:
                # Where a line was wrapped is nobody's word: it reads as if it had not been.
                goes_on = index < own or (index > own and self._goes_on(before, row))
                parts.append(" " if goes_on and _is_wrapped(before, row) else "\n")
                length += 1
            before = row
            pieces = self._split(rows, index, own, near) if "([" in row.text else ((row.column, row.text),)
            for start, words in pieces:
                for column, piece in formatting.pieces(words):
                    self._offsets.append(length)
                    self._places.append((row.line, start + column))
                    parts.append(piece)
                    length += len(piece)
            if index < own:
                self.own_end = length
        self.value = parts[0] if len(parts) == 1 else "".join(parts)

    def _split(self, rows: Sequence[Row], index: int, own: int, near: int) -> Iterable[tuple[int, str]]:
        """The pieces of a row around our links, which are noted where they stand in their place."""
        at, row = 0, rows[index]
        quoted = self._quotes(row) > self._quotes(rows[0])
        wrapped = index + 1 < own and _is_wrapped(row, rows[index + 1])
        following = rows[index + 1].text if wrapped else ""
        for found in references.find_ours(row.text):
            placed = not quoted and in_place(row.text, found, own=index < max(own, near), following=following)
            if index < own and not placed:
                continue  # a word of the sentence
            start, end = found.cut or (found.start, found.end)
            yield row.column + at, row.text[at:start]
            at = end
            if not placed:
                continue
            span = self._source.span(row.line, row.column + found.start, row.column + found.end)
            self.ours.append(Link(found.text, found.url, row.line + 1, span))
            self.mark = found.state or self.mark
        yield row.column + at, row.text[at:]

    def _goes_on(self, before: Row, row: Row) -> bool:
        """Whether a line below the item's own words goes on with the value above it: "Owner: Ana" and then "Lima"."""
        bare = not self._source.lines[row.line][: row.column].strip(" \t>")
        return bare and row.line == before.line + 1 and (_NAMED.match(row.text) is None or not _is_whole(before.text))

    def _quotes(self, row: Row) -> int:
        """How many quotations a row stands in."""
        return self._source.lines[row.line][: row.column].count(">")

    def _place(self, offset: int) -> tuple[int, int]:
        index = max(0, bisect_right(self._offsets, offset) - 1)
        line, column = self._places[index]
        return line, min(column + offset - self._offsets[index], len(self._source.lines[line]))

    def span(self, start: int, end: int) -> Span:
        """The bytes of a range of this text."""
        if len(self._places) == 1:
            line, column = self._places[0]
            return self._source.span(line, column + start, column + end)
        return Span(self._source.byte(*self._place(start)), self._source.byte(*self._place(end)))

    def line(self, offset: int) -> int:
        """The 1-based line of an offset."""
        return self._place(offset)[0] + 1


def _is_wrapped(before: Row, row: Row) -> bool:
    """True where a line goes on on the next one: neither a hard break nor a field on a line of its own."""
    if before.text.endswith(("  ", "\\", ">")) and not before.text.endswith(("->", "=>")):
        return False
    if _is_sentence(row.text) and details.is_own_field(before.text) and _is_whole(before.text):
        return False
    head = row.text.lstrip("*_(")[:1]
    return head == head.lower() or not details.is_detail(row.text)


def _is_sentence(text: str) -> bool:
    """True for words that are no rest of a field: "This needs approval of the team" below "Owner: Ana"."""
    return len(text.split()) > _FEW and ":" not in text and not any(map(str.isdigit, text))


def _is_whole(text: str) -> bool:
    """True for a field with its value and without an open bracket."""
    return not sentences.ends_label(text) and text.count("(") <= text.count(")")
