"""The words that say who may read: their spellings, the keys that speak of it, and what a value below one says."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from typing import Any

from postmortem_tracker.markdown.incident.limits import is_limit, may_limit
from postmortem_tracker.markdown.incident.spelling import CAMEL, SPELLED, folded, words_of, words_under
from postmortem_tracker.markdown.words.languages import every

_NEAR = 0.84  # so alike are "confidental" and "confidential"
_SHARED = frozenset("confidential")
_FEWEST_SHARED = 7  # whatever is so alike has nine letters of the twelve, of which two are there twice


class Word(IntEnum):
    """What one statement says; the greater beats the smaller, but DOUBTFUL gives way to OPEN."""

    OPEN = 1
    DOUBTFUL = 2
    CLOSED = 3


def _set(*phrases: str) -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(phrase) for phrase in phrases)


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
_CLOSED_ALONE = _set(*every("confidential", "closed"))  # "Interne", "社内": a level that needs no key
_LEVELS = _set(
    *("visibility", "classification", "classified", "access", "audience", "distribution", "sensitivity", "privacy"),
    *("sharing", "tlp", "traffic light protocol", "protection", "protection marking", "marking", "secrecy", "readers"),
    *("viewers", "acl"),
    *every("confidential", "classes"),
)
_SHARED_WITH = _set("access", "audience", "distribution", "sharing", "readers", "viewers")
_SAYING_NO = _set(
    "public",
    "publish",
    "publication",
    "publishable",
    "share",
    "shareable",
    "open",
    "unclassified",
    "is public",
    "publicly visible",
)
_SPEAKING = _SAYING_YES | _LEVELS | _SAYING_NO
_FILLERS = {"is", "be", "the", "level", "flag", "data", "document", "information", "info", "security", "only", "until"}
TAGS = _set("tags", "tag", "labels", "label", "keywords", "keyword", "categories", "category", "topics", "flags")
TITLES = _set("title", "name", "subject")
PROSE = _set("summary", "description", "abstract", "impact", "root cause", "cause")
_SHOWN = _set("published", "listed")  # by a generator of websites, which leaves out what is not
_NOT_SHOWN = _set("hidden", "unlisted", "unpublished")
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
    *every("confidential", "open"),
)
_CLOSED_WORDS = frozenset(
    {
        *(word for phrase in _SAYING_YES if len(phrase) == 1 for word in phrase),
        *words_under("closed"),
        *("amber", "red", "green", "hidden", "classified", "strictly", "limited", "staff", "employees", "members"),
        *("team", "company", "security", "high", "top", "medium", "redacted", "undisclosed", "closed", "proprietary"),
    }
)
_STEMS = ("confiden", "konfiden", "vertraulich", "vertrouwelijk", "fortrolig", "riservat", "poufn")
_SENTENCE = 8  # words: a longer value tells more than who may read
_SHORTEST = min(map(len, _STEMS))
_INITIALS = frozenset(stem[0] for stem in _STEMS)
_MARKS = _set(*_OF_LANGUAGES) - _set("visibility", "classification")
_NOUNS = ("ity", "ite", "idad", "idade", "keit", "heid", "hed", "nost", "ность", "ність", "uus", "lik", "性")
_SURE = frozenset({"confident", "confidently", "confidence"})
NEGATIONS = words_under("denials")
TLP = re.compile(r"tlp(?<![^\W_]tlp)[\W_]{0,3}(?:red|amber|green)(?![^\W_])")

# A word of each phrase that says anything, and the letters of "N D A".
_TELLING = frozenset(max(phrase, key=len) for phrase in _SPEAKING | _CLOSED_ALONE)
_LETTERS = frozenset("".join((*_TELLING, *_STEMS)))


def may_tell(text: str) -> bool:
    """Whether a line has a word that may say who may read, as few lines have; only those are looked at closely."""
    return _may_tell(text) or (CAMEL.search(text) is not None and _may_tell(CAMEL.sub(r" \g<0>", text)))


def _may_tell(text: str) -> bool:
    low = folded(text)
    words = SPELLED.findall(low.replace("http", " "))  # "社外秘https://…"
    if not _TELLING.isdisjoint(words) or may_limit(low, words) or "tlp" in low or len(_LETTERS.intersection(words)) > 1:
        return True
    return any(has_stem(word) for word in words if len(word) >= _SHORTEST)


# --- keys and values --------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def speaks(key: str) -> bool:
    """Whether a key is about who may read."""
    words = words_of(key)
    if not words or len(words) > 6:
        return False
    bare = tuple(word for word in words if word not in _FILLERS) or words
    return words in _SPEAKING or bare in _SPEAKING or any(has_stem(word) for word in words)


@lru_cache(maxsize=4096)
def is_mark(word: str) -> bool:
    """Whether a word alone marks what is confidential; "confidentiality" is but spoken of, "confident" is another."""
    if word.endswith(_NOUNS) or word in _SURE:
        return False
    return (word,) in _MARKS or (word[:1] in _INITIALS and has_stem(word))


@lru_cache(maxsize=4096)
def has_stem(word: str) -> bool:
    """Whether a word is one for "confidential", or a misspelling of it."""
    if word.startswith(_STEMS):
        return not word.startswith("confidence")
    if not 8 <= len(word) <= 18 or len(_SHARED.intersection(word)) < _FEWEST_SHARED:
        return False
    alike = SequenceMatcher(None, word, "confidential")
    return alike.quick_ratio() >= _NEAR and alike.ratio() >= _NEAR


def judged(key: str, value: Any) -> Word | None:
    """What a value says below a key that speaks; None where it says nothing."""
    words = words_of(key)
    bare = tuple(word for word in words if word not in _FILLERS) or words
    said = words_of(str(value)) if value is not None else ()
    if {words, bare} & _SAYING_NO:
        if not isinstance(value, str | bool | int) and value is not None:
            return None  # the day on which it was published
        return Word.OPEN if said in _YES | _OPEN - _NO else Word.CLOSED if said in _NO else Word.DOUBTFUL
    if not said:
        return Word.DOUBTFUL if any(map(has_stem, words)) else None
    if said in _NO and {words, bare} & _SHARED_WITH:
        return Word.DOUBTFUL  # "sharing: none" is no leave
    if said in _OPEN:
        return Word.OPEN
    if said in _SAYING_YES:
        return Word.CLOSED
    negated = not NEGATIONS.isdisjoint(said)
    closes = any(word in _CLOSED_WORDS or has_stem(word) for word in said)
    if (said in _YES and not {words, bare} & _LEVELS) or (closes and not negated):
        return Word.CLOSED
    return Word.DOUBTFUL


def withholds(key: str, value: Any) -> bool:
    """Whether a page is kept off a website, as "published: false" does: so it may be none for everybody."""
    key_words, said = words_of(key), words_of(str(value))
    return (key_words in _SHOWN and said in _NO) or (key_words in _NOT_SHOWN and said in _YES)


def closes_alone(text: str) -> bool:
    """Whether a value or a tag says by itself that something is confidential, whatever its key is."""
    said = words_of(text)
    if is_limit(text, whole=len(said) > _SENTENCE):
        return True
    if not said or len(said) > 4 or not NEGATIONS.isdisjoint(said):
        return False
    if said in _SAYING_YES or said in _CLOSED_ALONE or TLP.search(" ".join(said)):
        return True
    return any(map(has_stem, said))
