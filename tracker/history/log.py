"""Reads what `git log --raw -z` prints, and keeps of it what concerns the documents meant."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from postmortem_tracker.calendar import moment
from postmortem_tracker.history.model import Commit

FORMAT = "%x01%H%n%P%n%ct%n%B"
_FILES = ("100644", "100755")  # no links, no submodules


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file in one commit; ``blob`` is "" where it was deleted, ``before`` its former name if it was renamed."""

    path: str
    blob: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A commit and the files it changed."""

    commit: Commit
    files: tuple[FileChange, ...] = ()


def read_log(printed: bytes, prefix: str = "", zone: tzinfo = UTC) -> tuple[LogEntry, ...]:
    """The entries of a log printed with FORMAT, in its order; names become relative to ``prefix``.

    Days are those of ``zone``; where nobody can read a commit's, it is that of the commit before it.
    """
    tokens = iter(printed.split(b"\0"))
    entries: list[tuple[Commit, list[FileChange]]] = []
    for token in tokens:
        token = token.lstrip(b"\n")
        if token.startswith(b"\x01"):
            entries.append((_commit(token, zone, entries[-1][0].day if entries else date.min), []))
        elif token.startswith(b":"):
            change = _change(token, tokens, prefix)
            entries[-1][1].extend([change] if change else [])
    return tuple(LogEntry(commit, tuple(files)) for commit, files in entries)


def _commit(token: bytes, zone: tzinfo, before: date) -> Commit:
    id, parents, when, *message = token[1:].decode("utf-8", "replace").split("\n")
    said = moment(when)
    day = said.astimezone(zone).date() if said else before
    return Commit(id, day, "\n".join(message).strip(), tuple(parents.split()))


def _change(token: bytes, tokens: Iterator[bytes], prefix: str) -> FileChange | None:
    _, mode, _, blob, status = token.decode("ascii").split()
    name = _name(next(tokens), prefix)
    if status.startswith("R"):
        before, name = name, _name(next(tokens), prefix)
        return FileChange(name, blob, before) if mode in _FILES else None
    if status == "D":
        return FileChange(name, "")
    return FileChange(name, blob) if mode in _FILES else None


def _name(path: bytes, prefix: str) -> str:
    name = path.decode("utf-8", "surrogateescape")
    return posixpath.relpath(name, prefix) if prefix else name


def concerning(
    entries: Sequence[LogEntry], present: Iterable[str], meant: Callable[[str], bool]
) -> tuple[LogEntry, ...]:
    """Of entries in order of time those files that led to a present document, or to a deleted one that was meant."""
    wanted = set(present)
    kept: list[LogEntry] = []
    for entry in reversed(entries):
        files = [each for each in entry.files if each.path in wanted or (not each.blob and meant(each.path))]
        # What a file was called before; one that was added keeps its name: it may have been deleted and restored.
        wanted -= {each.path for each in files if each.before}
        wanted |= {each.before or each.path for each in files}
        if files:
            kept.append(LogEntry(entry.commit, tuple(files)))
    return tuple(reversed(kept))
