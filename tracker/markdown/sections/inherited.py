"""What titles and labels give to the items below them: role, state, priority, owner."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.lines.dates import tells_day
from postmortem_tracker.markdown.lines.nodes import Paragraph, Row
from postmortem_tracker.markdown.lines.titles import Title, plain_title
from postmortem_tracker.markdown.sections.candidate import Context, Harvest
from postmortem_tracker.markdown.sections.left_out import is_crossed
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.words import orders, sentences
from postmortem_tracker.markdown.words.heads import is_refused, names_ideas
from postmortem_tracker.markdown.words.horizon import is_horizon, is_span, without_aside
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import CODE, NOUN, is_bare, level_at, word_of
from postmortem_tracker.markdown.words.people import is_denied, is_unsure
from postmortem_tracker.markdown.words.periods import is_period
from postmortem_tracker.markdown.words.phrases import reduce
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import State, is_closed

_STATUS = frozenset(map(reduce, every("labels", "status")))
_CODED = re.compile(rf"(?:{NOUN}\W{{1,3}})?{CODE}\b", re.IGNORECASE)
_NUMBERED = re.compile(rf"{NOUN}\W{{1,3}}(\d)\W*$", re.IGNORECASE)
_LABELLED = re.compile(r"([^:：=]{1,60}?)[ \t]*[:：=][ \t]*(@?\w[\w &/-]{1,30})\W*$")
_OWNER = Spelled(*every("labels", "owner"), "team")
_TEAM = re.compile(r"((?:[A-Z][\w&/-]*\s){1,3}(?:[Tt]eam|[Ss]quad)|@[\w-]++)\W*$")
_DUE = Spelled(*every("labels", "due"), *every("items", "due"))
_VALUE = re.compile(r"[:：]?[ \t]+(\S.{1,30})$")
_PARTS = re.compile(rf"(?<![ \t])[ \t]+[–—|·•/-][ \t]+|[()（）\[\]【】]|[,;][ \t]+|、|(?<=\b{CODE})[:：]?[ \t]+")


class Inheritance:
    """Reads titles and labels with one vocabulary."""

    def __init__(self, words: Compiled) -> None:
        self._words = words

    def below_title(self, section: Section, above: Context | None) -> Context:
        """What the items of a section take from its title and from what is above it."""
        if above is None:
            title = section.title
            state = self._state(title) or self._words.titles.of_head(title.text)
            return Context(section.role, state=state, stated=title.line)
        title = section.title
        path = above.path if title.role and self._words.bare_title(title.text) else (*above.path, title.text)
        own = self._state(title)
        state = own or self._handed_down(title, above.state)
        stated = above.stated if own is None else title.line
        inherited = above._replace(role=section.role, path=path, state=state, stated=stated)
        return self._valued(inherited, title.text)

    def _handed_down(self, title: Title, state: State | None) -> State | None:
        """A state from above a title; one of work that is still to be done takes no closed one."""
        rest = self._follows(title.text, title.role) or self._is_to_come(title.text)
        return None if rest and is_closed(state) else state

    def _follows(self, text: str, role: Role | None) -> bool:
        """Whether a title names work that follows on what was done: "Follow-ups", "Follow-up tasks"."""
        if role is not Role.TASKS:
            return role is Role.WORK
        return self._words.role(reduce(text).rpartition(" ")[0]) is Role.WORK

    def _is_to_come(self, text: str) -> bool:
        return names_ideas(text) or is_horizon(text, self._words) or self._words.titles.leaves_open(text)

    def _state(self, title: Title) -> State | None:
        """The state a title gives the items below it: "Done", or "Immediate actions (completed)"."""
        if self._words.titles.doubted(title.text) is not None:
            return None
        if (state := self._words.titles.given(title.text)) is not None:
            return state
        if is_refused(reduce(title.text[:200]).split(), self._words.bare_title):
            return State.NOT_PLANNED
        if title.role in MEASURE_ROLES:
            return None
        bare = without_aside(title.text)
        state = self._words.titles.whole(bare)
        return state if state is None or bare == title.text else self._words.titles.beside(title.text, state)

    def _valued(self, context: Context, title: str) -> Context:
        """What a title such as "P1" or "Platform team" gives the items below it."""
        for part in _parts(title):
            level, _ = _level(part)
            if level and not (part != title.strip() and is_bare(level)):
                context = context._replace(priority=word_of(level))
            elif (owner := _owner(part)) and not _is_other(part):
                context = context._replace(owner=owner)
            elif due := _due(part):
                context = context._replace(due=due)
        return context

    def doubts(self, row: Row, found: Harvest) -> None:
        """Note a line beside a list that says that work is closed, without introducing it: "All tasks are done."."""
        text = plain_title(row.said).rstrip(". !")
        name, sign, value = text.partition(":")
        said = (value.strip() if reduce(name) in _STATUS else "") if sign else text
        state = self._words.titles.of_label(said) if said else None
        if is_closed(state):
            found.unsure.append((row.line, text))

    def states(self, block: Paragraph) -> bool:
        """True for a line of nothing but a state, which stands above the list that it is about: "Done"."""
        return len(block.rows) == 1 and self._words.state(block.rows[0].said) is not None

    def below_label(self, row: Row, context: Context, found: Harvest) -> Context:
        """What the items below a label take from it."""
        text = plain_title(row.said)
        if sentences.is_intro(row.said) and len(text.split()) > 3:
            if (own := self._words.titles.of_label(text)) is not None:
                return context._replace(state=own, stated=row.line)
            ended = self._doubt(row, text, found) or self.ends_state(text, context)
            return context._replace(state=None) if ended else context
        role = Role.IDEAS if context.role is not Role.TASKS and names_ideas(text) else context.role
        return self._below(row, text, context._replace(role=role), found)

    def ends_state(self, label: str, context: Context) -> bool:
        """True for a label of what is left to do below one with a closed state: "Done:", then "Still open:"."""
        rest = self._words.titles.leaves_open(label) or self._follows(label, self._words.role(label))
        return is_closed(context.state) and rest

    def below_kind(self, row: Row, context: Context, role: Role) -> Context:
        """What the items nested below the name of a kind of work take from it: "Tasks", "To do"."""
        text = plain_title(row.said)
        rest = is_closed(context.state) and (self._follows(text, role) or self._is_to_come(text))
        return context._replace(role=nested(context.role, role), state=None if rest else context.state)

    def behind_state(self, row: Row, context: Context, found: Harvest) -> Context:
        """What the items below a label take that begins another group behind one with a closed state."""
        if not is_closed(context.state):
            return context
        text = plain_title(row.said)
        if not self._words.titles.leaves_open(text):
            found.unsure.append((row.line, text))
        return context._replace(state=None)

    def below_category(self, row: Row, context: Context, found: Harvest) -> Context:
        """What the items nested below the name of a theme take from it."""
        return self._below(row, plain_title(row.said), context, found)

    def _below(self, row: Row, label: str, context: Context, found: Harvest) -> Context:
        state, stated = None, context.stated  # what stands above is no surer than a label that is not understood
        if not self._doubt(row, label, found):
            own = self._words.titles.of_label(label)
            state, stated = (own, row.line) if own else (context.state, context.stated)
            if own is None and self.ends_state(label, context):
                state = None
        return self._valued(context._replace(path=(*context.path, label), state=state, stated=stated), label)

    def _doubt(self, row: Row, label: str, found: Harvest) -> bool:
        """Note a label that speaks of a state without being one: "Almost done:"; "Done." may end what is above it."""
        said = self._words.titles.doubted(row.said.strip(" *_:") if is_crossed(row.said) else label)
        if said is None and row.said.rstrip().endswith(".") and (state := self._words.state(label)) is not None:
            said = label if state.closed else None
        if said is not None:
            found.unsure.append((row.line, said))
        return said is not None


def is_frame(title: str, words: Compiled) -> bool:
    """True for a title of nothing but who, when, how urgent or how far: "P1 – by 2026-12-24", "Owner: Ana"."""
    return all(_is_field(part, words) for part in _parts(title))


def _is_field(part: str, words: Compiled) -> bool:
    level, rest = _level(part)
    if level and not rest.strip(" .:*_"):
        return True
    if (due := _due(part)) and _tells_when(due, words):
        return True
    return bool(_owner(part)) or is_span(part) or is_horizon(part, words) or words.titles.whole(part) is not None


def _owner(part: str) -> str:
    """Who a part of a title names, "" for nobody: "Owner: Ana", "Platform team"; not "Notify Platform team"."""
    labelled, team = _LABELLED.match(part), _TEAM.match(part)
    name = labelled[2] if labelled is not None and labelled[1] in _OWNER else team[1] if team is not None else ""
    return "" if _says_to_do(name) else name


def _due(part: str) -> str:
    """What stands behind words that lead to a day, "" without any: "Due: 1 May", "by 1 May"."""
    values = (_VALUE.match(part, end) for end in _DUE.ends(part))
    return next((value[1] for value in values if value is not None), "")


def _says_to_do(name: str) -> bool:
    """True for an order where a name stands: "Retire Team"; not "Test team"."""
    first = reduce(name).partition(" ")[0]
    return orders.is_order_word(first) and (not orders.may_be_noun(first) or orders.is_order(name))


def _tells_when(said: str, words: Compiled) -> bool:
    """True for a day or a span of time alone, not for what is aimed at: "Target 99.9% uptime"."""
    if is_period(said) or is_span(said) or is_horizon(said, words):
        return True
    return not any(map(str.isalpha, said)) and tells_day(said)


def _level(part: str) -> tuple[str, str]:
    """The level that a part of a title is, or the code that it begins with, and what follows; "" for none."""
    if (coded := _CODED.match(part)) is not None:
        return coded[0], part[coded.end() :]
    said = level_at(part, 0)
    if said and not any(map(str.isalnum, part[len(said) :])):
        return said, ""
    numbered = _NUMBERED.match(part)
    return (numbered[1], "") if numbered is not None else ("", "")


def _parts(title: str) -> list[str]:
    return [part for part in map(str.strip, _PARTS.split(title)) if part]


def _is_other(title: str) -> bool:
    """True for a title whose first word says that it is not, or no more, who is named: "Not Platform team"."""
    word = title.split()[0]
    return is_denied(word) or is_unsure(word)


def nested(parent: Role, role: Role | None) -> Role:
    """The role of items below a label that names one, inside a section that has one."""
    if role is None or parent is Role.TASKS or role in (Role.WORK, Role.MEASURES):
        return parent
    return role
