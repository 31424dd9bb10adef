"""Accounts in an item's words: which of them own it, and which are named beside it: "@ana", "cc @bo"."""

from __future__ import annotations

import re
from itertools import islice

from postmortem_tracker.markdown.items.accounts import (
    goes_on,
    in_same_brackets,
    is_effort,
    is_in_order,
    is_mark,
    is_package,
    is_version,
    quote,
    said_behind,
    sentence_behind,
)
from postmortem_tracker.markdown.items.fields import Fields, Mention
from postmortem_tracker.markdown.items.kinds import is_soon
from postmortem_tracker.markdown.items.typed_days import is_day_alone
from postmortem_tracker.markdown.lines.commonmark import quoted_at
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.words.labels import MANY, OWNER, bracketed, label_of
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import is_level
from postmortem_tracker.markdown.words.people import AND, NO_HANDLES, is_beside, is_unsure
from postmortem_tracker.markdown.words.periods import is_led_period, is_period, is_span
from postmortem_tracker.markdown.words.phrases import ARROW
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.strokes import STRUCK, has_strokes
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.text.people import HANDLE
from postmortem_tracker.text.ticket_forms import KEY

_HANDLE = re.compile(rf"(?:(?<![\w@/.`])|(?<=\w/)|(?<=(?<![\w`])`)(?=@[\w.-]+`))({HANDLE})(?![\w@]|/(?!@))")
_BESIDE = rf"(?:[ \t]*[,&/+][ \t]*|[ \t]+(?:(?:{AND})[ \t]+)?)"
_CHAIN = re.compile(rf"(?:{_BESIDE}{HANDLE})*")  # the accounts beside an account
_HANDED_ON = re.compile(rf"(?:(?:{_BESIDE}|[ \t]*{ARROW}[ \t]*|[ \t]+to[ \t]+){HANDLE})*")
_BETWEEN = re.compile(_BESIDE)
_JOINED = re.compile(rf"[ \t]*[,&/+][ \t]*|[ \t]+{AND}[ \t]+", re.IGNORECASE)
_REPLACED = re.compile(rf"[ \t]*{ARROW}[ \t]*|[ \t]+to[ \t]+")
_TELLS = re.compile(
    r"[*_`]{0,3}:?(?<![ \t])[ \t]+(?:said|says|mentioned|mentions|suggested|suggests|noted|noticed|observed|pointed|"
    r"reported|asked|wondered|thinks|thought|found|proposed|proposes|wrote)\b"
)
_BEFORE_GONE = re.compile(r"[*_`]{0,3}[ \t]*")
_GONE = Spelled(*every("people", "gone"))
_AWAY = frozenset(phrase.partition(" ")[2] for phrase in every("people", "gone"))  # "on leave", "weg"
_ASIDE = re.compile(r"\(([^()\n]{1,60})\)")
_ONLY_TICKETS = re.compile(rf"(?:{KEY}|[#!]\d+|[,; ])+")
_LABELLED = re.compile(r"[(\[][*_]{0,2}([^\W\d_][^()\[\]:]{1,30}?)[*_]{0,2}:[*_]{0,2}[ \t]*$")
_PAIRED = re.compile(r"(?<!\S)@[\w.-]{1,40}[ \t]{1,2}\(\Z")
_HANDED = re.compile(r"@[\w.-]+[ \t]+to[ \t]*$")  # "from @bob to", "@ana to"
# What an order gives somebody: "Give access to @ana"; not "assigned to @ana", "hand it over to @ana".
_GIVEN = re.compile(
    r"(?<![\w'-])(?!assign|hand|deleg|transfer|belong|over\b|up\b)[\w'’-]{1,24}[ \t]+to[ \t]+[*_`]*\Z", re.IGNORECASE
)
_LED = Spelled(*(label for label in every("labels", "owner") if " " in label))
_NOT_QUITE = re.compile(r"\?|['’]s\b|[ \t]*" + ARROW + r"[^@()\[\]\n]{1,40}[)\]]")
_TIMES = (is_soon, is_span, is_period, is_led_period, is_day_alone)
_QUOTES = ('""', "''", "“”", "„“", "‘’", "«»")
_TAIL = 64  # characters before an account in which others, labels and verbs are looked for


