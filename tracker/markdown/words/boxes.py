"""Check boxes as people type them: what each mark says, and how one is written back."""

from __future__ import annotations

import re
from typing import NamedTuple

from postmortem_tracker.model import State

# "[1]" is a note and "[P1]" a level.
_MARK = r"[^\s\w\[\]\\]️?|[xX]{2}|[xX]\?|\d{1,3} ?%|[^\W\d]"
_SIGN = "[☐☑☒⬜🔲]️?"  # nothing else is meant by these; ticks and crosses may be bullets
# Brackets behind a ticked box may be a link, "[x](y)"; behind an empty one not.
BOX = re.compile(
    rf"(\*\*|__)?\\?\[(?: {{0,2}}({_MARK})? {{0,2}})\\?\](?(1)\1)"
    r"(?=\s|$|(?<=\[ \])[(\[]|(?<=\[[xX ]\])[A-ZÀ-Þ])[ \t]*"
)
# What a pattern of what stands behind a box takes for one.
ANY_BOX = rf"(?:\\?\[(?: {{0,2}}(?:{_MARK})? {{0,2}})\\?\]|{_SIGN})"
# Where the words of a list's line begin, for those who have nothing but the line.
_LISTED = re.compile(
    r"[ \t>]*(?:(?:[-*+•–]|\d{1,3}[.)])[ \t]+)?(?:<(?:li|dt|div|p|span|label)\b[^<>]{0,200}>[ \t]*){0,4}", re.IGNORECASE
)
# Signs by the names that GitHub and GitLab know them by.
SHORTCODES = {
    "white_check_mark": "✅",
    "heavy_check_mark": "✔",
    "ballot_box_with_check": "☑",
    "x": "❌",
    "construction": "🚧",
    "hourglass": "⏳",
    "hourglass_flowing_sand": "⏳",
    "no_entry_sign": "🚫",
    "tada": "🎉",
}
SHORTCODE = re.compile(rf":({'|'.join(SHORTCODES)}):")
_SIGNED = re.compile(r"([☐☑☒⬜🔲])️?[ \t]*")

_INPUT = re.compile(r"<input\b([^<>]*)>[ \t]*", re.IGNORECASE)
_CHECKED = re.compile(r"(?<![\w-])checked\b", re.IGNORECASE)
_STATES = {
    "": State.OPEN,
    "_": State.OPEN,
    **dict.fromkeys("xX✓✔✅☑", State.COMPLETED),
    **dict.fromkeys("-~", State.NOT_PLANNED),  # left out, as Obsidian and GitLab write it
    **dict.fromkeys("/><!?*❌☐⬜🔲", State.OPEN),  # begun, moved on, planned, urgent, asked, starred, not done
}
_SIGNS = {
    **dict.fromkeys("☐⬜🔲☒❌✗✘", State.OPEN),
    **dict.fromkeys("☑✅✔✓", State.COMPLETED),
}
_CROSSED = frozenset("☒✗✘")  # not done to some, ticked or left out to others
# How an empty and a ticked box of the same make look.
_MAKES = (("☐", "☑"), ("⬜", "☑"), ("🔲", "☑"), ("☒", "☑"))
BALLOTS = frozenset("☐☑☒⬜🔲")


class Box(NamedTuple):
    """A box at the head of an item: its mark (at ``start:end``), where the words begin, and what it says.

    ``known`` is False for a mark without a meaning here: the item is open, and somebody should look.
    """

    mark: str
    start: int
    end: int
    body: int
    state: State
    known: bool = True


def read_box(text: str) -> Box | None:
    """The box that a text begins with, if any."""
    found = BOX.match(text)
    if found is not None:
        inner = text[found.start() :].index("[") + 1
        end = text.index("]", inner) - (text[text.index("]", inner) - 1] == "\\")
        mark = (found[2] or "").rstrip("️")
        return Box(mark, inner, end, found.end(), _STATES.get(mark, State.OPEN), mark in _STATES)
    sign = _SIGNED.match(text)
    if sign is not None:
        return Box(sign[1], *sign.span(1), sign.end(), _SIGNS[sign[1]], sign[1] not in _CROSSED)
    return None


def is_boxed(text: str) -> bool:
    """True for text behind a check box, whatever its mark: one rule for all who ask whether there is one."""
    text = text.lstrip()
    return read_box(text) is not None or read_input(text) is not None


def is_boxed_line(line: str) -> bool:
    """True for a whole line of a document, with or without a bullet, whose words stand behind a check box."""
    found = _LISTED.match(line)
    return found is not None and is_boxed(line[found.end() :])


def read_input(text: str) -> tuple[State, int] | None:
    """The state of a box in HTML that a text begins with, and where the words behind it begin."""
    found = _INPUT.match(text)
    if found is None or "checkbox" not in found[1].lower():
        return None
    return State.COMPLETED if _CHECKED.search(found[1]) else State.OPEN, found.end()


def read_bullet(sign: str) -> Box | None:
    """The box that is an item's bullet itself, as in "☐ Rotate the keys"; of others only ``state`` means something."""
    return Box(sign, 0, 1, 0, _SIGNS[sign], sign not in _CROSSED) if sign in _SIGNS else None


def written(mark: str, state: State) -> str:
    """The mark that shows a state in a box which holds ``mark`` now."""
    done = state is State.COMPLETED
    bare = mark.strip().rstrip("️")
    for empty, ticked in _MAKES:
        if bare in (empty, ticked):
            return ticked if done else empty
    return "x" if done else " "


def marked(mark: str) -> State:
    """What a mark says; one that nobody knows is open."""
    bare = mark.strip().rstrip("️")
    return _SIGNS.get(bare) or _STATES.get(bare, State.OPEN)
