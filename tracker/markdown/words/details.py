"""Lines that annotate the work above them: labels of fields at their heads, and what stands behind these."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.boxes import is_boxed
from postmortem_tracker.markdown.words.labels import DUE, OWNER, PRIORITY, STATUS, label_of
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.orders import is_measure, is_work
from postmortem_tracker.markdown.words.spelled import Spelled

_TASK = Spelled(*every("labels", "task"))
_BEFORE_TASK = re.compile(r"(?:[|;,.·/–—-][ \t]+|\*)[*_]{0,3}")
_BEHIND_TASK = re.compile(r"[*_ ]{0,4}[:：][*_]{0,3}")
_LED = re.compile(r"\W{0,9}(?:\d{1,2}[.)]\s*)?[*_]{0,2}[^\W\d_][\w'’/&().,+ -]{2,48}[*_]{0,2}:[*_]{0,2} \S")
# "**1. Limit the queue.** It grows": a number inside bold type
_NUMBERED = re.compile(r"[ \t]{0,3}(\*\*|__)#?\d{1,2}[.):]\s+[^*_\n]{3,90}\1\s*\S")
_TODO = ("TODO", "DONE", "Todo", "Done")
_STATED = re.compile(r"\w{4}[ \t]*[-–—][ \t]*\w+ \w")
_CLAUSE = re.compile(r"(?:[.;]|[ \t][–—|-])[ \t]+")
_IN_BRACKETS = re.compile(
    r"[\s*_]*(?:\\?[(\[][^()\[\]]{1,80}[)\]][\s*_]*)+|\s*\*\*[^*\n:]{1,30}:[^*\n]{1,60}\*\*(?!:)\s*"
)
_HANDLE = re.compile(r"(?<![\w/`.])@[A-Za-z][\w-]+")
_COLON = re.compile(r"[*_]{0,2}[ ]?[:：]")
_WHO_OR_WHEN = Spelled(*every("labels", "owner"), *every("labels", "due"))
_SHORT = 120  # characters


def is_led(text: str) -> bool:
    """True for a line that begins with its own label: "Alerting: page on three failures", "TODO - add a page"."""
    if _NUMBERED.match(text) is not None:
        return True
    return _LED.match(text) is not None or (text[:4] in _TODO and _STATED.match(text) is not None)


def is_led_work(text: str) -> bool:
    """True for work behind a label of its own: "**Mint caps:** Introduce a hard limit"."""
    label, _, rest = text.partition(":")
    return len(label) < 60 and is_led(text) and not is_detail(text) and is_measure(rest.lstrip("*_ "))


def is_annotation(text: str) -> bool:
    """True for a detail that carries no box."""
    return is_detail(text) and not is_boxed(text)


def is_detail(text: str) -> bool:
    """True for a line that annotates the work above it: "Owner: …", "Rationale: …"; not "Owner: … | Task: …"."""
    return label_of(text) != 0 and task_label(text) is None


def task_label(text: str) -> tuple[int, int] | None:
    """Where an item that begins with its other fields names its task: "Owner: Ana | Task: rotate the keys"."""
    if not label_of(text):
        return None
    near = text[:_SHORT]
    for apart in _BEFORE_TASK.finditer(near, near.replace("：", ":").find(":")):
        for end in _TASK.ends(near, apart.end()):
            if (colon := _BEHIND_TASK.match(near, end)) is not None:
                return apart.start(), colon.end()
    return None


def is_field_line(text: str) -> bool:
    """True for a line that says nothing but who, until when or how urgent: "Deadline: 2 May"."""
    if not label_of(text) & (OWNER | DUE | PRIORITY) or is_boxed(text):
        return False
    return is_detail(text) and not leads_to_work(text)


def leads_to_work(text: str) -> bool:
    """True where a field at the head of a line is followed by work: "(Owner: Ana) Rotate the keys", "Owner: Ana. …"."""
    bracketed = _IN_BRACKETS.match(text)
    if bracketed is not None:
        return text[bracketed.end() :].strip(" \t.*_") != ""
    return any(is_work(part) or (part[:1].islower() and part.count(" ") > 1) for part in _CLAUSE.split(text)[1:])


def is_own_field(text: str) -> bool:
    """True for a line that says who, until when, how urgent or how far: "Owner: Ana", "Status: open"."""
    return is_field_line(text) or (label_of(text) & STATUS != 0 and is_detail(text))


def is_assigned(text: str) -> bool:
    """True for a line with an account, or a label for who does it or until when."""
    labels = (_WHO_OR_WHEN.before(text, colon.start()) for colon in _COLON.finditer(text))
    return _HANDLE.search(text) is not None or any(label >= 0 for label in labels)
