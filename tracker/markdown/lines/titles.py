"""Finds the titles of a document, in whatever form they are written, and what they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from postmortem_tracker.markdown.lines.hidden import Hidden
from postmortem_tracker.markdown.lines.html_tables import table_lines
from postmortem_tracker.markdown.lines.references import OURS
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.words.details import is_detail
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.text.ticket_forms import KEY


class Form(IntEnum):
    """How a title is written, from the most to the least certain."""

    HEADING = 1
    BOLD = 2
    PLAIN = 3
    BULLET = 4


@dataclass(eq=False)
class Title:
    """A title on line ``line`` (0-based) whose body starts on ``body``; ``level`` orders titles by depth."""

    line: int
    body: int
    level: int
    text: str
    form: Form
    role: Role | None


_ATX = re.compile(r"[ \t]{0,12}(#{1,6})(?:[ \t]+|(?=[^#\s\d!]))(.*)")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_BOLD = re.compile(
    r"[\s>]*(?:#+\s*)?(?:<[bu]>|<strong>)?(\*\*|__)(?=\S)(.{1,120}?)\1(?:</?\w+>)?"
    r"[ \t]*+(?::[ \t]*+)?(?:(?:<br ?/?>|\\)[ \t]*+)?$"
)
_BOLD_ENDS = "*_:>\\"
_HTML = re.compile(
    r"[\s>]*(?:</\w+>)*+(?:<\w[^>]*>)*<(h([1-6])|b|strong|summary|u|span|font|em|i|p|div|center|mark)\b[^>]*>"
    r"(.{1,120}?)</\1>(?:</?\w+>)*[ \t]*+:?(?:<br ?/?>)?[ \t]*$",
    re.IGNORECASE,
)
_ITALIC = re.compile(r"[\s>]*(\*|_)(?![*_\s])([^*_]{2,80})\1[ \t]*+(?::[ \t]*+)?$")
_LABELLED = re.compile(
    r"[\s>]*+(?:[^\x00-\x7f\w]++\s*+)?(?:\*\*|__)?(?=[\w(])([^|:*\[\]()`]{3,60}?)"
    r"(?:\*\*|__)?\s*:(?:\*\*|__)?\s+(?=\S)"
)
_BULLETED = re.compile(
    r"[\s>]*(?:[-*+•]|o(?=\t))[ \t]++(?:(\*\*|__)([^*_]{3,80}?)\1\s*+:?|([^*_\[\]`|.]{3,60}?):?)[ \t]*$"
)
_TAGS = re.compile(r"</?[a-zA-Z][^>]*>|!\[[^\]]*\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)|[*`]+|(?<!\w)_+|_+(?!\w)")
_CODE = re.compile(r"`([^`]+)`")
# "Tickets: #12, #13" is a field of the item above it, and opens no section.
_TICKETS = re.compile(
    rf"[\s>*_]*+{any_of(*every('labels', 'ticket'))}[*_]{{0,2}}[ \t]*+[:：][*_]{{0,2}}[ \t]*+"
    rf"(?:[\w./-]{{0,60}}#\d|\[[^\] ]|<?https?://|{KEY}\b)",
    re.IGNORECASE,
)
_VAGUE = frozenset({"action", "actions"})  # as a plain label these also tell what was done
# before text these name that one item
_SINGULAR = frozenset(("measure", "permanent fix", "permanent solution", *every("labels", "task")))
_WRAPPERS = frozenset({"span", "font", "em", "i", "p", "div", "center", "mark"})  # these hold any text
_FRONT = re.compile(r"(?:&nbsp;|&[en][mb]sp;|:[a-z]\w+:|\s)+")
_BACK = ("<br>", "<br/>", "<br />", "<br >", "\\")
_ANCHOR = re.compile(r"\[([^\]]{2,80})\]\(#[^)]*\)(:?)$")
_FIELD = re.compile(r":(?:\*\*|__)?\s+[^\s*_]")  # "Severity: high" opens no section
_PLAIN_LIMIT = 90
_SENTENCE = 6  # spaces between the words of a sentence that is no title
_LONG = 200
_LONGEST = 240


def plain_title(text: str) -> str:
    """A title without markup, colon and anchors."""
    text = text[:_LONGEST]
    if "*" in text or "[" in text or "`" in text or "_" in text or "<" in text or "\u200b" in text:
        pieces = _CODE.split(text) if "`" in text else [text]  # every second one is code, which stays as it is
        pieces[::2] = [_TAGS.sub(lambda m: m.group(1) or "", piece) for piece in pieces[::2]]
        text = "".join(pieces).replace("\u200b", "")
    return text.strip(" \t:#–—-").strip()


_plain_title = lru_cache(maxsize=4096)(plain_title)  # of headings: most are the same in every document


def find_titles(source: Source, hidden: Hidden, words: Compiled) -> list[Title]:
    """The titles in document order."""
    found: list[Title] = []
    lines = source.lines
    linked = b"[" in source.data  # one sign is found many times as fast as two
    unseen = hidden.lines
    tables = table_lines(lines, source.table_closings) if source.has_html_tables else frozenset()
    previous = ""
    for number, line in enumerate(lines):
        if not (text := line.strip()) or (unseen and number in unseen) or number in tables:
            previous = ""
            continue
        if text[:2] == "\\#":  # an escaped heading, as some exports have them
            line = text = text[1:]
        if linked and "[" in text and "([" in text:  # a link of our making may stand there and must change no judgement
            line = OURS.sub("", line)
            if not (text := line.strip()):
                continue
        if (text[0] in "&:[\\" or text[-1] in ">\\") and len(text) <= _LONGEST:
            line = text = _bare(text) or text
        first = text[0]
        if first == "#":
            title = _heading(number, line, text, words) if text.strip("#=-_*~ \t") else None  # "# =====" is a rule
        elif first in "-*" and text[1:2] == " ":  # a title only where a colon or bold type ends it
            title = _plain(number, line, text, words) if text[-1] in "*_:" and len(text) <= _PLAIN_LIMIT else None
        elif first == "|" or len(text) > _LONG:
            title = None
        else:
            title = _title(number, line, text, lines, previous, words)
        if title is not None:
            found.append(title)
        previous = text
    return found


def _bare(text: str) -> str:
    """A line without the spaces, short codes, breaks and link that stand around a title on some sites."""
    if (front := _FRONT.match(text)) is not None:
        text = text[front.end() :]
    if text[:3] == "\\**":  # "\***Tasks:**\*" is what some editors make of bold italics
        text = text[2:].removesuffix("\\*")
    while text.endswith(_BACK):
        text = (text[:-1] if text[-1] == "\\" else text[: text.rindex("<")]).rstrip()
    found = _ANCHOR.match(text) if text[:1] == "[" else None
    return found[1] + found[2] if found else text


def _heading(number: int, line: str, text: str, words: Compiled) -> Title | None:
    rest = text.lstrip("#")
    level = len(text) - len(rest)
    if level < 7 and rest[:1] == " " and "#" not in rest:  # as most headings are typed
        return _made(number, number + 1, level, rest.lstrip(), Form.HEADING, words)
    atx = _ATX.match(line)
    return _made(number, number + 1, len(atx[1]), _opened(atx[2]), Form.HEADING, words) if atx is not None else None


def _opened(text: str) -> str:
    """A heading's words without the signs that close it."""
    return text.rstrip(" \t").rstrip("#").rstrip(" \t")


