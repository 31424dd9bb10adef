"""Accounts in an item's words: which of them own it, and which are named beside it: "@ana", "cc @bo"."""

from __future__ import annotations

import re
from itertools import islice

from postmortem_tracker.markdown.items.accounts import goes_on, in_same_brackets, is_mark, quote, sentence_behind
from postmortem_tracker.markdown.items.fields import Fields, Mention
from postmortem_tracker.markdown.lines.commonmark import quoted_at
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.words.labels import MANY, OWNER, bracketed, label_of
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.orders import is_order_word
from postmortem_tracker.markdown.words.people import AND, NO_HANDLES, is_beside, is_unsure
from postmortem_tracker.markdown.words.phrases import ARROW, any_of
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.text.ticket_forms import KEY

_HANDLE = re.compile(
    r"(?:(?<![\w@/.`])|(?<=\w/)|(?<=(?<![\w`])`)(?=@[\w.-]+`))(@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?)(?![\w@]|/(?!@))"
)
_BESIDE = rf"(?:[ \t]*[,&/+][ \t]*|[ \t]+(?:(?:{AND})[ \t]+)?)"
_CHAIN = re.compile(rf"(?:{_BESIDE}@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?)*")  # the accounts beside an account
_HANDED_ON = re.compile(rf"(?:(?:{_BESIDE}|[ \t]*{ARROW}[ \t]*|[ \t]+to[ \t]+)@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?)*")
_BETWEEN = re.compile(_BESIDE)
_JOINED = re.compile(rf"[ \t]*[,&/+][ \t]*|[ \t]+{AND}[ \t]+", re.IGNORECASE)
_REPLACED = re.compile(rf"[ \t]*{ARROW}[ \t]*|[ \t]+to[ \t]+")
_TELLS = re.compile(
    r"[*_`]{0,3}:?(?<![ \t])[ \t]+(?:said|says|mentioned|mentions|suggested|suggests|noted|noticed|observed|pointed|"
    r"reported|asked|wondered|thinks|thought|found|proposed|proposes|wrote)\b"
)
_GONE = re.compile(rf"[*_`]{{0,3}}[ \t]*{any_of(*every('people', 'gone'))}(?![^\W_])", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()\n]{1,60})\)")
_ONLY_TICKETS = re.compile(rf"(?:{KEY}|[#!]\d+|[,; ])+")
_LABELLED = re.compile(r"[(\[][*_]{0,2}([^\W\d_][^()\[\]:]{1,30}?)[*_]{0,2}:[*_]{0,2}[ \t]*$")
_PAIRED = re.compile(r"(?<!\S)@[\w.-]{1,40}[ \t]{1,2}\(\Z")
_HANDED = re.compile(r"@[\w.-]+[ \t]+to[ \t]*$")  # "from @bob to", "@ana to"
_NOT_QUITE = re.compile(r"\?|['’]s\b|[ \t]*" + ARROW + r"[^@()\[\]\n]{1,40}[)\]]")
_VERB_AND_TO = 2  # words
_TAIL = 64  # characters before an account in which others, labels and verbs are looked for


