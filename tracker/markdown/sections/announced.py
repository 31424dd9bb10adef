"""Plain labels that announce work outside all sections of work: "Cleanup tasks:" above a list below "Resolution"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from postmortem_tracker.markdown.lines.blocks import read_blocks
from postmortem_tracker.markdown.lines.nodes import nodes_of
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Title
from postmortem_tracker.markdown.sections.labelled import Below
from postmortem_tracker.markdown.words import orders, sentences
from postmortem_tracker.markdown.words.phrases import phrases, reduce
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import Compiled

_LABEL = re.compile(r"[ \t>]{0,8}([^\W\d_][^.!?:：\n|`\[\]]{2,48})[:：][ \t]*$")
_ITEM = re.compile(r"[ \t>]{0,12}(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
# What is left when an incident is over: "Cleanup tasks", not "Recovery tasks".
_AFTER = frozenset(
    phrases("cleanup; clean; housekeeping; remaining; outstanding; leftover; pending; residual; unfinished")
)
_MOST = 4  # words of a label
_FEW = 40  # lines of its list
_WORK = frozenset({Role.TASKS, Role.WORK})


def announced(
    source: Source, titles: Sequence[Title], start: int, end: int, passed: Collection[int], words: Compiled
) -> Iterator[tuple[int, str]]:
    """The labels of work above lists of nothing but orders: line and words; no line is looked at that is ``passed``."""
    below = Below(titles)
    for number in range(start, end - 1):
        label = _LABEL.match(source.lines[number]) if number not in passed else None
        if label is None or not _names_work(label[1], words):
            continue
        if below.what_is_told(number) and words.role(label[1]) is not Role.WORK and not _comes_after(label[1]):
            continue  # the actions of a timeline were its response; what follows is still to come
        first = number + 1 if source.lines[number + 1].strip() else number + 2
        if first >= end or first in passed or _ITEM.match(source.lines[first]) is None:
            continue
        told = [node.said for node in nodes_of(read_blocks(source, first, min(first + _FEW, end), frozenset(passed)))]
        if told and all(orders.is_work(text) and not orders.is_past(text) for text in told):
            yield number, label[0].strip()


def _comes_after(label: str) -> bool:
    return not _AFTER.isdisjoint(reduce(label).split())


def _names_work(label: str, words: Compiled) -> bool:
    """True for a few words, the last one of which names work: "Follow-up work", "Cleanup tasks"."""
    told = reduce(label).split()
    if not 0 < len(told) <= _MOST or sentences.is_question(label) or orders.is_past(label):
        return False
    role = words.role(label)
    return role in _WORK or (role is None and words.role(told[-1]) in _WORK)
