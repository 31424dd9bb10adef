"""How grave an incident was, where its value names several levels: which of them somebody settled on, if any."""

from __future__ import annotations

import re
from typing import NamedTuple

from postmortem_tracker.markdown.words.boxes import ANY_BOX, read_box
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import grade, rank_of
from postmortem_tracker.model import State

_CODE = r"(?:sev(?:erity)?|s|p)[ \t-]?\d(?!\w)"
_FIRST = re.compile(rf"({_CODE})(?=[ \t]+[^\W\d_])", re.IGNORECASE)  # "SEV1 for EU"
_RANK = re.compile(rf"[^()（）\[\]]{{1,30}}[(（\[][ \t]*({_CODE})[ \t]*[)）\]]", re.IGNORECASE)  # "Low (SEV4)"
_ENDS = re.compile(r"(?<!\s)\s+(?:[(–—]|-(?!>))\s*|（|[.;]\s|,$")
_ASIDE = re.compile(r"[(（][^()（）]{0,60}[)）]")
_ARROW = re.compile(r"→|➔|➜|⇒|->|=>")
_JOINED = re.compile(
    rf" ?(?:[/|,、;–—]|(?<=\d)-|(?<= )-(?= )|\b(?:{'|'.join(sorted(every('people', 'and')))}|to|bis|bzw)\b) ?",
    re.IGNORECASE,
)
_CHOICES = re.compile(r"\A[\w-]++(?:\s*+[,/|]\s*+[\w-]++){2,}+\W*$")  # "Minor / Major / Critical", in any language
_SCALE = re.compile(r"\d[ \t]*/[ \t]*\d")
_BOXES = re.compile(ANY_BOX)
_CODED = re.compile(_CODE, re.IGNORECASE)
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
    value = value[:_LONGEST]
    boxes = list(_BOXES.finditer(value))
    if boxes:
        return _ticked(value, boxes)
    last = _ARROW.split(_ASIDE.sub(" ", value))
    told = (last[-1] if len(last) > 1 else value).strip(_MARKS)
    if _are_ranked(told):
        return Grade("", unsettled=True)
    ranked = _RANK.match(told)
    if ranked is not None and _CODED.match(told) is None:
        return Grade(grade(value, ranked[1]))
    level = _ENDS.split(told, maxsplit=1)[0].strip(_MARKS).rstrip(".,")
    if _are_several(level) or _are_several(_ENDS.sub(" – ", _ASIDE.sub(" ", told)).strip(" –")):
        return Grade("", unsettled=True)
    coded = [part for part in _parts(level) if _CODED.fullmatch(part) is not None]
    if coded and all(part in coded or rank_of(part) is not None for part in _parts(level)):
        level = coded[0]  # "Critical / SEV1"
    level = level.partition(", ")[0]
    first = _FIRST.match(level)
    return Grade(grade(value, first[1] if first is not None else level))


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


def _are_ranked(text: str) -> bool:
    """True for nothing but names with different codes: "minor (S3) / major (S2)"."""
    ranked = [_RANK.fullmatch(part) for part in _parts(text)]
    names = [found[0][: found.start(1)].strip(" ([（") for found in ranked if found is not None]
    return (
        len(names) == len(ranked)
        and all(" " not in name or rank_of(name) is not None for name in names)
        and len({found[1][-1] for found in ranked if found is not None}) > 1
    )


def _are_several(text: str) -> bool:
    """True for nothing but levels, not all of which say the same."""
    if _CHOICES.match(text) is not None or _SCALE.fullmatch(text.strip()) is not None:
        return True
    parts = _parts(text)
    codes = {part[-1] for part in parts if _CODED.fullmatch(part) is not None}
    ranks = {rank_of(part) for part in parts if _CODED.fullmatch(part) is None}
    return None not in ranks and (len(codes) > 1 or (not codes and len(ranks) > 1))


def _parts(text: str) -> list[str]:
    return [part.strip(_MARKS) for part in _JOINED.split(" ".join(text.split()))]
