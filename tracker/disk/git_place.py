"""Whether what git tells is of the checkout: a repository can say that its files, or its work tree, lie elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from postmortem_tracker.disk import regular

ASKED = ("rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir", "--git-path", "objects")
_NAMED = ("GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")  # whoever sets one means it
_FILES = ("HEAD", "packed-refs", "refs", "shallow", "reftable")  # git follows them, and quotes lines of some
_OBJECTS = ("info", "info/alternates", "info/commit-graph", "info/commit-graphs", "pack", "pack/multi-pack-index")
_DEEPEST = 5

Refusal = tuple[str, str]  # a message and a hint
Setting = Callable[[str, str], str]  # the value of a key in a configuration file of git's


class _Places(NamedTuple):
    top: str  # the work tree
    git: str  # what belongs to this work tree
    common: str  # and what belongs to all of the repository
    objects: str


def refusal(root: Path, told: Sequence[str], environment: Mapping[str, str], setting: Setting) -> Refusal | None:
    """Why git is not asked at ``root``, by what it printed for ASKED; None where its files are those of the checkout.

    The places that the environment names are fine, and so is a repository that says itself that this is a work tree
    or a submodule of it: a checkout cannot say that for another repository.
    """
    if len(told) != 4:
        return f"{root} has a line break in its name", "move it to another folder"
    top, git, common, objects = (os.path.realpath(os.path.join(root, each)) for each in told)
    if not regular.is_inside(os.path.realpath(root), top):
        return no_work_tree(root)
    if any(environment.get(name) for name in _NAMED):
        return None
    if not _is_of(top, git):
        return no_work_tree(root)
    places = _Places(top, git, common, objects)
    allowed = (top, *regular.allowed(environment))
    if _is_own(places, setting):
        allowed = (*allowed, git, common)
    led = (each for each in _leads(places) if not any(regular.is_inside(each, folder) for folder in allowed))
    there = next(led, None)
    if there is None:
        return None
    shown = regular.shown(there)
    hint = f"if you trust it, say so outside of the repository: {regular.FOLDERS}={shown}"
    return f"git's own files lead out of the repository, to {shown}", hint


def no_work_tree(root: Path) -> Refusal:
    """Nothing would seem to have changed, and no document to have a history."""
    return f"{root} is in no work tree of its git repository", "correct core.worktree and core.bare in .git/config"


def _is_of(top: str, git: str) -> bool:
    """Whether the work tree's ``.git`` is, or names, this folder: else another work tree is configured."""
    entry = os.path.join(top, ".git")
    if os.path.isdir(entry):
        return os.path.realpath(entry) == git
    where = _line(entry).removeprefix("gitdir:").strip()
    return bool(where) and os.path.realpath(os.path.join(top, where)) == git


def _is_own(places: _Places, setting: Setting) -> bool:
    """Whether the repository itself says that this is a work tree, or as a submodule the work tree, of it."""
    entry = os.path.join(places.top, ".git")
    if os.path.dirname(places.git) == os.path.join(places.common, "worktrees"):
        back = _line(os.path.join(places.git, "gitdir"))
        return bool(back) and os.path.realpath(os.path.join(places.git, back)) == os.path.realpath(entry)
    if places.git != places.common or not os.path.isfile(entry):
        return False
    tree = setting(os.path.join(places.git, "config"), "core.worktree")
    return bool(tree) and os.path.realpath(os.path.join(places.git, tree)) == places.top


def _leads(places: _Places) -> Iterator[str]:
    """Every real place that git would read history from."""
    yield from places[1:]
    files = (os.path.join(folder, name) for folder in places[1:3] for name in _FILES)
    yield from map(os.path.realpath, files)
    yield from _of_objects(places.objects, 0)


def _of_objects(folder: str, depth: int) -> Iterator[str]:
    """What a folder of objects leads to: by links, and by the list of others that hold more of them."""
    yield from (os.path.realpath(os.path.join(folder, name)) for name in _OBJECTS)
    for inner in (folder, os.path.join(folder, "pack")):
        try:
            with os.scandir(inner) as entries:
                yield from (os.path.realpath(each.path) for each in entries if each.is_symlink())
        except OSError:
            continue
    file = os.path.join(folder, "info", "alternates")
    try:
        others = _lines(file)
    except FileNotFoundError:
        return
    except OSError:
        yield f"what {file} names"
        return
    for line in others:
        other = line if line.startswith('"') else os.path.realpath(os.path.join(folder, line))
        yield other
        if depth < _DEEPEST:
            yield from _of_objects(other, depth + 1)


def _lines(file: str) -> list[str]:
    """The lines as git takes them. Raises OSError."""
    data = os.fsdecode(regular.read(file, regular.SETTINGS_BYTES)[0])
    return [line.removesuffix("\r") for line in data.split("\n") if line and not line.startswith("#")]


def _line(file: str) -> str:
    try:
        return next(iter(_lines(file)), "")
    except OSError:
        return ""
