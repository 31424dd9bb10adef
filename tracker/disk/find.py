"""Finds the documents that files, folders and patterns name: each real file once, and nothing left out in silence."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache
from typing import NamedTuple

from postmortem_tracker.disk.exclusions import Why
from postmortem_tracker.disk.kinds import DIALECTS, OTHER_KINDS
from postmortem_tracker.disk.regular import is_inside, shown
from postmortem_tracker.errors import DocumentError, UsageError
from postmortem_tracker.model import Finding
from postmortem_tracker.text.printable import is_plain

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
# Other people's code: nobody's postmortems are in there, but thousands of their documents.
DEPENDENCIES = {"node_modules", "__pycache__", "site-packages"}
UNKNOWN = "check the path or pattern"  # the hint where nothing like it is there
_MAGIC = re.compile(r"[*?\[]")
_LOOKED_INTO = 20_000  # entries of a skipped folder that are looked at for a document


@dataclass(slots=True)
class Found:
    """``files`` as they are named, each real file once; ``problems`` are what looks like a document and is none.

    ``skipped`` are hidden folders with documents that were not looked for, ``dependencies`` folders of others' code
    below what was ``searched``.
    """

    files: tuple[str, ...] = ()
    problems: tuple[DocumentError, ...] = ()
    skipped: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()  # those of the files that are named one by one
    left: dict[str, Why] = field(default_factory=dict)  # documents that are no postmortems, see `exclusions`
    doubts: list[Finding] = field(default_factory=list)  # about documents that may be postmortems

    @property
    def told(self) -> tuple[str, ...]:
        """Each document that was left out, and why, for people."""
        return tuple(f"{path} ({why})" for path, why in self.left.items())


@dataclass(slots=True)
class _Search:
    """One search: what it may reach and what it has met."""

    root: str  # real; nothing outside of it is a document …
    reach: str = ""  # … but what is in this folder, which the user has named
    files: dict[str, str] = field(default_factory=dict)  # by real path
    problems: dict[str, DocumentError] = field(default_factory=dict)  # by what they say
    skipped: dict[str, None] = field(default_factory=dict)
    dependencies: dict[str, None] = field(default_factory=dict)
    top: str = ""  # the folder that is searched, real
    passed: dict[str, Why] = field(default_factory=dict)  # documents that are read only where they are named

    def problem(self, message: str, hint: str) -> None:
        self.problems.setdefault(message, DocumentError(message, hint))

    def reaches(self, real: str) -> bool:
        """Whether a real path is where documents may be."""
        return is_inside(real, self.root) or bool(self.reach and is_inside(real, self.reach))


def find(
    paths: Sequence[str], root: str | None = None, base: str = "", *, named: bool = True, max_files: int = 100_000
) -> Found:
    """Markdown files named by files, folders (searched) and globs, sorted within each argument.

    ``base`` is a folder that all of them begin with, taken as it is: its name is no pattern.

    Every file must really lie in ``root`` (default: the working directory), however it is spelled; with ``named``
    the user may name one, or a folder, outside. Raises UsageError for a path that does not exist, and for a
    pattern or folder without Markdown.
    """
    top = os.path.realpath(root or os.curdir)
    search = _Search(top)
    for path in paths:
        search.reach = _reach(path, top, named, base)
        search.top = os.path.realpath(_fixed(path, base))
        before, met = len(search.problems), 0
        for each in _expand(path, search, base):
            met += 1
            _take(each, search)
        if not met and len(search.problems) == before:
            raise UsageError(f"{shown(path)}: no Markdown documents here", _looked_for(search))
        if len(search.files) > max_files:
            raise UsageError(f"{shown(path)}: more than {max_files} documents", "name a smaller directory")
    searched = tuple(each for path in paths if os.path.isdir(each := _fixed(path, base)))
    return Found(
        tuple(search.files.values()),
        tuple(search.problems.values()),
        tuple(search.skipped),
        searched,
        tuple(search.dependencies),
        left={path: why for path, why in search.passed.items() if os.path.realpath(path) not in search.files},
    )


def _reach(path: str, root: str, named: bool, base: str) -> str:
    """The folder that an argument opens to the search: the root, or where the user points outside of it."""
    fixed = os.path.abspath(_fixed(path, base))
    if is_inside(fixed, root) or is_inside(os.path.realpath(os.path.dirname(fixed)), root):
        return ""
    if named:
        real = os.path.realpath(fixed)
        return real if os.path.isdir(real) else os.path.dirname(real)
    if is_inside(os.path.realpath(fixed), root):
        return ""
    raise UsageError(f"{shown(path)}: is outside of the repository {shown(root)}", "name it on the command line")


def _fixed(path: str, base: str) -> str:
    """The part of a path before its first pattern."""
    return path if os.path.lexists(path) or not _has_pattern(path, base) else _split(path, base)[0]


def _has_pattern(path: str, base: str) -> bool:
    return _MAGIC.search(path, len(base)) is not None


def _split(path: str, base: str) -> tuple[str, list[str]]:
    """The folder that a pattern begins in, and the parts of the pattern below it."""
    parts = path[len(base) :].replace(os.sep, "/").split("/")
    first = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
    folder = base + "/".join(parts[:first])
    return folder or ("/" if path.startswith("/") else "."), [part for part in parts[first:] if part]


def _looked_for(search: _Search) -> str:
    skipped = [*search.skipped, *search.dependencies]
    more = f"; not in {', '.join(skipped)}: name what is meant there" if skipped else ""
    return f"looked for {', '.join(SUFFIXES)} files{more}"


def _take(path: str, search: _Search) -> None:
    """Make a file a document, or a problem."""
    real = os.path.realpath(path)
    if real in search.files:
        return
    why, hint = _refused(path, real, search)
    if why:
        search.problem(f"{shown(_posix(path))}: {why}", hint)
    else:
        search.files[real] = _posix(path)


def _refused(path: str, real: str, search: _Search) -> tuple[str, str]:
    """Why a file is no document, and what to do; empty where it is one."""
    for name in (path, real):
        try:
            name.encode()
        except UnicodeEncodeError:
            return "its name is not UTF-8", "rename it"
        if not is_plain(name):
            return "its name holds characters that cannot be shown", "rename it"
    # The real path of a link that leads to itself is its own.
    linked = os.path.islink(path) or real != os.path.join(
        os.path.realpath(os.path.dirname(path)), os.path.basename(path)
    )
    if not search.reaches(real):
        return "is a symbolic link out of the repository" if linked else _OUTSIDE, _LINK_HINT
    if ".git" in real.casefold().split(os.sep)[1:] and is_inside(real, search.root):
        return "leads into git's own files", _LINK_HINT
    if not linked:
        return "", ""
    if not os.path.exists(real):
        return "is a broken symbolic link", "remove it or correct its target"
    return ("", "") if real.lower().endswith(SUFFIXES) else ("is a symbolic link to no Markdown file", _LINK_HINT)


_OUTSIDE = "is outside of the repository"
_LINK_HINT = "put the document itself here, or name the other place on the command line"


def _expand(path: str, search: _Search, base: str) -> Iterator[str]:
    if os.path.isdir(path):
        yield from _walk(path, search)
    elif os.path.lexists(path):
        if not os.path.exists(path):
            raise UsageError(f"{shown(path)}: not a readable file or directory", "a broken symbolic link?")
        if not os.path.isfile(path):
            raise UsageError(f"{shown(path)}: not a regular file", "a document is a file; name one, or a folder")
        if kind := OTHER_KINDS.get(os.path.splitext(path)[1].lower()):
            raise UsageError(f"{shown(path)}: {kind[0]}, not a Markdown document", kind[1])
        yield path
    elif _has_pattern(path, base):
        folder, parts = _split(path, base)
        yield from _matching(folder, parts, search)
    else:
        raise UsageError(f"{shown(path) or 'an empty path'}: no such file or directory", _like(path))


def _like(path: str) -> str:
    """What the path may have been meant to be: what is called nearly so in the same folder."""
    folder, name = os.path.split(path.rstrip("/"))
    try:
        there = [each for each in sorted(os.listdir(folder or os.curdir)) if not each.startswith(".")]
    except OSError:
        return UNKNOWN
    near = difflib.get_close_matches(name.casefold(), [each.casefold() for each in there], 1)
    meant = next((os.path.join(folder, each) for each in there if near and each.casefold() == near[0]), "")
    return f"did you mean {shown(_posix(meant))}?" if meant else UNKNOWN


def _walk(top: str, search: _Search) -> Iterator[str]:
    """The documents of a folder and those below; a folder that links lead to twice is walked once."""
    waiting, walked = [top], set[str]()
    while waiting:
        folder = waiting.pop()
        real = os.path.realpath(folder)
        if real in walked or not _reachable(folder, real, search):
            continue
        walked.add(real)
        there = _entries(folder)
        yield from (each for each in there.files if not _is_hidden(each))
        _tell_passed(there, search)
        inner = []
        for each in there.folders:
            if _is_skipped(each):
                _tell_skipped(each, search)
            else:
                inner.append(each)
        waiting += reversed(inner)


def _reachable(folder: str, real: str, search: _Search) -> bool:
    if search.reaches(real):
        return True
    search.problem(f"{shown(_posix(folder))}: is a symbolic link out of the repository", _LINK_HINT)
    return False


class _Entries(NamedTuple):
    """What is right in a folder, sorted."""

    files: list[str]
    folders: list[str]
    dialects: list[str]  # near to Markdown


def _entries(folder: str) -> _Entries:
    files, folders, dialects = found = _Entries([], [], [])
    try:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                path = os.path.join(folder, entry.name)
                if _is_folder(entry):
                    folders.append(path)
                elif entry.name.lower().endswith(SUFFIXES):
                    files.append(path)
                elif entry.name.lower().endswith(DIALECTS):
                    dialects.append(path)
    except OSError as error:
        raise UsageError(f"{shown(folder)}: cannot be read: {error.strerror}", "check its permissions") from error
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder; a link that leads to itself is none, and no fault of the folder that it is in."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_skipped(folder: str) -> bool:
    return os.path.basename(folder).startswith(".") or _holds_dependencies(folder)


def _holds_dependencies(folder: str) -> bool:
    return os.path.basename(folder) in DEPENDENCIES or os.path.lexists(os.path.join(folder, "pyvenv.cfg"))


def _is_hidden(path: str) -> bool:
    return os.path.basename(path).startswith(".")


def _tell_passed(there: _Entries, search: _Search) -> None:
    """Note the documents that a search passes over."""
    search.passed.update({_posix(each): Why.HIDDEN for each in there.files if _is_hidden(each)})
    search.passed.update({_posix(each): Why.DIALECT for each in there.dialects if not _is_hidden(each)})


def _tell_skipped(folder: str, search: _Search) -> None:
    """Note a hidden folder with documents, and dependencies below a folder of postmortems.

    Those of the whole repository always have some, which nobody wants to hear of.
    """
    name = os.path.basename(folder)
    if _holds_dependencies(folder):
        if search.top != search.root:
            search.dependencies.setdefault(shown(_posix(folder)))
        return
    if name.casefold() == ".git":
        return
    left = _LOOKED_INTO
    for _, _, files in os.walk(folder):
        left -= 1 + len(files)
        if any(each.lower().endswith(SUFFIXES) for each in files):
            search.skipped.setdefault(shown(_posix(folder)))
            return
        if left < 0:
            return


def _matching(folder: str, parts: Sequence[str], search: _Search) -> Iterator[str]:
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
        if not _reachable(folder, real, search):
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
    folder: str, parts: Sequence[str], places: Sequence[int], search: _Search
) -> tuple[list[str], dict[str, set[int]]]:
    """The documents in a folder that a pattern names from one of the places on, and from where it goes on in others."""
    files: dict[str, None] = {}
    inner: dict[str, set[int]] = {}
    last = len(parts) - 1
    wild = [at for at in places if _MAGIC.search(parts[at])]
    there = _entries(folder) if wild else _Entries([], [], [])
    skipped = {each for each in there.folders if _is_skipped(each)}
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
            _tell_skipped(each, search)
        _tell_passed(there, search)
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


def _posix(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")
