"""Follows code fences and comments that stand at the left margin, where CommonMark's rules are few."""

from __future__ import annotations

from collections.abc import Sequence

_FENCES = ("```", "~~~")
_BEFORE = " \t\r>-*+0123456789.)"  # indentation and the marks of quotes and lists
_RAW = ("<pre", "<scr", "<sty", "<tex", "<?", "<![")  # blocks that do not end at a blank line


class Margin:
    """Reads lines one by one; ``hidden`` are those of fences and comments, ``unclosed`` where a fence stays open."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.hidden: list[int] = []
        self.unclosed: int | None = None
        self._lines = lines
        self._fence = self._comment = -1  # the line one began on
        self._inner = 0
        self._html = False

    def read(self) -> bool:
        """False where something may not stand at the margin, so that only a Markdown parser can tell."""
        for number, line in enumerate(self._lines):
            if self._fence >= 0:
                if line[:3] in _FENCES:
                    self._close(number, line)
                elif line.lstrip(_BEFORE)[:3] in _FENCES:
                    return False
            elif self._comment >= 0:
                self._leave(number, line)
            elif not self._text(number, line):
                return False
        if self._fence >= 0:
            self.unclosed = self._fence
            self.hidden += range(self._fence, len(self._lines))
        return self._comment < 0

    def _text(self, number: int, line: str) -> bool:
        first = line[:1]
        fenced = "```" in line or "~~~" in line
        if first != "<" and not fenced and "<!--" not in line:
            self._html = self._html and bool(line) and not line.isspace()
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
        if line[:3] not in _FENCES:
            return line.lstrip(_BEFORE)[:3] not in _FENCES  # further on in a line it is code within text
        if line[0] != "`" or "`" not in line.lstrip("`"):
            self._fence, self._inner = number, 0
        return True

    def _close(self, number: int, line: str) -> None:
        opening = self._lines[self._fence]
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
