"""Sentences that say that few may read: "Internal use only", "Do not forward it", "This page must not be shared"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from postmortem_tracker.markdown.incident.spelling import folded, words_of, words_under
from postmortem_tracker.markdown.words.languages import all_months, every

_UNSPACED = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # letters of ja, ko and zh
_END = re.compile(r"[^\w '’‘-]|(?<!\S)-+(?!\S)")
_DOT_OF_DAY = re.compile(r"(?<=\d)\.(?=[ \t]?\w)")  # "1. Mai", "1.5.2027"
_INNER_DASH = re.compile(r"(?<=\w)[–—‑](?=\w)")
_CLEAR = 3  # words: so long a phrase is no attribute of the word behind it, as "internal only" is of "fields"
_ENDING = 8  # folded letters of "です", and of "は" before it
_IS_ENDING = re.compile(r"[\u1100-\u11ff\u3040-\u309f]*|.{1,3}")  # "です", "입니다", "資料", and no "APIが停止"

_WORD = re.compile(r"\w")
_NOUN = 2  # folded letters of "文件"
_NOT_BEFORE, _NOT_BEHIND = (
    tuple(folded(each) for each in every("confidential", key)) for key in ("denials_before", "denials_behind")
)

_WHOLE = every("confidential", "limits_alone")  # the subject of "Employees only saw a blank page"
_ALONE = frozenset(map(words_of, _WHOLE))
_PHRASES = {phrase: words_of(phrase) for phrase in (*every("confidential", "limits"), *_WHOLE)}
_SPACED = frozenset(words for phrase, words in _PHRASES.items() if not _UNSPACED.search(phrase))
_JOINED = tuple(folded(phrase).replace(" ", "") for phrase in _PHRASES if _UNSPACED.search(phrase))
_LONGEST = max(map(len, _SPACED))
_ABOUT = every("confidential", "about_itself")
ITSELF = words_under("about_itself")
_OF_ITSELF = re.compile(rf"(?:{'|'.join(folded(each) for each in _ABOUT if _UNSPACED.search(each))})+")
# Until when: "bis 1. Mai", and what else must say it, since "Gesperrt bis der Schlüssel da war" tells something else.
_UNTIL_PHRASES = every("confidential", "until")
_UNTIL = frozenset(word for each in _UNTIL_PHRASES if not _UNSPACED.search(each) for word in words_of(each))
_DATED = frozenset(words_of(each) for each in every("confidential", "limits_until"))
_BARE_DATED = frozenset(words[:1] for words in _DATED)
_MONTHS = frozenset(word for name in all_months() for word in words_of(name))
_FAR = 5  # words between which a day stands
_SHORT = 2  # letters of "de"
_WHEN = "|".join(sorted((folded(each) for each in _UNTIL_PHRASES if _UNSPACED.search(each)), key=len, reverse=True))
_JOINED_DAY = re.compile(
    rf"(?:{_WHEN})?(?<!\d)(?:(?:\d{{2,4}}年)?\d{{1,2}}月(?:\d{{1,2}}日)?|20\d{{6}}"
    rf"|(?:\d{{4}}{folded('년')})?\d{{1,2}}{folded('월')}(?:\d{{1,2}}{folded('일')})?)(?:{_WHEN})?"
)
_OF = words_under("of")  # whose use it is, in a few words
_OF_FEW = 4
_TELLING = frozenset(max(words, key=len) for words in (*_SPACED, *_DATED, *_BARE_DATED))
# Behind "internal only" and the like: who else may read, and until when.
_LEADS = (ITSELF - _OF) | words_under("leads")


def is_limit(text: str, *, whole: bool = False, surely: bool = False) -> bool:
    """True where the text begins with such a sentence, or, with ``whole``, is one up to its first sign.

    With ``surely`` it does not go on about anything, as "Do not copy the file by hand" does.
    """
    text = _DOT_OF_DAY.sub(" ", _INNER_DASH.sub("-", text))
    part = _END.split(text, maxsplit=1)[0]
    said = words_of(part)
    if _UNSPACED.search(part):
        joined = _JOINED_DAY.sub("", "".join(said[max(_starts(said), default=0) :]))
        return _is_joined(joined, surely=surely, last=not _WORD.search(text, len(part)))
    if _TELLING.isdisjoint(said):
        return False
    short = tuple(word for word in said if word not in ITSELF)  # "keep this report internal"
    parts = (short, *(said[start:] for start in _starts(said)))
    if any(_begins(each, whole=whole, surely=surely) for each in parts):
        return True
    bare = tuple(_without_day(said))
    if bare == said:
        return False
    parts = (tuple(word for word in bare if word not in ITSELF), *(bare[start:] for start in _starts(bare)))
    return any(each in _BARE_DATED or _begins(each, whole=whole, surely=surely) for each in parts)


def may_limit(low: str, words: Iterable[str]) -> bool:
    """Whether folded text, of these words, may hold one."""
    return not _TELLING.isdisjoint(words) or (
        not low.isascii() and any(map(_JOINED_DAY.sub("", low.replace(" ", "")).__contains__, _JOINED))
    )


def _without_day(said: tuple[str, ...]) -> Iterator[str]:
    """What is said beside until when: "Bis zum 1. Mai gesperrt", "Nicht vor dem 1. Mai veröffentlichen"."""
    at = 0
    while at < len(said):
        end = _until_when(said, at)
        if end == at:
            yield said[at]
        at = max(end, at + 1)


def _until_when(said: tuple[str, ...], at: int) -> int:
    """Where words that tell until when end, that begin there; ``at`` where none do."""
    near = said[at : at + _FAR]
    if near[0] in _UNTIL:  # "bis zum 1. Mai"
        second = next((number for number, word in enumerate(near) if _is_of_a_day(word)), 0)
    elif _is_of_a_day(near[0]):  # "1 Mayıs'a kadar"
        second = next((number for number, word in enumerate(near) if word in _UNTIL), 0)
        second = second if all(_is_of_a_day(word) or len(word) <= _SHORT for word in near[1:second]) else 0
    else:
        second = 0
    end = at + second + 1 if second else at
    while at < end < len(said):
        if _is_of_a_day(said[end]) or said[end] in _UNTIL:
            end += 1
        elif len(said[end]) <= _SHORT and any(map(_is_of_a_day, said[end + 1 : end + 2])):  # "1 de mayo de 2027"
            end += 2
        else:
            break
    return end


def _is_of_a_day(word: str) -> bool:
    return word in _MONTHS or word[0].isdigit()


def _starts(said: tuple[str, ...]) -> Iterator[int]:
    """Where the sentence may begin: behind "please", "this document", "the report must"."""
    for at, word in enumerate(said):
        yield at
        if word not in ITSELF:
            return


def _begins(said: tuple[str, ...], *, whole: bool, surely: bool) -> bool:
    for size in range(1, min(len(said), _LONGEST) + 1):
        if said[:size] in _DATED and any(map(_is_of_a_day, said[size : size + _FAR])):
            return True
        if said[:size] in _SPACED:
            behind = said[size:]
            if not behind:
                return True
            alone = whole or size == 1 or said[:size] in _ALONE
            clear = size >= _CLEAR
            if not alone and ((clear and not surely) or _leads(behind, itself=clear and surely)):
                return True
    return False


def _leads(behind: tuple[str, ...], *, itself: bool = False) -> bool:
    """Whether it goes on behind a short phrase: "uso interno de ACME", not "uso interno de la API falló dos horas".

    With ``itself`` "the" and the like lead to nothing but the document: "Do not share the report".
    """
    if behind[0] in _OF:
        return not ITSELF.isdisjoint(behind[1:2]) if itself else len(behind) <= _OF_FEW
    return behind[0] in _LEADS or behind[0].isdigit()


def _is_joined(part: str, *, surely: bool, last: bool) -> bool:
    """The same for words that are written together, with an ending: "この文書は社内限りです".

    A denial counts only where it is the ``last`` that is said: "部外秘ではありませんが、社外秘です".
    """
    own = _OF_ITSELF.sub("", part)
    before = 0 if own == part else _ENDING
    # A word for "this" may also be a part of another one, as "이" is of "입니다".
    for text in dict.fromkeys((own, part)):
        for each in _JOINED:
            at = text.find(each)
            if at < 0 or (last and _is_denied(text[:at], text[at + len(each) :])):
                continue
            if at <= before and len(text) - len(each) <= before + _ENDING:
                return not surely or _IS_ENDING.fullmatch(text, at + len(each)) is not None
    return False


def _is_denied(before: str, behind: str) -> bool:
    """Whether a phrase is denied: "社外秘ではない", "不是机密文件"."""
    return behind in _NOT_BEHIND or (len(behind) <= _NOUN and before.endswith(_NOT_BEFORE))
