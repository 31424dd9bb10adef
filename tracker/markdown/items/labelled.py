"""Reads owner, due date, priority, type, status, links and waiver out of an item's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from postmortem_tracker.markdown.items.cued_days import renewed, unsettled
from postmortem_tracker.markdown.items.due import is_due
from postmortem_tracker.markdown.items.fields import Fields, is_doubted
from postmortem_tracker.markdown.items.kinds import Names
from postmortem_tracker.markdown.items.level_labels import speaks_of_level
from postmortem_tracker.markdown.items.struck import read_struck
from postmortem_tracker.markdown.items.typed_days import is_day_alone
from postmortem_tracker.markdown.items.unlabelled import MarkReader
from postmortem_tracker.markdown.items.unsaid import unsaid
from postmortem_tracker.markdown.items.waivers import read_waiver
from postmortem_tracker.markdown.lines.dates import Doubt, Reading, has_month, read_date, read_day
from postmortem_tracker.markdown.lines.nearly import half_link, nearly_tickets
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.lines.references import Form
from postmortem_tracker.markdown.lines.tickets import tickets
from postmortem_tracker.markdown.words.boxes import read_box, read_input
from postmortem_tracker.markdown.words.details import leads_to_work, task_label
from postmortem_tracker.markdown.words.judged import Grasp, Judged
from postmortem_tracker.markdown.words.labels import find_labels, value_end
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import is_level, settled, word_of
from postmortem_tracker.markdown.words.orders import is_work
from postmortem_tracker.markdown.words.people import is_beside, is_denied
from postmortem_tracker.markdown.words.periods import is_period
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.vocabulary import Compiled, is_unmistakable
from postmortem_tracker.model import State

# "(x)", "`[x]`" and "[yes]", of which nobody knows what they mean; empty, they say nothing.
_LIKE_A_BOX = re.compile(
    r"(?P<box>\([ \t]?(?:[xX✓✔][ \t]?)?\)|"
    r"`\[[ \t]?(?:[xX✓✔~-][ \t]?)?\]`(?=[ \t]+[^\sa-z])|\[(?P<said>[^\W\d_]{2,8})\])[ \t]+"
)
_ANSWERS = frozenset((*every("states", "yes"), *every("states", "no"), "ok"))
_DIGITS_OF_A_DAY = 5  # at least, where no month is named
_LONG = 60  # characters of a due date with what people say beside it
LIMIT = 4_000  # characters of an item that are read for its title and fields
# Signs as Chinese and Japanese have them, and spaces that do not break, by those that mean the same: one each, so that
# no offset changes.
_WIDE = str.maketrans("（）［］【】：；，、\u00a0\u2007\u202f\u3000", "()[][]:;,,    ")
# A label asked as a question: "Who is responsible? Ana"
_QUESTION = re.compile(r"^[ \t>*_]{0,8}([^?\n]{1,40}?)[*_]{0,2}\?(?=[ \t*_]{1,8}\S)", re.MULTILINE)
_ASKED = Spelled(*every("labels", "owner"), *every("labels", "due"))
_CHANGE = re.compile(r"\b(?:prs?|mrs?|(?:pull|merge) requests?)\b")
_ACCOUNT = re.compile(r"(?<![ \t,;(\[])[ \t,;(\[]+@\w")
_DAY = re.compile(
    r"[*_`]{0,3}(?:\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)? [^\W\d_]{3,10} \d{4}|"
    r"[^\W\d_]{3,10} \d{1,2}(?:st|nd|rd|th)?, \d{4})"
    r"(?=[ \t]+(?:\*\*|__)?[^\W\d_(])"
)
# Words behind which the name of a field is only spoken of.
_SPEAKING = frozenset(every("items", "speaking_of"))
_VALUE = re.compile(r"[*_]{0,2}(?:\d|P[0-5]\b|@|[A-ZÀ-Þ])")  # what begins as a value does is one
_DASH = re.compile(r"[ \t]+(?:[–—]|--?)[ \t]+")
_SHORT = 2  # signs behind a day that say nothing
_FIRST = ("owner", "due", "priority")  # fields with which people begin an item
_REST = re.compile(r"([ \t]*(?:[;,][^()\[\]\n]{1,40})?)[)\]]")


def _is_told(text: str, label: re.Match[str]) -> bool:
    """True for a label that a sentence speaks of, as the word before it tells: "Add an owner: field"."""
    name = label.lastgroup or ""
    before = text[: label.start(name)]
    if before[-1:] not in (" ", "\t") or name not in ("owner", "due", "priority"):
        return False
    word = before.split()[-1:]
    return (
        bool(word) and word[0].casefold() in _SPEAKING and ("=" in label[0] or _VALUE.match(text, label.end()) is None)
    )


def _says_little(rest: str) -> bool:
    """True for what stands behind a value in its brackets and is no field: nothing, or who it was before."""
    words = rest.strip(" ;,").split()
    return not words or is_beside(words[0])


def _label_at(label: re.Match[str]) -> int:
    """Where the words of a label begin."""
    return label.start(label.lastgroup or 0)


def _is_apart(text: str, label: re.Match[str], least: int) -> bool:
    """True for a label in brackets of its own, or behind the place before which one is the item's words."""
    start = _label_at(label)
    opened = text[start - 1 : start] in ("(", "[")
    return start > least or opened or (label.lastgroup in _FIRST and leads_to_work(text[label.start() :]))