def read_handles(text: str, fields: Fields, body: int, words: Compiled) -> None:
    """Read the accounts that stand where an owner does; those beside words that make them none are doubted."""
    if "@" not in text:
        return
    last = 0  # where the account before it ends, if that is an owner
    others: list[str] = []
    other_end = passed = 0  # where the last one that is none ends, and brackets that are doubted as a whole
    taken_back = _taken_back(text, body)
    for match in islice(_HANDLE.finditer(text), MANY):
        start, end = match.span()
        replaces = last > 0 and _REPLACED.fullmatch(text, last, start) is not None
        second = replaces or (last > 0 and _BETWEEN.fullmatch(text, last, start) is not None)
        if start < passed or _is_nothing(text, match, [*fields.cuts, *taken_back], second=second):
            continue
        if not second and (both := _several(text, start, end, words)):
            others.append(both)
            passed = end + len(in_same_brackets(text[end:]))
            continue
        if not (second or _names_owner(text, match, fields, body, words)) or _is_quoted(text, start, end):
            continue
        beside = other_end > 0 and _JOINED.fullmatch(text, other_end, start) is not None
        if other := match[1] if beside else _other(text, match, "" if second else text[body:start]):
            others.append(other)
            other_end = end
            continue
        if not fields.owners and is_package(match[1], text[body:start]):
            continue  # "Upgrade @angular/core"
        if replaces and fields.owners:
            del fields.owners[-1]
            fields.mentions.pop("owner", None)
        fields.own(match[1])
        fields.mentions.setdefault("owner", Mention(match[1], start, end))
        cut = bracketed(text, start, end - match[1].endswith("."))
        label = _LED.before(text, len(text[: cut[0]].rstrip(" \t")), body)
        fields.cuts.append((label if label > body else cut[0], cut[1]))  # "owned by @ana"
        if second:
            fields.cuts.append((last, start))
        else:
            _doubt_remark(text, match, fields, words)
        last = end
    if not fields.owners:
        fields.doubts += [("PM105", repr(other)) for other in others]


def _taken_back(text: str, body: int) -> list[tuple[int, int]]:
    """Where words are struck out behind others; a whole item that is struck out keeps its owner."""
    if not has_strokes(text):
        return []
    return [one.span() for one in STRUCK.finditer(text, body) if text[body : one.start()].strip(" \t*_")]


def _is_nothing(text: str, found: re.Match[str], cuts: list[tuple[int, int]], *, second: bool) -> bool:
    """True for what was read, "@due(2026-05-01)", for "example.com/@ann" and for "@ann mentioned that …"."""
    start, end = found.span()
    if any(cut[0] <= start and end <= cut[1] for cut in cuts):
        return True
    if text[start - 1 : start] == "/" and not second:
        return True
    return _TELLS.match(text, end) is not None or found[1][1:].lower() in NO_HANDLES


def _doubt_remark(text: str, found: re.Match[str], fields: Fields, words: Compiled) -> None:
    """Doubt what else an owner's brackets say, and leave it in the title without the sign before it."""
    end = found.end()
    told = blanked(text, [link.cut for link in fields.links if link.cut])[end:]
    said, sign = _remark(told, words) if text[: found.start()].endswith(("(", "[")) else ("", (0, 0))
    if said and not (fields.due is None and all(_tells_time(part) or is_level(part) for part in said.split(", "))):
        fields.doubts.append(("PM105", repr(said)))
        fields.cuts.append((end + sign[0], end + sign[1]))


def unclear(text: str, fields: Fields, body: int) -> list[str]:
    """An account that would be the owner's but for the words behind it: "@ana, needs budget"."""
    told = blanked(text, fields.cuts)
    for match in islice(_HANDLE.finditer(text, body), MANY):
        start, end = match.span()
        taken = told[start:end] != match[0] or match[1][1:].lower() in NO_HANDLES
        if taken or _is_quoted(text, start, end) or _TELLS.match(text, end):
            continue
        opens = text[:start].rstrip()[-1:] in ("(", "[")
        version = is_package(match[1], text[body:start]) and is_version(told[end:].strip(" \t."))
        ends = not opens and not version and _tells_time(told[end:])
        if said := _beside(text[body:start]):
            if ends:
                return [f"{said} {match[1]}"]
            continue
        if opens or ends or goes_on("." * match[0].endswith(".") + told[end:]):
            return [quote(match[1], in_same_brackets(text[end:]) if opens else text[end:])]
    return []


def _names_owner(text: str, found: re.Match[str], fields: Fields, body: int, words: Compiled) -> bool:
    """Whether an account stands where an owner does: at the start, at the end, in brackets or behind a dash."""
    start, end = found.span()
    left, right = text[:start].rstrip(" \t,&/+"), text[end:].lstrip(" \t,&/+")
    told = "." * text[:end].endswith(".") + blanked(text, fields.cuts)[end:]  # "@ana. See the runbook"
    rest = _ASIDE.sub(_unless_beside, told)
    before = blanked(text, fields.cuts)[body:start] if start > body else ""
    at_start = not before.strip(" *_`([,") or left.endswith(tuple(fields.owners[-1:]))
    inside = (left.endswith(("(", "[")) and _is_alone(in_same_brackets(told), words)) or (
        right[:1] in (")", "]") and left.endswith(tuple(fields.owners[-1:]) or ("(",))
    )
    chain = _CHAIN.match(rest)
    behind = rest[chain.end() if chain else 0 :]
    dated = fields.due_reading is not None and fields.due_reading.value is not None
    in_order = _tells_time(behind) and is_in_order(before, dated=dated)  # "Page @sre this week"
    at_end = (is_mark(behind) and not in_order) or sentence_behind(rest)
    return at_start or inside or at_end or left.endswith(("→", "->", "—", "–", " -", ":"))


