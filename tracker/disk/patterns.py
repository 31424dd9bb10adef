"""The documents that a pattern names: "postmortems/**/*.md"."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import translate
from functools import lru_cache

from postmortem_tracker.disk.folders import Entries, entries, is_skipped
from postmortem_tracker.disk.kinds import SUFFIXES
from postmortem_tracker.disk.search import Search

_MAGIC = re.compile(r"[*?\[]")


def is_pattern(path: str, base: str) -> bool:
    """True for a path with a wildcard behind the folder that all begin with."""
    return _MAGIC.search(path, len(base)) is not None


def split(path: str, base: str) -> tuple[str, list[str]]:
    """The folder that a pattern begins in, and the parts of the pattern below it."""
    parts = path[len(base) :].replace(os.sep, "/").split("/")
    first = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
    folder = base + "/".join(parts[:first])
    return folder or ("/" if path.startswith("/") else "."), [part for part in parts[first:] if part]


def matching(folder: str, parts: Sequence[str], search: Search) -> Iterator[str]:
    """The documents that a pattern below a folder names; wildcards pass over what a search would skip.

    A folder is looked through once, with all the places of the pattern that it may stand at: a configuration may come
    from a stranger, and with ``**`` twice each folder is reached in many ways.
    """
    parts = [part for at, part in enumerate(parts) if part != "**" or parts[at - 1 : at] != ["**"]]
    waiting: list[tuple[str, frozenset[int]]] = [(folder, frozenset({0}))]
    looked: dict[str, set[int]] = {}
    while waiting:
        folder, places = waiting.pop()
        if not os.path.isdir(folder):
            continue
        real = os.path.realpath(folder)
        if not search.enters(folder, real):
            continue
        met = looked.setdefault(real, set())
        passed = {at + 1 for at in places if parts[at] == "**" and at + 1 < len(parts)}
        fresh = sorted((places | passed) - met)
        met.update(fresh)
        if fresh:
            files, inner = _step(folder, parts, fresh, search)
            yield from files
            waiting += [(path, frozenset(after)) for path, after in reversed(inner.items())]


def _step(
    folder: str, parts: Sequence[str], places: Sequence[int], search: Search
) -> tuple[list[str], dict[str, set[int]]]:
    """The documents in a folder that a pattern names from one of the places on, and from where it goes on in others."""
    files: dict[str, None] = {}
    inner: dict[str, set[int]] = {}
    last = len(parts) - 1
    wild = [at for at in places if _MAGIC.search(parts[at])]
    there = entries(folder) if wild else Entries([], [], [])
    skipped = {each for each in there.folders if is_skipped(each)}
    for at in places:
        part = parts[at]
        path = os.path.join(folder, part)
        if at not in wild:
            if at < last:
                inner.setdefault(path, set()).add(at + 1)
            elif os.path.isfile(path) and part.lower().endswith(SUFFIXES):
                files[path] = None
            continue
        test = _anything if part == "**" else _tested(part)
        hidden = part[0] == "."
        named = ([each for each in group if _is_named(each, test, hidden=hidden)] for group in there[:2])
        documents, folders = named
        files.update(dict.fromkeys(documents if at == last else ()))
        for each in folders if at < last or part == "**" else ():
            if hidden or each not in skipped:
                inner.setdefault(each, set()).add(at if part == "**" else at + 1)
    if last in wild and parts[last] == "**":
        for each in sorted(skipped):
            search.skip(each)
        search.pass_over(there)
    return sorted(files), inner


def _is_named(path: str, test: Callable[[str], bool], *, hidden: bool) -> bool:
    name = os.path.basename(path)
    return (hidden or name[0] != ".") and test(name)


def _anything(name: str) -> bool:
    return bool(name)


@lru_cache(maxsize=64)
def _tested(part: str) -> Callable[[str], bool]:
    test = re.compile(translate(part)).match
    return lambda name: test(name) is not None
