"""Reads the state that an item tells in its own words: at its head or end, behind brackets or struck out."""

from __future__ import annotations

import re
from datetime import date

from postmortem_tracker.markdown.items.fields import Fields, Mention
from postmortem_tracker.markdown.items.kinds import FULL_NAME, Names
from postmortem_tracker.markdown.items.leading_states import HeadReader, says_done
from postmortem_tracker.markdown.items.state_doubts import StateDoubts
from postmortem_tracker.markdown.items.struck import at_head, replaced
from postmortem_tracker.markdown.lines.plain import blanked, emphasised, widened
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.of_another import is_of_another
from postmortem_tracker.markdown.words.orders import is_work
from postmortem_tracker.markdown.words.phrases import UNSPACED
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import State, is_closed
from postmortem_tracker.text.people import HANDLE

_DROPPED = re.compile(
    r"[\s([:—–-]*(?:won['’]?t|will not|not planned|dropped|cancell?ed|rejected|obsolete)\b", re.IGNORECASE
)
_ASIDE = re.compile(r"[(\[][ \t]*+([^()\[\]\n]{1,40}?)[.!]?[ \t]*[)\]][ \t.]*$")
_TWICE_ASIDE = re.compile(  # "(done (partially))"
    r"[(\[][ \t]*+([^()\[\]\n]{1,40}[(\[][^()\[\]\n]{1,40}[)\]])[ \t]*[)\]][ \t.]*$"
)
_BEHIND_DASH = re.compile(r"(?:[ \t][—–-]|[;,](?=[ \t]))[ \t]*+([^\n()\[\]—–;]{2,60}?)[ \t.]*$")
_DASH_AND_ASIDE = re.compile(  # "– done (2026-05-01)"
    r"(?:[ \t][—–-]|[;,](?=[ \t]))[ \t]*+([^\n()\[\]—–;]{2,40}\([^()\[\]\n]{1,40}\))[ \t.]*$"
)
_LAST_SENTENCE = re.compile(r"(?<=[.!?])[ \t]+([^\W\d_][\w #@/:,-]{2,50})[ \t.!]*$")
# Where a remark behind the item's words may begin; behind a colon it may as well be the thing itself.
_REMARK = re.compile(
    r"(?:[ \t][—–-]+|[;.])[ \t]+|[ \t](?:[(\[]|→|➔|[-=]>)|(?P<colon>:[ \t]+)|[ \t](?=(?:TODO|WIP|TBD)\b)"
)
_SIGN = re.compile(
    r"([✅✔☑✓🚧⏳❌🔲]️?\??|:(?:white_check_mark|heavy_check_mark|x):|[✅✔☑✓]️?[ \t]+\d{4}-\d{2}-\d{2})[ \t.]*$"
)
_SIGNED_END = re.compile(r"[✅✔☑✓🚧⏳❌🔲]️?\??$|_mark:$|[ \t]:x:$|[✅✔☑✓]️?[ \t]+\d{4}-\d{2}-\d{2}$")
_LONGEST_SIGN = 24
_TAIL = 64  # characters at the end of a line in which a word behind a dash is looked for
_PERSON = re.compile(
    rf"{FULL_NAME}$|[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*){{1,3}}$|"
    r"(?P<team>(?!\S+ the )[\w&/ -]{2,28} (?:team|squad|guild|Team|Squad)$)"
)
_FIRST_ASIDE = re.compile(rf"[ \t]*(?:[(\[][^()\[\]\n]{{0,80}}[)\]]|{HANDLE})[ \t:.]*")
_SEPARATED = re.compile(r"[,;:]")
_BREAKS = frozenset("—–-;,")  # behind one of these a state may end a line