def _title(number: int, line: str, text: str, lines: list[str], previous: str, words: Compiled) -> Title | None:
    first = text[0]
    if previous and line[0] in " \t" and (first.islower() or is_detail(text)) and previous[-1] not in ":：":
        return None  # a wrapped line of a list item
    if first in "*_<>" and text[1:2] != " " and (found := _bold_or_html(number, line, words)) is not None:
        return found
    if not previous and number + 1 < len(lines) and (below := lines[number + 1]) and not below.strip("=- \t"):
        rule = _SETEXT.match(below)
        if rule is not None and not text.startswith(("- ", "* ", "---", "> ")):
            return _made(number, number + 2, 1 if rule[1][0] == "=" else 2, text, Form.HEADING, words)
    if first.isdigit() and previous[:1].isdigit() and text[-1] not in ":：":
        return None  # one of a numbered list
    if ":" in text[:30] and _TICKETS.match(text) is not None:
        return None
    sentence = text[-1] in ".,;" and first not in ">o"  # a sentence is no title
    if not sentence and len(text) <= _PLAIN_LIMIT and (plain := _plain(number, line, text, words)) is not None:
        return plain
    return _labelled(number, line, text, words) if ":" in text[:70] else None


def _bold_or_html(number: int, line: str, words: Compiled) -> Title | None:
    strong = line.rstrip()[-1] in _BOLD_ENDS and ("**" in line or "__" in line)
    if strong and (bold := _BOLD.match(line)) is not None and bold[1] not in bold[2] and "](" not in bold[2]:
        if bold[2].rstrip()[-1:] in ".!" and bold[2].count(" ") >= _SENTENCE:
            return None  # a sentence that is stressed
        return _made(number, number + 1, 7, bold[2], Form.BOLD, words)
    if "<" in line and (html := _HTML.match(line)) is not None:
        level = int(html[2]) if html[2] else 7
        if html[1].casefold() in _WRAPPERS and not words.bare_title(plain_title(html[3])):
            return None
        return _made(number, number + 1, level, html[3], Form.HEADING if html[2] else Form.BOLD, words)
    if (
        (italic := _ITALIC.match(line)) is not None
        and words.role(italic[2]) is not None
        and words.bare_title(italic[2])
    ):
        return _made(number, number + 1, 8, italic[2], Form.BOLD, words)
    return None


