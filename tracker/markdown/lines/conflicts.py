"""Marks that git leaves in a file where two branches changed the same lines: such a document says both, so nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown.lines.source import Source

_USUAL = 7  # signs; more where `conflict-marker-size` says so, and where merges are merged
_MARK = re.compile(r"(?P<signs><{7,}|>{7,}|={7,})(?: (?P<name>.*))?")
_WRAPPED = 20  # lines of an item
_ITEM = re.compile(r"\A[ \t]*+(?:([-*+])|\d{1,3}[.)])[ \t]+\S")
_NAME = re.compile(r"\S+(?: \(.+\))?")  # of a branch, or a commit with its title
_SHOWN = re.compile(r"[ \t>]*+(?:<(?!pre\b)[^<>]*+>[ \t]*+)*+<pre\b", re.IGNORECASE)
_SHOWN_END = re.compile("</pre", re.IGNORECASE)


def refuse_conflicts(source: Source, code: Collection[int], path: str) -> None:
    """Raises DocumentError where a merge was not resolved; what stands in code is only shown."""
    data, lines = source.data, source.lines
    if b"\n=======" in data or b"|||||||" in data:
        shown = _preformatted(lines) if b"<pre" in data.lower() else set()
        for number in range(len(lines)):
            if number not in code and number not in shown and _is_lone(lines, number):
                raise _refused(path, number)
    if b"<<<<<<<" not in data and b">>>>>>>" not in data:
        return
    marks = [
        (number, found["signs"], found["name"])
        for number, line in enumerate(lines)
        if number not in code and (found := _MARK.fullmatch(line.rstrip()))
    ]
    sizes = {sign: {len(signs) for _, signs, _ in marks if signs[0] == sign} for sign in "<=>"}
    between: set[int] = set()
    for number, signs, name in marks:
        size = len(signs)
        if signs[0] == "=":
            between.add(size)
        elif signs[0] == "<":
            refused = size == _USUAL or size in sizes["="] | sizes[">"]
        else:
            # Seven quotation marks are a deep quotation, but not below a line of equals signs, nor alone with a name.
            refused = size in between or (size == _USUAL and _is_left_over(name or "", lines, number))
        if signs[0] != "=" and refused:
            raise _refused(path, number)


def _refused(path: str, number: int) -> DocumentError:
    return DocumentError(
        f"{path or 'document'}:{number + 1}: marks of an unresolved merge, so nothing of it is read",
        "resolve the conflict",
    )


def _is_lone(lines: Sequence[str], number: int) -> bool:
    """Whether a line is the middle of a conflict whose other marks were taken out.

    Equals signs right below a bullet's item underline no title, but below a plain line or "1. Summary" they do.
    """
    line = lines[number].rstrip()
    before, after = (lines[at] if 0 <= at < len(lines) else "" for at in (number - 1, number + 1))
    if line[:8] == "||||||| ":
        return not any("|" in each for each in (line[8:], before, after))
    if line != "=" * _USUAL:
        return False
    if before.lstrip()[:1] == "|":
        return True
    own = _ITEM.match(before)
    plain = before[:1].strip() != ""
    if plain and own is None:
        return False
    above = takewhile(str.strip, reversed(lines[max(0, number - _WRAPPED) : number]))
    items = [item for item in map(_ITEM.match, above) if item is not None]
    numbered = [item for item in (*items, _ITEM.match(after)) if item is not None and item[1] is None]
    title = plain and own is not None and own[1] is None
    return len(numbered) > 1 or (not title and any(item[1] for item in items))


def _preformatted(lines: Sequence[str]) -> set[int]:
    """The lines from "<pre>" to "</pre>": what stands there is only shown."""
    shown: set[int] = set()
    start: int | None = None
    for number, line in enumerate(lines):
        if start is None and _SHOWN.match(line) is not None:
            start = number
        if start is not None and _SHOWN_END.search(line) is not None:
            shown.update(range(start, number + 1))
            start = None
    return shown


def _is_left_over(name: str, lines: Sequence[str], number: int) -> bool:
    """Whether a line that quotes a name only is the end of a conflict whose other marks were taken out."""
    beside = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
    follows = number > 0 and lines[number - 1].strip() != ""  # what the conflict was about
    return follows and _NAME.fullmatch(name) is not None and not any(each.lstrip().startswith(">") for each in beside)


def unclosed_comment(source: Source, unseen: Collection[int]) -> int | None:
    """The line (0-based) of a comment that hides all the rest of the document because it never ends."""
    data = source.data
    at = data.rfind(b"<!--")
    if at < 0 or b"-->" in data[at:]:
        return None
    line = data.count(source.newline.encode(), 0, at)
    left = [number for number in range(line, len(source.lines)) if source.lines[number].strip()]
    if not all(number in unseen for number in left) or source.lines[left[-1]].strip()[:3] in ("```", "~~~"):
        return None
    return line
