"""What stands at the end of an item and looks like its ticket, but not as one stands: "/ #3", "(see #3)", "#3?".

Nobody knows whether the item is tracked there. It is quoted, so that a second issue is never opened without a word;
what the words beside it call something else, "blocked by #3", is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from postmortem_tracker.markdown.lines.bare_numbers import further_numbers
from postmortem_tracker.markdown.lines.commonmark import code_spans
from postmortem_tracker.markdown.lines.cues import (
    LAST_WORD,
    LETTERS,
    MENTIONS,
    clause_at,
    cue,
    is_of_source,
    only_fields,
)
from postmortem_tracker.markdown.lines.dates import has_digit
from postmortem_tracker.markdown.lines.like_tickets import LOOSE, NAMED, RANGE, SHORT
from postmortem_tracker.markdown.lines.references import Form, Reference, candidates, is_change_url
from postmortem_tracker.markdown.lines.tickets import QUOTED
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.people import AND
from postmortem_tracker.markdown.words.phrases import phrases
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.strokes import STRUCK, has_strokes
from postmortem_tracker.markdown.words.ticket_keys import TicketKeys
from postmortem_tracker.text.ticket_forms import (
    KEY,
    NUMBER,
    is_ticket_address,
    is_ticket_name,
    may_be_ticket_address,
)

# Behind one of these, in brackets or behind a sign, a ticket may be where the item is tracked.
_NEAR = frozenset(word for said in every("items", "see") for word in said.split()) | frozenset(
    phrases("""
also; by; cf; close; closes; do; fix; fixed; fixes; for; in; is; it's; its; per; refs; resolve; resolves; this;
under; via; was; with
""")
)
_DO = frozenset(phrases("close; closes; do; fix; fixes; resolve; resolves; see"))
# Things that people number: "Drain node #3".
_THINGS = frozenset(
    phrases("""
action; alert; attempt; batch; bullet; case; channel; chapter; cluster; column; core; cpu; disk; drive; figure;
finding; gpu; host; incident; item; lane; layer; lesson; level; line; machine; measure; milestone; node; number;
option; outage; page; partition; phase; pod; point; postmortem; priority; problem; question; rack; recommendation;
region; replica; row; rule; run; scenario; section; server; shard; slot; sprint; stage; step; table; team; test; tier;
version; week; worker; zone
""")
)
_TRACKED = re.compile(
    r"\b(?:(?:track|tracked|filed|logged|raised|recorded|opened|captured|handled|continued|covered|addressed)[ ]"
    r"(?:in|by|at|as|under|via|with)|(?:moved|migrated|transferred|folded|rolled|split)[ ](?:in)?to|"
    r"same[ ](?:\w+[ ])?as)"
    r"[ *_`]{0,4}$",
    re.IGNORECASE,
)
_SAME = Spelled(*every("items", "same_as"))  # "duplicate of #3": it may be the same work
_CHOICE = Spelled(*every("items", "one_of"))  # "one of #12, #13": nobody says which
_HALF = re.compile(rf"(?:\(\[|\[|\()(?:{NUMBER}|{KEY})\]?(?:\([^()\s]*+\)?)?$")
_LONG_LINK = 300  # characters
_NOTE = re.compile(r"\[(\^[\w-]{1,30})\]")
_OPENED, _CLOSED = "([{", ")]}"
_WRAPS = "`*_\"'“”«»„~"
_BETWEEN = re.compile(rf"[ ]{{0,3}}(?:(?:[,;&/+]|{AND}(?!\w))[ ]{{0,3}}){{0,2}}", re.IGNORECASE)
_AFTER = re.compile(r"(?:</?\w{1,10}>|[?!…)\]}>`*_\"'”»~\s])*")
_SIGN = re.compile(r"(?<![^\w\s)\]}?!])[^\w\s)\]}?!]+$")
_SIGNS = 8  # of them, at most
_TAG = re.compile(r"<\w{1,10}>$")
_LONG = 60  # characters that are quoted, and looked through for a bracket
_FEW = 3  # words behind a reference in its bracket
_MANY = 40  # references that are looked at in one item

Doubt = tuple[str, str]  # code and detail


def nearly_tickets(
    text: str, body: int, own: int, keys: TicketKeys, defined: Mapping[str, str], known: Sequence[Reference]
) -> Iterator[Doubt]:
    """What is to be said of the end of an item's own words, ``text[body:own]``; ``known`` was judged before."""
    if not has_digit(text[body:own]) and not (defined and "]" in text[body:own]):
        return
    words = text[:own].replace("\n", " ")
    others = [(one.start, one.end) for one in known]
    others += [found.span() for found in STRUCK.finditer(words)] if has_strokes(words) else []
    for one in _looked_at(words, defined):
        judged = any(one.start < end and start < one.end for start, end in others)
        if judged or one.form in (Form.OURS, Form.REQUEST) or is_change_url(one.url) or _is_of_code(words, one):
            continue
        found = _Found(words, body, one)
        code = found.code(keys) if found.at_end else None
        if code is not None:
            others.append(found.place)
            yield code, one.text if code == "PM122" else repr(found.quoted)


