"""Marks that git leaves in a file where two branches changed the same lines: such a document says both, so nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown.lines.source import Source

_USUAL = 7  # signs; more where `conflict-marker-size` says so, and where merges are merged
_MARK = re.compile(r"(?P<signs><{7,}|>{7,}|={7,})(?: (?P<name>.*))?")
_NAME = re.compile(r"\S+(?: \(.+\))?")  # of a branch, or a commit with its title


def refuse_conflicts(source: Source, code: Collection[int], path: str) -> None:
    """Raises DocumentError where a merge was not resolved; what stands in code is only shown."""
    data = source.data
    if b"<<<<<<<" not in data and b">>>>>>>" not in data:
        return
    lines = source.lines
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
            raise DocumentError(
                f"{path or 'document'}:{number + 1}: marks of an unresolved merge, so nothing of it is read",
                "resolve the conflict",
            )


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
