"""The parts of an incident that hold measures, as a tree of titles."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from postmortem_tracker.markdown.lines.blocks import read_blocks
from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.nodes import Block, Row
from postmortem_tracker.markdown.lines.references import BY_NAME, OURS
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.sections.likely import LikelyTitles
from postmortem_tracker.markdown.words import orders
from postmortem_tracker.markdown.words.horizon import is_span_of_work
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, any_of, reduce
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role
from postmortem_tracker.markdown.words.vocabulary import Compiled

_CLOSING = Phrases({1: every("titles", "closing")})
_RESOLVED = re.compile(r"\b(?:resolution|recovery|mitigation|response|how (?:we|it was) fixed)\b", re.IGNORECASE)
_PROMISED = re.compile(r"corr\w{0,20}ti|prevent|follow|improv|recommend|next|future|item|measure", re.IGNORECASE)
_REMEDY = re.compile(r"\W*(?:\d\W*)?(?:remediation|mitigations?)(?: steps?)?\W*", re.IGNORECASE)
_WITH_CAUSE = re.compile(
    r"\W*(?:\d\W*)?(?:root |underlying )?causes? ?(?:and|&|\+|/) ?(?:remediation|mitigations?|fix)\W*", re.IGNORECASE
)
_ACTIONS = frozenset(every("title_words", "action_nouns"))
_ENDED = re.compile(rf"{any_of(*every('title_words', 'ends'))}|fix\b", re.IGNORECASE)
_NOT = re.compile(rf"^{any_of(*every('title_words', 'not_to_do'))}\b", re.IGNORECASE)
_UNITS = frozenset((*every("title_words", "units"), *every("title_words", "stages")))  # which order measures
_NAMED_NUMBER = re.compile(r"([^\W\d_]{3,20}) \d{1,2}\W+\w")
_NUMBER = re.compile(r"\d{1,2}[.)][ \t]+\S")


@dataclass(eq=False)
class Section:
    """A title with what stands below it; ``role`` is inherited where the title names none."""

    title: Title
    role: Role
    blocks: list[Block] = field(default_factory=list)
    end: int = 0
    children: list[Section] = field(default_factory=list)
    link: Row | None = None  # the line under a heading item that holds our link
    report: bool = False  # its list may tell how the incident was resolved
    caused: bool = False  # it tells the cause, too, so that its list may tell how that was removed
    log: bool = False  # its list may tell what was done while it lasted
    reach: int = sys.maxsize  # the line behind the quotation in which it stands
    numbered: bool = False  # by the name of the section above: "Correction 1" below "Correction plan"

    @property
    def last(self) -> int:
        """The line behind it and all that stands below it."""
        return max([self.end, *(child.last for child in self.children)])

    @classmethod
    def untitled(cls, line: int, role: Role, end: int, blocks: Sequence[Block] = ()) -> Section:
        """A section that no title opens, from a line to the one behind it."""
        return cls(Title(line, line, 9, "", Form.PLAIN, role), role, list(blocks), end)


def taken_by(sections: Sequence[Section]) -> set[int]:
    """The lines of sections."""
    return {number for section in sections for number in range(section.title.line, section.last)}


def outline(
    source: Source, titles: Sequence[Title], end: int, hidden: frozenset[int], words: Compiled, enclosed: Enclosures
) -> list[Section]:
    """The outermost sections with a measure role, in document order."""
    found: list[Section] = []
    stack: list[Section] = []
    above, likely = _Above(), LikelyTitles(source, titles, end, hidden, words)
    ended = max((at for at, title in enumerate(titles) if _tells_end(title)), default=-1)
    for index, title in enumerate(titles):
        above.enter(title, words)
        if above.tells_else(title) or _has_counterpart(title, titles[index + 1 : index + 2]):
            continue
        stop = titles[index + 1].line if index + 1 < len(titles) else end
        while stack and (stack[-1].reach <= title.line or _ends(stack, title, words)):
            stack.pop()
        if not stack and (likely.tries(title) or above.may_head_work(title)):
            title = likely.confirmed(title, stop)
        if not stack and (title.role is None or title.role is Role.OTHER):
            continue
        section = _enter(stack, title)
        if section is None:
            continue
        if above.foreign is title and not _sorts_by_team(title, titles, words):
            section.role = Role.OTHER
        section.reach = enclosed.behind_quotation(title.line)
        stop = min(stop, section.reach)
        section.link = _link(source, title)
        section.blocks = read_blocks(source, title.body + (section.link is not None), stop, hidden)
        section.end = stop
        if stack:
            stack[-1].children.append(section)
        else:
            section.report = _may_report(title, above.resolved)
            section.caused = _WITH_CAUSE.fullmatch(title.text) is not None
            section.log = index < ended and title.text.casefold() in _ACTIONS
            found.append(section)
        stack.append(section)
    for section in found:
        _separate(section)
        _align(section, words)
    return found


class _Above:
    """The headings above a title that decide how what is below it is to be read."""

    def __init__(self) -> None:
        self.resolved: Title | None = None  # tells how the incident ended
        self.other: Title | None = None  # holds no measures
        self.foreign: Title | None = None  # is for others than the team

    def enter(self, title: Title, words: Compiled) -> None:
        """Go on to a title."""
        if title.form is not Form.HEADING:
            return
        other = title.role is Role.OTHER
        if self.other is None or title.level <= self.other.level:
            self.other = title if other and title.level > 1 else None
        if self.resolved is None or title.level <= self.resolved.level:
            self.resolved = title if other and _tells_resolution(title.text) else None
        if self.foreign is None or title.level <= self.foreign.level:
            self.foreign = title if other and words.is_for_others(title.text) else None

    def tells_else(self, title: Title) -> bool:
        """True below a heading for others."""
        return self.foreign is not None and self.foreign is not title

    def may_head_work(self, title: Title) -> bool:
        """True for a title that is known for nothing else.

        "**2. Smaller changes:**" below a heading of other things is one of a list there.
        """
        listed = self.other is not None and title.form is Form.BOLD and _NUMBER.match(title.text) is not None
        return title.role is None and self.resolved is None and not listed


def _tells_resolution(title: str) -> bool:
    return _RESOLVED.search(title) is not None


def _tells_promise(title: str) -> bool:
    return _PROMISED.search(title) is not None


def _may_report(title: Title, resolved: Title | None) -> bool:
    """Whether a list below a title may tell what was done to end the incident, not what is to be done."""
    if resolved is not None and not _tells_promise(title.text):
        return True
    return _REMEDY.fullmatch(title.text) is not None


def _has_counterpart(title: Title, later: Sequence[Title]) -> bool:
    """True for the first of a pair of titles for what to do and what not to do, which are rules of conduct."""
    return title.role in (Role.TASKS, Role.WORK) and any(
        other.form is title.form and other.level == title.level and _NOT.search(other.text) for other in later
    )


def _tells_end(title: Title) -> bool:
    """True for a cause or a fix: "Actions" that stand before it may be what was done while the incident lasted."""
    return title.role is Role.OTHER and title.form is Form.HEADING and _ENDED.search(title.text) is not None


def _separate(section: Section) -> None:
    """Improvements and tasks told apart below one title of tasks are what their own titles say."""
    named = {child.title.role for child in section.children}
    apart = {Role.IMPROVEMENTS, Role.TASKS} <= named or (section.role is Role.TASKS and bool(section.blocks))
    for child in section.children if apart else ():
        if child.title.role is Role.IMPROVEMENTS:
            child.role = Role.IMPROVEMENTS


def _align(section: Section, words: Compiled) -> None:
    """Titles side by side that only say when are of one kind: "Short term" beside "Long term (backlog)" has tasks."""
    spans = [child for child in section.children if is_span_of_work(child.title.text, words)]
    if any(child.title.role is Role.TASKS for child in spans):
        for child in spans:
            _take_for_tasks(child)
    for child in section.children:
        _align(child, words)


def _take_for_tasks(section: Section) -> None:
    """Make the measures of a section tasks, and those below its titles that say nothing else."""
    if section.role is not Role.MEASURES:
        return
    section.role = Role.TASKS
    for child in section.children:
        if child.title.role is None:
            _take_for_tasks(child)


def _link(source: Source, title: Title) -> Row | None:
    if title.form not in (Form.HEADING, Form.BOLD) or title.body >= len(source.lines):
        return None
    line = source.lines[title.body]
    found = (OURS.fullmatch(line.rstrip()) or BY_NAME.fullmatch(line.rstrip())) if line.startswith("([") else None
    return Row(title.body, 0, line) if found else None


def _enter(stack: list[Section], title: Title) -> Section | None:
    """The section that a title opens, or None where it is none of ours."""
    parent = stack[-1] if stack else None
    if parent is None:
        return Section(title, title.role) if title.role in MEASURE_ROLES and title.role else None
    role = title.role
    numbered = _bears_name(title, parent.title)
    if role is Role.OTHER and (numbered or _is_order(title) or _is_numbered_measure(title, stack[0].title)):
        role = title.role = None
    if role is Role.OTHER:
        if title.form is not Form.HEADING and stack[0].title.form is not Form.HEADING:
            stack.clear()
            return None
        if "lesson" in title.text.lower() and _is_below(title, stack):
            return Section(title, Role.REMARKS)
        if _CLOSING.found(reduce(title.text).split()):
            return Section(title, Role.OTHER)
    return Section(title, _inherit(parent.role, role), numbered=numbered)


def _sorts_by_team(title: Title, titles: Sequence[Title], words: Compiled) -> bool:
    """True for "For developers" below a title of measures, unless others beside it are for customers and readers."""
    if not words.is_for_own_team(title.text):
        return False
    beside = [one for one in titles if one.level == title.level and words.is_for_others(one.text)]
    return all(words.is_for_own_team(one.text) for one in beside)


def _is_order(title: Title) -> bool:
    """True for a heading that says what to do, whatever it holds: "Publish load test results every week"."""
    return title.form is Form.HEADING and orders.is_order(title.text)


def _is_numbered_measure(title: Title, top: Title) -> bool:
    """True for a number and some words right below a title of measures: "2. Verification of every release"."""
    told = title.form is Form.HEADING is top.form and 1 < top.level < title.level
    return told and _NUMBER.match(title.text) is not None and len(orders.words_of(title.text)) > 2


def _bears_name(title: Title, above: Title) -> bool:
    """True for a heading numbered by the name of its section: "Correction 1: the trigger" below "Correction plan"."""
    named = _NAMED_NUMBER.match(title.text) if title.form is Form.HEADING and above.role in MEASURE_ROLES else None
    if named is None or (name := named[1].casefold()) in _UNITS:
        return False
    return name in orders.words_of(above.text)


def _is_below(title: Title, stack: list[Section]) -> bool:
    """True for a heading inside a section of measures, which tells lessons as improvements."""
    top = stack[0]
    return title.form is Form.HEADING and top.role is Role.MEASURES and top.title.level < title.level


def _ends(stack: list[Section], title: Title, words: Compiled) -> bool:
    top = stack[-1].title
    if title.form is Form.HEADING and top.form is Form.HEADING:
        if title.level > top.level:
            return False
        frame = title.role is None and words.bare_title(title.text)
        return not (frame and len(stack) == 1 and not stack[0].blocks and title.level == top.level - 1)
    if title.form is Form.HEADING:
        return True
    if title.role is None:
        theme = top.role is None or (
            top.role is Role.OTHER and stack[-1].role is not Role.OTHER
        )  # "Better communication"
        return top.form >= title.form and theme
    return top.form >= Form.BOLD and title.level <= top.level


def _inherit(parent: Role, role: Role | None) -> Role:
    if role is None:
        return parent
    if parent is Role.OTHER:
        return role
    if parent is Role.TASKS or role in (Role.WORK, Role.MEASURES, Role.OTHER):
        return parent
    return role