def nearly_tickets_below(lines: Iterable[str], keys: TicketKeys) -> Iterator[Doubt]:
    """What is to be said of lines below an item that hold nothing but what may be its ticket: "see #3", "#3?"."""
    return filter(None, (_of_line(line, keys) for line in lines))


def _of_line(line: str, keys: TicketKeys) -> Doubt | None:
    if not has_digit(line) or has_strokes(line):
        return None
    found = _looked_at(line, {})
    if len(found) != 1 or found[0].form in (Form.OURS, Form.REQUEST) or is_change_url(found[0].url):
        return None
    one, said = found[0], [word.casefold() for word in LETTERS.findall(line[: found[0].start])]
    led = cue(line[: one.start].strip(_WRAPS + _OPENED + " \t")) is not None or _NEAR.issuperset(said)
    if not led or any(map(str.isalnum, line[one.end :])):
        return None
    sure = keys.allow(one.text, named=False) if one.form is Form.KEY else True
    return None if sure is False else ("PM126", repr(line.strip())) if sure else ("PM122", one.text)


def _looked_at(words: str, defined: Mapping[str, str]) -> list[Reference]:
    """All that may be a ticket, in order; those that are joined, "#3, #4 and 5", are one."""
    found = candidates(words, defined=defined)
    for one in (*_shown(words), *_noted(words, defined)):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    found += list(further_numbers(words, found))
    for pattern in (RANGE, LOOSE, NAMED, SHORT):
        for match in islice(pattern.finditer(words), _MANY):
            over = [one for one in found if one.start < match.end() and match.start() < one.end]
            if all(match.start() <= one.start and one.end <= match.end() for one in over):
                found = [one for one in found if one not in over]
                found.append(Reference(match[0], None, *match.span(), form=Form.NUMBER, worded=pattern is LOOSE))
    joined: list[Reference] = []
    for one in sorted(found, key=lambda one: one.start):
        last = joined[-1] if joined else None
        if last is not None and last.form is one.form and _BETWEEN.fullmatch(words, last.end, one.start):
            joined[-1] = replace(last, end=one.end)
        else:
            joined.append(one)
    return joined


def _shown(words: str) -> Iterator[Reference]:
    """The addresses of pages that may show a ticket."""
    found = candidates(words, any_link=True) if "://" in words else ()
    return (one for one in found if one.url is not None and may_be_ticket_address(one.url))


def _noted(words: str, defined: Mapping[str, str]) -> Iterator[Reference]:
    """The marks of notes at the foot that begin with a ticket: "[^1]: #12"."""
    for mark in islice(_NOTE.finditer(words), _MANY):
        held = defined.get(mark[1].casefold(), "")
        if is_ticket_address(held) or (held[:1] == "#" and is_ticket_name(held)):
            yield Reference(mark[0], None, *mark.span(), form=Form.NUMBER)


def _is_of_code(words: str, one: Reference) -> bool:
    """True for a part of code or of a quotation, which holds more than the reference."""
    around = [*code_spans(words), *(found.span() for found in QUOTED.finditer(words))]
    return any(
        start <= one.start and one.end <= end and any(map(str.isalnum, words[start : one.start] + words[one.end : end]))
        for start, end in around
    )


