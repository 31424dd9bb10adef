"""Which references are an item's tickets: those that stand where a ticket stands.

That is a link of our making, brackets of their own or the end of the item, its beginning before a colon or dash, a
label such as "Ticket:", and a ticket column. Inside a sentence, in code and in quotation marks a reference is text:
"do it like we did in #3" is no promise about #3.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from postmortem_tracker.markdown.lines.alternatives import are_alternatives
from postmortem_tracker.markdown.lines.bare_numbers import (
    bare_numbers,
    further_numbers,
    named_numbers,
    names_another_system,
)
from postmortem_tracker.markdown.lines.commonmark import code_spans
from postmortem_tracker.markdown.lines.cues import (
    LAST_WORD,
    LETTERS,
    MENTIONS,
    clause,
    cue,
    is_mention,
    is_of_source,
    only_fields,
    without_cue,
)
from postmortem_tracker.markdown.lines.like_tickets import RANGE, looks_like_tickets
from postmortem_tracker.markdown.lines.named_links import is_name_of_ticket, may_be_of_sentence
from postmortem_tracker.markdown.lines.references import BY_NAME, Form, Reference, candidates, is_change_url
from postmortem_tracker.markdown.words.names_of_tickets import names_tickets
from postmortem_tracker.markdown.words.orders import is_named_work, is_order_word, is_work
from postmortem_tracker.markdown.words.people import AND
from postmortem_tracker.markdown.words.strokes import CLOSED, OPENED, STRUCK, has_strokes, is_struck
from postmortem_tracker.markdown.words.ticket_keys import TicketKeys
from postmortem_tracker.text.ticket_forms import KEY, is_blank_number

QUOTED = re.compile(r"“[^“”\n]*”|«[^«»\n]*»|(?<!\w)\"[^\"\n]*\"(?!\w)")
_BARE_NUMBER = re.compile(r"(?:GH)?\d+", re.IGNORECASE)
# A reference that was taken back.
_STRUCK = re.compile(rf"{OPENED}[(\[ ]{{0,3}}[\w./#-]++[)\] ]{{0,3}}{CLOSED}", re.IGNORECASE)
_STRUCK_BEFORE = re.compile(rf"{_STRUCK.pattern}[ \t]{{0,3}}(?:→|[-=]>)?", re.IGNORECASE)
_THEME = 3  # words of a theme before a colon
_OPENERS = {"(": ")", "[": "]"}
_BREAKS = ",;:.—–-|→·)]"
_FIELD_BEFORE = re.compile(r"(?:@[\w./-]++|\bP[0-5]|\d{4}-\d{2}-\d{2})[*_`]*$")
_NUMBERED = re.compile(rf"[#!]\d+|(?<![A-Z0-9]){KEY}")
_PARTS = re.compile(rf"(?:(?<![ \t])[ \t]+)?(?:[,;|·/&+]|\b{AND}\b|(?<=[ \t])[–—-](?=[ \t]))[ \t]*")


_NAMES = re.compile(r"[ \t]*(?:priority|status|owners?|assignee)\b", re.IGNORECASE)
# What joins a reference to the one before it: "see #3 and #4" is one remark.
_JOINED = re.compile(rf"[)\]]?[ \t]*(?:[,&/+]|\b{AND}\b|[ \t])*", re.IGNORECASE)
_HEAD_SIGN = re.compile(r"[*_]*[ \t]*(?:[:–—]|-(?=[ \t]))[*_]*[ \t]*")  # behind a ticket at the head
_LEADS = re.compile(r"[*_]{0,3}[ \t]+[*_]{0,3}([^\W\d_]+)")
_FEW = 3  # words before the ticket behind a label

ANY = TicketKeys()
NONE: Mapping[str, str] = {}


def tickets(
    text: str,
    own: int,
    body: int,
    labelled: Sequence[tuple[int, int, bool]] = (),
    keys: TicketKeys = ANY,
    defined: Mapping[str, str] = NONE,
) -> list[Reference]:
    """The references that stand in their place, in order.

    ``own`` is where the item's own words end and lines that hold its fields begin, ``body`` where they begin (behind
    the box), ``labelled`` the ranges of values behind "Ticket:" (and whether it is "PR:"), and ``defined`` the
    addresses of the document's link definitions.
    """
    found = candidates(text, defined=defined)
    found += [one for one in _named(text, labelled) if all(_is_beside(one, other) for other in found)]
    if not found:
        return list(_untold(text, labelled, ()))
    found += list(further_numbers(text, found))
    quoted = [*code_spans(text), *(match.span() for match in QUOTED.finditer(text))]
    if has_strokes(text):
        quoted += [match.span() for match in _STRUCK.finditer(text)]
    kept: list[Reference] = []
    before: Reference | None = None  # which is only text
    for one in sorted(found, key=lambda one: one.start):
        beside = before is not None and _JOINED.fullmatch(text, before.end, one.start) is not None
        placed = None if beside else _placed(text, one, own, body, labelled, quoted, keys)
        before = one if placed is None and one.form is not Form.OURS else None
        if placed is None and is_change_url(one.url):
            placed = one  # evidence, wherever it is told
        if placed is not None:
            kept.append(placed)
    return [*_settled(text, kept or _at_heads(text, found, body)), *_untold(text, labelled, kept)]


def _at_heads(text: str, found: Sequence[Reference], body: int) -> list[Reference]:
    """Several tickets at the head before a sign, which are read only if they are alternatives: "#12 or #13: Cap it"."""
    heads = sorted(found, key=lambda one: one.start)[:2]
    led = len(heads) > 1 and not text[body : heads[0].start].strip(" *_")
    return heads if led and _HEAD_SIGN.match(text, heads[1].end) and are_alternatives(text, heads) else []


def _settled(text: str, kept: list[Reference]) -> list[Reference]:
    """References with all of them in doubt where they are alternatives, but those of our making."""
    if not are_alternatives(text, kept):
        return kept
    sure = [one for one in kept if not (one.form is Form.OURS or one.unsure)]
    return [replace(one, unsure=True, cut=None, form=Form.NUMBER) if one in sure else one for one in kept]


def _untold(text: str, labelled: Sequence[tuple[int, int, bool]], kept: Sequence[Reference]) -> Iterable[Reference]:
    """The values of labels that may name a ticket, of which nothing was taken: "Ticket: #3?", "Ticket: 13-15"."""
    for start, end, change in labelled:
        value = text[start:end].strip()
        known = any(start < one.end and one.start < end for one in kept)
        if not change and not known and looks_like_tickets(value) and not is_struck(value):
            yield Reference(repr(value), None, start, end, form=Form.NUMBER, unsure=True)


def _named(text: str, labelled: Sequence[tuple[int, int, bool]]) -> Iterable[Reference]:
    """Numbers that words or a label call tickets: "issue 12", "Ticket: 12"."""
    inside = [(start, end) for start, end, _ in labelled]
    yield from (one for one in named_numbers(text) if not any(start <= one.end <= end for start, end in inside))
    for start, end, change in labelled:
        label = text[max(text.rfind("\n", 0, start) + 1, 0) : start].split()[-_FEW:]
        elsewhere = names_another_system(" ".join(label))
        for one in bare_numbers(text[start:end]) if not change else ():
            yield replace(one, start=start + one.start, end=start + one.end, unsure=elsewhere)


def _is_beside(one: Reference, other: Reference) -> bool:
    return one.end <= other.start or other.end <= one.start


def _placed(
    text: str,
    one: Reference,
    own: int,
    body: int,
    labelled: Sequence[tuple[int, int, bool]],
    quoted: Collection[tuple[int, int]],
    keys: TicketKeys,
) -> Reference | None:
    """The reference with what the title loses, or None where it is only text."""
    if one.form is Form.OURS or (one.form is Form.WORDS and _tells_else(one.text)):
        return None  # what stands in its place is no part of the text
    for start, end, change in labelled:
        if start <= one.start and one.end <= end:
            if not _is_named(text, start, one) or RANGE.search(text, start, end) is not None:
                return None
            one = replace(one, text=f"PR {one.text}") if change and one.form is Form.NUMBER else one
            return _allowed(one, keys, named=True)
    if any(start < one.end and one.start < end and not one.start < start < end < one.end for start, end in quoted):
        return None
    begin = text.rfind("\n", 0, one.start) + 1
    stop = text.find("\n", one.end)
    stop = len(text) if stop < 0 else stop
    begin = max(begin, body)
    before, after = text[begin : one.start], text[one.end : stop]
    alone = _alone(before, after) or BY_NAME.fullmatch(text, begin, stop) is not None
    if begin >= own and not alone:
        return None
    if alone:
        named = one.form in (Form.LINK, Form.NUMBER, Form.KEY, Form.REQUEST, Form.URL) and begin >= own
        return _allowed(replace(one, cut=(one.start, one.end) if named else None), keys, named=False)
    if (aside := _aside(text, one, begin, stop)) is not None:
        opened, (start, end), close, named = aside
        if text[begin:opened].strip(" *_\t") and not only_fields(text, close, stop):
            return None
        return _allowed(replace(one, cut=_wide(text, start, end)), keys, named=named)
    return _at_head(one, before, after, keys) or _at_end(text, one, begin, stop, keys)


def _tells_else(words: str) -> bool:
    """True for the words of a link that say that it is something else: "depends on #1", "see #3", "background"."""
    if is_of_source(words, 2):
        return True
    number = _NUMBERED.search(words)
    return number is not None and is_mention(words[: number.start()])


def _is_named(text: str, start: int, one: Reference) -> bool:
    """Whether the value of a label, which begins at ``start``, names this ticket: "not needed, see #8" names none."""
    lead = _STRUCK_BEFORE.sub(" ", text[start : one.start])
    words = [word for word in lead.split() if not any(sign in "#!" or sign.isdigit() for sign in word)]
    if len(words) > _FEW or not names_tickets(lead) or text[one.end : one.end + 1] == "?":
        return False
    return not any(found.start() < one.start < found.end() for found in STRUCK.finditer(text, start))


def _allowed(one: Reference, keys: TicketKeys, *, named: bool) -> Reference | None:
    if one.url is None and is_blank_number(one.text):
        return replace(one, unsure=True, cut=None)
    if one.unsure:
        return replace(one, cut=None)
    if one.form is not Form.KEY:
        return one
    sure = keys.allow(one.text, named=named)
    if sure is None:
        return replace(one, unsure=True, cut=None)
    return one if sure else None


def _alone(before: str, after: str) -> bool:
    """True where a line holds nothing else."""
    return not before.strip(" \t*_-•:.") and not after.strip(" \t*_.,;")


def _aside(text: str, one: Reference, begin: int, stop: int) -> tuple[int, tuple[int, int], int, bool] | None:
    """The part of a bracket that holds only the reference and words that call it a ticket, between the bracket's ends.

    The last value tells whether there are such words.
    """
    depth, at = 0, one.start
    while at > begin:
        at -= 1
        if text[at] in ")]":
            depth += 1
        elif text[at] in "([":
            if not depth:
                break
            depth -= 1
    else:
        return None
    close = _closing(text, one.end, stop, _OPENERS[text[at]])
    if close is None or text[close + 1 : close + 2] == "(" or text[at - 1 : at] == "!":
        return None
    start, end, sign = at + 1, close, at + 1
    for part in _PARTS.finditer(text, at + 1, close):
        if part.end() <= one.start:
            sign, start = part.span()
        elif part.start() >= one.end:
            end = min(end, part.start())
    cued = cue(_STRUCK_BEFORE.sub(" ", text[start : one.start]))
    if cued is None or (one.state is None and text[one.end : end].strip(" \t*_`.")):
        return None
    if (start, end) == (at + 1, close):
        return at, (at, close + 1), close + 1, cued
    after = _PARTS.match(text, end, close)
    return at, (sign, after.end() if after and start == at + 1 else end), close + 1, cued


def _closing(text: str, at: int, stop: int, sign: str) -> int | None:
    depth = 0
    for index in range(at, stop):
        if text[index] in "([":
            depth += 1
        elif text[index] in ")]":
            if not depth:
                return index if text[index] == sign else None
            depth -= 1
    return None


def _at_head(one: Reference, before: str, after: str, keys: TicketKeys) -> Reference | None:
    """A reference that begins the item: "PLAT-55: …", "[#12](…) …"."""
    if before.strip(" \t*_") or one.form is Form.WORDS or one.worded:
        return None  # "Issue 1: …" may number the list
    sign = _HEAD_SIGN.match(after)
    bare = _BARE_NUMBER.fullmatch(one.text) is not None and (one.url or "").endswith("/" + one.text.lstrip("GHgh"))
    numbered = "#" in one.text or "-" in one.text or bare  # no "[500](…) errors"
    if sign is None and not (one.form is Form.LINK and numbered):
        return _leading(one, after, keys)  # "[k8s](…) leaks memory, so upgrade it"
    end = one.end + (sign.end() if sign else 0)
    return _allowed(replace(one, cut=(one.start - len(before) + len(before.rstrip("*_ \t")), end)), keys, named=False)


def _leading(one: Reference, after: str, keys: TicketKeys) -> Reference | None:
    """A ticket that the item's words follow without a sign: nobody knows whether it is the item's own."""
    if one.form not in (Form.NUMBER, Form.KEY, Form.URL) or is_change_url(one.url):
        return None
    word = _LEADS.match(after)
    if word is None or _NAMES.match(after) is not None or not (word[1][0].isupper() or is_order_word(word[1])):
        return None  # "#1 priority: …", "AUTH-12 was closed too early: …"
    known = keys.allow(one.text, named=False) if one.form is Form.KEY else True
    return None if known is False else replace(one, unsure=True, form=Form.NUMBER if known else Form.KEY)


def _at_end(text: str, one: Reference, begin: int, stop: int, keys: TicketKeys) -> Reference | None:
    """A reference behind the words of the item, with nothing but fields after it."""
    if not only_fields(text, one.end, stop):
        return None
    before = text[begin : one.start].rstrip(" \t*_`")
    start, named = without_cue(before)
    head = before[:start].rstrip(" \t*_`")
    if is_of_source(clause(before)):
        return None  # "…, upstream bug https://…"
    if not head and _NAMES.match(text, one.end, stop) is not None:
        return None  # "#1 priority: add retries"
    apart = (
        head[-1:] in _BREAKS
        or (one.worded and ":" in text[one.start : one.end])
        or _FIELD_BEFORE.search(head) is not None
    )
    if not apart and not named and one.form in (Form.URL, Form.LINK):
        word = LAST_WORD.search(head)
        apart = word is not None and not is_mention(head) and " " in head.strip()
    if not apart and one.form is Form.WORDS and is_name_of_ticket(one.text):
        return _by_name(text, one, head, begin)
    if not apart:
        return None
    kept = one.form is Form.URL and head[-1:] not in _BREAKS
    if kept or (one.form in (Form.LINK, Form.WORDS) and only_fields(head, 0, len(head))) or _is_led(one, head, named):
        return _allowed(one, keys, named=named)  # nothing but fields beside it: its words are the title
    cut = _wide(text, begin + len(head), one.end)
    return _allowed(replace(one, cut=cut), keys, named=named)


def _by_name(text: str, one: Reference, head: str, begin: int) -> Reference | None:
    """A link called "Issue" right behind the item's words; in doubt where it may be one of them: "the pager issue"."""
    told = [word.casefold() for word in LETTERS.findall(head)]
    if not told or told[-1] in MENTIONS or (len(told) == 1 and head.isascii()):
        return None  # "comment on the [issue](…)"
    if may_be_of_sentence(one.text, told) and not is_change_url(one.url):
        return replace(one, text=f"[{one.text}]({one.url})", unsure=True, cut=None)
    return replace(one, cut=_wide(text, begin + len(head), one.end))


def _is_led(one: Reference, head: str, named: bool) -> bool:
    """True for a link that says what to do behind a theme or a name: "Ana: [Rotate the keys](…)"."""
    if named or one.form is not Form.WORDS or head[-1:] != ":":
        return False
    return head.count(" ") < _THEME and not is_named_work(head) and is_work(one.text)


def _wide(text: str, start: int, end: int) -> tuple[int, int]:
    """A range with the separators before it and the emphasis around it."""
    while start > 0 and text[start - 1] in "`*_":
        start -= 1
    while end < len(text) and text[end] in "`*_":
        end += 1
    return len(text[:start].rstrip(" \t,;-–—→")), end
