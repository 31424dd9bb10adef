"""Finds listed phrases among the words of a title; ``*`` in a phrase stands for any part of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import translate
from functools import lru_cache
from typing import NamedTuple

_STEM = 6  # letters of a word by which phrases are looked up
ARROW = r"(?:→|➔|➜|⇒|(?<!-)-+>|(?<!=)=+>)"  # what stands behind it takes the place of what stands before
UNSPACED = "\u3040"  # letters from here on are of scripts that have no spaces, or few, between words
_SPLIT = re.compile(r"(?:(?<!\s)\s+)?;\s*")
_NOT_WORD = re.compile(r"(?:[^\w*?]|_)+")
_SIGNS = re.compile(r"[\W_]+")
_MARKUP = re.compile(r"['’`]")
_NUMBERING = re.compile(r"\W*(?:(?:step\s+)?\d{1,2}(?:\.\d+)*[.):]?|[ivxIVX]{1,4}[.)]|[A-Za-z][.)])\s+(?=\S)")


def phrases(text: str) -> tuple[str, ...]:
    """Phrases from a list separated by semicolons."""
    return tuple(phrase for phrase in _SPLIT.split(text.replace("\n", " ").strip()) if phrase)


def any_of(*phrases: str) -> str:
    """A regular expression for any of some phrases in small letters, the longest first."""
    return any_part({phrase: re.escape(phrase).replace(r"\ ", " ").replace(r"\*", r"\w*") for phrase in phrases})


def any_part(patterns: Mapping[str, str]) -> str:
    """The same for phrases and what stands for each, which begins with the phrase's first letter.

    Those that begin alike stand together: one letter tells that none of them is meant, which is the rule.
    """
    begun: dict[str, list[str]] = {}
    for phrase in sorted(patterns, key=lambda phrase: (-len(phrase), phrase)):
        first = re.escape(phrase[:1])
        whole = patterns[phrase]
        alike, rest = (first, whole.removeprefix(first)) if whole.startswith(first) else ("", whole)
        begun.setdefault(alike, []).append(rest)
    return "(?:" + "|".join(first + _either(rest) for first, rest in begun.items()) + ")"


def _either(patterns: Sequence[str]) -> str:
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"


@lru_cache(maxsize=4096)  # most rules about a title or line ask for it
def reduce(text: str) -> str:
    """A title as lower-case words separated by single spaces; numbering, punctuation and emoji go."""
    numbering = _NUMBERING.match(text)
    return bare(text[numbering.end() :] if numbering is not None else text)


def bare(text: str) -> str:
    """The same with the numbering."""
    folded = text.replace("'", "").replace("’", "").replace("`", "").casefold()
    if not folded.isascii():
        folded = folded.replace("i\u0307", "i")  # "İ", which became two signs
    return _SIGNS.sub(" ", folded).strip()


def is_phrase(text: str) -> bool:
    """True for words that can be found: not for signs, or what begins with any word: "*", "* review"."""
    return bool(_words(text))


class Entry(NamedTuple):
    """A phrase by what follows its first word; ``bits`` are the groups it belongs to."""

    size: int
    bits: int
    rest: tuple[str, ...]


class Phrases:
    """Groups of phrases, each group one bit; looks words up instead of trying one phrase after the other."""

    def __init__(self, groups: Mapping[int, Iterable[str]]) -> None:
        bits: dict[tuple[str, ...], int] = {}
        for bit, listed in groups.items():
            for phrase in listed:
                if words := _words(phrase):
                    bits[words] = bits.get(words, 0) | bit
        self._exact: dict[str, list[Entry]] = {}
        self._open: dict[str, list[Entry]] = {}  # by a first word with a wildcard
        for words in sorted(bits, key=lambda words: (-len(" ".join(words)), words)):
            first = self._open if "*" in words[0] else self._exact
            first.setdefault(words[0], []).append(Entry(len(words), bits[words], words[1:]))
        self._stems: dict[str, list[str]] = {}  # the words with a wildcard, by how they begin
        for pattern in self._open:
            stem = pattern.partition("*")[0][:_STEM] or pattern[:2]  # "*予防*" may stand anywhere in a word
            self._stems.setdefault(stem, []).append(pattern)
        self._inner = frozenset(stem[1] for stem in self._stems if stem[0] == "*")
        self._sizes = sorted({len(stem) for stem in self._stems if stem[0] != "*"})
        self.first = lru_cache(maxsize=32_768)(self._first)

    def _first(self, word: str) -> tuple[Entry, ...]:
        """The phrases that may begin with a word, longest first."""
        found = list(self._exact.get(word, ()))
        stems = [word[:size] for size in self._sizes if size <= len(word)]
        if not self._inner.isdisjoint(word):
            stems += [f"*{sign}" for sign in dict.fromkeys(word) if sign in self._inner]
        for stem in stems:
            for pattern in self._stems.get(stem, ()):
                if _fits(pattern, word):
                    found += self._open[pattern]
        return tuple(sorted(found, key=lambda entry: -len(" ".join(entry.rest)))) if len(found) > 1 else tuple(found)

    def at(self, words: Sequence[str], index: int) -> Iterator[Entry]:
        """The phrases that stand at a word, longest first."""
        for entry in self.first(words[index]):
            if entry.size == 1 or _follows(entry.rest, words, index + 1):
                yield entry

    def found(self, words: Sequence[str]) -> int:
        """The bits of all phrases that stand anywhere in a text."""
        bits = 0
        for index, word in enumerate(words):
            for size, group, rest in self.first(word):
                if size == 1 or _follows(rest, words, index + 1):
                    bits |= group
        return bits

    def whole(self, words: Sequence[str]) -> int:
        """The bits of the phrases that are the whole text."""
        bits = 0
        for size, group, rest in self.first(words[0]) if words else ():
            if size == len(words) and (size == 1 or _follows(rest, words, 1)):
                bits |= group
        return bits

    def covers(self, words: Sequence[str], bits: int, fillers: frozenset[str]) -> bool:
        """True where a text has nothing but phrases of these groups, fillers and numbers."""
        index, end = 0, len(words)
        while index < end:
            word = words[index]
            for size, group, rest in self.first(word):
                if group & bits and (size == 1 or _follows(rest, words, index + 1)):
                    index += size
                    break
            else:
                if word not in fillers and not word.isdigit():
                    return False
                index += 1
        return True


@lru_cache(maxsize=32)
def _made_of(groups: tuple[tuple[int, tuple[str, ...]], ...]) -> Phrases:
    return Phrases(dict(groups))


def in_groups(groups: Mapping[int, Iterable[str]]) -> Phrases:
    """The same phrases in the same groups, made once: vocabularies of several days or keys have the same words."""
    return _made_of(tuple((bit, tuple(listed)) for bit, listed in groups.items()))


def _follows(rest: tuple[str, ...], words: Sequence[str], index: int) -> bool:
    if index + len(rest) > len(words):
        return False
    for at, pattern in enumerate(rest, index):  # noqa: SIM110 – all() with a generator takes twice as long
        if pattern != words[at] and not _fits(pattern, words[at]):
            return False
    return True


def _fits(pattern: str, word: str) -> bool:
    if "*" not in pattern:
        return pattern == word
    stem, _, tail = pattern.partition("*")
    if not tail:
        return word.startswith(stem)
    if not stem and tail[-1] == "*" and tail.count("*") == 1:  # "*予防*": no spaces between words
        return tail[:-1] in word
    return _compiled(pattern).fullmatch(word) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern.replace("?", "[?]")))  # without it, each star would cost the length again


def _words(phrase: str) -> tuple[str, ...]:
    words = _NOT_WORD.sub(" ", _MARKUP.sub("", phrase).casefold()).split()
    found = words and words[0].strip("*") and not any("?" in word for word in words)  # by the first word they are found
    return tuple(words) if found else ()
