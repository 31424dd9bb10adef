"""What an incident is called: a title without the words and dates that every postmortem has."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from postmortem_tracker.markdown.incident.stamps import without_time
from postmortem_tracker.markdown.lines.dates import NAME, names_month
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words.languages import every, months
from postmortem_tracker.markdown.words.people import AND
from postmortem_tracker.markdown.words.phrases import Phrases, any_of, reduce

_LONGEST = 160  # a longer line is no title
_LONGEST_RELATION = 3  # words
ID = re.compile(
    r"\b(?=[ICPRS])((?:INC(?:IDENT)?[-_ ]?#?|(?:PIR|PM|IR|COE|RCA|SIR)[-_#])"
    r"\d{1,8}(?:-\d+)*(?:-[a-z](?![\w-]))?)\b",  # "incident-20260723-b" is another one of that day
    re.IGNORECASE,
)
_CALLED = re.compile(r"post-? ?mortem|incident|outage", re.IGNORECASE)
_GENERIC = re.compile(
    rf"^(?:0x\w++[.:]?)?+\W*+(?:(?:0x\w++|{any_of(*every('incident', 'general'))})\W*+)*+$", re.IGNORECASE
)
_PREFIX = re.compile(
    r"^\W*(?:\[?(?:0x\w++\.?\s*)?(?:public\s+)?(?:(?:p?o)?st[ -]?mortems?\b|post[ -]incident (?:review|report)|"
    r"i?ncident (?:reports?|reviews?|retros?|retrospectives?|postmortems?)\b|"
    r"(?:\w+ ){1,2}(?:post-?mortem|incident report)(?=:)|"
    rf"{any_of(*every('incident', 'reports'), *every('incident', 'nouns'))}(?=\s*[:：–—])|"
    r"(?:rca|retrospective|pir)\b)"
    r"(?: report| analysis| review)?(?:/post-?mortem)?"
    rf"(?:\s*(?:&|\+|{AND})\s+[\w-]++(?=\s*[:–—]))?\]?\s*+(?:[:：\-–—|]++\s*+(?=\S))?(?:(?:of|for|on)\s*+)?)(?=\S)",
    re.IGNORECASE,
)
_NUMBERED_DAY = r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})"
_WORDED_DAY = (
    r"(?:\d{1,2}(?:st|nd|rd|th)? [^\W\d_]{3,9}\.?,? \d{4}|"
    rf"(?P<month>{NAME})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_DATE_FIRST = re.compile(
    rf"^(?:{_NUMBERED_DAY}|(?:incident )?#?\d{{2,4}}(?=:(?!\d))|" + _WORDED_DAY + r")[\s:,–—-]+(?=\S)",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"!\[|\d{1,2}/[^\W\d_]{3}/\d{4}$|(?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2}\.? [^\W\d_]{3,9}),? \d{4}$|[\W\d]+$|"
    r"by [A-Z]|(?:owners?|authors?|date|involved|status|version|tags)\b[^:]{0,10}:",
    re.IGNORECASE,
)
# "CVE-2026-1234 in checkout" names no incident: it is what the incident is about.
_NO_STANDARD = r"(?!(?:CVE|CWE|GHSA|RFC|ISO|IEEE|NIST|PEP|JEP|UTF|SHA|KB)[-_])"
_TAG = (
    r"(?:(?:INC(?:IDENT)?|PIR|PM|IR|COE|RCA|SIR)[-_ ]?#?\d[\d-]*|"
    rf"{_NO_STANDARD}(?:[A-Z]{{2,8}}[-_](?:\d{{2,4}}[-_])+\d{{1,6}}|[A-Z]{{2,8}}-\d{{3,8}}))"
)
_TAGS = rf"{_TAG}(?:\s?(?:[&,/+]|{AND})\s?{_TAG}){{0,4}}"
_LEVEL = r"(?:P[0-5]|S(?:EV)?[- ]?[0-5])"
# "[INC-7][P0] ", "INC-7: ", "PM-2026-001 ": how it is numbered, and how bad it was
_TAGGED = re.compile(
    rf"^(?:\[(?:{_TAG}|{_LEVEL})\]\s*+(?:[:–—-]\s*+)?|{_TAGS}(?:\s*+[:|–—]\s*+|\s++-\s++|\s++)|{_LEVEL}\s*+[:–—]\s++)+(?=\S)",
    re.IGNORECASE,
)
_LEVEL_TAG = re.compile(rf"\[({_LEVEL})\]|[(]({_LEVEL})[)]", re.IGNORECASE)
_DATE_INSIDE = re.compile(  # "Mail, 2026-03-22 to 24: late"
    r"(?<![,\s])[,\s]+\d{4}-\d{2}-\d{2}(?:\s*(?:to|until|and|–|—|-)\s*\d[\d-]*)?(?=:\s)"
)
_LOOSE_END = re.compile(r"(?<!\s)\s+(?:for|on|of|from|at|in|the|vom|am|du|le|del|el|do)$", re.IGNORECASE)
# How files and reports are numbered or called before what they are about: "003 - ", "REPORT.md: ", "[Public] ".
_DECORATION = re.compile(
    r"^(?:0\d{1,3}\s*[-–—.:)]+\s+|\d{1,3}\s*[-–—.:)]+\s+(?=(?:post-?\s?mortem|incident)\b)|\d{1,2}\.\s+|"
    r"\w[\w-]*\.mdx?\b\s*+(?:[:–—-]++\s*+)?|\[(?:public|internal|draft|final|wip|resolved|closed)\]\s*)+(?=\S)",
    re.IGNORECASE,
)
_REPORT = re.compile(rf"^{any_of(*every('incident', 'report'))}\s*[:：]\s+(?=\S)", re.IGNORECASE)
# What goes on from the word before it: "Postmortem da conferência" is not called "da conferência".
_GOES_ON = re.compile(rf"{any_of(*every('incident', 'goes_on'))}\b")
_DAY_ALONE = re.compile(r"([^\W\d_]{3,12})\.? \d{1,2}")  # "Postmortem March 16"
_STATES = frozenset(map(str.casefold, (*every("states", "completed"), *every("states", "open"), "deprecated", "draft")))
_ASIDE_LAST = re.compile(r"(?:(?<!\s)\s+)?[(（\[]([^()（）\[\]]++)[)）\]]\s*$")
_NO_NAMES = frozenset(
    word
    for name in (*every("incident", "reports"), *every("incident", "nouns"), *every("incident", "summary"))
    for word in re.split(r"\W+", name.casefold())
) | frozenset(
    (
        *("postmortems", "incidents", "outage", "outages", "reports", "reviews", "rca", "pm", "readme", "index"),
        *("metadata", "template", "date", "analysis", "retrospective"),
    )
)
# Words that name nothing without the one beside them: "Postmortem lessons", "Template postmortem".
_NOT_ALONE = frozenset(
    (
        *every("incident", "template"),
        *every("incident", "general"),
        *every("title_words", "lessons"),
        *every("incident", "not_alone"),
    )
)
_CODE = re.compile(r"\{%|\{\{|%\}|\}\}|<%")  # of a site's templates
_TITLE_NAME = re.compile(r"^(?:incident )?title(?: name)?\s*[:：]\s*(?=\S)", re.IGNORECASE)
_FRONT = re.compile(r"^[^\w\s\"“'(\[$%`<#!]+\s+(?=\S)")  # an emoji
_ENDS = re.compile(
    r"^[^\w\"“'(\[$%`<]+|(?<![^\w\"”')）\]!?%`>+#])[^\w\"”')）\]!?%`>+#]+$"
)  # punctuation and emoji around a title
_WORDED_LAST = re.compile(rf"(?<!\s)\s*\({_WORDED_DAY}\)$", re.IGNORECASE)
_LEVEL_WORD = re.compile(rf"\b{_LEVEL}\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_CLOSED = " )]）*_`"
_DATE_LAST = re.compile(
    rf"(?<!\s)\s*\({_NUMBERED_DAY}\)$|"
    rf"(?<![\s,:–—-])[\s,:–—-]+(?:on )?(?:{_NUMBERED_DAY}|{_WORDED_DAY})$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"(?<![\s:|–—(\[-])[\s:|–—(\[-]*"
    r"(?:incident report|post[ -]?mortem(?: report)?|incident postmortem|post[ -]incident review)\W*$",
    re.IGNORECASE,
)


def own_id(title: str) -> str:
    """The id that a title tells of its own incident; "" for that of another: "Follow-up of INC-7"."""
    found = ID.search(title)
    if found is None:
        return ""
    before = reduce(title[: found.start()]).split()[-_LONGEST_RELATION:]
    return "" if any(_relations().whole(before[at:]) for at in range(len(before))) else found[1]


def heading_id(title: str) -> str:
    """The id that a title gives its incident, at the head or set apart; "" where it only speaks of one in words."""
    name = own_id(title)
    if not name:
        return ""
    at = title.index(name)
    before, behind = title[:at].strip(), title[at + len(name) :].strip(_CLOSED)
    apart = before[-1:] in tuple("([（") or (before[-1:] in tuple("–—-|,#") and not behind)
    bare = _without_prefix(_DATE_FIRST.sub(_undated, _DECORATION.sub("", _FRONT.sub("", title.strip()))))
    leads = bare.lstrip("[(*_` ").startswith(name) or not _LETTER.search(_LEVEL_WORD.sub("", before))
    return name if apart or leads or _GENERIC.match(before) else ""


def own_titles(titles: Sequence[Title], *, titled: bool) -> list[Title]:
    """The titles that name the document, up to the first that says more than that it is a postmortem.

    Where it is ``titled`` elsewhere, in its front matter, only one of the highest level does.
    """
    found: list[Title] = []
    for title in [each for each in titles if each.form in (Form.HEADING, Form.BOLD)][:3]:
        section = title.role is not None and not calls_itself(title.text)
        if (found and section) or (titled and title.level > 1):
            break
        found.append(title)
        if called(title.text):
            break
    return found


def calls_itself(title: str) -> bool:
    """Whether a title says that it is of a postmortem or an incident, whatever else it has."""
    return _CALLED.search(title) is not None


@cache
def _relations() -> Phrases:
    return Phrases({1: every("incident", "relations")})


@lru_cache(maxsize=2048)
def called(text: str) -> str:
    """What a title calls its incident; "" where it has only general words, a date or an address."""
    if len(text) > _LONGEST or _CODE.search(text):
        return ""
    bare = trimmed(text)
    return "" if not bare or "://" in bare or _NO_TITLE.match(bare) or _GENERIC.match(bare) else bare


def trimmed(text: str) -> str:
    """A title without the word postmortem, its date and what else stands around it."""
    bare = without_time(_TITLE_NAME.sub("", _FRONT.sub("", " ".join(html.unescape(text).split()))))
    bare = _DECORATION.sub("", bare)
    bare = _without_prefix(_DATE_FIRST.sub(_undated, _TAGGED.sub("", bare)))
    bare = _without_suffix(_REPORT.sub("", _TITLE_NAME.sub("", _TAGGED.sub("", bare))))
    bare = _WORDED_LAST.sub(_undated, bare)
    bare = _DATE_INSIDE.sub("", _DATE_FIRST.sub(_undated, bare))
    if bare[:1] in (",", ";", ")", "/"):  # the word stood in a sentence
        return ""
    if (undated := _DATE_LAST.sub(_undated, bare)) != bare:
        bare = _without_suffix(_LOOSE_END.sub("", undated))
    bare = _without_state(bare)
    if not (bare[:1].isalnum() and bare[-1:].isalnum()):
        bare = _ENDS.sub("", bare)
    return bare.strip(" .:-–—\"'“”*#")


def _without_prefix(text: str) -> str:
    """A title without the name of a report before it, where what follows can stand alone."""
    rest = _PREFIX.sub("", text)
    if rest == text or _GOES_ON.match(rest) or rest.casefold().strip(" .:") in _NOT_ALONE:
        return text
    day = _DAY_ALONE.fullmatch(rest)
    return text if day is not None and day[1].casefold() in months() else rest


def _undated(found: re.Match[str]) -> str:
    return "" if names_month(found) else found[0]


def _without_suffix(text: str) -> str:
    """A title without "Postmortem" behind it; "Security incident report" still names an incident."""
    found = _SUFFIX.search(text)
    if found is None:
        return text
    before, naming = text[: found.start()], found[0]
    if before.casefold().strip() in _NOT_ALONE:
        return text
    at = naming.lower().find("incident")
    single = " " not in before.strip() and naming[:1] == " " and at >= 0
    return f"{before} {naming[at : at + 8]}" if single else before


def _without_state(text: str) -> str:
    """A title without the state in brackets behind it: "Late mails (resolved)"."""
    aside = _ASIDE_LAST.search(text)
    return text[: aside.start()] if aside is not None and aside[1].casefold() in _STATES else text


def name_of(text: str) -> str:
    """The only name a title gives, in words that could stand on any postmortem: "My first postmortem"; "" for none."""
    if len(text) > _LONGEST:
        return ""
    bare = _ENDS.sub("", _without_state(_PREFIX.sub("", " ".join(text.split())))).strip()
    words = re.findall(r"\w+", bare.casefold())
    return "" if not words or _NO_NAMES.issuperset(words) or _NO_TITLE.match(bare) else bare


def level_of(text: str) -> str:
    """The severity in brackets in a title: "[INC-7][SEV-1] Late mails"."""
    found = _LEVEL_TAG.search(text[:_LONGEST])
    return (found[1] or found[2]) if found else ""


def is_named(line: str) -> bool:
    """True for a line that begins with "Postmortem:" or another name of such a document."""
    return _PREFIX.match(line[:_LONGEST]) is not None