def _plain(number: int, line: str, text: str, words: Compiled) -> Title | None:
    first = text[0]
    listed = first in "-*+•" or text.startswith("o\t")
    bullet = _BULLETED.match(line) if first == ">" or ((listed and text[-1] in "*_:") or first == "o") else None
    if bullet is not None:
        title = bullet[2] or bullet[3]
        if (bullet[2] or text[0] == "o" or text.endswith(":")) and words.bare_title(title):
            role = None if title.strip(" :").casefold() in _VAGUE else words.role(title)
            if role in MEASURE_ROLES or text[0] == "o":
                form = Form.PLAIN if text[0] == "o" else Form.BULLET
                return Title(number, number + (form is Form.PLAIN), 9, plain_title(title), form, role)
        return None
    if (first in "-*+" and text[1:2] == " ") or text[-1] in ".,;" or (first.isdigit() and text[1:2].isdigit()):
        return None
    if not words.bare_title(text):
        return None
    role = None if text.strip(" :").casefold() in _VAGUE else words.role(text)
    if role is None or (role is Role.OTHER and _FIELD.search(text) is not None):
        return None
    return Title(number, number + 1, 8, plain_title(text), Form.PLAIN, role)


def _labelled(number: int, line: str, text: str, words: Compiled) -> Title | None:
    """A section that begins on its title's own line: "Tasks: the plan includes:"."""
    head = text[: text.find(":")].strip("*_> ")
    if head and not head[0].isascii() and not head[0].isalpha():
        head = head.lstrip(head[0] + "\ufe0f\u200d ")  # an emoji
    if not head or (not head[0].isalpha() and head[0] != "(") or not words.names_measures(head):
        return None
    found = _LABELLED.match(line)
    if found is None or found[1].casefold() in _SINGULAR or words.state(found[1]) or not words.bare_title(found[1]):
        return None
    role = words.role(found[1])
    if role not in MEASURE_ROLES:
        return None
    opens = line.rstrip(" *_").endswith(":")
    return Title(number, number + opens, 8, plain_title(found[1]), Form.PLAIN, role)


def _made(number: int, body: int, level: int, text: str, form: Form, words: Compiled) -> Title:
    plain = _plain_title(text)
    return Title(number, body, level, plain, form, words.role(plain))
