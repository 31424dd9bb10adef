"""Whether a document says that it is confidential: the one judge, who takes every doubt for a yes.

A wrong "yes" hides words in a report and is told as a finding; a wrong "no" publishes a secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from typing import Any

from postmortem_tracker.markdown.lines.front_matter import FrontMatter
from postmortem_tracker.markdown.words.languages import every

_HEAD = 60  # lines at the start of an incident in which it is looked for
_DEEPEST = 20
_NEAR = 0.84  # so alike are "confidental" and "confidential"


class Word(IntEnum):
    """What one statement says; the greater beats the smaller, but DOUBTFUL gives way to OPEN."""

    OPEN = 1
    DOUBTFUL = 2
    CLOSED = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """One word about confidentiality, where it stands (0-based) and as what it was written."""

    word: Word
    line: int
    written: str


# Letters that look like Latin ones: whoever writes "сonfidential" means, or fakes, the word.
_LOOKALIKES = str.maketrans("аеорсхуіѕјһԁԛѵѡɡαεορτνικυοսօոıł", "aeopcxyisjhdqvwgaeoptvikuouonil")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_SIGNS = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """The words of a short text in one spelling: small letters, look-alikes as what they look like."""
    return tuple(_SIGNS.sub(" ", _folded(_CAMEL.sub(" ", text[:200]))).split())


def _folded(text: str) -> str:
    """A text in small letters, look-alikes as what they look like."""
    folded = text.casefold()
    return folded if folded.isascii() else _FOREIGN.sub(_latin, folded)


def _latin(found: re.Match[str]) -> str:
    return _as_latin(found[0])


@lru_cache(maxsize=4096)
def _as_latin(foreign: str) -> str:
    folded = unicodedata.normalize("NFKD", foreign).casefold()
    kept = (c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return "".join(kept).translate(_LOOKALIKES)


def _set(*phrases: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_words(phrase) for phrase in phrases)


_OF_LANGUAGES = tuple(every("incident", "confidential"))
# Keys: true means closed; the value is a level; true means open.
_SAYING_YES = _set(
    *(each for each in _OF_LANGUAGES if each not in ("visibility", "classification")),
    *(
        "private",
        "secret",
        "top secret",
        "restricted",
        "sensitive",
        "internal",
        "internal only",
        "embargo",
        "embargoed",
    ),
    *("nda", "not public", "non public", "do not share", "do not publish", "do not distribute", "need to know"),
)
_LEVELS = _set(
    *("visibility", "classification", "classified", "access", "audience", "distribution", "sensitivity", "privacy"),
    *("sharing", "tlp", "traffic light protocol", "protection", "protection marking", "marking", "secrecy", "readers"),
)
_SAYING_NO = _set(
    "public", "publish", "publishable", "share", "shareable", "open", "unclassified", "is public", "publicly visible"
)
_SPEAKING = _SAYING_YES | _LEVELS | _SAYING_NO
_FILLERS = {"is", "be", "the", "level", "flag", "data", "document", "information", "info", "security", "only", "until"}
_SAYING_ALONE = _set("internal use only")
_TAGS = _set("tags", "tag", "labels", "label", "keywords", "keyword", "categories", "category", "topics", "flags")
_FREE_TEXT = _set("title", "name", "summary", "description", "subject", "abstract", "impact", "root cause", "cause")
# Values.
_NO = _set("false", "no", "n", "off", "0", "none", "null", "nil", "f")
_YES = _set("true", "yes", "y", "on", "1", "x", "t", "ja", "oui", "si", "sim")
_OPEN = _NO | _set(
    *("public", "open", "unclassified", "unrestricted", "everyone", "everybody", "anyone", "all", "world", "external"),
    *(
        "not confidential",
        "non confidential",
        "nonconfidential",
        "clear",
        "white",
        "tlp clear",
        "tlp white",
        "low",
        "na",
    ),
    *("published", "shareable", "publicly visible", "for everyone", "n a"),
)
_CLOSED_WORDS = frozenset(
    {
        *(word for phrase in _SAYING_YES if len(phrase) == 1 for word in phrase),
        *("amber", "red", "green", "hidden", "classified", "strictly", "limited", "staff", "employees", "members"),
        *("team", "company", "security", "high", "top", "medium", "redacted", "undisclosed", "closed", "proprietary"),
    }
)
_STEMS = ("confiden", "konfiden", "vertraulich", "vertrouwelijk", "fortrolig", "riservat", "poufn")
_NEGATIONS = frozenset({"not", "non", "no", "never", "isn", "nicht", "pas", "un", "longer"})
_LABEL = re.compile(r".[^:|：=]*[:|：=]")
_TLP = re.compile(r"tlp(?<![^\W_]tlp)[\W_]{0,3}(?:red|amber|green)(?![^\W_])")
_BANNER = re.compile(
    r"(?:(?:strictly|highly|company|internal|private)[ -](?:and |& )?)*confidential[\])* ]*(?:$|[-–—,.;(!|/&]|and\b)"
    r"|(?:for )?internal (?:use )?only\b|(?:do not|not for|no) (?:share|distribut\w*|publi\w*|redistribut\w*)\b",
)


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
    raw = [each for each in of_lines(lines, 0, matter.end, matter.end) if each.word is Word.CLOSED]
    if matter.broken:
        raw.append(Statement(Word.CLOSED, matter.line, "front matter that cannot be read"))
    parsed = [
        Statement(word, _line_of(key, lines, matter.end), written) for word, key, written in _parsed(matter.values)
    ]
    return raw + parsed


def of_lines(lines: Sequence[str], start: int, end: int, most: int = _HEAD) -> list[Statement]:
    """What lines at the head say: `Classification: confidential`, a row of a table, TLP:AMBER, a banner."""
    found = []
    for number, line in enumerate(lines[start : min(end, start + most)], start):
        if line:
            found += [Statement(word, number, written) for word, written in _of_line(line[:400])]
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
        if _words(name) in _TAGS:
            for tag in _tags(inner):
                if _closes_alone(tag):
                    yield Word.CLOSED, name, f"{name}: {tag}"
        elif _speaks(name):
            yield from _under(name, inner, depth)
        elif isinstance(inner, str) and _words(name) not in _FREE_TEXT and _closes_alone(inner):
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
            yield from _under(str(key) if _speaks(str(key)) else name, inner, depth + 1)
        return
    word = _judged(name, value)
    if word is not None:
        yield word, name, f"{name}: {'' if value is None else value}"


def _tags(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from re.split(r"[,;|\s]+", value)
        yield from re.split(r"[,;|]+", value)
    elif isinstance(value, Mapping):
        yield from (str(key) for key in value)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _tags(each)


# --- lines ------------------------------------------------------------------------------------------------------


def _of_line(line: str) -> tuple[tuple[Word, str], ...]:
    bare = line.strip(" \t>|*_#+-[]({\"'")
    if not bare:
        return ()
    folded = _folded(bare)
    if ("tlp" in folded and _TLP.search(folded)) or _BANNER.match(folded):
        return ((Word.CLOSED, bare),)
    return tuple(_of_label(bare))


def _of_label(bare: str) -> Iterator[tuple[Word, str]]:
    found = _LABEL.match(bare)
    if found is None:
        return
    at = found.end() - 1
    name = bare[:at].strip(" \t*_\"'`")
    if len(name) > 40 or not _speaks(name):
        return
    value = bare[at + 1 :].strip(" \t*_|\"'`<>\\,;{}[]").partition("|")[0].strip(" \t*_`")
    if not value or set(value) <= set("-: "):
        return
    word = _judged(name, value)
    # In prose "Access:" and "Visibility:" begin sentences about other things.
    certain = any(_has_stem(each) for each in _words(name)) or _words(name) == ("tlp",)
    short = len(value.split()) <= 6
    if word is Word.DOUBTFUL and not certain:
        return
    if word is not None and (short or certain):
        yield word, f"{name}: {value}"


# --- keys and values --------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _speaks(key: str) -> bool:
    """Whether a key is about who may read."""
    words = _words(key)
    if not words or len(words) > 6:
        return False
    bare = tuple(word for word in words if word not in _FILLERS) or words
    return words in _SPEAKING or bare in _SPEAKING or any(_has_stem(word) for word in words)


@lru_cache(maxsize=4096)
def _has_stem(word: str) -> bool:
    """Whether a word is one for "confidential", or a misspelling of it."""
    if word.startswith(_STEMS):
        return True
    alike = SequenceMatcher(None, word, "confidential")
    return 8 <= len(word) <= 18 and alike.quick_ratio() >= _NEAR and alike.ratio() >= _NEAR


def _judged(key: str, value: Any) -> Word | None:
    """What a value says below a key that speaks; None where it says nothing."""
    words = _words(key)
    bare = tuple(word for word in words if word not in _FILLERS) or words
    said = _words(str(value)) if value is not None else ()
    if {words, bare} & _SAYING_NO:
        if not isinstance(value, str | bool | int) and value is not None:
            return None  # the day on which it was published
        return Word.OPEN if said in _YES | _OPEN - _NO else Word.CLOSED if said in _NO else Word.DOUBTFUL
    if not said:
        return Word.DOUBTFUL if any(map(_has_stem, words)) else None
    if said in _OPEN:
        return Word.OPEN
    if said in _SAYING_YES:
        return Word.CLOSED
    negated = not _NEGATIONS.isdisjoint(said)
    closes = any(word in _CLOSED_WORDS or _has_stem(word) for word in said)
    if (said in _YES and not {words, bare} & _LEVELS) or (closes and not negated):
        return Word.CLOSED
    return Word.DOUBTFUL


def _closes_alone(text: str) -> bool:
    """Whether a value or a tag says by itself that something is confidential, whatever its key is."""
    said = _words(text)
    if not said or len(said) > 4 or not _NEGATIONS.isdisjoint(said):
        return False
    if said in _SAYING_YES or _TLP.search(" ".join(said)) or said in _SAYING_ALONE:
        return True
    return any(map(_has_stem, said))
