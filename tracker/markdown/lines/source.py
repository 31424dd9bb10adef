"""A document as lines of text that remember where their bytes are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown.lines.html_tables import closings
from postmortem_tracker.model import Span

MAX_BYTES = 5_000_000
_FAR = 2_000  # characters of a line from which on its bytes are not counted from the start each time
_CITED = re.compile(r"(?<=[^\s>])[ \t]?(\[\d{1,2}\])(?![:(\[])")
_BOM = b"\xef\xbb\xbf"


@dataclass
class Source:
    """Lines without their endings; ``widths[i]`` counts the bytes before line ``i`` (0-based), without line ends.

    ``piped`` tells whether a pipe, which no table does without, stands anywhere.
    """

    data: bytes
    lines: list[str]
    widths: list[int]
    ascii: bool
    newline: str
    piped: bool
    _last: tuple[int, int, int] = (-1, 0, 0)

    @cached_property
    def table_closings(self) -> list[int]:
        """The lines with a tag that closes a table in HTML; none where no table is opened."""
        return closings(self.lines) if self.has_html_tables else []

    @cached_property
    def has_html_tables(self) -> bool:
        """Whether a table in HTML is opened anywhere; a file may hold thousands of incidents, and each asks."""
        return b"<table" in self.data.lower()

    @cached_property
    def cited(self) -> frozenset[str]:
        """The notes, such as "[1]", that stand behind words."""
        return frozenset(found[1] for line in self.lines if "[" in line for found in _CITED.finditer(line))

    def byte(self, line: int, column: int) -> int:
        """The byte offset of a character column in a line."""
        start = self.widths[line] + line
        if self.ascii:
            return start + column
        text = self.lines[line]
        return start + (len(text[:column].encode()) if column < _FAR else self._far(line, text, column))

    def _far(self, line: int, text: str, column: int) -> int:
        """The bytes before a column of a long line, counted on from the column asked for last."""
        last, at, size = self._last
        if last != line or at > column:
            at = size = 0
        size += len(text[at:column].encode())
        self._last = line, column, size
        return size

    def start(self, line: int) -> int:
        """The byte offset of a line on disk."""
        return self.widths[line] + line

    def span(self, line: int, start: int, end: int) -> Span:
        """The bytes of a range of columns within one line."""
        return Span(self.byte(line, start), self.byte(line, end))


def load(data: bytes | str, path: str, max_bytes: int = MAX_BYTES) -> Source:
    """Decode a document; raises DocumentError where it is too large or not UTF-8."""
    raw = _encode(data, path) if isinstance(data, str) else data
    if len(raw) > max_bytes:
        raise DocumentError(
            f"{path or 'document'}: {len(raw):,} bytes, more than the limit of {max_bytes:,}",
            "split the document or raise the size limit",
        )
    bom = len(_BOM) if raw.startswith(_BOM) else 0
    text = _decode(raw, bom, path)
    returns = "\r" in text
    ending = "\n" if not returns or "\n" in text else "\r"
    parts = text.split(ending)
    plain = raw.isascii()
    sizes = map(len, parts) if plain else [len(part) if part.isascii() else len(part.encode()) for part in parts]
    widths = list(accumulate(sizes, initial=bom))
    if returns and ending == "\n":
        parts = [part.removesuffix("\r") for part in parts]
    newline = "\r\n" if returns and "\r\n" in text else ending
    return Source(raw, parts, widths, plain, newline, b"|" in raw)


def _encode(text: str, path: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(f"{path or 'document'}: not valid Unicode at character {error.start}") from error


def _decode(raw: bytes, bom: int, path: str) -> str:
    try:
        return raw[bom:].decode()
    except UnicodeDecodeError as error:
        at = error.start + bom
        line = raw.count(b"\n", 0, at) + 1
        raise DocumentError(
            f"{path or 'document'}:{line}: not UTF-8 at byte {at}", "save the document as UTF-8"
        ) from error
