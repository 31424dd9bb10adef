"""Whether a document says that it is confidential: the one judge, who takes every doubt for a yes.

A wrong "yes" hides words in a report and is told as a finding; a wrong "no" publishes a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postmortem_tracker.markdown.incident.banners import (
    Head,
    is_banner,
    may_be_locked,
    of_prose,
    of_title,
    untagged,
)
from postmortem_tracker.markdown.incident.secrecy import (
    PROSE,
    TAGS,
    TITLES,
    Word,
    closes_alone,
    has_stem,
    judged,
    may_tell,
    speaks,
    withholds,
)
from postmortem_tracker.markdown.incident.spelling import words_of, words_under
from postmortem_tracker.markdown.lines.front_matter import FrontMatter
from postmortem_tracker.markdown.lines.pipe_tables import cells, is_delimiter

_HEAD = 60  # lines at the start of an incident in which it is looked for
_WIDTH = 2_000  # characters of a line in which it is looked for
_SHOWN = 200  # characters of it that are repeated
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Statement:
    """One word about confidentiality, where it stands (0-based) and as what it was written."""

    word: Word
    line: int
    written: str


_CERTAIN = frozenset({"tlp", "audience", "readers", "embargo", "embargoed"})
_CLASSES = words_under("classes")  # "Data classification: anything", "Classification: C3"
_CLASS = re.compile(r"(?:[Cc] ?)?[0-5]")
_FEW = 4  # words
_ACTS = frozenset({"read", "write", "view", "partial", "cached"})
_LABEL = re.compile(r".[^:|：=]*[:|：=]")
_SCOPED = re.compile(r"([^:/=]+)[:/=]+([^:/=]+)")
_ASKED = re.compile(r"[^?？]+[?？]")
_DASHED = re.compile(r"\S(?>\S+|[ \xa0](?![ \xa0\t–—→-]))*(?:\t|[ \xa0]{2}|[ \xa0][–—→-])")
_MARKUP = " \t>|*_#+-[]({\"'<!"


def settled(file: Sequence[Statement], own: Sequence[Statement]) -> tuple[bool, Statement | None]:
    """Whether an incident is confidential, by what its file and its own part say, and the doubt that decided."""
    said = {each.word for each in (*file, *own)}
    if Word.CLOSED in said:
        return True, None
    if Word.DOUBTFUL in said and Word.OPEN not in said:
        return True, next(each for each in (*file, *own) if each.word is Word.DOUBTFUL)
    return False, None


def of_matter(matter: FrontMatter, lines: Sequence[str]) -> list[Statement]:
    """What the front matter says, also where it cannot be read as a whole, or says a thing twice."""
    raw = []
    for number, line in enumerate(lines[: matter.end]):
        said, _, remark = line[:_WIDTH].partition(" #")
        banner = is_banner(line[:_WIDTH]) or is_banner(remark)
        if banner or any(word is Word.CLOSED for word, _ in _of_label(said)):
            raw.append(Statement(Word.CLOSED, number, line[:_SHOWN]))
    if matter.broken:
        raw.append(Statement(Word.CLOSED, matter.line, "front matter that cannot be read"))
    parsed = [
        Statement(word, _line_of(key, lines, matter.end), written) for word, key, written in _parsed(matter.values)
    ]
    return raw + parsed


def of_lines(lines: Sequence[str], start: int, end: int) -> list[Statement]:
    """What lines at the head say: `Classification: confidential`, a row of a table, TLP:AMBER, a mark or a sentence."""
    found = []
    head = Head(lines)
    for number, whole in enumerate(lines[start : min(end, start + _HEAD)], start):
        line = whole[:_WIDTH]
        if line:
            head.reach(number, line)
        if may_tell(line) or may_be_locked(line):
            said = (*head.marks(line), *_of_label(untagged(line)), *_of_columns(lines[number : number + 4]))
            found += [Statement(word, number, written[:_SHOWN]) for word, written in said]
    return found


def _line_of(key: str, lines: Sequence[str], end: int) -> int:
    return next((number for number, line in enumerate(lines[:end]) if key and key in line.casefold()), 0)


# --- front matter -----------------------------------------------------------------------------------------------


def _parsed(value: Any, depth: int = 0) -> Iterator[tuple[Word, str, str]]:
    """Each statement in parsed values, with its key and as what it was written."""
    if depth > _DEEPEST:
        return
    for key, inner in _pairs(value):
        name = str(key)
        if words_of(name) in TAGS:
            for tag in _tags(inner):
                if closes_alone(tag) or _closes_as_field(tag):
                    yield Word.CLOSED, name, f"{name}: {tag}"
        elif withholds(name, inner):
            yield Word.DOUBTFUL, name, f"{name}: {inner}"
        elif speaks(name):
            yield from _under(name, inner, depth)
        elif isinstance(inner, str) and words_of(name) in TITLES | PROSE:
            judge = of_title if words_of(name) in TITLES else of_prose
            yield from ((word, name, f"{name}: {said}") for word, said in judge(inner))
        elif isinstance(inner, str) and closes_alone(inner):
            yield Word.CLOSED, name, f"{name}: {inner}"
        else:
            yield from _parsed(inner, depth + 1)


def _pairs(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    return (("", each) for each in value) if isinstance(value, list | tuple) else ()


def _under(name: str, value: Any, depth: int) -> Iterator[tuple[Word, str, str]]:
    """What stands below a key that speaks of confidentiality: each value counts, and so do keys in it."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping | list | tuple):
        if not value:
            yield Word.DOUBTFUL, name, f"{name}: {value}"
        for key, inner in _pairs(value):
            yield from _under(str(key) if speaks(str(key)) else name, inner, depth + 1)
        return
    word = judged(name, value)
    if word is not None:
        yield word, name, f"{name}: {'' if value is None else value}"


