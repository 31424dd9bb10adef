"""Titles that may head work: "Left over", "Automation ideas", "Try". What stands below them has to show it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import takewhile

from postmortem_tracker.markdown.lines.blocks import read_blocks
from postmortem_tracker.markdown.lines.nodes import Node, nodes_of
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words import details, orders
from postmortem_tracker.markdown.words.boxes import is_boxed, is_boxed_line
from postmortem_tracker.markdown.words.heads import is_to_keep, is_to_try, says_to_do
from postmortem_tracker.markdown.words.horizon import is_span_of_work
from postmortem_tracker.markdown.words.levels import is_level
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import Compiled


class LikelyTitles:
    """The titles of an incident, judged by what stands below them; ``hidden`` are lines of code and comments."""

    def __init__(
        self, source: Source, titles: Sequence[Title], end: int, hidden: frozenset[int], words: Compiled
    ) -> None:
        self._source = source
        self._titles = titles
        self._end = end
        self._hidden = hidden
        self._words = words

    def tries(self, title: Title) -> bool:
        """True for "Try" beside "Keep" and "Problem", and for "Start" beside "Stop", as in a retrospective."""
        if title.form > Form.BOLD or not is_to_try(title.text):
            return False
        return self._kept[title.level, title.form] > 1

    def confirmed(self, title: Title, stop: int) -> Title:
        """The title with a role of work where most of what stands before ``stop`` is work to be done, else as it is."""
        role = self._role(title, stop) if title.form <= Form.BOLD else None
        return title if role is None else replace(title, role=role)

    def _role(self, title: Title, stop: int) -> Role | None:
        tries = self.tries(title)
        role = Role.WORK if tries else self._words.likely(title.text)
        if tries or (role is None and not any(map(is_boxed_line, self._source.lines[title.body : stop]))):
            return role
        blocks = read_blocks(self._source, title.body, stop, self._hidden)
        nodes = nodes_of(blocks)
        if role is None:
            return Role.WORK if _are_assigned(nodes) else None
        told = [node.said for node in nodes]
        if says_to_do(title.text):
            work = len(told) - sum(map(orders.is_past, told))
        else:
            told = told or self._told_below(title)
            work = sum(map(is_to_do, told))
        return role if work * 2 > len(told) else None

    def _told_below(self, title: Title) -> list[str]:
        """The headings below a title that has no list; where they only say when or how urgent, what is below them."""
        below = self._below(title)
        if not below or not all(is_span_of_work(other.text, self._words) or is_level(other.text) for other in below):
            return [other.text for other in below]
        told: list[str] = []
        for other in below:
            told += [node.said for node in self._list_of(other)] or [each.text for each in self._below(other)]
        return told

    def _list_of(self, title: Title) -> list[Node]:
        at = bisect_right(self._titles, title.line, key=lambda other: other.line)
        stop = self._titles[at].line if at < len(self._titles) else self._end
        return nodes_of(read_blocks(self._source, title.body, stop, self._hidden))

    def _below(self, title: Title) -> list[Title]:
        """The headings right below a title."""
        first = bisect_right(self._titles, title.line, key=lambda other: other.line)
        after = (self._titles[at] for at in range(first, len(self._titles)))
        headings = (other for other in after if other.form is Form.HEADING)
        below = list(takewhile(lambda other: other.level > title.level, headings))
        return [other for other in below if other.level == below[0].level]

    @cached_property
    def _kept(self) -> Counter[tuple[int, Form]]:
        return Counter((title.level, title.form) for title in self._titles if is_to_keep(title.text))


def _are_assigned(nodes: Sequence[Node]) -> bool:
    """True for a check-list of which most lines name who does it, or until when: it is work under any title."""
    told = (node for node in nodes if is_boxed(node.said))
    return sum(details.is_assigned(node.said) for node in told) * 2 > len(nodes)


def is_to_do(text: str) -> bool:
    """True for work in some words that is not told as done."""
    work = orders.is_concrete(text) or orders.is_named_work(text) or details.is_led_work(text)
    return work and not orders.is_past(text)
