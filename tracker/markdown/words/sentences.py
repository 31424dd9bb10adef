"""What a line does among others: it introduces, rounds off, labels, asks, points elsewhere or promises.

The rules of grammar in here are those of English; words of all languages are in the tables.
"""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.not_work import asks, points_elsewhere, says_filed
from postmortem_tracker.markdown.words.orders import is_past
from postmortem_tracker.markdown.words.phrases import any_of

_SEE = any_of(*every("items", "see"))
_ARTICLE = any_of("our", *every("items", "speaking_of"))
_POINTER = re.compile(
    rf"[\W_]*{_SEE} (?:{_ARTICLE} )?{any_of(*every('items', 'places'))}\b.{{0,80}}$|"
    r"[\W_]*(?:tracked|listed|documented) (?:in|on|at|here|below|above)\b.{0,80}$",
    re.IGNORECASE,
)
_TO_BE_DONE = re.compile(r"\b(?:must|will|shall|should|need(?:s|ed)? to|plan(?:s|ned)? to|going to)\b", re.IGNORECASE)
_HAVE_DONE = re.compile(
    r"\b(?:we|i|the team)(?:(?:['’]ve| have| had) (?!to\b)|(?: (?:already|now|also))? \w+(?:ed|en|de)\b)", re.IGNORECASE
)
_NAMED_LINK = re.compile(
    r"\W{0,9}(?:[\w'’-]++(?: [\w'’-]++){0,2}\W{0,3}:[*_]{0,2}[ \t]+)?+(?:<?https?://\S+|\[[^\]\n]{1,80}\]\([^)\s\[]+\))[\s.,;]*"
)
_CLAUSES = frozenset({"whether", "how", "what", "which", "where", "who", "why"})
_CASES = frozenset({"after", "before", "during", "for", "if", "in", "on", "when", "whenever", "while", "with"})
_BOLD_ONLY = re.compile(r"^(\*\*|__)(?P<bold>[^*]+?)\1\s*+(?:[:：.]\s*+)?$")
_LABEL_ENDS = (":", "*", "_", "：", ".")
_FIELD_OPENS = re.compile(
    r"(?<!^)[\s*_(\[](?:owners?|assignees?|responsible|due(?: date| by)?|deadline|eta|priority|ticket|tracking)"
    r"[*_]{0,2}:[*_]{0,2}$",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"\b(?:the following|following (?:are|actions|measures|steps|tasks|items|is)|as follows|listed below|"
    r"below are|steps below|in mind|these (?:measures|actions|steps) (?:will|are)|"
    r"lists out|are (?:some|the) (?:of the )?(?:actions|measures|steps|tasks|recommendations))\b"
)
_SHORT = 120  # characters
_TASKS_FOLLOW = re.compile(r"\b(?:following|these) (?:\w+ ){0,2}(?:tasks|action items|to-?dos)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"^\W*(?:by (?:\w+ing|\w+ly \w+ing)\b|in (?:conclusion|summary|short|closing)|"
    r"and that,|sincerely\b|overall\b|to conclude|"
    r"with these|these (?:measures|actions|steps|tasks|changes|improvements)|"
    r"this (?:postmortem|post-mortem|incident|document|outage|report|experience|will help|helps)|"
    r"we (?:believe|hope|apologi[sz]e|thank|appreciate|are committed|remain)|thank|"
    r"implementing these|through these|conclusion\b|finally, we|our commitment|the (?:above|incident)|"
    r"note(?: that)?:|note that\b)",
    re.IGNORECASE,
)


def is_named_link(text: str) -> bool:
    """True for nothing but an address, with its name or not: "Weekly build: <https://…>"."""
    return _NAMED_LINK.fullmatch(text) is not None


def is_question(text: str) -> bool:
    """True for a box of a reviewer's check-list: "[ ] Does it use the index?"."""
    box = read_box(text)
    return box is not None and asks(text[box.body :])


def is_asked(text: str) -> bool:
    """True for a subordinate clause: "whether the queue is full" tells what something reports, not what to do."""
    return text.lstrip("*_ ").partition(" ")[0] in _CLAUSES


def tells_measure(text: str) -> bool:
    """True for a sentence of prose that tells a measure: what was changed for good, or what will be."""
    return tells_done(text) or _TO_BE_DONE.search(text) is not None


def tells_done(text: str) -> bool:
    """True for a sentence of what was done: "Restarted it", "We have told all customers"."""
    return is_past(text) or _HAVE_DONE.search(text) is not None


def tells_to_do(text: str) -> bool:
    """True for a sentence of what has to be done, or that announces it."""
    return _TO_BE_DONE.search(text) is not None or _INTRO.search(text.lower()) is not None


def is_pointer(text: str) -> bool:
    """True for a sentence that only says where more is told: "See section 3.4", "Tickets have been created"."""
    return len(text) <= _SHORT and (_POINTER.match(text) is not None or points_elsewhere(text) or says_filed(text))


def is_promise(text: str) -> bool:
    """True for a line that announces what has to be or will be done: "Future tests must cover:"."""
    return ends_label(text) and _TO_BE_DONE.search(text) is not None


def is_intro(text: str) -> bool:
    """True for a line that only announces what follows."""
    if ":" in text and text.rstrip(" *_").endswith(":"):
        return True
    low = text.lower()
    cued = (
        "follow" in low or "below" in low or "in mind" in low or "these" in low or "lists out" in low or "are " in low
    )
    return cued and _INTRO.search(low) is not None


def names_tasks(text: str) -> bool:
    """True for a sentence that announces a list of tasks: "the following tasks will be prioritized:"."""
    return ":" in text and text.rstrip(" *_").endswith(":") and _TASKS_FOLLOW.search(text) is not None


def is_closing(text: str) -> bool:
    """True for the sentence that rounds a section off."""
    return _CLOSING.match(text) is not None


def is_label(text: str) -> bool:
    """True for a short line that names what stands below it: bold alone, or ending in a colon."""
    stripped = text.strip()
    if stripped[-1:] not in _LABEL_ENDS or len(stripped) > 110 or "\n" in stripped:
        return False
    if stripped.count("(") > stripped.count(")") or _FIELD_OPENS.search(stripped) is not None:
        return False  # its value stands on the next line: "Add an alert (owner:"
    if stripped[:2] in ("**", "__") and (bold := _BOLD_ONLY.match(stripped)) is not None:
        return len(bold["bold"].split()) <= 8
    return stripped.rstrip("*_ ").endswith((":", "：")) and len(stripped.split()) <= 8


def ends_label(text: str) -> bool:
    """True for a line that ends in a colon, with or without emphasis around it."""
    return text.rstrip(" \t*_").endswith((":", "："))


def is_case(text: str) -> bool:
    """True for a line that says when the measures below apply: "When deploying code that may break the API:"."""
    return ends_label(text) and text.lstrip("*_ ").partition(" ")[0].lower() in _CASES


def is_sentence_line(text: str) -> bool:
    """True for a line that may stand alone: it begins like a sentence or a labelled phrase."""
    first = text.lstrip("*_`\"'“‘([ ")[:1]
    return bool(first) and (first.isupper() or first.isdigit() or not first.isascii())


def ends_sentence(text: str) -> bool:
    """True where the last sign closes a sentence."""
    return text.rstrip(" *_`\"'”’)]").endswith((".", "!", "?", ";", ":"))


def one_sentence(text: str) -> bool:
    """True for a single sentence of ordinary length."""
    return len(text) <= 220 and len(re.findall(r"[.!?](?=\s+[A-Z])", text)) == 0