def _tags(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from re.split(r"[,;|\s]+", value)
        yield from re.split(r"[,;|]+", value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (str(key), f"{key}:{inner}")
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _tags(each)


def _closes_as_field(tag: str) -> bool:
    """Whether a tag such as "visibility/private" is a key that speaks of it, and a value that closes."""
    found = _SCOPED.fullmatch(tag[:_WIDTH].strip())
    return found is not None and speaks(found[1]) and judged(found[1], found[2]) is Word.CLOSED


# --- lines ------------------------------------------------------------------------------------------------------


def _of_label(line: str) -> Iterator[tuple[Word, str]]:
    bare = line.strip(_MARKUP)
    for found in (_LABEL.match(bare), _DASHED.match(bare), _ASKED.match(bare)):
        if found is not None:
            yield from _of_field(bare[: found.end() - 1], bare[found.end() :])


def _of_columns(lines: Sequence[str]) -> Iterator[tuple[Word, str]]:
    """What a table of one row says below the headings that its first line holds; more rows are about other things."""
    if len(lines) < 3 or "|" not in lines[0] or not is_delimiter(lines[1]) or any("|" in each for each in lines[3:]):
        return
    for name, value in zip(cells(lines[0][:_WIDTH]), cells(lines[2][:_WIDTH]), strict=False):
        yield from _of_field(untagged(name.text), untagged(value.text))


def _is_class(name: str, value: str) -> bool:
    """Whether a value is a class of confidentiality: "Classification: SEV1" is of something else."""
    words = words_of(name)
    if words[-1:] == ("level",) and len(value.split()) > _FEW - 2:  # "Access level: the role was too broad"
        return False
    return not (_CLASSES | {"level"}).isdisjoint(words[-1:]) and (len(words) > 1 or _CLASS.fullmatch(value) is not None)


def _is_only(value: str) -> bool:
    """Whether a short value names those who may read, "SRE only", as "Access: read only" does not."""
    said = words_of(value)
    return "only" in said[-1:] and len(said) <= _FEW and _ACTS.isdisjoint(said)


def _of_field(name: str, value: str) -> Iterator[tuple[Word, str]]:
    name = name.strip(" \t*_\"'`")
    if len(name) > 40 or not (speaks(name) or withholds(name, value.strip(" \t*_|\"'`"))):
        return
    value = value.strip(" \t*_|\"'`<>\\,;{}[]–—→-").partition("|")[0].strip(" \t*_`")
    if not value or set(value) <= set("-: "):
        return
    if withholds(name, value):
        yield Word.DOUBTFUL, f"{name}: {value}"
        return
    word = judged(name, value)
    # In prose "Access:" and "Visibility:" begin sentences about other things.
    certain = any(map(has_stem, words_of(name))) or not _CERTAIN.isdisjoint(words_of(name)) or _is_class(name, value)
    short = len(value.split()) <= 6
    if word is Word.DOUBTFUL and not certain and not _is_only(value):
        return
    if word is not None and (short or certain):
        yield word, f"{name}: {value}"
