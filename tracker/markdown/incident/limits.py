"""Sentences that say that few may read: "Internal use only", "Do not forward it", "This page must not be shared"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from postmortem_tracker.markdown.incident.spelling import folded, words_of, words_under
from postmortem_tracker.markdown.words.languages import every

_UNSPACED = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # letters of ja, ko and zh
_END = re.compile(r"[^\w '’‘-]|(?<!\S)-+(?!\S)")
_INNER_DASH = re.compile(r"(?<=\w)[–—‑](?=\w)")
_CLEAR = 3  # words: so long a phrase is no attribute of the word behind it, as "internal only" is of "fields"
_ENDING = 8  # folded letters of "です", and of "は" before it

_WHOLE = every("confidential", "limits_alone")  # the subject of "Employees only saw a blank page"
_ALONE = frozenset(map(words_of, _WHOLE))
_PHRASES = {phrase: words_of(phrase) for phrase in (*every("confidential", "limits"), *_WHOLE)}
_SPACED = frozenset(words for phrase, words in _PHRASES.items() if not _UNSPACED.search(phrase))
_JOINED = tuple(folded(phrase).replace(" ", "") for phrase in _PHRASES if _UNSPACED.search(phrase))
_LONGEST = max(map(len, _SPACED))
_TELLING = frozenset(max(words, key=len) for words in _SPACED)
_ABOUT = every("confidential", "about_itself")
ITSELF = words_under("about_itself")
_OF_ITSELF = re.compile(rf"(?:{'|'.join(folded(each) for each in _ABOUT if _UNSPACED.search(each))})+")
_OF = words_under("of")  # whose use it is, in a few words
_OF_FEW = 4
# Behind "internal only" and the like: who else may read, and until when.
_LEADS = (ITSELF - _OF) | words_under("leads")


def is_limit(text: str, *, whole: bool = False) -> bool:
    """True where the text begins with such a sentence, or, with ``whole``, is one up to its first sign."""
    part = _END.split(_INNER_DASH.sub("-", text), maxsplit=1)[0]
    said = words_of(part)
    if _UNSPACED.search(part):
        return _is_joined("".join(said[max(_starts(said), default=0) :]))
    short = tuple(word for word in said if word not in ITSELF)  # "keep this report internal"
    return _begins(short, whole=whole) or any(_begins(said[start:], whole=whole) for start in _starts(said))


def may_limit(low: str, words: Iterable[str]) -> bool:
    """Whether folded text, of these words, may hold one."""
    return not _TELLING.isdisjoint(words) or (
        not low.isascii() and any(map(low.replace(" ", "").__contains__, _JOINED))
    )


def _starts(said: tuple[str, ...]) -> Iterator[int]:
    """Where the sentence may begin: behind "please", "this document", "the report must"."""
    for at, word in enumerate(said):
        yield at
        if word not in ITSELF:
            return


def _begins(said: tuple[str, ...], *, whole: bool) -> bool:
    for size in range(1, min(len(said), _LONGEST) + 1):
        if said[:size] in _SPACED:
            behind = said[size:]
            if not behind:
                return True
            alone = whole or size == 1 or said[:size] in _ALONE
            if not alone and (size >= _CLEAR or _leads(behind)):
                return True
    return False


def _leads(behind: tuple[str, ...]) -> bool:
    """Whether it goes on behind a short phrase: "uso interno de ACME", not "uso interno de la API falló dos horas"."""
    return behind[0] in _LEADS or behind[0].isdigit() or (behind[0] in _OF and len(behind) <= _OF_FEW)


def _is_joined(part: str) -> bool:
    """The same for words that are written together, with an ending: "この文書は社内限りです"."""
    own = _OF_ITSELF.sub("", part)
    at_most = _ENDING if own == part else 2 * _ENDING
    return any(0 <= own.find(each) <= at_most - _ENDING and len(own) - len(each) <= at_most for each in _JOINED)
