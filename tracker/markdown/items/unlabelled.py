"""Reads fields that stand in an item without a label: "P1: …", "(@ann, 2 May)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from postmortem_tracker.markdown.items.accounts import goes_on, in_same_brackets, is_mark, quote, sentence_behind
from postmortem_tracker.markdown.items.due import find_due
from postmortem_tracker.markdown.items.fields import Fields, Mention
from postmortem_tracker.markdown.items.kinds import LABELLED, Known, Words, kind_of
from postmortem_tracker.markdown.items.people import read_left, read_people
from postmortem_tracker.markdown.items.roughly import Due
from postmortem_tracker.markdown.items.stated import StateReader
from postmortem_tracker.markdown.lines.commonmark import code_spans, quoted_at
from postmortem_tracker.markdown.lines.dates import Doubt, Reading, has_digit, read_date
from postmortem_tracker.markdown.lines.plain import blanked, emphasised, widened
from postmortem_tracker.markdown.lines.tickets import only_fields
from postmortem_tracker.markdown.words.labels import MANY, OWNER, bracketed, label_of
from postmortem_tracker.markdown.words.languages import all_months, every, weekdays
from postmortem_tracker.markdown.words.levels import CODE, level_at, word_of
from postmortem_tracker.markdown.words.orders import is_order_word
from postmortem_tracker.markdown.words.people import AND, NO_HANDLES, is_beside, is_unsure
from postmortem_tracker.markdown.words.phrases import ARROW, any_of
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import State
from postmortem_tracker.text.ticket_forms import KEY

_HANDLE = re.compile(
    r"(?:(?<![\w@/.`])|(?<=\w/)|(?<=(?<![\w`])`)(?=@[\w.-]+`))(@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?)(?![\w@]|/(?!@))"
)
_LEVEL_OPENS = re.compile(rf"`(?P<code>{CODE})`|[\[(]\s*\**", re.IGNORECASE)
_LEVEL_CLOSES = re.compile(r"\**(?:\s*[—–,→➔⇒=-][^)\]\n]{0,60})?\s*[\])](?!, (?:which|so that)\b)")
_UP_TO = re.compile(r"[ \t]*[-/–][ \t]*")  # "(medium-high)"
_BECAME = re.compile(rf"[ \t]*{ARROW}[ \t]*")  # "(P1 -> P2)"
_LISTED_LEVEL = re.compile(rf"\b{CODE}[ \t]*[,/&][ \t]*$")
_CODE_FIRST = re.compile(rf"\**({CODE})\**\s*[:—–-]\s*|(?-i:\**({CODE})\**)[ \t]+(?=\S)", re.IGNORECASE)
_BOLD_CLOSES = re.compile(r"(?:\*\*[ \t]*+:?|:\*\*)[ \t]*+(?=\S)")
_NUMBER = re.compile(
    r"(?P<whole>\*\*\d{1,2}[.)]\*\*[ \t]*|\(\d{1,2}\)[ \t]+|\d{1,2}-[ \t]+|[»›][ \t]+)(?=\S)|"
    r"(?:\*\*|__)?(?P<number>(?:(?:action(?: item)?|task|item|step|recommendation|AI|AP|CA|PA)[ -]?#?)?"
    r"\d{1,2}(?:\.\d{1,2})?[ \t]*[.):][ \t]*)(?=[^\W\d_*]{2}|\*\*|[`\[])",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\(([^()\[\]\n]{4,60})\)[ \t.]*$")
_TEAM_LEAD = re.compile(
    r"(?:(devops|ops|sre|platform|infra|infrastructure|security|backend|frontend|mobile|data|qa|dba|network|support)"
    r"[ \t]+[—–-][ \t]+(?=[a-z`])|[*_]{0,2}(me|myself|us)[*_]{0,2}[ \t]+[—–-][ \t]+(?=\S))",
    re.IGNORECASE,
)
_TYPE_TAG = re.compile(
    r"[\[(](prevent(?:ion|ative|ive)?|detect(?:ion|ive)?|mitigat(?:e|ion|ive)|repair|process|recovery|corrective|"
    r"investigat(?:e|ion))[\])]$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?:(?<![ \t])[ \t]+)?[,;|·][ \t]*+|(?<![ \t])[ \t]+[—–-][ \t]+")
_LISTED_PRIORITY = re.compile(r",[ \t]*(P[0-5])[ \t]*(?=[,)])")  # "(owner: ana, P1)"
_LAST_PRIORITY = re.compile(r"(?<![ \t])[ \t]*(?:[,;|·—–]|(?<=[ \t])-)[ \t]*\**(?P<level>P[0-5])\b\**")
_LEVEL_LAST = re.compile(r"[ \t](?P<level>P[0-5])[ \t.]*$")
_FIELD_LAST = re.compile(r"(?:\d{4}-\d{2}-\d{2}|(?<!\S)@[\w.-]{1,40})$")
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
_SAYS_DUE = re.compile(rf"\b(?:by|{any_of(*every('labels', 'due'))})\b|[📅📆🗓⏰]", re.IGNORECASE)
_FIRST_IN_CODE = re.compile(r"`+[ \t]*(\w+)")
_DAYS = frozenset(word for name in (*all_months(), *weekdays()) for word in re.findall(r"\w+", name.casefold())[:1])
_VERB_AND_TO = 2  # words
_TAIL = 64  # characters at the end of a line in which a field before a level is looked for


class _Level(NamedTuple):
    """A level as it is written, where it begins, and the range that is left out of the item's words."""

    said: str
    start: int
    cut: tuple[int, int]


