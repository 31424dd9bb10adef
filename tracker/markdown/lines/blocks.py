"""Cuts a range of lines into lists, tables and paragraphs, the way people type them.

CommonMark's own lists and tables are among them, which a test holds, but they are not enough: of 900 list items in 70
public postmortems CommonMark misses 37 and gives 6 another depth; of the 187 among them that are action items it misses
14: typed bullets, bullets indented like code, numbers in brackets. It sees all 237 rows of their tables, but no table
right below a list item or indented by four. So this reader is the only one of lists and tables; what CommonMark alone
decides (fences, comments, inline text) is in ``commonmark``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.lines.behind_comments import bullet_behind_comment
from postmortem_tracker.markdown.lines.commonmark import code_spans
from postmortem_tracker.markdown.lines.html_items import Entry, boxed, entries
from postmortem_tracker.markdown.lines.html_tables import HtmlCell, opens_table, read_table, unwrapped
from postmortem_tracker.markdown.lines.nodes import Block, Cell, Node, Paragraph, Row, Table
from postmortem_tracker.markdown.lines.pipe_tables import begins_table, read_pipe_table
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.words.languages import is_month
from postmortem_tracker.markdown.words.orders import is_work

MAX_DEPTH = 24
_STEP = 4  # of the indent from one level to the next
MAX_NODES = 50_000  # list items of one section that are read; many times as many as are ever kept
_SIGNS = "-*+•◦‣▪▫●○■□–—·∙➢➤►▶✦➔→👉🔹🔸📌✓✔☑✅☐🔲⬜❌🚧⏳⚙"
# Of boxes without a bullet those whose mark begins no note: "[!]", "[?]" and "[*]" may.
_BULLET = re.compile(
    rf"((?:[ \t\u00a0]|&nbsp;|>(?=[ \t>-]))*)(?:([{_SIGNS}]️?)(?=[ \t\u00a0]|$|(?<=[•-])[A-Z]|(?<=•).)|"
    r"([\U0001F300-\U0001FAFF☀-➿][️\u200d\U0001F300-\U0001FAFF☀-➿]*)(?=[ \t])|"
    rf"(\d{{1,3}}(?:\.\)|[.)])|(?:\d{{1,2}}-|\(\d{{1,2}}\)|\[\d{{1,2}}\])(?=[ \t]+[^\W\d_a-z])|"
    rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}[.)]?(?=[ \t]+[A-Z*\[]))(?=[ \t\u00a0]|$|[A-Z\[*])"
    r"|(o)(?=\t|(?<=[ \t]o) {1,4}[A-Z])|([a-z][.)]|[ivx]{2,4}[.)]|\([a-z]\)|[-=]>|&bull;)(?=[ \t])|"
    r"(?=\\?\[ {0,2}[xX/~><✓✔✅☑-]?️? {0,2}\\?\](?<!\[\])[ \t])|"
    r"((?i:(?:<(?:[ou]l|dl)[^>\n]*>[ \t]*)?<(?:li|d[td])\b[^>\n]*>|<ul\b[^>\n]*>(?=[ \t]*[^<\s]))))"
    r"(?:[ \t\u00a0]|&nbsp;)*"
)
_PICTURES = "☀"
_FENCES = ("```", "~~~")
_MARKERS = "-*+1"
_ARROWS = ("→", "➔", "->", "=>")
_DASHES = ("–", "—")
_FIELD_SIGNS = "👤📅📆🗓⏰"  # they begin a value, and no list
_DAY = re.compile(r"[ \t>]*\d{1,2}\.[ \t]+([^\W\d_]{3,14})\b\.?(?=[ \t]+\d{4}\b|[ \t]*(?:[),;|—–]|$))")
_VALUE = re.compile(
    r"@[\w./-]+[ \t]*(?:$|[,;|(—–])|\(|P[0-5]\b|\d{4}-\d|\d{1,2}\.\d|\w+(?: \w+){0,4},? \d{4}\b|"
    r"[^,;\n]{2,40},[^,;\n]{0,20}\d"
)
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1[ \t]*$")

_ONLY_TAGS = re.compile(
    r"[\s>]*(?:(?:</?(?:details|div|center|p|section|article|figure|ul|ol|dl)\b[^<>]*|</(?:li|d[td])\s*)>\s*)+$",
    re.IGNORECASE,
)


def read_blocks(source: Source, start: int, end: int, hidden: frozenset[int]) -> list[Block]:
    """The top-level blocks between two lines (0-based, end exclusive)."""
    return _Reader(source, hidden).read(start, end)


class _Reader:
    """Reads lines one by one, keeping the open list items on a stack."""

    def __init__(self, source: Source, hidden: frozenset[int]) -> None:
        self._lines = source.lines
        self._closings = source.table_closings
        self._source = source
        self._hidden = hidden
        self._blocks: list[Block] = []
        self._stack: list[Node] = []
        self._paragraph: Paragraph | None = None
        self._blank = True
        self._indent = 0  # of the last item, as it is written
        self._outer: set[int] = set()  # the indents of the list's outermost items
        self._nodes = 0
        self._commenting = False  # the last line ends in a comment that goes on below
        self._wordless: Node | None = None  # the last item, while it has nothing but a comment
        self._ruled = False  # nothing stands yet below the last line that was drawn

    def read(self, start: int, end: int) -> list[Block]:
        lines, hidden = self._lines, self._hidden
        number = start
        while number < end and self._nodes < MAX_NODES:
            line = lines[number]
            if not line or (hidden and number in hidden) or line.isspace() or not line.strip(" >\t"):
                if not self._commenting or number not in hidden:
                    self._blank, self._paragraph = True, None
                number += 1
                continue
            self._commenting = False
            if "|" in line and number + 1 < end and begins_table(lines, number, hidden):
                table, number = read_pipe_table(lines, number, end, hidden)
                self._table(table)
                continue
            if opens_table(line) and (after := self._html_table(number, end)):
                number = after
                continue
            if line.rstrip()[-1] == ">" and _ONLY_TAGS.match(line):
                self._blank, self._paragraph = True, None  # as `<details>` does, it holds no words
                number += 1
                continue
            self._line(number, line)
            self._blank = False
            number += 1
        return self._blocks

    def _line(self, number: int, line: str) -> None:
        first = line[0]
        if "A" <= first <= "Z":  # no bullet begins so
            self._text(number, line)
            return
        if first in "-*" and line[1:2] == " " and line[2:3].isalpha():  # as most bullets are typed
            self._item(number, line[2:], 0, first, 2)
            return
        if line.lstrip()[:1] in "-*_" and line[-1] in "-*_ \t" and _RULE.match(line):
            self._stack, self._paragraph, self._ruled = [], None, True
            self._outer.clear()
            return
        if boxes := boxed(line):
            self._entries(number, line, boxes)
            return
        found = _BULLET.match(line)
        if found is None and not self._blank and bullet_behind_comment(line):
            self._blank, self._paragraph = True, None  # it goes on with nothing above it
        if found is None or (found.end() and (self._goes_on(found, number) or self._is_note(found))):
            self._text(number, line)
            return
        inner = entries(line, within=not self._blank) if found[7] else []
        if len(inner) > 1:
            self._entries(number, line, inner)
            return
        sign = "1" if found[4] else "a" if found[6] else (found[2] or found[3] or found[5] or "<")[0]
        picture = sign if sign >= _PICTURES else ""
        rest, indent = line[found.end() :], _width(found[1]) if found[1] else 0
        if inner:
            rest, indent = line[found.end() : inner[0].stop], indent + _STEP * (inner[0].depth if inner[0].below else 0)
        self._item(number, rest, indent, (picture and _PICTURES) or sign, found.end())
        self._stack[-1].picture = picture

    def _entries(self, number: int, line: str, inner: Sequence[Entry]) -> None:
        """The items in HTML that stand on one line."""
        for one in inner[: MAX_NODES - self._nodes]:
            self._item(number, line[one.words : one.stop], _STEP * one.depth, "<", one.words)
            if len(inner) > 1:
                self._stack[-1].place = (number, one.start), (number, one.end)

    def _goes_on(self, found: re.Match[str], number: int) -> bool:
        """True for a sign that begins the wrapped line of an item which has another bullet."""
        if self._blank or self._paragraph is not None or not self._stack:
            return False
        above = self._stack[-1]
        if found[4]:
            following = self._lines[number + 1].strip() if number + 1 < len(self._lines) else ""
            day = _DAY.match(found.string) or _DAY.match(f"{found.string} {following}")  # "10. April 2027"
            return day is not None and is_month(day[1], day[0]) and (above.sign != "1" or bool(found[1]))
        picture = found[3] or found[2] or found[6] or ""
        if not picture or above.sign not in _MARKERS or _announces(above):
            return False
        deeper = bool(found[1]) and _width(found[1]) > above.indent
        if picture in _DASHES:
            return self._goes_on_behind_dash(number, found, deeper=deeper)
        if not deeper:
            return picture.rstrip("️") in _FIELD_SIGNS and not is_work(found.string[found.end() :])
        return found[3] is not None or picture in _ARROWS or picture.rstrip("️") == "⏳"

    def _is_note(self, found: re.Match[str]) -> bool:
        """True for "[1] …" where "[1]" stands behind words: what it explains."""
        return (found[4] or "")[:1] == "[" and found[4] in self._source.cited

    def _goes_on_behind_dash(self, number: int, found: re.Match[str], *, deeper: bool) -> bool:
        """True for a dash within a wrapped sentence; several are bullets, as people type them, unless values follow."""
        rest = found.string[found.end() :]
        beside = (self._lines[at].lstrip(" \t>") for at in (number - 1, number + 1) if at < len(self._lines))
        if deeper and not (rest.strip() and any(line.startswith(_DASHES) for line in beside)):
            return True
        return _VALUE.match(rest) is not None and not is_work(rest)

    def _item(self, number: int, text: str, indent: int, sign: str, column: int) -> None:
        if self._stack and self._stack[-1].sign == sign and indent == self._indent + 1:
            self._indent, indent = indent, self._stack[-1].indent  # one blank more makes no other level
        else:
            self._indent = indent
        parent = self._parent(indent, sign) if self._stack else None
        if parent is None:
            self._outer.add(indent)
        elif indent in self._outer and len(self._stack) == 1 and parent.sign == sign and not _announces(parent):
            self._stack.clear()  # it is indented as the list's first items are
            parent = None
        own = self._without_comment(number, text)
        node = Node(number, indent, sign, column, [Row(number, column, own)], number)
        self._wordless = node if text and not own else None
        self._nodes += 1
        node.ruled, self._ruled = self._ruled, False
        if parent is None:
            self._blocks.append(node)
        else:
            parent.children.append(node)
        self._stack.append(node)
        self._paragraph = None

    def _parent(self, indent: int, sign: str) -> Node | None:
        """Pops what ends before an item at this indent; the item that then contains it, if any."""
        stack = self._stack
        if len(stack) == 1 and stack[0].indent == indent and stack[0].sign == sign:
            stack.clear()  # the next item of a flat list
            return None
        while stack and stack[-1].indent > indent and not (len(stack) == 1 and indent > 0 and self._blank):
            stack.pop()
        if stack and stack[-1].indent > indent:
            stack.pop()
        level = [node for node in stack if node.indent >= indent]
        while level and level[-1].sign != sign and any(node.sign == sign for node in level):
            stack.remove(level.pop())
        while level and (level[-1].sign == sign or not _announces(level[-1])):
            stack.remove(level.pop())
            if level and level[-1].sign != sign and _announces(level[-1]):
                break
        del stack[MAX_DEPTH:]
        return stack[-1] if stack else None

    def _text(self, number: int, line: str) -> None:
        quote = _QUOTE.match(line) if line[0] in "> \t" else None
        offset = quote.end() if quote else 0
        body = line[offset:] if offset else line
        column = offset + len(body) - len(body.lstrip(" \t\u00a0"))
        row = Row(number, column, self._without_comment(number, line[column:] if column else line))
        if self._blank and self._stack:
            self._dedent(_width(line[:column]))
        if self._stack and self._stack[-1] is self._wordless:
            self._wordless.rows, self._wordless.last = [row], number
            self._wordless = None
            return
        if self._stack and not self._blank and self._paragraph is None and not (quote and self._quotes(line, column)):
            self._stack[-1].rows.append(row)
            self._stack[-1].last = number
            return
        if self._paragraph is not None:
            self._paragraph.rows.append(row)
        else:
            self._paragraph = Paragraph([row])
            target = self._stack[-1].paragraphs if self._stack else self._blocks
            if not self._stack:
                self._outer.clear()
            target.append(self._paragraph)
        if self._stack:
            self._stack[-1].last = number

    def _without_comment(self, number: int, text: str) -> str:
        """The words of a line before the comment that fills its rest, or that begins on it and ends on hidden lines."""
        at = text.rfind("<!--")
        if at == 0 and text.rstrip().find("-->") == len(text.rstrip()) - 3:
            return ""
        if at < 0 or number + 1 not in self._hidden or "-->" in text[at:]:
            return text
        if self._lines[number + 1].lstrip(" \t>")[:3] in _FENCES or any(a <= at < b for a, b in code_spans(text)):
            return text
        self._commenting = True
        return text[:at].rstrip()

    def _quotes(self, line: str, column: int) -> bool:
        """True for a line that is quoted below an item which is not: it is no more of the item's own words."""
        item = self._stack[-1]
        own, told = self._lines[item.line][: item.column], line[:column]
        return told.partition("<")[0].count(">") > own.partition("<")[0].count(">")

    def _dedent(self, indent: int) -> None:
        """After a blank line, text belongs only to items it is indented under."""
        while self._stack and indent <= self._stack[-1].indent:
            self._stack.pop()

    def _table(self, table: Table) -> None:
        """Add a table, which ends the list above it."""
        self._blocks.append(table)
        self._stack, self._paragraph, self._blank = [], None, True
        self._outer.clear()

    def _html_table(self, number: int, end: int) -> int:
        """Add the HTML table that begins on a line; the line after it, 0 where it is never closed."""
        read = read_table(self._lines, number, end, self._closings)
        if read is None:
            return 0
        told = [[self._html_cell(cell) for cell in row.cells] for row in read.rows]
        table = Table(number, told[0] if told else [], [], readable=read.readable)
        for row, found in list(zip(read.rows, told, strict=True))[1:]:
            if not all(cell.head for cell in row.cells):
                table.rows.append((row.start[0], found))
                table.places.append((row.start, row.end))
        self._table(table)
        return read.end

    def _html_cell(self, cell: HtmlCell) -> Cell:
        rows = []
        for number in range(cell.start[0], cell.end[0] + 1):
            line = self._lines[number]
            first = cell.start[1] if number == cell.start[0] else 0
            last = cell.end[1] if number == cell.end[0] else len(line)
            column, stop = unwrapped(line, first, last)
            if stop > column:
                rows.append(Row(number, column, line[column:stop]))
        if not rows:
            rows = [Row(cell.start[0], cell.start[1], "")]
        text = "<br>".join(row.text for row in rows)
        return Cell(text, rows[0].column, rows[0].column + len(rows[0].text), rows)


def _width(blank: str) -> int:
    return len(blank.replace("&nbsp;", " ").replace(">", "").expandtabs(4))


def _announces(node: Node) -> bool:
    """True where an item announces what follows: "1. Code reviews:", or "1. **Code reviews**"."""
    text = node.rows[-1].said.rstrip().rstrip("*_")
    return (text.endswith(":") and len(text) < 80) or (node.sign == "1" and _BOLD.match(node.rows[0].said) is not None)
