"""Reads owner, due date, priority, type, status, links and waiver out of an item's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from tracker.markdown import references
from tracker.markdown.dates import Doubt, Reading, read_date
from tracker.markdown.dues import find_due
from tracker.markdown.plain import blanked
from tracker.markdown.references import Reference
from tracker.markdown.values import MANY, bracketed, may_label, value_end
from tracker.markdown.vocabulary import Compiled
from tracker.model import State, Waiver

LIMIT = 4_000  # characters of an item that are read for its title and fields
_BOX = re.compile(r"\\?\[([ xX✓✔~-]?)\\?\](?=\s|$)[ \t]*")
_WAIVER = re.compile(
    r"[ \t]*\(?[*_]{0,2}waived(?:[ \t]+until[ \t]+([^\s:,;)]+(?: [^\s:,;)]+){0,2}))?"
    r"[*_]{0,2}[ \t]*[:—–-][*_]{0,2}[ \t]*([^\n)]*)\)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@/.`])(@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?)(?![\w/@])")
_PRIORITY = re.compile(
    r"[ \t]*[\[(]\s*\**(?:priority:?\s*)?(P[0-5]|critical|highest|high|medium|low|lowest|urgent)"
    r"\**(?:[ -]priority)?(?:\s*[—–,-][^)\]\n]{0,60})?\s*[\])]|"
    r"^\**(P[0-5])\**\s*[:—–-]\s*",
    re.IGNORECASE,
)
_LISTED_PRIORITY = re.compile(r"[ \t]*,[ \t]*(P[0-5])[ \t]*(?=[,)])")  # "(owner: ana, P1)"
_STRUCK = re.compile(r"[ \t]*[*_]{0,3}~~(?:(?!~~).)+~~[*_]{0,3}")
_TRAILING = re.compile(
    r"[ \t]*(?:[(\[][ \t]*([^()\[\]\n]{1,40}?)[.!]?[ \t]*[)\]]|[ \t][—–-][ \t]*([^\n()\[\]—–]{2,24}?)|"
    r"([✅✔☑✓🚧⏳❌🔲]️?))[ \t.]*$"
)
_LEADING = re.compile(
    r"[\[(]?\*{0,2}[\[(]?([A-Z][A-Z' -]{2,18}|done|completed|todo|in progress|✅|✔️?|☑️?|🚧|⏳|❌|"
    r"🔲|🟢|🔴|🟡)[\])]?\*{0,2}(?:[\])]|[ \t]*[:—–-]|(?<=\*)|(?<=[✅✔☑🚧⏳❌🔲🟢🔴🟡️]))\*{0,2}[ \t]*",
    re.IGNORECASE,
)
_STATED = re.compile(  # "DONE 2026-05-14 — patch it", "TODO due 2026-05-21: add it", "DEFERRED P2 - tidy it"
    r"(\*\*|__)?([A-Z][A-Z' ]{2,15}?)(?:[ ](?P<due>due[ ](?:by[ ])?)?(?P<day>\d{4}-\d{2}-\d{2}|"
    r"\d{1,2}[ ][A-Z][a-z]{2,8}[ ]\d{4})|[ ](?P<level>P[0-5]))(?(1)\1|)[ \t]*[:—–-][ \t]*(?=\S)"
)
_OWN_NAME = re.compile(
    r"(?:\*\*|__)?(?:task|action|action item|measure)[ \t]*(?::(?:\*\*|__)|(?:\*\*|__):|:)[ \t]+(?=\S)", re.IGNORECASE
)
_AFTER_STATE = frozenset(":-—–*])✅✔☑🚧⏳❌🔲🟢🔴🟡")  # one of these follows a state at an item's head
_UNKNOWN = re.compile(
    r"^(?:\?+|tbd|tba|tbc|n/?a|none|nobody|unassigned|unknown|not assigned|to be (?:determined|"
    r"decided|assigned|defined|confirmed)|[-–—_.…]+|<.*>|\[.*\]|todo|no owner|wer\?*|x+)$",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"^(?:n/?a|none|[-–—_.…]+)$", re.IGNORECASE)
_SAID_WHEN = re.compile(
    r"\W*(?:[^\W\d_]+ ?){1,2}\W+(?:(?:on|in|by|see|via|as of|since)\b)?"
    r"\W*[\d#@\[]|\W*(?:[^\W\d_]+ ){1,2}(?:on|in|by|see|via|since) "
)
_NAMES = re.compile(r"\s*(?:,|;|/(?=\s|@)|(?<=\s)/|&|\+|<br ?/?>|\s(?:and|og|und|et|e|y|en)\s)\s*")
_PERSON = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’.-]*(?: (?:de|van|von|da|der|den|del))*)(?: [A-ZÀ-Þ][\w'’.-]*){1,3}$|[\w&/ -]{2,28} (?:team|"
    r"squad|guild|Team|Squad)$"
)
_LINKED = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_DASHES = ("- ", "– ", "— ", "-\t", "–\t", "—\t")
_DIGIT = re.compile(r"\d")
_CLOSERS = frozenset(")]✅✔☑✓🚧⏳❌🔲️")


@dataclass(slots=True)
class Mention:
    """A value and where its words stand in the text it was read from."""

    value: str
    start: int
    end: int


@dataclass(slots=True)
class Fields:
    """What an item's text says, and the ranges (``cuts``) that are fields rather than title."""

    state: State | None = None
    box: tuple[int, int] | None = None
    owners: list[str] = field(default_factory=list)
    unknown_owner: bool = False
    due: str | None = None
    due_reading: Reading | None = None
    priority: str | None = None
    type: str | None = None
    waiver: Waiver | None = None
    links: list[Reference] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)
    mentions: dict[str, Mention] = field(default_factory=dict)
    status_word: bool = False