class _Found:
    """A reference with what stands around it: a bracket of its own, a sign, or the last few words before it.

    ``said`` are the words that lead to it, ``bounded`` tells whether they stand apart from the item's own.
    """

    def __init__(self, words: str, body: int, one: Reference) -> None:
        self._words, self._one = words, one
        start, end = _wrapped(words, body, one)
        opened, closed = _bracket(words, body, one)
        self.bounded = opened is not None
        rest = ""
        if opened is not None:
            self.said, rest = words[opened + 1 : start], words[end:closed].strip(_WRAPS + " \t?!.,;:")
            start, end = opened, closed + 1
        else:
            self.said, start, self.bounded = _led(words, body, start)
        self._head = words[body:start]
        after = _AFTER.match(words, end)
        stop = after.end() if after is not None else end
        self.at_end = len(rest.split()) <= _FEW and only_fields(words, stop, len(words))
        self.place = (start, len(words[:stop].rstrip()))

    @property
    def quoted(self) -> str:
        """The words as they are written."""
        found = self._words[slice(*self.place)].strip()
        return found if len(found) <= _LONG else f"{found[:_LONG]}…"

    @property
    def _is_same(self) -> bool:
        """True where words apart from the item's say that it is the same work, or one of several may be."""
        lead = self.said.rstrip(" \t:" + _WRAPS)
        return self.bounded and (_SAME.before(lead, len(lead)) >= 0 or lead.strip() in _CHOICE)

    def code(self, keys: TicketKeys) -> str | None:
        """The finding for it; None where it is text."""
        last = LAST_WORD.search(self.said.rstrip(" \t:" + _WRAPS))
        word = last[0].casefold().rstrip(".") if last is not None else ""
        if self._is_other_thing(word):
            return None
        if self._one.form is not Form.KEY:
            return "PM126"
        sure = keys.allow(self._one.text, named=False)
        if sure is None and self.bounded and (not word or word in _NEAR or self._is_same or cue(self.said)):
            return "PM122"
        return "PM126" if sure else None

    def _is_other_thing(self, word: str) -> bool:
        """Whether the words before it say that it is no ticket of this item; ``word`` is the last one."""
        said = [each.casefold() for each in LETTERS.findall(self.said)]
        told = self._one.text if self._one.form is Form.WORDS else ""  # "[upstream](…)"
        if not any(map(str.isalnum, self._head)):
            return True  # it leads the item, or is all of it
        if self._is_same:
            return False
        if (
            is_of_source(self.said)
            or is_of_source(told, 2)
            or (self._one.url is None and word.removesuffix("s") in _THINGS)
        ):
            return True
        if _TRACKED.search(self.said) is not None:
            return False
        if self.bounded:
            return any(each in MENTIONS and each not in _NEAR for each in (*said, word))
        return word in MENTIONS and not (word in _DO and len(said) == 1 and self._one.url is None)


def _led(words: str, body: int, start: int) -> tuple[str, int, bool]:
    """What leads to a reference, where that begins, and whether it stands apart from the item's words."""
    head = words[body:start].rstrip()
    sign = _SIGN.search(head, max(0, len(head) - _SIGNS))
    if sign is not None:
        return "", body + sign.start(), True
    at = clause_at(head)
    return (head[at:], body + at, True) if at else (head, start, False)


def _wrapped(words: str, body: int, one: Reference) -> tuple[int, int]:
    """A reference with what it is wrapped in: "`#3`", "**#3**", "<kbd>#3</kbd>"."""
    start, end = one.start, one.end
    while start > body and words[start - 1] in _WRAPS:
        start -= 1
    while words[end : end + 1] and words[end] in _WRAPS:
        end += 1
    tag = _TAG.search(words, max(body, start - 12), start)
    return tag.start() if tag is not None else start, end


def _bracket(words: str, body: int, one: Reference) -> tuple[int | None, int]:
    """Where the bracket around a reference opens and closes; None where it stands in none."""
    depth, at, least = 0, one.start, max(body, one.start - _LONG)
    while at > least:
        at -= 1
        if words[at] in _CLOSED:
            depth += 1
        elif words[at] in _OPENED:
            if not depth:
                break
            depth -= 1
    else:
        return None, 0
    close = words.find(_CLOSED[_OPENED.index(words[at])], one.end, one.end + _LONG)
    if close < 0:
        return None, 0
    while words[at - 1 : at] in tuple(_OPENED) and words[close + 1 : close + 2] in tuple(_CLOSED):
        at, close = at - 1, close + 1
    return at, close


def half_link(text: str) -> str:
    """What is left at the end of a text of a link to a ticket that somebody cut, "([#1](https://…"; else ""."""
    line = text.rstrip()
    found = _HALF.search(line, max(0, len(line) - _LONG_LINK)) if line[-1:] != "`" else None
    whole = found is None or all(found[0].count(a) == found[0].count(b) for a, b in ("()", "[]"))
    return "" if found is None or whole else found[0]
