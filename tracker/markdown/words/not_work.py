"""What stands among measures and is none, in all languages: nothing to do, what is to be filled in, advice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import UNSPACED, Phrases, reduce

_NONE, _NO, _WORK, _BESIDE = 1, 2, 4, 8
_NOTHING = Phrases(
    {
        _NONE: every("items", "none"),
        _NO: every("not_work", "no"),
        _WORK: every("not_work", "none_of"),
        _BESIDE: every("not_work", "none_beside"),
    }
)
_UNFILLED = Phrases({1: every("not_work", "unfilled")})
_FILL, _HERE = 1, 2
_TO_FILL = Phrases({_FILL: every("not_work", "fill"), _HERE: every("not_work", "here")})
_MOST_TO_FILL = 7  # words
_PARTS, _ATTENDED = 1, 2
_DOCUMENT = Phrases({_PARTS: every("not_work", "parts"), _ATTENDED: every("not_work", "attended")})
_AROUND = frozenset(map(reduce, every("not_work", "around")))
_READERS, _SHOULD, _PASSIVE = 1, 2, 4
_ASKED = Phrases(
    {
        _READERS: every("not_work", "readers"),
        _SHOULD: every("not_work", "should"),
        _PASSIVE: every("not_work", "passive"),
    }
)
_NEAR = 3  # words between readers and what they should do
_NOTES = Phrases({1: every("not_work", "notes")})
_AFFECTED, _THINGS = 1, 2
_OBJECTS = Phrases({_AFFECTED: every("not_work", "affected"), _THINGS: every("not_work", "things")})
_CASE, _LOOK = 1, 2
_CASES = Phrases({_CASE: every("not_work", "cases"), _LOOK: every("not_work", "looks")})
_MOST_TO_LOOK = 8  # words behind the comma of "If it happens again, check …"
_RECOMMENDED = Phrases({1: every("not_work", "recommends")})
_ASKS, _WITHIN = 1, 2
_QUESTIONS = Phrases({_ASKS: every("not_work", "asks"), _WITHIN: every("not_work", "asks_within")})
_UNSPACED_REQUESTS = Phrases({1: every("not_work", "readers_asked")})
_UNSPACED_POINTERS = Phrases({1: every("not_work", "pointers")})
_TICKETS, _FILED = 1, 2
_TRACKED = Phrases({_TICKETS: every("not_work", "tickets"), _FILED: every("not_work", "filed")})
_BESIDE_FILED = frozenset(map(reduce, every("not_work", "filed_beside")))
_LONGEST_UNSPACED = 120  # signs
_LABEL = (":", "：")
_COMMA = re.compile("[,，、]")


def says_none(text: str) -> bool:
    """True for nothing but words that there is nothing to do: "None.", "Keine weiteren Maßnahmen erforderlich"."""
    words = reduce(text).split()
    said = _NOTHING.found(words)
    told = said & _NONE or (said & _NO and said & _WORK)
    return bool(told) and _NOTHING.covers(words, _NONE | _NO | _WORK | _BESIDE, frozenset())


def is_to_fill(text: str) -> bool:
    """True for what a template asks to be filled in: "Describe the action here", "Noch zu ergänzen", "待补充"."""
    words = reduce(text).split()
    if text.rstrip(" *_").endswith(_LABEL) or not words:
        return False
    return _UNFILLED.whole(words) != 0 or (len(words) <= _MOST_TO_FILL and _asks_to_fill(words))


def _asks_to_fill(words: Sequence[str]) -> bool:
    """Whether "describe" and "here" stand at the two ends, or together at the end."""
    for at in range(1, len(words)):
        last = _ending(_TO_FILL, words, at)
        beside = _bits_at(_TO_FILL, words, 0)
        for begin in range(at):
            beside |= _ending(_TO_FILL, words[:at], begin)
        if last and (beside | last) == _FILL | _HERE and (beside & ~last or last == _FILL | _HERE):
            return True
    return False


def _bits_at(known: Phrases, words: Sequence[str], at: int) -> int:
    """The groups of the phrases that stand at a word."""
    bits = 0
    for entry in known.at(words, at):
        bits |= entry.bits
    return bits


def _ending(known: Phrases, words: Sequence[str], at: int) -> int:
    """The groups of the phrases that stand at a word and end the text."""
    bits = 0
    for entry in known.at(words, at):
        bits |= entry.bits if at + entry.size == len(words) else 0
    return bits


def tells_of_document(text: str) -> bool:
    """True for a box about the document itself: "All sections are filled in", "Postmortem geprüft"."""
    words = reduce(text).split()
    return _DOCUMENT.found(words) == _PARTS | _ATTENDED and _DOCUMENT.covers(words, _PARTS | _ATTENDED, _AROUND)


def asks_readers(text: str) -> bool:
    """True for a sentence of what readers or customers should do, and not of what is to be done for them."""
    words = reduce(text).split()
    if (whole := _unspaced(words)) and _UNSPACED_REQUESTS.whole([whole]):
        return not _ASKED.found([whole]) & _PASSIVE
    begin = next((at for at, word in enumerate(words) if word not in _AROUND), len(words))
    sizes = [entry.size for entry in _ASKED.at(words, begin) if entry.bits & _READERS] if begin < len(words) else []
    return bool(sizes) and _tells_to_do(words[begin + max(sizes) :])


def _tells_to_do(rest: Sequence[str]) -> bool:
    """Whether words behind those for readers say what they should do; "should be told" says what they get."""
    last = len(rest) - 1
    for at in range(len(rest)):
        if (at <= _NEAR or at == last) and _bits_at(_ASKED, rest, at) & _SHOULD:
            return not _ASKED.found([*rest[at : at + _NEAR], rest[last]]) & _PASSIVE
    return False


def recommends(lead: str) -> bool:
    """True for words that recommend something to readers: "We recommend to all users", "Wir empfehlen allen Kunden"."""
    words = reduce(lead).split()
    whole = _unspaced(words)
    return bool(_RECOMMENDED.found(words) and _ASKED.found(words) & _READERS) or (
        whole != "" and _RECOMMENDED.whole([whole]) != 0
    )


def names_notes(label: str) -> bool:
    """True for the label of remarks or links: "Notes", "Weiterführende Links", "備考"."""
    return _NOTES.whole(reduce(label).split()) != 0


def names_things(label: str) -> bool:
    """True for the label of what something happened to: "Affected hosts", "Serveurs concernés", "対象サーバー"."""
    words = reduce(label).split()
    return _OBJECTS.found(words) == _AFFECTED | _THINGS and _OBJECTS.covers(words, _AFFECTED | _THINGS, frozenset())


def tells_where_to_look(sentence: str) -> bool:
    """True for what to look at in a case: "If the disk fills up again, check", "再度発生した場合は確認"."""
    words = reduce(sentence).split()
    last = reduce(_COMMA.split(sentence)[-1]).split()
    if not words or len(last) > _MOST_TO_LOOK or not _bits_at(_CASES, words, 0) & _CASE:
        return False
    ends = any(_ending(_CASES, last, at) & _LOOK for at in range(len(last)))
    return ends or any(_bits_at(_CASES, last, at) & _LOOK for at in range(min(2, len(last))))


def asks(text: str) -> bool:
    """True for a question in any language: "Does it use the index?", "Wurde der Alarm gesendet?", "¿Usa el índice?"."""
    if not text.rstrip(" *_").endswith(("?", "？")):
        return False
    words = reduce(text).split()
    if text.lstrip(" *_").startswith("¿") or not words:
        return True
    return bool(_bits_at(_QUESTIONS, words, 0) & _ASKS or _QUESTIONS.found(words) & _WITHIN)


def points_elsewhere(text: str) -> bool:
    """True for words in a script without spaces that only say where more is told: "详见工单"."""
    whole = _unspaced(reduce(text).split())
    return bool(whole) and _UNSPACED_POINTERS.whole([whole]) != 0


def says_filed(text: str) -> bool:
    """True for words that only say that tickets exist, and name none: "Tickets have been created in Jira."."""
    words = reduce(text).split()
    if any(map(str.isdigit, text)) or _TRACKED.found(words) != _TICKETS | _FILED:
        return False
    return _TRACKED.covers(words, _TICKETS | _FILED, _BESIDE_FILED)


def _unspaced(words: Sequence[str]) -> str:
    """A sentence in a script without spaces as one word; "" for others and for long texts."""
    whole = "".join(words)
    return whole if len(whole) <= _LONGEST_UNSPACED and max(whole, default="") > UNSPACED else ""