class MarkReader:
    """Reads unlabelled fields with one vocabulary.

    ``near`` is the incident's date, which lends its year; ``named`` is what the document says of names.
    """

    def __init__(self, words: Compiled, near: date | None, named: Known) -> None:
        self._words = words
        self._near = near
        self._named = named
        self.states = StateReader(words, near, named)

    def read(self, text: str, fields: Fields, body: int) -> None:
        """Add to the fields what an item says; ``body`` is where its words begin."""
        first = text.split("\n", 1)[0] if "\n" in text else text
        body = self._number(text, fields, body)
        words = Words(text, body, self._words, self._near, self._named)
        read_people(words, fields)
        self._bracketed(first, words, fields)
        self._priority(first, fields, body)
        self._team(first, fields, body)
        self._due(text, fields)
        if not fields.owners:
            self._handles(first, fields, body)
        taken = len(fields.cuts)
        self.states.read(text, fields, body)
        if not fields.owners and len(fields.cuts) > taken and (fields.disputed or not fields.doubts):
            self._handles(first, fields, body)  # "@ana (done)"
        read_left(words, fields)
        if not fields.owners and "@" in first and not any(code == "PM105" for code, _ in fields.doubts):
            fields.doubts += [("PM105", repr(said)) for said in self._unclear(first, fields, body)]

    def _number(self, text: str, fields: Fields, body: int) -> int:
        """Leave out an ordinal, which is no part of what is to be done; where the words begin."""
        number = _NUMBER.match(text, body)
        if number is None:
            return body
        named = number.lastgroup or "number"
        fields.cuts.append(number.span(named))
        return number.end(named)

    def _bracketed(self, text: str, words: Words, fields: Fields) -> None:
        """Read "(Bob, 2026-05-01)" and "[detect]"."""
        if text[-8:].rstrip(" \t.")[-1:] == ")":
            group = _GROUP.match(text, text.rfind("("))
            if group is not None and self._several(group[1], group.start(1), words, fields):
                fields.cuts.append(widened(text, *group.span()))
        if text[-1:] in ("]", ")"):
            self._tag(text, fields)

    def _priority(self, text: str, fields: Fields, body: int) -> None:
        if fields.priority is not None:
            return
        found = _level_first(text, body) or _level_in_brackets(text, body) or _level_listed(text)
        if found is None:
            self._urgent(text, fields)
            return
        if text[found.cut[0]] == "`" and not only_fields(text, found.cut[1], len(text)):
            return  # "Set `P1` as the default"
        said, start = found.said, found.start
        if (became := _BECAME.match(text, start + len(said))) is not None and (later := level_at(text, became.end())):
            said, start = later, became.end()
        fields.priority = word_of(said)
        fields.mention("priority", fields.priority, start + said.find(fields.priority))
        fields.cuts.append(emphasised(text, *widened(text, *found.cut)))

    def _urgent(self, text: str, fields: Fields) -> None:
        """Read a level behind the item's words: "… - P2"."""
        if "P" not in text:
            return
        rest = blanked(text, fields.cuts)
        found = _LAST_PRIORITY.search(rest)
        if found is None and (last := _LEVEL_LAST.search(rest)) is not None:
            found = last if _FIELD_LAST.search(text[: last.start()].rstrip()[-_TAIL:]) is not None else None
        if found is None or not only_fields(rest, found.end(), len(rest)):
            return
        if _LISTED_LEVEL.search(text[max(0, found.start("level") - _TAIL) : found.start("level")]) is not None:
            return  # "on nodes P1, P2"
        fields.priority = found["level"]
        fields.mentions["priority"] = Mention(fields.priority, *found.span("level"))
        fields.cuts.append(found.span())

    def _due(self, text: str, fields: Fields) -> None:
        told = _without_code(blanked(text, fields.cuts) if fields.due is not None else text)
        if fields.due is not None and not _may_be_due(told):
            return
        found = find_due(told, lambda line: blanked(line, fields.cuts))
        if found is None or (found.cut is not None and quoted_at(text, found.cut[0], found.start)):
            return
        if fields.due is not None:
            self._second_due(text, found, fields)
            return
        reading = read_date(found.value, self._near)
        numeric = not any(sign.isalpha() for sign in found.value)
        if not numeric and reading.doubt is Doubt.UNREADABLE and not found.dated:
            return  # words that are no date; 2026-13-45 is meant as one
        fields.fall_due(found.value, self._near)
        fields.mentions["due"] = Mention(found.value, found.start, found.start + len(found.value))
        if found.cut is None:
            return
        fields.cuts.append(self._promised(text, found.cut, found.start))
        rest = blanked(text, [found.cut])
        second = find_due(rest, lambda line: blanked(line, fields.cuts)) if _may_be_due(rest) else None
        if found.dated and second is not None:
            self._second_due(text, second, fields)

    def _second_due(self, text: str, found: Due, fields: Fields) -> None:
        """Doubt both of two days that an item is said to be due on."""
        first = fields.due_reading.value if fields.due_reading else None
        other = read_date(found.value, self._near).value if found.dated else None
        if found.cut is None or first is None or other is None:
            return
        if _SAYS_DUE.search(text[found.cut[0] : found.start]) is None:
            return  # "Keep it until 2026-06-01"
        fields.cuts.append(found.cut)
        if first != other:
            fields.due, fields.due_reading = f"{fields.due} or {found.value}", Reading(None, Doubt.AMBIGUOUS)

    def _promised(self, text: str, cut: tuple[int, int], start: int) -> tuple[int, int]:
        """A due date with the state that is promised for it: "— complete by May", "(done by 5 May)" tell no state."""
        head = text[: cut[0]].rstrip(" \t")
        word = head[head.rfind(" ") + 1 :]
        bare = word.lstrip("([")
        if "due" in text[cut[0] : start].lower() or self._words.state(bare) is not State.COMPLETED:
            return cut
        before = head[: len(head) - len(word)].rstrip(" \t")
        if bare == word and before[-1:] not in ("—", "–", "-", ",", ";"):
            return cut
        return len(before.rstrip(" \t—–-,;")), cut[1]

    def _handles(self, text: str, fields: Fields, body: int) -> None:
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
            if not (second or self._names_owner(text, match, fields, body)) or _is_code(text, start, end):
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

    @staticmethod
    def _unclear(text: str, fields: Fields, body: int) -> list[str]:
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

    def _names_owner(self, text: str, found: re.Match[str], fields: Fields, body: int) -> bool:
        """Whether an account stands where an owner does: at the start, at the end, in brackets or behind a dash."""
        start, end = found.span()
        left, right = text[:start].rstrip(" \t,&/+"), text[end:].lstrip(" \t,&/+")
        told = "." * text[:end].endswith(".") + blanked(text, fields.cuts)[end:]  # "@ana. See the runbook"
        rest = _ASIDE.sub(_unless_beside, told)
        before = blanked(text, fields.cuts)[body:start] if start > body else ""
        at_start = not before.strip(" *_`([,") or left.endswith(tuple(fields.owners[-1:]))
        inside = (left.endswith(("(", "[")) and self._is_alone(in_same_brackets(told))) or (
            right[:1] in (")", "]") and left.endswith(tuple(fields.owners[-1:]) or ("(",))
        )
        chain = _CHAIN.match(rest)
        at_end = is_mark(rest[chain.end() if chain else 0 :]) or sentence_behind(rest)
        return at_start or inside or at_end or left.endswith(("→", "->", "—", "–", " -", ":"))

    def _is_alone(self, rest: str) -> bool:
        """Whether an account with this behind it in its brackets is the owner's, others beside it or not."""
        chain = _HANDED_ON.match(rest)
        return is_mark(rest[chain.end() if chain else 0 :], self._words)

    def _team(self, text: str, fields: Fields, body: int) -> None:
        """Read "ops — add a page", "**me** — add a page": who every company has, before what is to be done."""
        found = None if fields.owners else _TEAM_LEAD.match(text, body)
        if found is not None:
            group = found.lastindex or 1
            fields.own(found[group])
            fields.mention("owner", found[group], found.start(group))
            fields.cuts.append((body, found.end()))

    def _tag(self, text: str, fields: Fields) -> None:
        """Read "[detect]" or "(prevention)" at the end: the kind of measure."""
        found = None if fields.type else _TYPE_TAG.match(text, max(text.rfind("("), text.rfind("[")))
        if found is not None:
            fields.type = found[1].casefold()
            fields.mention("type", found[1], found.start(1))
            fields.cuts.append(widened(text, *found.span()))

    def _several(self, text: str, at: int, words: Words, fields: Fields) -> bool:
        """Read "Bob, 2026-05-01, P1": True where every part is a field and one of them is unmistakable."""
        parts = _PARTS.split(text)
        if not 1 < len(parts) < 5:
            return False
        kinds = [self._kind(part, words) for part in parts]
        if "" in kinds or set(kinds) <= {"owner", "state"} or kinds.count("owner") > 2 or kinds.count("due") > 1:
            return False
        for said, kind in zip(parts, kinds, strict=True):
            start = at + text.index(said)
            labelled = LABELLED.match(said)
            part = said[labelled.end() :] if labelled is not None else said
            start += len(said) - len(part)
            if kind == "owner":
                fields.own(part)
            elif kind == "due":
                fields.fall_due(part, self._near)
            elif kind == "priority":
                fields.priority = fields.priority or word_of(part)
            elif (judged := self._words.states.judge(part)).state is not None:
                fields.say(judged.state)
            else:
                fields.doubt_state(repr(part))
            if kind != "state":
                fields.mention(kind, part, start)
        return True

    def _kind(self, part: str, words: Words) -> str:
        """What one of several fields in brackets is, where words about a state are one even if they are doubted."""
        if self._words.states.hedged(part):
            return "state"
        return kind_of(part, words).replace("certain", "owner")


