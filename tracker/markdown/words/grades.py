"""How grave an incident was, where its value names several levels: which of them somebody settled on, if any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from postmortem_tracker.markdown.words.boxes import ANY_BOX, read_box
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import NOUN, is_doubted, is_hedged, named, rank_of
from postmortem_tracker.markdown.words.phrases import ARROW, any_of
from postmortem_tracker.markdown.words.strokes import STRUCK
from postmortem_tracker.model import State

VALUE_ENDS = re.compile(r"(?<!\s)\s+(?:[(–—]|-(?!>))\s*|（|[.;,]\s|,$")  # what follows explains the value
_CODE = r"(?<![\w'’])(sev(?:erity)?|s|p)[ \t-]?(\d)(?![A-Za-z0-9])"
_CODED = re.compile(rf"{_CODE}\??", re.IGNORECASE)
_SCALES = ("sev", "s", "p")  # a severity goes before a priority: "SEV2, P1"
_ASIDE = re.compile(r"[(（\[]([^()（）\[\]]{0,60})[)）\]]")
_ARROW = re.compile(ARROW)
_BEFORE = any_of(*every("days", "once"), *every("severities", "former"))
_FORMER = re.compile(rf"\b{_BEFORE}[ \t]+(?:\w{{1,4}}[ \t]+)?{_CODE}", re.IGNORECASE)
_AND = any_of(*every("people", "and"))
_UP_TO = any_of(*every("people", "and"), *every("severities", "up_to"))
# "SEV1/2", "SEV1 to 3"
_ALSO = re.compile(rf"{_CODE}[ \t]*(?:[/,&+–—-]|(?<!\w){_UP_TO}(?!\w))[ \t]*(\d)(?![ \t]*\w)", re.IGNORECASE)
_PARTED = re.compile(
    rf"[/|,、;()（）\[\]–—]|[.:](?=\s|$)|(?<=\d)-(?=\w)|(?<=\s)-(?=\s)|(?<!\w){_AND}(?!\w)", re.IGNORECASE
)
_EXPLAINED = re.compile(r"(?<!\s)\s+[–—-]\s")
_OTHER_FIELD = re.compile(rf"[,;|·][ \t*_]*{NOUN}[ \t*_]*[:：].*", re.IGNORECASE)
_CHOICES = re.compile(r"[\w-]++(?:\s*+[,/|]\s*+[\w-]++){2,}+\W*")  # "Minor / Major / Critical", in any language
_SCALE = re.compile(r"\d[ \t]*/[ \t]*\d")
_BOXES = re.compile(ANY_BOX)
_MARKS = " \t*_`"
_AROUND = f"{_MARKS}|/,;·."
_EMPTY = ("", "_", "☐", "⬜", "🔲")  # any other mark may be somebody's tick
_LONGEST = 200


class Grade(NamedTuple):
    """The level that counts, "" where there is none; ``unsettled`` where several are told and none of them counts."""

    level: str
    unsettled: bool = False


def grade_of(value: str) -> Grade:
    """The level that somebody settled on: "[x] SEV1 [ ] SEV2" is SEV1, "SEV1 / SEV2" none, "Low (SEV4)" SEV4."""
    value = STRUCK.sub(" ", value[:_LONGEST])
    boxes = list(_BOXES.finditer(value))
    if boxes:
        return _ticked(value, boxes)
    told = _as_of_now(value)
    parts = [part.strip(_MARKS) for part in _PARTED.split(told) if part.strip(_MARKS)]
    found = _of_codes(told, parts) or _of_words(told, parts)
    return Grade("") if is_doubted(told, found.level) else found


def is_another(level: str, other: str) -> bool:
    """True for two codes of one scale with different numbers: "SEV1" and "SEV2", not "SEV2" and "P1"."""
    one, two = _CODED.match(level), _CODED.match(other)
    return one is not None and two is not None and _scale(one) == _scale(two) and one[2] != two[2]


def is_graded(text: str) -> bool:
    """True for words that begin with a level, as what stands behind "SEV1 | " does."""
    bare = text.strip(_MARKS)
    return (
        _CODED.match(bare) is not None or rank_of(bare.split(" ", 1)[0]) is not None or _BOXES.match(bare) is not None
    )


def _ticked(value: str, boxes: list[re.Match[str]]) -> Grade:
    """The one whose box is ticked; boxes may stand behind the levels: "SEV1 [x] SEV2 [ ]"."""
    before = value[: boxes[0].start()].strip(_AROUND)
    if before and boxes[-1].end() == len(value.rstrip(_AROUND)):
        starts = [value.rfind(":", 0, boxes[0].start()) + 1, *(box.end() for box in boxes[:-1])]
        behind = [(value[at : box.start()].strip(_AROUND), box) for at, box in zip(starts, boxes, strict=True)]
        value = " ".join(f"{box[0]} {text}" for text, box in behind)
        boxes = list(_BOXES.finditer(value))
    elif _names_level(before):
        return Grade("", unsettled=True)
    ends = [*(box.start() for box in boxes[1:]), len(value)]
    texts = [value[box.start() : end].strip(_AROUND) for box, end in zip(boxes, ends, strict=True)]
    read = [box for text in texts if (box := read_box(text)) is not None]
    ticked = [text for text in texts if (box := read_box(text)) is not None and box.state is State.COMPLETED]
    if len(read) != len(boxes) or len(ticked) > 1:
        return Grade("", unsettled=True)
    if not ticked:
        return Grade("", unsettled=any(box.mark not in _EMPTY for box in read))
    box = read_box(ticked[0])
    return grade_of(ticked[0][box.body :]) if box is not None else Grade("")


def _names_level(text: str) -> bool:
    return _CODED.search(text) is not None or any(rank_of(word) is not None for word in re.findall(r"\w+", text))


def _as_of_now(value: str) -> str:
    """What stands behind the last arrow, without what once was, and without another field."""
    told = _ASIDE.sub(lambda found: f"({_ARROW.split(found[1])[-1]})" if _ARROW.search(found[1]) else found[0], value)
    return _OTHER_FIELD.sub("", _FORMER.sub(" ", _ARROW.split(told)[-1])).strip(f"{_MARKS},;")


def _of_codes(told: str, parts: Sequence[str]) -> Grade | None:
    """The one code that stands where a level does; None where none does: "High – as bad as the SEV1 of May"."""
    first = [found for part in parts[:1] for found in _CODED.finditer(part)]  # words may stand before it
    heads = first + [found for part in parts[1:] if (found := _CODED.match(part)) is not None]
    if parts and rank_of(parts[0]) is not None:
        heads = [found for found in heads if found[0] == found.string]  # "Critical / SEV1", not "High – S3 was down"
    if not heads:
        return None
    head = min(heads, key=_scale)
    numbers = {found[2] for found in _CODED.finditer(told) if _scale(found) == _scale(head)}
    numbers |= {found[3] for found in _ALSO.finditer(told) if _scale(found) == _scale(head)}
    prose = told[: told.index(head[0])]
    return Grade("", unsettled=True) if len(numbers) > 1 or is_hedged(prose) else Grade(head[0])


def _scale(found: re.Match[str]) -> int:
    return _SCALES.index(found[1].casefold()[:3])


def _of_words(told: str, parts: Sequence[str]) -> Grade:
    """The level in words, or in a scale of one's own: "High", "Medium-High", "Tier one"."""
    ranks = {rank for part in parts if (rank := rank_of(part)) is not None}
    ranks |= _ranks(_EXPLAINED.split(_ASIDE.sub(" ", told), maxsplit=1)[0])
    chosen = parts and rank_of(parts[0]) is not None and not any(sign in told for sign in "/|")  # "High, EU, US"
    if len(ranks) > 1 or _SCALE.fullmatch(told) or (_CHOICES.fullmatch(told) and not chosen):
        return Grade("", unsettled=True)
    return Grade(VALUE_ENDS.split(told, maxsplit=1)[0].strip(_MARKS).rstrip(".,"))


def _ranks(text: str) -> set[int]:
    """How grave its levels are: two in "High for EU, low for US" and "High, now low", one in "High, low load"."""
    first, *others = [part.strip(_MARKS) for part in _PARTED.split(text.replace("-", "").casefold())]
    found = [word for _, word in named(first)]
    for part in others:
        ends = len(part) if part.count(" ") == 1 else 0
        found += [word for at, word in named(part) if (at == 0 and " " in first) or at + len(word) == ends]
    return {rank for word in found if (rank := rank_of(word)) is not None}
