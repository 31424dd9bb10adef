"""Follows code fences at the margin or in plain list items, and comments, where CommonMark's rules are few."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FENCES = ("```", "~~~")
_BEFORE = " \t\r>-*+0123456789.)"  # indentation and the marks of quotes and lists
_ITEM = re.compile(r" *(?:[-*+]|1[.)]) {1,4}(?=[^\s`~*+-]|\*\*[^\s*])")  # what begins an item wherever it stands
_DEEPEST = 5
_RAW = ("<pre", "<scr", "<sty", "<tex", "<?", "<![")  # blocks that do not end at a blank line


class Margin:
    """Reads lines one by one; ``hidden`` are those of fences and comments, ``unclosed`` where a fence stays open."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.hidden: list[int] = []
        self.unclosed: int | None = None
        self._lines = lines
        self._fence = self._comment = -1  # the line one began on
        self._inner = self._indent = 0
        self._html = False

    def read(self) -> bool:
        """False where something may not stand at the margin, so that only a Markdown parser can tell."""
        for number, line in enumerate(self._lines):
            if self._fence >= 0:
                if not self._within(number, line):
                    return False
            elif self._comment >= 0:
                self._leave(number, line)
            elif "<" in line or "```" in line or "~~~" in line:
                if not self._text(number, line):
                    return False
            elif self._html and (not line or line.isspace()):
                self._html = False
        if self._fence >= 0:
            if self._indent:
                return False
            self.unclosed = self._fence
            self.hidden += range(self._fence, len(self._lines))
        return self._comment < 0

    def _within(self, number: int, line: str) -> bool:
        """Follow a fence; False where its end cannot be told."""
        if self._indent and line and not line.startswith(" " * self._indent):
            return line.isspace()  # else the list ends, and with it the fence
        if line[self._indent : self._indent + 3] in _FENCES:
            self._close(number, line[self._indent :])
            return True
        return line.lstrip(_BEFORE)[:3] not in _FENCES

    def _text(self, number: int, line: str) -> bool:
        first = line[:1]
        fenced = "```" in line or "~~~" in line
        if first != "<" and not fenced and "<!--" not in line:
            return True
        if fenced:
            return not self._html and self._open(number, line)
        if line[:4] == "<!--" and not self._html:
            self._comment = number
            self._leave(number, line)
            return True
        if line.lstrip()[:4] == "<!--" or line[:4].lower().startswith(_RAW):
            return False
        self._html = self._html or first == "<"
        return True

    def _open(self, number: int, line: str) -> bool:
        bare = line.lstrip(" ")
        if bare[:3] not in _FENCES:
            return line.lstrip(_BEFORE)[:3] not in _FENCES  # further on in a line it is code within text
        if bare[0] != "`" or "`" not in bare.lstrip("`"):
            self._fence, self._inner, self._indent = number, 0, len(line) - len(bare)
            return self._indent == 0 or (not self._in_html(number) and self._stands(number, self._indent, _DEEPEST))
        return len(bare) == len(line)

    def _in_html(self, number: int) -> bool:
        """True where one of the lines right above begins like a tag: until a blank line all may be its block."""
        above = number - 1
        while above >= 0 and (bare := self._lines[above].lstrip(_BEFORE)):
            if bare[0] == "<":
                return True
            above -= 1
        return False

    def _stands(self, number: int, indent: int, depth: int) -> bool:
        """True where a line with this indent is not code by its indent alone: the item above it holds it."""
        if indent <= 3:
            return True
        hidden = self.hidden[-1] if self.hidden else -1
        least = indent  # of what has ended since
        for above in range(number - 1, hidden, -1):
            line = self._lines[above]
            at = len(line) - len(line.lstrip(" "))
            if at < indent and line and not line.isspace():
                item = _ITEM.match(line)
                if item is None:
                    return False
                if item.end() > least:
                    least = min(least, at)  # an item that has ended, and all in it
                    continue
                return indent < item.end() + 4 and depth > 0 and self._stands(above, at, depth - 1)
        return False

    def _close(self, number: int, line: str) -> None:
        opening = self._lines[self._fence][self._indent :]
        rest = line.lstrip(line[0])
        if rest.strip():
            # a sample of Markdown with code of its own: meant to be nested, whatever CommonMark says
            self._inner += opening.endswith(("markdown", "md"))
        elif line[0] == opening[0] and len(line) - len(rest) >= len(opening) - len(opening.lstrip(opening[0])):
            if self._inner:
                self._inner -= 1
                return
            self.hidden += range(self._fence, number + 1)
            self._fence = -1

    def _leave(self, number: int, line: str) -> None:
        """End a comment on the line that closes it; what stands behind its end is text."""
        if "-->" not in line:
            return
        self.hidden += range(self._comment, number + (not line.partition("-->")[2].strip()))
        self._comment = -1