def _level_first(text: str, body: int) -> _Level | None:
    """The level before an item's words: "P1: …", "**High**: …"."""
    if (code := _CODE_FIRST.match(text, body)) is not None:
        group = code.lastindex or 1
        return _Level(code[group], code.start(group), code.span())
    start = body + len("**")
    said = level_at(text, start) if text.startswith("**", body) else ""
    closed = _BOLD_CLOSES.match(text, start + len(said)) if said else None
    return _Level(said, start, (body, closed.end())) if closed is not None else None


def _level_in_brackets(text: str, body: int) -> _Level | None:
    """A level in brackets; a word is one only around the item's words, not in "Page on [critical] alerts only"."""
    found = next(_bracketed_levels(text), None)
    if found is not None and (more := _UP_TO.match(text, found.start + len(found.said))) is not None:
        found = None if level_at(text, more.end()) else found  # "(medium-high)"
    if found is None or not found.said[1:].isalpha():
        return found
    apart = not text[body : found.cut[0]].strip(" *_") or only_fields(text, found.cut[1], len(text))
    return found if apart else None


def _bracketed_levels(text: str) -> Iterator[_Level]:
    for opened in _LEVEL_OPENS.finditer(text):
        if opened["code"] is not None:
            yield _Level(opened["code"], opened.start("code"), opened.span())
            continue
        start = opened.end()
        said = level_at(text, start)
        closed = _LEVEL_CLOSES.match(text, start + len(said)) if said else None
        if closed is not None:
            yield _Level(said, start, (opened.start(), closed.end()))


def _level_listed(text: str) -> _Level | None:
    """The level behind another field in brackets: "(owner: ana, P1)"."""
    found = _LISTED_PRIORITY.search(text, text.find("(")) if "(" in text else None
    return _Level(found[1], found.start(1), found.span()) if found is not None else None


def _may_be_due(text: str) -> bool:
    """Whether there is any digit and any word for a due date, as few texts have a second time."""
    return has_digit(text) and _SAYS_DUE.search(text) is not None


def _without_code(text: str) -> str:
    """The text with blanks for code, but for a day alone in it: "by `2026-05-01`"."""
    if "`" not in text:
        return text
    return blanked(text, [span for span in code_spans(text) if not _may_be_day(text[slice(*span)])])


def _may_be_day(code: str) -> bool:
    """Whether code begins with a number, or the name of a month or a day of the week."""
    first = _FIRST_IN_CODE.match(code)
    return first is not None and (first[1][0].isdecimal() or first[1].casefold() in _DAYS)


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
