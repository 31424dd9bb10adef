"""Reads the state that stands at an item's head: "DONE: patch it", "✅ patch it", "Done in #7: patch it"."""

from __future__ import annotations

import re
from datetime import date

from postmortem_tracker.markdown.items.fields import Fields, Mention
from postmortem_tracker.markdown.words.boxes import SHORTCODE, SHORTCODES
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.orders import is_order_word
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.states import UNSURE
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import State, is_closed

_LEADING = re.compile(
    r"[\[(【（]?\*{0,2}[\[(【（]?([^\W\d_](?:[^\W\d_]|[' -]){1,18}|[\u4e00-\u9fff](?=[\])】）])|✅|✔️?|☑️?|🚧|⏳|❌|"
    rf"🔲|🟢|🔴|🟡|🔄|{SHORTCODE.pattern})[\])】）]?\*{{0,2}}"
    r"(?:[\])】）]|[ \t]*(?:[:：—–]|-(?!\w))|(?<=\*)|(?<=[】）])|(?<=[✅✔☑🚧⏳❌🔲🟢🔴🟡🔄️])|(?<=\w:)(?=[ \t]))"
    r"\*{0,2}[ \t]*",
)
_STATED = re.compile(  # "DONE 2026-05-14 — patch it", "TODO due 2026-05-21: add it", "DEFERRED P2 - tidy it"
    r"(\*\*|__)?([A-Z][A-Z' ]{2,15}?)(?:[ ](?P<due>due[ ](?:by[ ])?)?(?P<day>\d{4}-\d{2}-\d{2}|"
    r"\d{1,2}[ ][A-Z][a-z]{2,8}[ ]\d{4})|[ ](?P<level>P[0-5]))(?(1)\1|)[ \t]*[:—–-][ \t]*(?=\S)"
)
_EVIDENCED = re.compile(  # "Done in #7: patch it", "**Fixed on 3 May** - patch it"
    r"(?P<bold>\*\*|__)?(?P<said>[^\W\d_][^:\n—–|]{4,60}?)(?:(?P=bold)|(?!\*|__))(?::(?:\*\*|__)?|[ \t][—–-])"
    r"[ \t]+(?=\S)"
)
# How a state came about; "Released v2.0: …" and "Merged #12: …" may tell to what something is still to be done.
_HOW = re.compile(
    r"[^\W\d_]+[ \t,]+(?:(?:in|on|by|via|with|at|since|as|am|im|bei|el|en|le|em|il)[ \t]|\d{4}-|\d{1,2}[. ])"
)
# The words that say of work that it is done, and of nothing else what it is like: "fixed IP", "closed on Sundays".
_ATTRIBUTES = frozenset(every("states", "attributes"))
_SURELY = frozenset((*every("columns", "asked"), *every("states", "surely"), *UNSURE)) - _ATTRIBUTES
_HOW_IT_ENDED = frozenset((*every("items", "mentions"), "upstream")) - {"on", "am", "den"}  # "closed on Sundays"
_KEYWORD = re.compile(r"(TODO|DONE|WIP)[ \t]+(?=[A-ZÀ-Þ`\[])")  # as Org writes them
_OWN_NAME = Spelled(*every("labels", "task"), "tasks", "actions", "measure", "measures", "to-dos", "todos")
_BOLD = re.compile(r"(?:\*\*|__)?")
_BEHIND_NAME = re.compile(r"[ \t]*(?:[:：](?:\*\*|__)|(?:\*\*|__)[:：]|:(?=[ \t])|：)[ \t]*(?=\S)")
_WORDED_STATE = re.compile(r"\*{0,2}([^\W\d_][\w' ]{2,18})(?::\*{0,2}|\*{0,2}:)[ \t]*(?=\S)")
_WITH_ASIDE = re.compile(  # "COMPLETED (PR #7): patch it", "✅ **Done (2026-05-14)**: patch it"
    r"(?:[✅✔☑]️?[ \t]*)?[*_]{0,2}(?P<said>[^\W\d_][\w' ]{2,18}[ \t]\([^()\n]{1,40}\))[*_]{0,2}:[*_]{0,2}[ \t]*(?=\S)"
)
_SEPARATORS = frozenset(":：—–-[(【（")
_AFTER_STATE = frozenset(":-—–*])：】）✅✔☑🚧⏳❌🔲🟢🔴🟡🔄")  # one of these follows a state at an item's head


