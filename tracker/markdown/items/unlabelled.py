"""Reads fields that stand in an item without a label: "P1: …", "(@ann, 2 May)"."""

from __future__ import annotations

import re
from datetime import date

from postmortem_tracker.markdown.items.due import find_due
from postmortem_tracker.markdown.items.fields import Fields, Mention
from postmortem_tracker.markdown.items.handles import read_handles, unclear
from postmortem_tracker.markdown.items.kinds import ItemText, Names, kind_of, kind_of_several, name_and_day
from postmortem_tracker.markdown.items.led import due_at, owner_led
from postmortem_tracker.markdown.items.people import read_people
from postmortem_tracker.markdown.items.people_left import read_left
from postmortem_tracker.markdown.items.roughly import Due
from postmortem_tracker.markdown.items.stated import StateReader
from postmortem_tracker.markdown.items.taking import take
from postmortem_tracker.markdown.items.unnamed_days import unnamed_day
from postmortem_tracker.markdown.items.urgency import read_level
from postmortem_tracker.markdown.lines.commonmark import code_spans, quoted_at
from postmortem_tracker.markdown.lines.dates import Doubt, Reading, has_digit, read_date
from postmortem_tracker.markdown.lines.plain import blanked, widened
from postmortem_tracker.markdown.words.languages import all_months, every, weekdays
from postmortem_tracker.markdown.words.levels import word_of
from postmortem_tracker.markdown.words.people import is_name_too
from postmortem_tracker.markdown.words.periods import is_span
from postmortem_tracker.markdown.words.phrases import ARROW
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.strokes import STRUCK, has_strokes
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import State

_NUMBER = re.compile(
    r"(?P<whole>\*\*\d{1,2}[.)]\*\*[ \t]*|\(\d{1,2}\)[ \t]+|\d{1,2}-[ \t]+|[»›][ \t]+)(?=\S)|"
    r"(?:\*\*|__)?(?P<number>(?:(?:action(?: item)?|task|item|step|recommendation|AI|AP|CA|PA)[ -]?#?)?"
    r"\d{1,2}(?:\.\d{1,2})?[ \t]*[.):][ \t]*)(?=[^\W\d_*]{2}|\*\*|[`\[])",
    re.IGNORECASE,
)
_GROUP = re.compile(r"[(\[{]([^()\[\]{}\n]{4,60})[)\]}][ \t.]*$")
_GROUP_FIRST = re.compile(r"[(\[]([^()\[\]{}\n]{4,60})[)\]](?!\():?[ \t]+(?=\S)")
_GROUP_AMID = re.compile(r"(?<![\w`\])])[(\[{]([^()\[\]{}\n]{4,60})[)\]}](?![(`\w])")
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
_PARTS = re.compile(r"(?:(?<![ \t])[ \t]+)?[,;|·][ \t]*+|(?<![ \t])[ \t]+(?:[—–-]|→|[-=]>)[ \t]+")
_ARROW = re.compile(ARROW)
_DUE = Spelled(*every("labels", "due"), "by")
_SIGNS = frozenset("📅📆🗓⏰")
_FIRST_IN_CODE = re.compile(r"`+[ \t]*(\w+)")
_DAYS = frozenset(word for name in (*all_months(), *weekdays()) for word in re.findall(r"\w+", name.casefold())[:1])


