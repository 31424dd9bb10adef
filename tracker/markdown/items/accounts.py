"""What stands behind an account: nothing but marks, so that it is the owner's, or words that may say anything."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.lines.cues import is_mention
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import is_level
from postmortem_tracker.markdown.words.orders import is_order_word, is_work
from postmortem_tracker.markdown.words.people import AND_WORDS, is_beside
from postmortem_tracker.markdown.words.periods import is_led_period, is_period
from postmortem_tracker.markdown.words.phrases import UNSPACED
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.text.people import HANDLE

_EFFORT = r"[~≈]?\d{1,3}(?:[.,]\d)?[ ]?(?:[hdwm]|pts?|sp|[Tt])(?![^\W_])"
# What changes nothing in who is named before it: signs, addresses, tags, how much work it is.
_MARKS = re.compile(
    rf"(?:[^\w\s@#([<~≈`-]|[\s-]|[*_`]|https?://\S+|[A-Z][A-Z0-9]+-\d+|[#!]\d+|<https?://[^\s<>]+>|\[[^\[\]\n]{{1,60}}\]\([^()\s]+\)|#\w+|[~≈#]|"
    rf"{_EFFORT}|[(\[](?:XX?S|S|M|L|XX?L|[^\W\d_]{{0,9}}[.:]?[ ]?{_EFFORT})[)\]])*+"
)
_BREAK = re.compile(r"[*_`]*(?:[ \t]*[,;:.][ \t]+|[ \t]+(?:[—–|]|--?)[ \t]+|[ \t]*\()")
_ANOTHER = re.compile(rf"{HANDLE}[\s).,;*_`]*")
_JOINS = frozenset((*AND_WORDS, ",", "&", "/", "+"))
_OWNER = Spelled(*every("labels", "owner"))
_SAID = re.compile(r"[ \t]*[,;][ \t]+|[ \t]+(?:[—–]|--?)[ \t]+")
_HOW_MUCH = re.compile(rf"\(?{_EFFORT}\)?")
# Numbers that are no day: "7.12", which as a day is "7.12." or "07.12", "7.12.3", and the hours and days of "24/7".
_VERSION = re.compile(r"\d\.\d{1,2}|\d\d\.\d|\d{1,3}\.\d{1,3}\.\d|24/[5-7]\.?")
_VERB_AND_TO = 2  # words
_FEW = 3  # words before another account
_LONGEST = 60  # characters of what is quoted


def is_mark(rest: str, known: Compiled | None = None) -> bool:
    """True where what follows an account changes nothing in it: "(est. 2d)", "https://…", "– suggested by @bob".

    A state is such a mark only where ``known`` is given; elsewhere it may be that of the item's words.
    """
    marks = _MARKS.match(rest)
    left = rest[marks.end() :] if marks is not None else rest
    if not left.strip():
        return True
    if _is_about_another(rest):
        return True
    bare = rest.strip(" \t.,;:!()[]*_`–—-|/•·")
    if is_period(bare) or is_led_period(bare) or is_level(bare):
        return True
    return known is not None and known.states.judge(bare).state is not None


def _is_about_another(rest: str) -> bool:
    """True for a remark that says what somebody else has to do with it: ", reviewer @bob"."""
    at = rest.find("@")
    told = rest[: max(at, 0)].strip(" \t,;:|(—–-").split()
    if not 0 < len(told) <= _FEW or _ANOTHER.fullmatch(rest, at) is None:
        return False
    return any(is_beside(*told[-size:]) for size in range(1, len(told) + 1))


def is_in_order(before: str, *, dated: bool = False) -> bool:
    """True where an order needs the account behind it: "Escalate to @oncall", and "Page @sre" unless a day follows."""
    words = _before_accounts(before.strip(" \t*_`").split())
    before = " ".join(words)
    if not words or not before[-1].isalnum() or _OWNER.before(before, len(before)) >= 0:
        return False
    return is_mention(before) or (len(words) == 1 and not dated and max(before) < UNSPACED)


def _before_accounts(words: list[str]) -> list[str]:
    """The words before accounts that stand last: "Rotate it" of "Rotate it @ana and"."""
    while words:
        joined = len(words) - (words[-1].casefold() in _JOINS)
        if not words[:joined] or words[joined - 1].lstrip("([")[:1] != "@":
            return words
        words = words[: joined - 1]
    return words


def is_package(name: str, before: str) -> bool:
    """True for "@scope/name" where an order needs a thing: "Upgrade @angular/core", "Upgrade to @angular/core"."""
    words = [word for word in before.strip(" \t*_`").split() if word[0] != "@"]
    if "/" not in name or not words or not is_order_word(words[0]) or not before.rstrip()[-1:].isalnum():
        return False
    return not words[1:] or (len(words) == _VERB_AND_TO and words[1].casefold() in ("to", "from", "and"))


def is_effort(text: str) -> bool:
    """True for how much work it is: "2d", "(3pts)"."""
    return _HOW_MUCH.fullmatch(text.strip()) is not None


def is_version(text: str) -> bool:
    """True for numbers that are a version or a ratio, and no day as people write it: "7.12", "24/7"."""
    return _VERSION.fullmatch(text.strip()) is not None


def said_behind(rest: str) -> tuple[str, int]:
    """What is said behind an account and a sign, "EU only" of ", EU only", and where it begins."""
    found = _SAID.match(rest)
    return (rest[found.end() :].strip(" \t."), found.end()) if found is not None else ("", 0)


def sentence_behind(rest: str) -> bool:
    """True where another sentence begins that says what to do: "@ana. See the runbook."."""
    return rest[:2] in (". ", ".\t") and is_work(rest[2:].strip())


def in_same_brackets(rest: str) -> str:
    """What stands behind an account in brackets that it opens, up to their end."""
    depth = 0
    for at, sign in enumerate(rest):
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return rest[:at]
    return rest


def goes_on(rest: str) -> bool:
    """True where words stand behind an account and a sign that ends its clause: "@ana, needs budget"."""
    found = _BREAK.match(rest)
    return found is not None and any(map(str.isalnum, rest[found.end() :]))


def quote(name: str, rest: str) -> str:
    """An account with the words behind it, as they are quoted in a finding."""
    said = f"{name}{rest}".rstrip(" \t.")
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