def _is_alone(rest: str, words: Compiled) -> bool:
    """Whether an account with this behind it in its brackets is the owner's, others beside it or not."""
    chain = _HANDED_ON.match(rest)
    return is_mark(rest[chain.end() if chain else 0 :], words) or _remark(rest, words)[0] != ""


def _remark(rest: str, words: Compiled) -> tuple[str, tuple[int, int]]:
    """Words in an account's brackets that are no mark, "EU only" of "(@ana, EU only)", and the sign before them.

    There are none where they name somebody else or say that the work is not the account's.
    """
    told = in_same_brackets(rest)
    chain = _HANDED_ON.match(told)
    at = chain.end() if chain else 0
    said, begin = said_behind(told[at:])
    if is_mark(told[at:], words) or "@" in said or "?" in said or _denies(said):
        return "", (0, 0)
    return said, (at, at + begin)


def _denies(said: str) -> bool:
    """True for words in an account's brackets by which the work may be nobody's: "on leave", "not yet asked"."""
    first = next(iter(said.split()), "")
    return is_unsure(first) or said.casefold() in _AWAY or _gone(said, 0) >= 0


def _several(text: str, start: int, end: int, words: Compiled) -> str:
    """An account in brackets with another one behind words that say how both belong to it: "(@ana, then @bo)"."""
    if not text[:start].endswith(("(", "[")):
        return ""
    told = in_same_brackets(text[end:])
    chain = _HANDED_ON.match(told)
    behind = told[chain.end() if chain else 0 :]
    said, _ = said_behind(behind)
    return quote(text[start:end], told) if "@" in said and not is_mark(behind, words) else ""


def _tells_time(rest: str) -> bool:
    """True where nothing but what tells when, or a version, stands behind an account: "@sre within 30 days"."""
    bare = rest.strip(" \t.")
    if not 0 < len(bare) <= _TAIL or bare.isdigit() or is_effort(bare):
        return False
    return is_version(bare) or any(tells(bare) for tells in _TIMES)


def _is_quoted(text: str, start: int, end: int) -> bool:
    """True for an account in code or quotation marks, but for one alone in code where a value stands: "(`@ana`)"."""
    if text[start - 1 : start] + text[end : end + 1] in _QUOTES:
        return True
    if not quoted_at(text, start, end):
        return False
    alone = text[start - 1 : start] == "`" and text[end : end + 1] == "`"
    return not alone or text[: start - 1].rstrip(" \t`")[-1:] not in ("(", "[", ",", ":", "—", "–", "-", "")


def _unless_beside(aside: re.Match[str]) -> str:
    """Nothing in place of "(review: @bo)", which says who does something else."""
    words = aside[1].split()
    if _ONLY_TICKETS.fullmatch(aside[1]) is not None:
        return ""
    if len(words) > 1 and _HANDLE.match(words[0]) is not None and _HANDLE.search(aside[1], len(words[0]) + 2) is None:
        return ""  # "(@bo to review)"
    return "" if any(is_beside(*words[:size]) for size in (1, 2, 3)) else aside[0]


def _other(text: str, found: re.Match[str], before: str) -> str:
    """An account with the words that make it no owner: "cc @ana", "@ana?", "@ana's"; "" where there are none."""
    if said := _beside(before):
        return f"{said} {found[1]}"
    if (pair := _PAIRED.search(before[-_TAIL:])) is not None:
        return f"{pair[0]}{found[1]})"  # "@ana (@bo)"
    ended = found[1].endswith(".")  # and another sentence begins
    more = _NOT_QUITE.match(text, found.end())
    end = more.end() if more is not None else -1 if ended else _gone(text, found.end())
    return found[1] + text[found.end() : end] if end >= 0 else ""


def _gone(text: str, at: int) -> int:
    """Where the words end by which the one before them is away; -1 where there are none."""
    begin = _BEFORE_GONE.match(text, at)
    return _GONE.end(text, begin.end()) if begin is not None else -1


def _beside(before: str) -> str:
    """The words right before an account that make it nobody's work: "cc", "reviewed by"; "" where there are none."""
    labelled = _LABELLED.search(before[-_TAIL:])
    if labelled is not None and not label_of(labelled[0]) & OWNER:
        return f"{labelled[1]}:"  # "(reporter: @bo)"
    if _HANDED.search(before[-_TAIL:]) is not None or _GIVEN.search(before[-_TAIL:]) is not None:
        return "to"
    words = before[-_TAIL:].rstrip(" \t`*_").split()[-2:]
    for said in (words, words[-1:]):
        if is_beside(*said) or (len(said) == 1 and is_unsure(said[0]) and " " in before.strip()):
            return " ".join(said).strip("([*_`:")
    return ""
