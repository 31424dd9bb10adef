"""Names of fields that several measures of a list have below them, in whatever language: "File: …", "Why: …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.vocabulary import Compiled

_NAME = re.compile(r"[\W_]{0,4}([^\W\d_][\w'’ -]{1,30}?)[*_]{0,2}[:：]")
_NAMED = re.compile(r"[\W_]{0,4}([^\W\d_][^:：\n]{0,38}?)[*_]{0,2}[:：][*_]{0,2}[ \t]")
_STATED = re.compile(r"[\W_]{0,6}([^\W\d_][\w'’ -]{1,30}?)[*_]{0,2}(?:[ \t]\([^()\n]{1,40}\))?[*_]{0,2}[:：]")
_STATE = frozenset(every("labels", "status"))
_STATES = frozenset(word for key in ("completed", "open", "not_planned") for word in every("states", key))
# Names of the work itself, which is no field of another one.
_WORK = frozenset((*every("labels", "task"), "measure", "fix"))


def field_name(text: str) -> str:
    """The word or two before a line's colon, "" where it has none."""
    found = _NAME.match(text)
    name = found[1].casefold() if found is not None and found[1].count(" ") < 3 else ""
    return "" if name in _WORK else name


def shared_names(lists: Iterable[Sequence[str]]) -> frozenset[str]:
    """The names that stand below more than one of several measures."""
    found = Counter(name for texts in lists for name in {field_name(text) for text in texts} if name)
    return frozenset(name for name, times in found.items() if times > 1)


def are_fields(texts: Sequence[str], shared: frozenset[str]) -> bool:
    """True for a list of fields: most of its lines begin with names that its siblings have, too."""
    return bool(texts) and sum(field_name(text) in shared for text in texts) * 3 >= len(texts) * 2


def states_of_one(texts: Sequence[str]) -> bool:
    """True for names and values, one of them the state of the one work that all of them tell of: "Status: active"."""
    names = [found[1].casefold() for text in texts if (found := _NAMED.match(text)) is not None]
    return len(names) == len(texts) > 1 and sum(name in _STATE for name in names) == 1


def are_stated(texts: Sequence[str], words: Compiled) -> bool:
    """True where most lines begin with a state of their own: "Pending: add a test", "✅ **DONE (PR #7)**: fix it"."""
    names = [found[1].casefold() if (found := _STATED.match(text)) is not None else "" for text in texts]
    stated = sum(1 for name in names if name and (name in _STATES or words.state(name) is not None))
    return stated > 1 and stated * 2 >= len(texts)
