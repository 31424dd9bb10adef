"""Which postmortems there were on an earlier day, and what they said, as far as git tells."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import NamedTuple

from postmortem_tracker.app.documents.history import UNSHALLOW, meant
from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.disk import git
from postmortem_tracker.disk.exclusions import left_out
from postmortem_tracker.disk.find import Found
from postmortem_tracker.disk.folders import is_passed_over
from postmortem_tracker.disk.git_calls import GitError
from postmortem_tracker.disk.patterns import is_pattern, split
from postmortem_tracker.disk.tree import Tree
from postmortem_tracker.errors import DocumentError, TrackerError
from postmortem_tracker.model import Incident
from postmortem_tracker.report.redact import pseudonym

_SHOWN = 3


class Then(NamedTuple):
    """The documents of a day; None where git cannot tell, which ``remark`` says."""

    reading: Reading | None
    remark: str = ""
    shallow: bool = False  # since the clone does not reach back so far
    later: frozenset[str] = frozenset()  # incidents that are here by now: written since, or on another branch then

    def refuse_shallow(self) -> None:
        """Raises TrackerError where the clone does not reach back: what stands there now is not what stood there."""
        if self.shallow:
            raise TrackerError(self.remark, UNSHALLOW)


def documents_of(workspace: Workspace, given: Sequence[str], day: date, now: Reading | None) -> Then:
    """The documents meant as the branch had them at the end of ``day``; ``now`` are those of today."""
    workspace = replace(workspace, day=day)
    try:
        tree = Tree.at(workspace.root, _end(workspace, day), workspace.config.max_document_bytes)
    except GitError as error:
        why = f": {error.message}" if git.is_there(workspace.root) else ""
        return Then(None, f"there is no git history here{why}")
    if tree is None:
        shallow = git.is_shallow(workspace.root)
        begun = "the repository is a shallow clone, which begins" if shallow else "the git history begins"
        return Then(None, f"{begun} after {day}", shallow)
    wanted = [
        posixpath.normpath(each) for each in ([workspace.name(path) for path in given] or workspace.config.documents)
    ]
    names = tuple(sorted(_meant(workspace, wanted, tree)))
    if not names:
        return Then(None, f"git had none of these documents on {day}")
    tree.load(names)
    reading = workspace.read(_as_found(workspace, wanted, names), tree)
    if now is not None:
        reading = replace(reading, incidents=tuple(as_secret(reading.incidents, now.incidents)))
    later = _later(workspace, tree, reading, now) if now is not None else ()
    return Then(reading, _unrecorded(workspace, now), later=frozenset(later))


def _later(workspace: Workspace, tree: Tree, then: Reading, now: Reading) -> Iterator[str]:
    """The incidents of today that the branch had never had by then; what was there before was gone on that day."""
    here = {each.id for each in then.incidents}
    new = [each for each in now.incidents if each.id not in here]
    had = git.ever_had(workspace.root, tree.commit, sorted({each.path for each in new})) if new else frozenset()
    yield from (each.id for each in new if each.path not in had)


def _end(workspace: Workspace, day: date) -> datetime:
    return datetime.combine(day, time.max, workspace.config.zone).replace(microsecond=0)


def _as_found(workspace: Workspace, wanted: Sequence[str], names: Sequence[str]) -> Found:
    """The documents of that day as a search of today would have found them: named themselves, or in a named folder."""
    folders = [split(each, "")[0] if is_pattern(each, "") else each for each in wanted]
    chosen = frozenset(name for name in names if workspace.is_chosen(name, folders))
    return Found(tuple(names), named=frozenset(names).intersection(wanted), chosen=chosen)


def _meant(workspace: Workspace, wanted: Sequence[str], tree: Tree) -> list[str]:
    """The postmortems among the files of that day, by the rules for those of today."""
    is_meant = meant(wanted)
    found = [name for name in tree.files if is_meant(name) and (name in wanted or not is_passed_over(name, wanted))]
    files = {str(workspace.root / name): name for name in found}
    named = {str(workspace.root / name) for name in wanted}
    tree.load(found)

    def tells(file: str) -> bool:
        try:
            data = tree.read(files[file], workspace.config.max_document_bytes)
            return workspace.tells_of_one(data, files[file])
        except DocumentError:
            return False

    left = left_out(tuple(files), named, files.__getitem__, workspace.config.exclude, lambda _: (), tells)
    return [name for file, name in files.items() if file not in left]


def as_secret(then: Sequence[Incident], now: Sequence[Incident], left: Collection[str] = ()) -> Iterator[Incident]:
    """The incidents of that day, confidential where they are so today: who marked them later meant all of it.

    Where one of today's has a new name, every one that is not there any more may be it. ``left`` are the ids and paths
    of those that were confidential when they went.
    """
    secret = {name for each in now if each.confidential for name in (each.id, each.path)}.union(left)
    here = {each.id for each in now}
    names = {each.id for each in then}  # a snapshot has those of confidential ones as it showed them
    lost = any(each.confidential and names.isdisjoint((each.id, pseudonym(each.id))) for each in now)
    for each in then:
        hide = each.id in secret or each.path in secret or (lost and each.id not in here)
        yield each._replace(confidential=True) if hide and not each.confidential else each


def _unrecorded(workspace: Workspace, now: Reading | None) -> str:
    """Documents of today that git has never had, in words; of them it cannot tell since when they are there."""
    try:
        tree = Tree.at(workspace.root) if now else None
    except GitError:
        return ""
    if now is None or tree is None:
        return ""
    new = sorted(name for name in now.files if name not in tree.files)
    more = f" and {len(new) - _SHOWN} more" if len(new) > _SHOWN else ""
    return f"not in git, so left out: {', '.join(new[:_SHOWN])}{more}" if new else ""