class StateReader:
    """Reads states with one vocabulary; ``near`` is the incident's date, which lends its year."""

    def __init__(self, words: Compiled, near: date | None, named: Names) -> None:
        self._words = words
        self._named = named
        self._head = HeadReader(words, near)
        self.doubts = StateDoubts(words.states)

    def read(self, text: str, fields: Fields, body: int) -> None:
        """Add to the fields what an item says of its state; ``body`` is where its words begin."""
        first = text.split("\n", 1)[0] if "\n" in text else text
        self._head.read(first, fields, body)
        for _ in range(3):
            if not self._trailing(first, fields):
                break
        if "\n" not in text:
            self._closed(text, fields)
        self._behind_brackets(first, fields)
        self.doubts.of_words(first, fields)
        self._struck(first, fields, body)
        self.doubts.of_remarks(text, fields)
        if fields.word is not None:
            fields.mentions.setdefault("status", fields.word)

    def _is_of_other(self, before: str, value: str) -> bool:
        """True where a state ends a line of which it is a part, or tells of another thing: "Rename it to (done)"."""
        if value[:1] == value[-1:] == "`" or is_of_another(before[-_TAIL:]):
            return True
        last = _SEPARATED.split(before[-_TAIL:].rstrip())[-1]
        return self._words.states.judge(last).grasp is Grasp.ALL  # "Add states: open, done"

    def _trailing(self, text: str, fields: Fields) -> bool:
        """Read one bracket or dash at the end of the line: a status or an owner."""
        rest = (blanked(text, fields.cuts) if fields.cuts else text).rstrip()
        rest = rest.rstrip("*_") if rest.rstrip("*_")[-1:] in (")", "]") else rest
        found, aside = self._end_of(rest)
        if found is None:
            return False
        value = found[1].strip()
        judged = self._words.states.judge(value)
        if judged.grasp is not Grasp.ALL and "@" in (full := text[found.start(1) : found.end()].strip(" \t.!)]")):
            value, judged = full, self._words.states.judge(full)  # "done by @ana", whose name was taken
        if judged.grasp is Grasp.ALL and judged.state is not None:
            if judged.state.closed and self._is_of_other(rest[: found.start()], value):
                if fields.state is not judged.state:
                    fields.withdraw(repr(value))
                return False
            if fields.box is not None and fields.box.state is State.COMPLETED and judged.state is not State.COMPLETED:
                fields.withdraw(repr(value))  # "[x] Add it (still open)"
                return False
            fields.say(judged.state)
            _note(found, value, text, fields)
        elif self._words.states.hedged(value) or self._words.states.is_unfit(value):
            fields.doubt_state(repr(value))
        elif aside and not fields.owners and value.count(" ") < 5 and self._is_person(value):
            fields.owners.append(value)
            at = text.index(value, found.start())
            fields.mentions.setdefault("owner", Mention(value, at, at + len(value)))
        else:
            self._doubt_last(rest, value, fields)
            return False
        fields.cuts.append(emphasised(text, *widened(rest, *found.span())))
        return True

    def _doubt_last(self, rest: str, value: str, fields: Fields) -> None:
        """Doubt what begins with a closed state and goes on, or takes one back; its words may be the item's, too."""
        if is_closed(fields.state) and self._words.states.takes_back(value):
            fields.doubt_state(repr(value))
            return
        whole = _DASH_AND_ASIDE.search(rest, max(0, len(rest) - _TAIL))  # "– done (needs rollout)"
        for said in (value, whole[1] if whole is not None else ""):
            if says_done(said) and self._words.states.judge(said).doubtful:
                fields.doubt_state(repr(said))
                return

    def _end_of(self, rest: str) -> tuple[re.Match[str] | None, bool]:
        """What stands behind a dash or sign or in brackets at the end of a line, and whether in brackets."""
        bare = rest[-_TAIL:].rstrip(" \t.")
        if bare[-1:] in (")", "]"):
            inner = max(rest.rfind("("), rest.rfind("["))
            found = _ASIDE.match(rest, inner) or _TWICE_ASIDE.search(rest, max(0, inner - _TAIL))
            if found is not None and self._words.states.judge(found[1]).grasp is Grasp.NONE:
                found = _DASH_AND_ASIDE.search(rest, max(0, len(rest) - _TAIL)) or found
            return found, True
        signed = _SIGN.search(rest, max(0, len(rest) - _LONGEST_SIGN)) if _SIGNED_END.search(bare) else None
        if not _BREAKS.isdisjoint(bare):
            return _BEHIND_DASH.search(rest, max(0, len(rest) - _TAIL)) or signed, False
        return signed, False

    def _is_person(self, value: str) -> bool:
        """True for a team, or a name that the document says nothing against."""
        found = _PERSON.match(value)
        if found is None:
            return False
        return not is_work(value) if found["team"] is not None else self._named.is_person(value)

    def _closed(self, text: str, fields: Fields) -> None:
        """Read a last sentence that says no more than that the work is done: "… to the dashboard. Complete."."""
        rest = blanked(text, fields.cuts).rstrip()
        found = _LAST_SENTENCE.search(rest, max(0, len(rest) - _TAIL))
        if found is None:
            return
        if self._words.states.judge(found[1]) == (State.COMPLETED, Grasp.ALL):
            fields.say(State.COMPLETED)
        elif self._words.states.hedged(found[1]):
            fields.doubt_state(repr(found[1]))
        else:
            if says_done(found[1]) and self._words.states.judge(found[1]).doubtful and not fields.unsure:
                fields.doubt_state(repr(found[1]))  # "Done by Ana on 2026-05-06"
            return
        fields.cuts.append((found.start(), len(text)))

    def _behind_brackets(self, text: str, fields: Fields) -> None:
        """Read a state right behind the brackets of fields, as CJK writes it: "鍵を交換する（担当：田中）完了".

        Elsewhere it may be the sentence's: "Mark tickets (P1) closed".
        """
        at = text.rfind(")")
        if at < 0 or not any(start <= at < end for start, end in fields.cuts):
            return
        said = blanked(text, [cut for cut in fields.cuts if cut[1] <= len(text)])[at + 1 :].strip(" \t*_.!。")
        judged = self._words.states.judge(said) if said and len(said) <= _LONGEST_SIGN else None
        if judged is None or (fields.state is not None and fields.state.closed):
            return
        if judged.grasp is not Grasp.ALL or judged.state is None:
            if judged.doubtful or (said[0] >= UNSPACED and self._ends_closed(said)):
                fields.doubt_state(repr(said))
        elif said[0] >= UNSPACED:
            fields.say(judged.state)
            fields.cuts.append((at + 1, len(text)))
        elif judged.state.closed:
            fields.doubt_state(repr(said))

    def _ends_closed(self, said: str) -> bool:
        """True where words without spaces end in a closed state: "一部完了"."""
        judged = (self._words.states.judge(said[at:]) for at in range(1, len(said)))
        return any(one.grasp is Grasp.ALL and one.state is not None and one.state.closed for one in judged)

    def _struck(self, text: str, fields: Fields, body: int) -> None:
        """Words struck through are dropped, unless what follows says that they are done."""
        if fields.struck is None:
            self._replaced(text, fields, body)
            return
        rest = f"{fields.beside} {blanked(text, fields.cuts)[fields.struck :].strip(' .')}".strip()
        if not rest and is_closed(fields.said):
            return  # "~~Rotate the keys (done)~~"
        judged = self._words.states.judge(rest)
        if not rest and fields.box is None and fields.state is State.OPEN and not fields.unsure:
            fields.doubt_state("it is struck out, and the words beside it say that it is open")
            return
        doubtful = judged.doubtful or self._is_else(rest, fields)
        unsure = judged.state is State.OPEN or (judged.state is None and doubtful)
        if unsure and not _DROPPED.match(rest):
            fields.doubt_state(repr(_unwrapped(rest)))
        elif rest or not fields.unsure:
            fields.say(judged.state or State.NOT_PLANNED)
        if rest:
            fields.cuts.append((fields.struck, len(text)))

    def _is_else(self, rest: str, fields: Fields) -> bool:
        """Whether words behind what is struck out are no remark on it, and no field: "~~Use 6~~ 7"."""
        aside = _FIRST_ASIDE.match(rest)
        told = rest[aside.end() :] if aside is not None else rest
        if fields.beside or not told or told[0] in _BREAKS:
            return False
        return self._words.states.judge(told).grasp is Grasp.OTHER

    def _replaced(self, text: str, fields: Fields, body: int) -> None:
        """Leave out words that are struck through where others stand beside them; a state may be among them."""
        found = at_head(text, body)
        if found is not None and self._words.state(found[0].strip(" *_~()[]")) is not None:
            fields.cuts.append((body, found.end()))  # "~~TODO~~ DONE: rotate the keys"
            self._head.read(text, fields, len(text) - len(text[found.end() :].lstrip(" \t")))
            return
        for start, end in replaced(text, fields, body):
            said = text[start:end].strip(" *_~()[]")
            if self._words.state(said) is State.COMPLETED and fields.state is not State.COMPLETED:
                fields.doubt_state(repr(text[start:end].strip()))
            fields.cuts.append((start, end))


def _unwrapped(rest: str) -> str:
    """Words without the signs before them, and the brackets around all of them."""
    bare = rest.strip(":—–- ")
    return bare[1:-1] if bare[:1] in ("(", "[") and bare.find(")") in (-1, len(bare) - 1) else bare


def _note(found: re.Match[str], value: str, text: str, fields: Fields) -> None:
    """Remember where a word stands that told the state, so that another can be written there."""
    if fields.word is None and value == found[1].strip() and value[:1].isalpha():
        at = text.index(value, found.start(1))
        fields.word = Mention(value, at, at + len(value))
