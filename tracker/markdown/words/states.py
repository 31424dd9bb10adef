"""Which words are a state: only those of which all is understood.

"Done", "Done on 3 May in #47" and "already fixed" are states. "Almost done", "not done", "done soon", "50 % complete"
and "done?" hold the word for a state, and say something else: nothing is believed, and somebody should look.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from operator import or_

from postmortem_tracker.markdown.words.boxes import SHORTCODE, SHORTCODES, read_box, read_input
from postmortem_tracker.markdown.words.judged import NOTHING, Grasp, Judged
from postmortem_tracker.markdown.words.languages import every, is_month, months, weekdays
from postmortem_tracker.markdown.words.periods import weekday_at
from postmortem_tracker.markdown.words.phrases import Phrases, reduce
from postmortem_tracker.markdown.words.strokes import STRUCK, without_strokes
from postmortem_tracker.model import State, is_closed
from postmortem_tracker.text.ticket_forms import KEY

_UNSURE = Judged(None, Grasp.PART)

_LONGEST = 200
_MANY = 6  # words of the longest phrase for a state
_TAG = re.compile(r"</?(?:b|strong|i|em|u|span|font|code|kbd|small|mark|big)\b[^<>]*>|<br ?/?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
# What may stand beside a state and changes nothing in it: when, where and by whom it came about.
_EVIDENCE = re.compile(
    r"(?:https?://\S+|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:[ \t]*(?:am|pm|utc|gmt|[a-z]{3,4}t))?|utc|"
    r"today|yesterday|"
    rf"(?:[\w.-]+(?:/[\w.-]+)*)?[#!]\d+|(?-i:{KEY})|"
    r"@[\w.-]+(?:/[\w.-]+)?|[0-9a-f]{7,40}(?!\w)|"
    r"(?:v\d+|\d+\.\d+)(?:\.\d+)*(?:[-+][\w.-]+)?(?!\w)|"
    r"(?:decision|adr|rfc|pr|mr|build|release|version|change|sprint|day|week)[ \t-]*[\[(]?\d+\b|"
    r"this (?:post-?mortem|document|review|report|retro(?:spective)?|write-?up|incident)(?!\w)|"
    r"(?:in|on|to)[ \t]+(?:prod|production|live)(?!\w)|"
    r"(?:the )?(?:incident|outage|fix|deploy(?:ment)?|hotfix|rollback)(?!\w))",
    re.IGNORECASE,
)
_PAST = re.compile(r"(?:the )?(?:incident|outage)", re.IGNORECASE)
_WHEN = re.compile(r"(?<!\w)(?:during|in|at|on|since|with|as part of|via)[ \t]*\Z", re.IGNORECASE)
_NAME = r"(?P<{}>[^\W\d_]{{3,14}})\.?"
_DAY = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)?[ \t]+(?:of |de )?{_NAME.format('a')}(?:,?[ \t]+(?:de |del )?\d{{4}})?|"
    rf"{_NAME.format('b')}[ \t]+\d{{1,2}}(?:st|nd|rd|th)?(?:,?[ \t]+\d{{4}})?|"
    rf"{_NAME.format('c')}(?:[ \t]+\d{{4}})?(?!\w)"
)
_BETWEEN = frozenset(every("states", "between"))
_BEFORE = frozenset(every("states", "before"))
_BY = re.compile(
    r"by[ \t]+(?=@|[#!]\d|(?:pr|mr|pull|merge|commit)\b|[\w.-]+(?:/[\w.-]+)+#|https?:)", re.IGNORECASE
)  # no day
# With these, words for a state become something else; in running text nothing else is worth a remark.
HEDGES = frozenset(every("states", "hedges"))
_TAKEN_BACK = Phrases({1: every("states", "taken_back")})
_REMAINS = Phrases({1: every("states", "remains")})
_FEW = 8  # words of a remark that says what is left to do
_ASIDES = frozenset({"?", "%", "by", "was", "were", "see", "previously", "formerly"})
# "was: done" tells of before, "see Done: #7" of another place.
_ELSEWHERE = re.compile(r"[\s*_(]*(was|were|see|previously|formerly)[\s:*_\"'`“]+", re.IGNORECASE)
_ASKS = re.compile(r"[\s*_(]*((?:is|are|was|were) (?:it|this|that|these|they|all|everything))\b", re.IGNORECASE)
_UNFIT = frozenset(map(reduce, every("states", "not_applicable")))
UNSURE = frozenset(every("states", "unsure"))  # done in one language, and ready or soon in another
# What answers a column that asks "Done?".
_YES = frozenset(every("states", "yes"))
_NO = frozenset(every("states", "no"))
_DASHES = frozenset("-–—")
_PERCENT = re.compile(r"(\d{1,3})[ \t]*%")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CODE = re.compile(r"`[A-Za-z ]*+[^`\n][^`\n]*`")  # not a word, which may say anything
_AUTHOR = re.compile(r"by[ \t]+([A-Z][^\W\d_]*[a-z](?:[ \t]+[A-Z][^\W\d_]+)?)(?=[ \t]*(?:[,;)]|$))")
_NO_NAMES = frozenset((*weekdays(), *every("states", "no_names")))
_WHO = re.compile(r"[ \t]*@[\w.-]+[ \t]+\w")  # "@bo declined": he, and not the task
_GAP = re.compile(r"[\s*_`~.,;:!()\[\]/|&+–—-]+|️")
_LIGHTS = frozenset("🟢🎉")  # on track, done, or a party: beside a state it adds nothing, alone it is not understood
_SIGN = re.compile(r"[^\w\s]️?")


class States:
    """Judges words by the phrases for each state."""

    def __init__(self, known: Phrases, bits: list[tuple[State, int]], signs: dict[str, State]) -> None:
        self._known = known
        self._bits = bits
        self._signs = signs
        self._parts = lru_cache(maxsize=2048)(self._parts_of)  # who judges words asks for hedges, too

    def judge(self, text: str) -> Judged:
        """What a status cell, a label's value or the words behind a dash say."""
        if (box := read_box(text.strip())) is not None:
            beside = text.strip()[box.body :].strip()
            if not beside:
                return Judged(box.state, Grasp.ALL) if box.known else _UNSURE
            if read_box(beside) is not None:
                return _UNSURE  # of several boxes nobody knows which one counts
            judged = self._worded(beside)
            if is_closed(judged.state):  # "[ ] Done" is the choice to tick
                return judged if judged.state is box.state else _UNSURE
        return self._worded(text)

    def _worded(self, text: str) -> Judged:
        """The same of words without a box before them."""
        if (shown := read_input(text.strip())) is not None and shown[1] == len(text.strip()):
            return Judged(shown[0], Grasp.ALL)
        found = self._parts(text)
        if found is None:
            return Judged(None, Grasp.OTHER)
        states, foreign, first = found
        if not states:
            return Judged(None, Grasp.OTHER) if foreign else NOTHING
        if not foreign and len(set(states)) == 1:
            refused = states[0] is State.NOT_PLANNED and _WHO.match(text) is not None
            return _UNSURE if refused else Judged(states[0], Grasp.ALL)
        if first and set(states) == {State.OPEN} and "?" not in text:
            return Judged(State.OPEN, Grasp.HEAD)
        return _UNSURE

    def answer(self, text: str) -> Judged:
        """What a cell says in a column that asks whether the item is done."""
        bare = text.strip().strip("*_`.! ").rstrip("️").casefold()
        if bare in _YES or bare in _NO:
            return Judged(State.COMPLETED if bare in _YES else State.OPEN, Grasp.ALL)
        return self.judge(text)

    def denies(self, text: str) -> bool:
        """True for a cell that answers a question with no; a mere dash is none."""
        return text.strip("*_`.! ").rstrip("️").casefold() in _NO - _DASHES

    def hedged(self, text: str) -> bool:
        """True for words in running text that are a state but for a hedge, or several: "almost done", "done? open"."""
        found = self._parts(text)
        if found is None or not any(state.closed for state in found[0]):
            return False  # what is open is open, however it is put
        return self.qualified(text) or (not found[1] and len(set(found[0])) > 1)

    def is_unfit(self, text: str) -> bool:
        """True for words that say that something does not apply, of which nobody knows what: "n/a"."""
        return reduce(text) in _UNFIT

    def qualified(self, text: str) -> bool:
        """True for a closed state with a hedge, and no more: "almost done", "50 % complete", "done?"."""
        found = self._parts(text)
        if found is None or not found[1] or not any(state.closed for state in found[0]):
            return False
        hedged = [word in HEDGES or word in UNSURE or word in _ASIDES or word.isdigit() for word in found[1]]
        beside = (word in _BETWEEN for word in found[1])  # "in Kürze fertig"
        return any(hedged) and all(map(or_, hedged, beside))

    def named_in(self, told: Sequence[str]) -> set[State]:
        """The states that are named anywhere in reduced words."""
        found = self._known.found(told)
        return {state for state, bit in self._bits if found & bit}

    def clouded(self, text: str) -> bool:
        """True for words that hold a closed state and more than is known: "incident resolved"."""
        found = self._parts(text)
        closed = found is not None and any(state.closed for state in found[0])
        return closed and self.judge(text).doubtful

    def takes_back(self, text: str) -> bool:
        """True for words that say of what is done that it is not, or not quite: "partially", "reverted in #12"."""
        if (share := _PERCENT.fullmatch(text.strip(" ()"))) is not None and int(share[1]) < 100:
            return True
        told = reduce(text).split()
        return any(True for at in range(min(len(told), 2)) for _ in _TAKEN_BACK.at(told, at))  # "only partially"

    def leaves(self, text: str) -> bool:
        """True for a remark that says of what is done that something is left: "EU still missing", "in review"."""
        told = reduce(text).split()
        if len(told) > _FEW:
            return False
        judged = self._parts(text)
        is_open = judged is not None and State.OPEN in judged[0]
        return is_open or self.takes_back(text) or bool(_REMAINS.found(told))

    def _parts_of(self, text: str) -> tuple[list[State], list[str], bool] | None:
        """The states in a text, what was not understood, and whether a state stands first; None if it is too long."""
        if len(text) > _LONGEST:
            return None
        bare = SHORTCODE.sub(lambda code: SHORTCODES[code[1]], text) if ":" in text else text
        bare = html.unescape(bare) if "&" in bare else bare
        bare = _LINK.sub(r" \1 ", bare) if "](" in bare else bare
        if "`" in bare:
            bare = _CODE.sub(lambda code: code[0] if self._speaks(code[0]) else " ", bare)
        if "~~" in bare or "<" in bare:
            left = STRUCK.sub(" ", bare)
            if left != bare and not left.strip(" *_`.,;:!()[]–—-"):
                return self._struck(bare)
            bare = _TAG.sub(" ", left) if "<" in left else left
        found = self._read(bare)
        if found[0] and (asks := _ASKS.match(bare)) is not None:
            found[1].append(asks[1].casefold())
        if found[0] and (aside := _ELSEWHERE.match(bare)) is not None and self._ends_with_state(bare, aside.end()):
            found[1].append(aside[1].casefold())
        return found

    def _ends_with_state(self, text: str, at: int) -> bool:
        """True where a state begins at a place, and nothing but evidence in signs and numbers stands behind it."""
        stated = self._state(text, at)
        return stated is not None and _WORD.search(re.sub(r"[#!]\d+", "", text[stated[0] :])) is None

    def _speaks(self, code: str) -> bool:
        """Whether code holds a word for a state or a hedge: "`not-done`" is no name of a branch."""
        words = list(_WORD.finditer(code))
        return any(word[0].casefold() in HEDGES or self._state(code, word.start()) is not None for word in words)

    def _struck(self, text: str) -> tuple[list[State], list[str], bool]:
        """A state that was struck out, with nothing in its place, is none."""
        inner = self._read(without_strokes(text))
        return inner[0], ["~~"], False

    def _read(self, text: str) -> tuple[list[State], list[str], bool]:
        states: list[State] = []
        foreign: list[str] = []
        first = True
        led = False  # the first thing is a state
        at = 0
        while at < len(text):
            gap = _GAP.match(text, at)
            if gap is not None:
                at = gap.end()
                continue
            end, state = self._one(text, at, foreign, seen=bool(states))
            if state is not None:
                led = led or first
                states.append(state)
            first = False
            at = end
        return states, foreign, led

    def _one(self, text: str, at: int, foreign: list[str], *, seen: bool) -> tuple[int, State | None]:
        """Read one thing: a share, a state, evidence, a word between; what else stands there is foreign."""
        if (share := _PERCENT.match(text, at)) is not None:
            if int(share[1]) == 100:
                return share.end(), State.COMPLETED
            foreign.append("%")
            return share.end(), None
        if (by := _BY.match(text, at)) is not None:
            return by.end(), None
        if seen and (author := _AUTHOR.match(text, at)) is not None and _is_name(author[1]):
            return author.end(), None
        if (stated := self._state(text, at)) is not None:
            return stated
        if (end := self._evidence(text, at, foreign, seen=seen)) is not None:
            return end, None
        word = _WORD.match(text, at)
        if word is None:
            sign = _SIGN.match(text, at)
            end = sign.end() if sign else at + 1
            after = _GAP.match(text, end)
            if text[at:end] not in _LIGHTS or not (seen or self._state(text, after.end() if after else end)):
                foreign.append(text[at:end])
            return end, None
        low = word[0].casefold()
        if low in UNSURE:
            foreign.append(low)
            return word.end(), State.COMPLETED
        if low not in (_BETWEEN if seen else _BETWEEN | _BEFORE) or (not seen and self._puts_off(text, word)):
            foreign.append(low)
        return word.end(), None

    def _puts_off(self, text: str, word: re.Match[str]) -> bool:
        """True for a word of time or place right before a state, which is then one to come: "When completed"."""
        low = word[0].casefold()
        gap = _GAP.match(text, word.end())
        leads = low in _BETWEEN and low not in _BEFORE
        return leads and gap is not None and self._state(text, gap.end()) is not None

    @staticmethod
    def _evidence(text: str, at: int, foreign: list[str], *, seen: bool) -> int | None:
        """Where evidence ends that begins here; "Incident resolved" tells nothing of the work."""
        if (evidence := _EVIDENCE.match(text, at)) is not None:
            if _PAST.fullmatch(evidence[0]) is not None and not (seen and _WHEN.search(text, 0, at)):
                foreign.append(evidence[0].casefold())
            return evidence.end()
        day = _DAY.match(text, at)
        if day is not None and is_month(day[day.lastgroup or "c"], day[0]):
            return day.end()
        return weekday_at(text, at)

    def _state(self, text: str, at: int) -> tuple[int, State] | None:
        """The longest phrase of a state that begins here."""
        for size in (2, 1):
            if (state := self._signs.get(text[at : at + size])) is not None:
                return at + size, state
        places: list[re.Match[str]] = []
        for word in _WORD.finditer(text, at):
            if not places and word.start() != at:
                break
            if places and _GAP.fullmatch(text, places[-1].end(), word.start()) is None:
                break
            places.append(word)
            if len(places) == _MANY:
                break
        if not places:
            return None
        words = [place[0].casefold().replace("'", "").replace("’", "") for place in places]
        for entry in self._known.at(words, 0):
            state = next((state for state, bit in self._bits if entry.bits & bit), None)
            if state is not None:
                return places[entry.size - 1].end(), state
        return None


def _is_name(word: str) -> bool:
    """True for what may be a person's name, as a week day, a month and "Easter" are none."""
    return all(low not in _NO_NAMES and low not in months() for low in word.casefold().split())