class HeadReader:
    """Reads states at the head with one vocabulary; ``near`` is the incident's date, which lends its year."""

    def __init__(self, words: Compiled, near: date | None) -> None:
        self._words = words
        self._near = near

    def read(self, text: str, fields: Fields, body: int) -> None:
        """Add to the fields what the first words say of the state."""
        head = text[body : body + 30]
        named = _named_end(text, body) if ":" in head or "：" in head else -1
        if named >= 0:  # "Task: rotate the keys"
            fields.cuts.append((body, named))
            if (state := self._words.state(text[body:named])) is not None:  # "TODO: rotate the keys"
                fields.say(state)
            return
        if head.lstrip("*_")[:2].isupper() and (stated := _STATED.match(text, body)) and self._stated(stated, fields):
            return
        if self._evidenced(text, fields, body) or self._with_aside(text, fields, body):
            return
        if (keyword := _KEYWORD.match(text, body)) is not None:
            fields.say(State.COMPLETED if keyword[1] == "DONE" else State.OPEN)
            fields.cuts.append(keyword.span())
            return
        found = None if _AFTER_STATE.isdisjoint(head) else _LEADING.match(text, body)
        if found is None:
            return
        said = SHORTCODES[found[2]] if found[2] else found[1]
        state = self._words.state(said)
        if state is not None and _goes_on(text, found):
            if state.closed:
                fields.doubt_state(repr(found[0].strip()))
            return
        if state is None or (state.closed and is_order_word(said)):  # "Complete: the runbook"
            self._doubt_head(found, state, fields)
            return
        emoji = not said[:1].isalpha()
        if emoji:
            fields.sign = state
        else:
            fields.say(state)
            word = said.rstrip(" -'")
            fields.word = Mention(word, found.start(1), found.start(1) + len(word))
        fields.cuts.append((body, found.end()))
        if emoji and (worded := _WORDED_STATE.match(text, found.end())) is not None:
            self._worded(worded, fields)

    def _with_aside(self, text: str, fields: Fields, body: int) -> bool:
        """Read a closed state with a remark in brackets, where the remark takes nothing back: "Done (EU only): …"."""
        found = _WITH_ASIDE.match(text, body)
        word = found["said"].partition(" (")[0] if found is not None else ""
        if found is None or is_order_word(word) or not is_closed(self._words.state(word)):
            return False
        judged = self._words.states.judge(found["said"])
        if is_closed(judged.sure):
            fields.say(judged.sure)
        else:
            fields.doubt_state(repr(found["said"]))
        fields.cuts.append((body, found.end()))
        return True

    def _doubt_head(self, found: re.Match[str], state: State | None, fields: Fields) -> None:
        """Doubt a head that is a state but for a hedge, or that may as well order something."""
        if state is not None:
            fields.doubt_state(repr(found[1]))
        elif self._words.states.hedged(found[1]):
            fields.doubt_state(repr(found[1]))
            fields.cuts.append(found.span())

    def _worded(self, found: re.Match[str], fields: Fields) -> None:
        """Read the state that a sign and a word tell together: "✅ Completed: revert it"."""
        state = self._words.state(found[1])
        if state is not None:
            fields.say(state)
            fields.cuts.append(found.span())

    def _stated(self, found: re.Match[str], fields: Fields) -> bool:
        """Read a state with its day or priority at the head of an item; False where the words say no state."""
        state = self._words.state(found[2])
        if state is None:
            return False
        fields.say(state)
        if found["due"]:
            fields.fall_due(found["day"], self._near)
            fields.mentions.setdefault("due", Mention(found["day"], *found.span("day")))
        if found["level"] and fields.priority is None:
            fields.priority = found["level"]
            fields.mentions["priority"] = Mention(found["level"], *found.span("level"))
        fields.cuts.append(found.span())
        return True

    def _evidenced(self, text: str, fields: Fields, body: int) -> bool:
        """Read a closed state and how it came about at an item's head: "Done in #7: …", but not "Almost done in #7"."""
        found = _EVIDENCED.match(text, body)
        if found is None or " " not in (said := found["said"]):
            return False
        judged = self._words.states.judge(said)
        how = _HOW.match(said) is not None
        if how and is_closed(judged.sure):
            fields.say(judged.sure)
        elif self._words.states.hedged(said):
            fields.doubt_state(repr(said))
        else:
            if how and judged.doubtful and says_done(said):
                fields.doubt_state(repr(said))
            return False
        fields.cuts.append((body, found.end()))
        return True


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """True where only emphasis sets a word apart from a sentence: "*Done* buttons are too small"."""
    apart = not _SEPARATORS.isdisjoint(found[0])
    return found[0].rstrip(" \t").endswith("*") and not apart and text[found.end() : found.end() + 1].islower()


def says_done(said: str) -> bool:
    """True where the first word says that work is done: "done in staging", "closed as duplicate", not "fixed IP"."""
    first, *more = said.casefold().split(maxsplit=2) or [""]
    bare = first.strip("*_,;:(")
    return bare in _SURELY or (bare in _ATTRIBUTES and bool(more) and more[0].strip("*_,;:") in _HOW_IT_ENDED)


def _named_end(text: str, at: int) -> int:
    """Where the label for the work itself ends, as of "**Task:** rotate the keys"; -1 where none stands there."""
    bold = _BOLD.match(text, at)
    behind = (_BEHIND_NAME.match(text, end) for end in _OWN_NAME.ends(text, bold.end() if bold else at))
    return next((found.end() for found in behind if found is not None), -1)
