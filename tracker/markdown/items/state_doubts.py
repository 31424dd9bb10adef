"""Doubts the state that an item tells where other of its words say otherwise, or stand where a state may stand."""

from __future__ import annotations

import re
from itertools import islice

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.leading_states import says_done
from postmortem_tracker.markdown.lines.commonmark import quoted_at
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.words.boxes import marked
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.labels import MANY
from postmortem_tracker.markdown.words.orders import is_order_word
from postmortem_tracker.markdown.words.states import States
from postmortem_tracker.model import State, is_closed

_SIGN_AND_WORD = re.compile(r"(?<=[ \t])([✅✔☑✓]️?[ \t]+([(\[]?[^\W\d_][\w #/:,.()\[\]-]{1,40}?))[ \t.!]*$")
_SENTENCE = re.compile(r"(?<=[.!?])[ \t]+([^\W\d_][\w #@/:,-]{2,50})[.!](?=[ \t]+\w)")
# Where a remark behind the item's words may begin; behind a colon it may as well be the thing itself.
_REMARK = re.compile(
    r"(?:[ \t][—–-]+|[;.])[ \t]+|[ \t](?:[(\[]|→|➔|[-=]>)|(?P<colon>:[ \t]+)|[ \t](?=(?:TODO|WIP|TBD)\b)"
)
_ANY_REMARK = re.compile(rf"{_REMARK.pattern}|,[ \t]+")
# "*done*", "`done`", "#done"
_MARKED = re.compile(
    r"(?<=[ \t])(?:[*_]{1,3}([^\W\d_][^*_\n]{1,24})[*_]{1,3}|`([^`\n]{2,24})`|#([^\W\d_]\w{2,24}))[ \t.]*$"
)
_TAIL = 64  # characters at the end of a line in which a word behind a dash is looked for
_BEHIND_SIGN = re.compile(
    r"(?::[*_]{0,2}(?=[ \t]|[^\x00-\x7f])|(?<=[ \t])(?:→|➔|⇒|[-=]>|/|\|)(?=[ \t]))[ \t]*+([^\n:→➔⇒>/|]{2,40}?)[ \t.!]*$"
)
_BOXED_END = re.compile(r"[ \t]\\?\[ ?([^\s\w\[\]\\]️?|[xX]) ?\\?\][ \t.]*$")
_BRACKETS = re.compile(r"\(([^()\n]{1,40})\)")
_SEVERAL = 2