class FieldReader:
    """Reads fields with one vocabulary.

    ``near`` is the incident's date, which lends its year, ``defined`` holds the document's link definitions,
    ``named`` is what it says of names.
    """

    def __init__(self, words: Compiled, near: date | None, defined: Mapping[str, str], named: Names) -> None:
        self._words = words
        self._defined = defined
        self._near = near
        self._marks = MarkReader(words, near, named)
        self._labels = words.label_pattern
        self._stems = words.label_stems

    def judge(self, words: str) -> Judged:
        """What words say that may be a state."""
        return self._words.states.judge(words)

    def read(self, text: str, own: int | None = None) -> Fields:
        """The fields of a list item, line or heading; from ``own`` on stand lines that only hold its fields."""
        fields = Fields()
        searched = text[:LIMIT] if text.isascii() else text[:LIMIT].translate(_WIDE)
        if "?" in searched:
            searched = _QUESTION.sub(lambda asked: asked[0][:-1] + ":" if asked[1] in _ASKED else asked[0], searched)
        fields.cuts += unsaid(searched)
        searched = blanked(searched, fields.cuts) if fields.cuts else searched
        body = self._box(searched, fields)
        known = len(fields.cuts)
        read_struck(searched, fields, body, self._words.states)
        searched = blanked(searched, fields.cuts) if len(fields.cuts) > known else searched
        task = task_label(searched[body:])
        if task is not None:
            task = (body + task[0], body + task[1])
            fields.cuts.append(task)
        labels = self._labels_of(searched, body, task)
        self._tickets(searched, fields, body, len(text) if own is None else own, labels)
        read_waiver(searched, fields, self._near)
        for match, limit in labels:
            self._value(searched, fields, match.lastgroup or "", match, limit)
        self._marks.read(searched, fields, body)
        self._behind_link(searched, fields, body)
        return fields

    def left(self, text: str, fields: Fields) -> None:
        """Doubt that all is done beside a remark that says what is left to do."""
        self._marks.states.doubts.left(text.partition("\n")[0], fields)

    def _box(self, text: str, fields: Fields) -> int:
        box = read_box(text)
        if box is None:
            return self._other_box(text, fields)
        fields.box = box
        fields.state = box.state
        fields.cuts.append((0, box.body))
        if not box.known:
            fields.doubts.append(("PM121", f"[{box.mark}]"))
        second = read_box(text[box.body :])
        if second is None:
            return box.body
        if second.state is not box.state:
            fields.state = State.OPEN
            fields.doubt_state("two boxes say different things")
        fields.cuts.append((box.body, box.body + second.body))
        return box.body + second.body

    @staticmethod
    def _other_box(text: str, fields: Fields) -> int:
        end = 0
        if (shown := read_input(text)) is not None:
            fields.state, end = shown
        elif (like := _LIKE_A_BOX.match(text)) is not None and (like["said"] or "ok").casefold() in _ANSWERS:
            if like["box"].strip("`()[] \t"):
                fields.doubts.append(("PM121", like["box"]))
            end = like.end()
        if end:
            fields.cuts.append((0, end))
        return end

    def _tickets(
        self, text: str, fields: Fields, body: int, own: int, labels: Sequence[tuple[re.Match[str], int]]
    ) -> None:
        named = [
            (match.end(), value_end(text, match.end(), limit, "ticket"), _CHANGE.search(match[0]) is not None)
            for match, limit in labels
            if match.lastgroup == "ticket"
        ]
        fields.links = tickets(text, own, body, named, self._words.tickets, self._defined)
        for link in fields.links:
            if link.cut:
                fields.cuts.append(link.cut)
            if link.state is not None:
                fields.say(link.state)
            if link.unsure:
                fields.doubts.append(("PM122" if link.form is Form.KEY else "PM126", link.text))
        known = fields.links
        fields.links = [link for link in known if not link.unsure or link.form is Form.KEY]
        if not fields.links and (half := half_link(text[:own])):
            fields.doubts.append(("PM126", repr(half)))
        else:
            fields.doubts += nearly_tickets(text, body, own, self._words.tickets, self._defined, known)

    def _behind_link(self, text: str, fields: Fields, body: int) -> None:
        """Read what stands behind a link that is the title, as nothing but fields does: "[Rotate it](…) DONE"."""
        link = next((one for one in fields.links if one.cut is None and one.url is not None), None)
        if link is None:
            return
        line = text.partition("\n")[0]
        line = blanked(line, [cut for cut in fields.cuts if cut[1] <= len(line)])
        rest = line[link.end :].strip(" \t*_:.–—-")
        if not rest or any(map(str.isalnum, line[body : link.start])):
            return
        judged = self._words.states.judge(rest)
        if judged.grasp is Grasp.ALL and judged.state is not None:
            fields.say(judged.state)
        elif is_level(rest):
            fields.priority = fields.priority or word_of(rest)
        elif not any(map(str.isalnum, rest)) or judged.doubtful:
            fields.doubt_state(repr(rest))
            return
        else:
            return
        fields.cuts.append((link.end, len(line.rstrip())))

    def _labels_of(self, text: str, body: int, task: tuple[int, int] | None) -> list[tuple[re.Match[str], int]]:
        """The labels in a text, each with where its value ends at the latest; ``task`` is where its work is named."""
        found = find_labels(text, self._labels, self._stems)
        least = -1 if "\n" in text or task else body
        found = [m for m in found if _is_apart(text, m, max(least, -1 if m["owner"] or task else body + 3))]
        found = [m for m in found if not _is_told(text, m) and not (m["due"] and self._is_loose(text, m))]
        found = [m for m in found if not (m["owner"] and is_denied(text[: m.start("owner")]))]
        found = [m for m in found if not (m["priority"] and speaks_of_level(text, body, m))]
        starts = [*(match.start() for match in found), *([task[0]] if task else []), len(text)]
        return [(match, min(start for start in starts if start > match.start())) for match in found]

    def _is_loose(self, text: str, label: re.Match[str]) -> bool:
        """True for "target:" in the middle of a sentence, unless a day follows, or words that tell when."""
        if label[0][0] not in " \t" or label[0].lstrip()[0] == "-" or is_unmistakable(label["due"]):
            return False
        value = text[label.end() : value_end(text, label.end(), len(text), "due")].strip(" *_`.")
        account = _ACCOUNT.search(value)
        value = value[: account.start()] if account else value
        told = sum(map(str.isdigit, value)) >= _DIGITS_OF_A_DAY or has_month(value)
        return not is_period(value) and not (told and is_day_alone(value) and read_day(value, self._near))

    def _value(self, text: str, fields: Fields, name: str, match: re.Match[str], limit: int) -> None:
        start = match.end()
        end = value_end(text, start, limit, name)
        if name in ("due", "priority", "status", "type") and (account := _ACCOUNT.search(text, start + 1, end)):
            end = account.start()  # "Due: 2026-05-01 @ana": who does it is no part of the value
        if name == "due":
            end = self._day_end(text, start, end, limit)
        if name == "owner":
            end = self._before_day(text, start, end)
            bold = text.find("**", start, end) if text[_label_at(match) - 2 : _label_at(match)] == "**" else -1
            end = bold if bold > 0 else end  # "**Owner: Ana** Rotate the keys"
            sentence = text.find(". ", start, end)
            if sentence > 0 and is_work(text[sentence + 2 :]):
                end = sentence  # "Owner: Ana. Rotate the keys"
        raw = text[start:end]
        value = raw.strip(" \t.,;*_`|—–-")
        if name == "status" and self._words.state(match[0]) is State.COMPLETED:  # "Completed: yes"
            judged = self._words.states.answer(value)
            if judged.state is not None:
                fields.say(judged.state)
        else:
            judged = None
        if (judged is None or judged.state is None) and not self.assign(fields, name, value):
            if name == "status" and text[match.start() - 1 : match.start()] in ("", "\n"):
                fields.doubt_state(repr(value))  # on a line of its own it is meant as the state
            return
        at = start + raw.find(value) if value else start
        fields.mention(name, value, at)
        cut = len(text[: match.start()].rstrip(" \t"))
        before = text[cut : match.start(name)]
        opening = before.lstrip(" \t.,;|—–-\n")[:1] or text[cut - 1 : cut]
        if opening in ("(", "[") and (rest := _REST.match(text, end)) is not None and _says_little(rest[1]):
            end = rest.end()
            cut -= before.lstrip()[:1] != opening
        elif text.startswith(". ", end):
            end += 1
        fields.cuts.append((cut, end))

    def _day_end(self, text: str, start: int, end: int, limit: int) -> int:
        """Where a due date ends: behind a range of days, and before words that are no part of it."""
        dash = _DASH.match(text, end, limit)
        if dash is not None and is_day_alone(text[dash.end() : value_end(text, dash.end(), limit, "due")]):
            end = value_end(text, dash.end(), limit, "due")  # "(Due: Dec 20 - Dec 24)"
        if 0 <= (last := renewed(text, end)) <= limit:
            return last
        day = _DAY.match(text, start, end)
        if day is None or end - day.end() <= _SHORT:
            return end
        if text.rfind("(", 0, start) > text.rfind(")", 0, start) and is_doubted(text[start:end], self._near):
            return end  # "(Due: 2026-05-01 for EU, 2026-06-01 for US)"
        if 0 <= (last := unsettled(text, day.end())) <= limit:
            return last  # "Due: 2026-05-01 or 1 June"
        return day.end()  # "Due: 1 May 2026 Add it"

    def _due_again(self, fields: Fields, value: str) -> None:
        """Doubt both of two different days that labels give: "Due: 2026-05-01" above "Due: 2026-05-08"."""
        first = fields.due_reading.value if fields.due_reading else None
        second = read_date(value[:_LONG], self._near).value
        if first is not None and second is not None and first != second:
            fields.due, fields.due_reading = f"{fields.due} or {value[:_LONG]}", Reading(None, Doubt.AMBIGUOUS)

    @staticmethod
    def _before_day(text: str, start: int, end: int) -> int:
        """Where people end and a day begins: "Owner: Ana, before 2 October 2026" names one person."""
        comma = text.find(",", start, end)
        while comma >= 0:
            following = text.find(",", comma + 1, end)
            if is_due(text[comma + 1 : following if following >= 0 else end]):
                return comma
            comma = following
        return end

    def assign(self, fields: Fields, name: str, value: str) -> bool:
        """Set a field from its written value; False where the value is none of that field."""
        if name == "owner":
            fields.own(value)
        elif name == "due":
            self._due_again(fields, value)
            if len(value) > _LONG and read_date(value[:_LONG], self._near).value is None:
                return False
            fields.fall_due(value[:_LONG], self._near)
        elif name == "priority":
            value = settled(value)
            if len(value.split()) > 4:
                return False
            fields.priority = fields.priority or value or None
        elif name == "type":
            if len(value.split()) > 3:
                return False
            fields.type = fields.type or value.casefold() or None
        elif name == "status":
            judged = self._words.states.judge(value)
            if judged.state is not None:
                fields.say(judged.state)
            elif judged.doubtful:
                fields.doubt_state(repr(value))
            return judged.grasp is not Grasp.OTHER
        elif name == "ticket":
            return bool(value)
        return True