def read_handles(text: str, fields: Fields, body: int, words: Compiled) -> None:
    """Read the accounts that stand where an owner does; those beside words that make them none are doubted."""
    if "@" not in text:
        return
    last = 0  # where the account before it ends, if that is an owner
    others: list[str] = []
    other_end = 0  # where the last one that is none ends
    for match in islice(_HANDLE.finditer(text), MANY):
        start, end = match.span()
        if any(cut[0] <= start and end <= cut[1] for cut in fields.cuts):
            continue  # "@due(2026-05-01)"
        replaces = last > 0 and _REPLACED.fullmatch(text, last, start) is not None
        second = replaces or (last > 0 and _BETWEEN.fullmatch(text, last, start) is not None)
        if text[start - 1 : start] == "/" and not second:
            continue  # "example.com/@ann"
        if _TELLS.match(text, end) is not None or match[1][1:].lower() in NO_HANDLES:
            continue  # "@ann mentioned that …"
        if not (second or _names_owner(text, match, fields, body, words)) or _is_code(text, start, end):
            continue
        beside = other_end > 0 and _JOINED.fullmatch(text, other_end, start) is not None
        if other := match[1] if beside else _other(text, match, "" if second else text[body:start]):
            others.append(other)
            other_end = end
            continue
        if not fields.owners and _is_package(match[1], text[body:start]):
            continue  # "Upgrade @angular/core"
        if replaces and fields.owners:
            del fields.owners[-1]
            fields.mentions.pop("owner", None)
        fields.own(match[1])
        fields.mentions.setdefault("owner", Mention(match[1], start, end))
        fields.cuts.append(bracketed(text, start, end - match[1].endswith(".")))
        if second:
            fields.cuts.append((last, start))
        last = end
    if not fields.owners:
        fields.doubts += [("PM105", repr(other)) for other in others]


def unclear(text: str, fields: Fields, body: int) -> list[str]:
    """An account that would be the owner's but for the words behind it: "@ana, needs budget"."""
    told = blanked(text, fields.cuts)
    for match in islice(_HANDLE.finditer(text, body), MANY):
        start, end = match.span()
        taken = told[start:end] != match[0] or match[1][1:].lower() in NO_HANDLES
        if taken or _is_code(text, start, end) or _TELLS.match(text, end) or _beside(text[body:start]):
            continue
        opens = text[:start].rstrip()[-1:] in ("(", "[")
        if opens or goes_on("." * match[0].endswith(".") + told[end:]):
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
    at_end = is_mark(rest[chain.end() if chain else 0 :]) or sentence_behind(rest)
    return at_start or inside or at_end or left.endswith(("→", "->", "—", "–", " -", ":"))


def _is_alone(rest: str, words: Compiled) -> bool:
    """Whether an account with this behind it in its brackets is the owner's, others beside it or not."""
    chain = _HANDED_ON.match(rest)
    return is_mark(rest[chain.end() if chain else 0 :], words)


def _is_code(text: str, start: int, end: int) -> bool:
    """True for an account in code, but for one alone in it where a value stands: "(`@ana`)"."""
    if not quoted_at(text, start, end):
        return False
    alone = text[start - 1 : start] == "`" and text[end : end + 1] == "`"
    return not alone or text[: start - 1].rstrip(" \t`")[-1:] not in ("(", "[", ",", ":", "—", "–", "-", "")


def _is_package(name: str, before: str) -> bool:
    """True for "@scope/name" where an order needs a thing: "Upgrade @angular/core", "Upgrade to @angular/core"."""
    words = [word for word in before.strip(" \t*_`").split() if word[0] != "@"]
    if "/" not in name or not words or not is_order_word(words[0]) or not before.rstrip()[-1:].isalnum():
        return False
    return not words[1:] or (len(words) == _VERB_AND_TO and words[1].casefold() in ("to", "from", "and"))


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
    more = _NOT_QUITE.match(text, found.end()) or (None if ended else _GONE.match(text, found.end()))
    return found[1] + more[0] if more is not None else ""


def _beside(before: str) -> str:
    """The words right before an account that make it nobody's work: "cc", "reviewed by"; "" where there are none."""
    labelled = _LABELLED.search(before[-_TAIL:])
    if labelled is not None and not label_of(labelled[0]) & OWNER:
        return f"{labelled[1]}:"  # "(reporter: @bo)"
    if _HANDED.search(before[-_TAIL:]) is not None:
        return "to"
    words = before[-_TAIL:].rstrip(" \t`*_").split()[-2:]
    for said in (words, words[-1:]):
        if is_beside(*said) or (len(said) == 1 and is_unsure(said[0]) and " " in before.strip()):
            return " ".join(said).strip("([*_`:")
    return ""