class MarkReader:
    """Reads unlabelled fields with one vocabulary.

    ``near`` is the incident's date, which lends its year; ``named`` is what the document says of names.
    """

    def __init__(self, words: Compiled, near: date | None, named: Names) -> None:
        self._words = words
        self._near = near
        self._named = named
        self.states = StateReader(words, near, named)

    def read(self, text: str, fields: Fields, body: int) -> None:
        """Add to the fields what an item says; ``body`` is where its words begin."""
        first = text.split("\n", 1)[0] if "\n" in text else text
        body = self._number(text, fields, body)
        words = ItemText(text, body, self._words, self._near, self._named)
        read_people(words, fields)
        self._bracketed(first, words, fields)
        read_level(first, fields, body)
        self._team(first, fields, body)
        self._due(text, fields, body)
        if not fields.owners:
            read_handles(first, fields, body, self._words)
            read_level(first, fields, body)  # "@ana P1 …"
        taken = len(fields.cuts)
        self.states.read(text, fields, body)
        doubted = any(code == "PM105" for code, _ in fields.doubts)
        if not fields.owners and len(fields.cuts) > taken and not doubted:
            read_handles(first, fields, body, self._words)  # "@ana (done)", "@ana (almost done)"
        read_left(words, fields)
        if day := unnamed_day(first, fields, body):
            fields.doubts.append(("PM103", f"nothing says what {day!r} is"))
        if not fields.owners and "@" in first and not any(code == "PM105" for code, _ in fields.doubts):
            fields.doubts += [("PM105", repr(said)) for said in unclear(first, fields, body)]

    def _number(self, text: str, fields: Fields, body: int) -> int:
        """Leave out an ordinal, which is no part of what is to be done; where the words begin."""
        number = _NUMBER.match(text, body)
        if number is None:
            return body
        named = number.lastgroup or "number"
        fields.cuts.append(number.span(named))
        return number.end(named)

    def _bracketed(self, text: str, words: ItemText, fields: Fields) -> None:
        """Read "(Bob, 2026-05-01)" and "[detect]"; what only looks like a ticket may stand behind."""
        if text[-8:].rstrip(" \t.")[-1:] in (")", "]", "}"):
            end = _before_lookalike(text, fields)
            held = blanked(text[:end], [link.cut for link in fields.links if link.cut and link.cut[1] <= end])
            group = _GROUP.match(held, max(map(held.rfind, "([{")))
            if group is not None and (
                self._several(group[1], group.start(1), words, fields) or _named_and_dated(group, words, fields)
            ):
                fields.cuts.append(widened(text, *group.span()))
        elif text[words.body : words.body + 1] in ("(", "["):
            group = _GROUP_FIRST.match(text, words.body)
            if group is not None and self._several(group[1], group.start(1), words, fields):
                fields.cuts.append(group.span())
        if "@" in text and not fields.owners:
            self._amid(text, words, fields)
        if text[-1:] in ("]", ")"):
            self._tag(text, fields)

    def _amid(self, text: str, words: ItemText, fields: Fields) -> None:
        """Read the same of an account where more follows: "(@ana, 2026-05-01) in the EU"."""
        struck = [found.span() for found in STRUCK.finditer(text)] if has_strokes(text) else []
        for group in _GROUP_AMID.finditer(text, words.body):
            start, end = group.span()
            if "@" not in group[1] or any(left < start < right for left, right in struck) or quoted_at(text, start):
                continue
            if self._several(group[1], group.start(1), words, fields):
                fields.cuts.append(widened(text, start, end))
                return

    def _due(self, text: str, fields: Fields, body: int) -> None:
        told = _without_code(blanked(text, fields.cuts) if fields.due is not None else text)
        if fields.due is not None and not _may_be_due(told):
            return
        found = find_due(told, lambda line: blanked(line, fields.cuts), body)
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
        second = find_due(rest, lambda line: blanked(line, fields.cuts), body) if _may_be_due(rest) else None
        if found.dated and second is not None:
            self._second_due(text, second, fields)

    def _second_due(self, text: str, found: Due, fields: Fields) -> None:
        """Doubt both of two days that an item is said to be due on."""
        first = fields.due_reading.value if fields.due_reading else None
        other = read_date(found.value, self._near).value if found.dated else None
        if found.cut is None or first is None or other is None:
            return
        if not _says_due(text[found.cut[0] : found.start]):
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

    def _several(self, text: str, at: int, words: ItemText, fields: Fields) -> bool:
        """Read "Bob, 2026-05-01, P1": True where every part is a field and one of them is unmistakable."""
        parts = [part for part in _PARTS.split(text) if part.strip()]
        if not 1 < len(parts) < 5:
            return False
        kinds = [self._kind(part, words) for part in parts]
        if kinds[:2] == ["due", "due"] and is_name_too(parts[0]):
            kinds[0] = "owner"  # "(May, 1 June)"
        if _ARROW.search(text) is not None and len(set(kinds)) < len(kinds):
            return False  # "P1 → P2"
        if "" in kinds or set(kinds) <= {"owner", "state"} or kinds.count("owner") > 2 or kinds.count("due") > 1:
            return False
        for said, kind in zip(parts, kinds, strict=True):
            start = at + text.index(said)
            part = said[(due_at if kind == "due" else owner_led)(said) :]
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

    def _kind(self, part: str, words: ItemText) -> str:
        """What one of several fields in brackets is, where words about a state are one even if they are doubted."""
        if self._words.states.hedged(part):
            return "state"
        kind = kind_of(part, words).replace("certain", "owner") or kind_of_several(part, words)
        return kind or ("due" if is_span(part) else "")


def _named_and_dated(group: re.Match[str], words: ItemText, fields: Fields) -> bool:
    """Read a name right before a day in brackets: "(Ana 2026-05-01)"."""
    told = name_and_day(group[1], words) if not fields.owners else None
    for kind, value in told or ():
        take(kind, value, group.start(1) + group[1].find(value), words, fields)
    return told is not None


def _before_lookalike(text: str, fields: Fields) -> int:
    """Where a line ends without a bracket that holds nothing but a key that may be a ticket's: "(…) [AUTH-12]"."""
    start = max(map(text.rfind, "(["))
    held = text[start + 1 :].strip(" \t.)]") if start > 0 else ""
    unsure = any(each.unsure and each.text == held for each in fields.links) if held else False
    return len(text[:start].rstrip()) if unsure else len(text)


def _may_be_due(text: str) -> bool:
    """Whether there is any digit and any word for a due date, as few texts have a second time."""
    return has_digit(text) and _says_due(text)


def _says_due(text: str) -> bool:
    return not _SIGNS.isdisjoint(text) or next(_DUE.found(text), None) is not None


def _without_code(text: str) -> str:
    """The text with blanks for code, but for a day alone in it: "by `2026-05-01`"."""
    if "`" not in text:
        return text
    return blanked(text, [span for span in code_spans(text) if not _may_be_day(text[slice(*span)])])


def _may_be_day(code: str) -> bool:
    """Whether code begins with a number, or the name of a month or a day of the week."""
    first = _FIRST_IN_CODE.match(code)
    return first is not None and (first[1][0].isdecimal() or first[1].casefold() in _DAYS)