class StateDoubts:
    """Doubts states with one vocabulary's words for them."""

    def __init__(self, states: States) -> None:
        self._states = states

    def of_words(self, text: str, fields: Fields) -> None:
        """Doubt by what the item's own words say besides the state that was read."""
        self._between(text, fields)
        self._marked(text, fields)
        self._signed(text, fields)
        self._left(text, fields)

    def of_remarks(self, text: str, fields: Fields) -> None:
        """Doubt by what stands behind signs and labels and in brackets, once all states are read."""
        first = text.partition("\n")[0]
        self._behind_sign(first, fields)
        self._behind_label(text, fields)
        self._in_brackets(first, fields)
        boxed = _BOXED_END.search(first, max(0, len(first) - _TAIL)) if fields.state is None else None
        if boxed is not None and marked(boxed[1]).closed:
            fields.doubt_state(repr(f"[{boxed[1]}]"))

    def _behind_label(self, text: str, fields: Fields) -> None:
        """Doubt a closed state behind "Status:" that has other words behind it: "Status: Done; rollout pending"."""
        status = fields.mentions.get("status")
        if status is None or not is_closed(fields.said):
            return
        line = text.find("\n", status.end)
        end = line if line >= 0 else len(text)
        rest = blanked(text[:end], [cut for cut in fields.cuts if cut[1] <= end])[status.end :]
        judged = self._states.judge(rest)
        if judged.grasp is not Grasp.NONE and judged != (fields.said, Grasp.ALL):
            fields.withdraw(repr(text[status.start : end].strip()))

    def _in_brackets(self, text: str, fields: Fields) -> None:
        """Doubt a closed state where other brackets hold another: "part one (open), part two (done)"."""
        if not is_closed(fields.said) or text.count("(") < _SEVERAL:
            return
        for found in islice(_BRACKETS.finditer(text), MANY):
            judged = self._states.judge(found[1])
            if judged.grasp is Grasp.ALL and judged.state is not fields.said:
                fields.withdraw(repr(found[1]))

    def _behind_sign(self, text: str, fields: Fields) -> None:
        """Doubt a state behind a colon or arrow, which may as well be what has to be set: "Set the flag to: done"."""
        rest = blanked(text, fields.cuts).rstrip()
        found = _BEHIND_SIGN.search(rest, max(0, len(rest) - _TAIL))
        if found is None or fields.unsure or quoted_at(text, *found.span(1)):
            return
        judged = self._states.judge(found[1])
        told = judged.sure
        closed = is_closed(told) and told is not fields.state
        if closed or self._states.qualified(found[1]):  # "open or done" are values to choose from
            fields.doubt_state(repr(found[1]))

    def _between(self, text: str, fields: Fields) -> None:
        """Doubt a sentence that says no more than that the work is done, and has others behind it."""
        if is_closed(fields.state):
            return
        said = (found[1] for found in islice(_SENTENCE.finditer(blanked(text, fields.cuts)), MANY))
        done = next((each for each in said if self._states.judge(each) == (State.COMPLETED, Grasp.ALL)), "")
        if done:
            fields.doubt_state(repr(done))

    def _marked(self, text: str, fields: Fields) -> None:
        """Doubt a closed state that only emphasis, code or a number sign sets apart at the end of the words."""
        rest = blanked(text, fields.cuts).rstrip()
        found = _MARKED.search(rest, max(0, len(rest) - _TAIL))
        if found is None or fields.unsure or is_closed(fields.state):
            return
        judged = self._states.judge(next(filter(None, found.groups())))
        if judged.closes:
            fields.doubt_state(repr(found[0].strip()))

    def _signed(self, text: str, fields: Fields) -> None:
        """Doubt a tick with a word at the end, which may as well be what has to be set: "@ana ✅ done 2026-05-01"."""
        rest = blanked(text, fields.cuts).rstrip()
        found = _SIGN_AND_WORD.search(rest, max(0, len(rest) - _TAIL))
        if found is None or fields.unsure or is_closed(fields.state):
            return
        judged, beside = self._states.judge(found[1]), found[2]
        if is_closed(judged.state) or (judged.doubtful and (beside[0] in "([" or says_done(beside))):
            fields.doubt_state(repr(found[1]))

    def _left(self, text: str, fields: Fields) -> None:
        ticked = fields.box.state if fields.box is not None else fields.sign
        if is_closed(ticked):
            self.left(text, fields, _REMARK)

    def left(self, text: str, fields: Fields, remark: re.Pattern[str] = _ANY_REMARK) -> None:
        """Doubt that all is done beside a remark that says what is left to do: "[x] Split it — EU still missing"."""
        if fields.unsure:
            return
        body = fields.box.body if fields.box is not None else 0
        begin = max(0, len(text) - _TAIL)
        for found in islice(remark.finditer(text, begin), MANY):
            if not text[body : found.start()].strip(" \t*_"):
                continue  # "[x] TBD @ana": no remark, but all that it says
            said = text[found.end() :].strip(" \t.)]*_")
            whole = self._states.judge(said)
            if found["colon"] and not (whole.grasp is Grasp.ALL and whole.state is State.OPEN):
                continue
            if (
                said.strip()
                and not is_order_word(said.split()[0])
                and self._states.leaves(said)
                and not quoted_at(text, found.end())
            ):
                fields.doubt_state(repr(said))
                return