class FieldReader:
    """Reads fields with one vocabulary; ``near`` is the incident's date, which lends its year."""

    def __init__(self, words: Compiled, near: date | None) -> None:
        self._words = words
        self._near = near
        self._labels = words.label_pattern
        self._stems = words.label_stems

    def read(self, text: str) -> Fields:
        """The fields of a list item, line or heading."""
        fields = Fields()
        searched = text[:LIMIT]
        body = self._box(searched, fields)
        self._references(searched, fields)
        if "aived" in searched or "AIVED" in searched:
            self._waiver(searched, fields)
        if ":" in searched and may_label(searched, self._stems):
            self._labelled(searched, fields, body)
        self._marks(searched, fields, body)
        return fields

    def _box(self, text: str, fields: Fields) -> int:
        found = _BOX.match(text)
        if found is None or text[found.end() :][:1] == "(":
            return 0
        fields.box = found.span(1)
        fields.cuts.append(found.span())
        sign = found[1]
        fields.state = State.COMPLETED if sign in ("x", "X", "✓", "✔") and sign else State.OPEN
        if sign in ("~", "-") and sign:
            fields.state = State.NOT_PLANNED
        return found.end()

    def _references(self, text: str, fields: Fields, *, ticket_cell: bool = False) -> None:
        if not ("#" in text or "://" in text or "-" in text or "](" in text):
            return
        fields.links = references.find_references(text, ticket_cell=ticket_cell)
        for link in fields.links:
            if link.cut:
                fields.cuts.append(link.cut)

    def _waiver(self, text: str, fields: Fields) -> None:
        found = _WAIVER.search(text)
        if found is None:
            return
        until = read_date(found[1], self._near).value if found[1] else None
        if found[1] and until is None:
            return
        fields.waiver = Waiver(until, found[2].strip(" .*_"))
        fields.cuts.append(found.span())

    def _labelled(self, text: str, fields: Fields, body: int) -> None:
        found = [m for m in islice(self._labels.finditer(text), MANY) if m.start("label") > body or "\n" in text]
        found = [m for m in found if m.start("label") > body + 3 or m["owner"]]
        for index, match in enumerate(found):
            limit = found[index + 1].start() if index + 1 < len(found) else len(text)
            name = next(group for group, value in match.groupdict().items() if value and group != "label")
            self._value(text, fields, name, match, limit)

    def _value(self, text: str, fields: Fields, name: str, match: re.Match[str], limit: int) -> None:
        start = match.end()
        end = value_end(text, start, limit, name)
        raw = text[start:end]
        value = raw.strip(" \t.,;*_`|—–-")
        if not self.assign(fields, name, value):
            return
        at = start + raw.find(value) if value else start
        fields.mentions.setdefault(name, Mention(value, at, at + len(value)))
        cut = match.start()
        opening = text[cut : match.start("label")].lstrip(" \t.,;|—–-\n")[:1] or text[cut - 1 : cut]
        if opening in ("(", "[") and text[end : end + 1] in (")", "]"):
            end += 1
            cut -= text[cut : match.start("label")].lstrip()[:1] != opening
        fields.cuts.append((cut, end))

    def assign(self, fields: Fields, name: str, value: str) -> bool:
        """Set a field from its written value; False where the value is none of that field."""
        if name == "owner":
            self.owner(fields, value)
        elif name == "due":
            if len(value) > 60:
                return False
            self.due(fields, value)
        elif name == "priority":
            if len(value.split()) > 4:
                return False
            fields.priority = fields.priority or value or None
        elif name == "type":
            if len(value.split()) > 3:
                return False
            fields.type = fields.type or value.casefold() or None
        elif name == "status":
            state = self._words.state_in(value, leading=True)
            if state is not None:
                _say(fields, state)
            return state is not None
        elif name == "ticket":
            return bool(value)
        return True

    def owner(self, fields: Fields, value: str) -> None:
        """Add the people or teams a value names."""
        plain = _LINKED.sub(r"\1", value).strip(" *_`")
        for name in _NAMES.split(plain):
            bare = name.strip(" *_`.()")
            if not bare:
                continue
            if _UNKNOWN.match(bare):
                fields.unknown_owner = fields.unknown_owner or _NOBODY.match(bare) is None
            elif bare not in fields.owners and len(bare) <= 80:
                fields.owners.append(bare)

    def due(self, fields: Fields, value: str) -> None:
        """Set the due date from its words, unless one is set or the value is a placeholder."""
        bare = value.strip(" *_`.()")
        if fields.due is not None or not bare or _UNKNOWN.match(bare):
            return
        reading = read_date(bare, self._near)
        fields.due_reading = reading
        fields.due = reading.value.isoformat() if reading.value else bare

    def _marks(self, text: str, fields: Fields, body: int) -> None:
        first = text.split("\n", 1)[0] if "\n" in text else text
        self._priority(first, fields)
        self._due(text, fields)
        self._handles(first, fields, body)
        self._leading(first, fields, body)
        for _ in range(3):
            if not self._trailing(first, fields):
                break
        self._struck(first, fields, body)

    def _struck(self, text: str, fields: Fields, body: int) -> None:
        """Words struck through are dropped, unless what follows says that they are done."""
        found = _STRUCK.match(text, body) if "~~" in text else None
        if found is None:
            return
        rest = blanked(text, fields.cuts)[found.end() :].strip(" .")
        state = self._words.state_in(rest.strip("()[]:—–- "), leading=True) if rest else State.NOT_PLANNED
        if state is None and rest[0] not in "([—–-":
            return
        _say(fields, state or State.NOT_PLANNED)
        if rest:
            fields.cuts.append((found.end(), len(text)))

    def _priority(self, text: str, fields: Fields) -> None:
        if fields.priority is not None or not ("(" in text or "[" in text or "P" in text[:6]):
            return
        found = _PRIORITY.search(text) or _LISTED_PRIORITY.search(text)
        if found is not None:
            group = 1 if found[1] else 2
            fields.priority = found[group]
            fields.mentions["priority"] = Mention(fields.priority, *found.span(group))
            fields.cuts.append(_emphasised(text, *found.span()))

    def _due(self, text: str, fields: Fields) -> None:
        found = find_due(text, lambda line: blanked(line, fields.cuts)) if fields.due is None else None
        if found is None:
            return
        reading = read_date(found.value, self._near)
        if reading.doubt is Doubt.UNREADABLE or (reading.doubt is Doubt.RELATIVE and found.dated):
            return
        self.due(fields, found.value)
        fields.mentions["due"] = Mention(found.value, found.start, found.start + len(found.value))
        if found.cut is not None:
            fields.cuts.append(found.cut)

    def _handles(self, text: str, fields: Fields, body: int) -> None:
        if "@" not in text or fields.owners:
            return
        for match in islice(_HANDLE.finditer(text), MANY):
            start, end = match.span()
            left, right = text[:start].rstrip(" \t,&/+"), text[end:].lstrip(" \t,&/+")
            rest = blanked(text, fields.cuts)[end:]
            at_start = not text[body:start].strip(" *_`([,") or left.endswith(tuple(fields.owners[-1:]))
            inside = left.endswith(("(", "[")) or (
                right[:1] in (")", "]") and left.endswith(tuple(fields.owners[-1:]) or ("(",))
            )
            at_end = not rest.strip(" \t.,;)]*_`") or rest.lstrip(" ,&/")[:1] == "@"
            if not (at_start or inside or at_end or left.endswith(("→", "->", "—", "–", " -", ":"))):
                continue
            if match[1] not in fields.owners:
                fields.owners.append(match[1])
            fields.mentions.setdefault("owner", Mention(match[1], start, end))
            fields.cuts.append(bracketed(text, start, end))

    def _leading(self, text: str, fields: Fields, body: int) -> None:
        if (named := _OWN_NAME.match(text, body)) is not None:  # "Task: rotate the keys"
            fields.cuts.append(named.span())
            return
        if (stated := _STATED.match(text, body)) is not None and self._stated(stated, fields):
            return
        found = None if _AFTER_STATE.isdisjoint(text[body : body + 30]) else _LEADING.match(text, body)
        state = self._words.state(found[1]) if found else None
        if found is None or state is None:
            return
        emoji = not found[1][:1].isascii()
        if not emoji:
            _say(fields, state)
        fields.cuts.append((body, found.end()))

    def _stated(self, found: re.Match[str], fields: Fields) -> bool:
        """Read a state with its day or priority at the head of an item; False where the words say no state."""
        state = self._words.state(found[2])
        if state is None:
            return False
        _say(fields, state)
        if found["due"]:
            self.due(fields, found["day"])
            fields.mentions.setdefault("due", Mention(found["day"], *found.span("day")))
        if found["level"] and fields.priority is None:
            fields.priority = found["level"]
            fields.mentions["priority"] = Mention(found["level"], *found.span("level"))
        fields.cuts.append(found.span())
        return True

    def _trailing(self, text: str, fields: Fields) -> bool:
        """Read one bracket or dash at the end of the line: a status or an owner."""
        rest = (blanked(text, fields.cuts) if fields.cuts else text).rstrip()
        bare = rest.rstrip(".")
        if bare[-1:] not in _CLOSERS and not any(dash in bare[-30:] for dash in _DASHES):
            return False
        found = _TRAILING.search(rest)
        if found is None:
            return False
        value = (found[1] or found[2] or found[3]).strip()
        state = self._words.state(value)
        if state is None and found[1] and _SAID_WHEN.match(value):
            state = self._words.state_in(value, leading=True)
        if state is not None:
            _say(fields, state)
        elif found[1] and not fields.owners and _PERSON.match(value) and value.count(" ") < 4:
            fields.owners.append(value)
            at = text.index(value, found.start())
            fields.mentions.setdefault("owner", Mention(value, at, at + len(value)))
        else:
            return False
        fields.cuts.append((found.start(), found.end()))
        return True


def _emphasised(text: str, start: int, end: int) -> tuple[int, int]:
    """A range with the emphasis that stands around nothing else."""
    bold = text[start - 2 : start] if start >= 2 else ""
    return (start - 2, end + 2) if bold in ("**", "__") and text[end : end + 2] == bold else (start, end)


def _say(fields: Fields, state: State) -> None:
    """Take a state from words; a box knows better, unless it is open and the words say that it will stay so."""
    if fields.state is None or (fields.state is State.OPEN and (fields.box is None or state is State.NOT_PLANNED)):
        fields.state = state
