"""Issue files as last read: one scan reads only what changed on disk since the scan before."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from postmortem_tracker.errors import IssueNotFoundError, TrackerUnavailableError, UnreadableIssueError
from postmortem_tracker.integrations.local import format as local_format
from postmortem_tracker.integrations.local.files import HIGHEST, IssueFiles
from postmortem_tracker.integrations.local.format import Record
from postmortem_tracker.integrations.local.yaml import FormatError
from postmortem_tracker.model import IssueRef

_GAP = 1_000  # a number of the past that is further away was no issue's: it would only use the numbers up
_MEANWHILE = timedelta(minutes=1)  # our own write takes no longer to reach the disk
_SETTLED_NS = 2_000_000_000  # a file younger than this may change once more without its time showing it


@dataclass(frozen=True, slots=True)
class Entry:
    """One issue file: what it says, or why it says nothing."""

    number: int
    name: str
    modified: datetime
    mode: int
    text: str = ""
    record: Record | None = None
    problem: tuple[int, str] | None = None  # line (0: the file as a whole) and message
    identity: tuple[int, int, int] | None = None  # on disk; None: read it again next time
    by_hand: datetime | None = None  # when somebody else wrote it after us, as far as that is known
    hint: str = "correct the file by hand; its issue is left alone until then"


class IssueIndex:
    """The issue files of one directory by number."""

    def __init__(self, files: IssueFiles, tracker: str) -> None:
        self._files = files
        self._tracker = tracker
        self._entries: dict[str, Entry] = {}
        self._past: list[int] | None = None  # numbers of the past, read where the first issue is made

    def scan(self) -> list[Entry]:
        """Every issue file, by number; two files with one number are both unreadable."""
        entries = [self._current(number, name, status) for number, name, status in self._files.scan()]
        entries = self._with_hands(entries)
        self._entries = {entry.name: entry for entry in entries}
        names: dict[int, list[str]] = {}
        for entry in entries:
            names.setdefault(entry.number, []).append(entry.name)
        return [entry if len(names[entry.number]) == 1 else _taken(entry, names) for entry in entries]

    def find(self, number: int) -> Entry:
        """One issue file as it is now; raises IssueNotFoundError."""
        names = self._files.names()
        if number not in names:
            where = self._files.root.as_posix()
            raise IssueNotFoundError(f"issue #{number} is not in {where}", "was its file deleted or renamed?")
        entries = self._with_hands([self._known(self._read(number, name)) for name in names[number]])
        return entries[0] if len(entries) == 1 else _taken(entries[0], names)

    def next_number(self) -> int:
        """One more than the highest number there is or was; hold the lock. Raises TrackerUnavailableError at the end.

        A document may still link an issue whose file is gone: its number is not given to another one.
        """
        names = self._files.names()
        highest = max(names, default=0)
        if highest >= HIGHEST:
            last = self.shown(names[highest][0])
            raise TrackerUnavailableError(f"{last}: has the last number there is", "give this file a lower number")
        for number in self._given():
            if highest < number <= highest + _GAP:
                highest = number
        return highest + 1

    def _given(self) -> list[int]:
        if self._past is None:
            self._past = self._files.numbers_given()
        return self._past

    def ignored(self) -> tuple[UnreadableIssueError, ...]:
        """The files whose number no issue can have, for people."""
        hint = "give it a lower number, or another name"
        return tuple(
            UnreadableIssueError(
                f"{self.shown(name)}: ignored, its number is above {HIGHEST:,}",
                hint,
                IssueRef(self._tracker, "", number),
            )
            for number, name in self._files.ignored()
        )

    def readable(self, entry: Entry) -> Record:
        """What the file says; raises UnreadableIssueError."""
        if entry.record is None:
            raise self.error(entry)
        return entry.record

    def error(self, entry: Entry) -> UnreadableIssueError:
        """Why the file says nothing, for people."""
        line, message = entry.problem or (0, "is not readable")
        place = f"{self.shown(entry.name)}:{line}" if line else self.shown(entry.name)
        ref = IssueRef(self._tracker, "", entry.number)
        return UnreadableIssueError(f"{place}: {message}", entry.hint, ref, entry.text)

    def shown(self, name: str) -> str:
        """A file's path as people read it."""
        return (self._files.root / name).as_posix()

    def write(self, number: int, name: str, text: str, record: Record, mode: int | None = None) -> Entry:
        """Write one file and know what it says; hold the lock."""
        status = self._files.write(name, text.encode(), mode)
        entry = replace(_entry(number, name, status), text=text, record=record)
        self._entries[name] = entry
        return entry

    def _current(self, number: int, name: str, status: os.stat_result) -> Entry:
        known = self._entries.get(name)
        if known is not None and known.identity == _identity(status):
            return known
        return self._read(number, name)

    def _known(self, entry: Entry) -> Entry:
        """The entry with what an earlier look at the same text found out."""
        before = self._entries.get(entry.name)
        return replace(entry, by_hand=before.by_hand) if before and before.text == entry.text else entry

    def _with_hands(self, entries: list[Entry]) -> list[Entry]:
        """The entries, those written after our last write with the time of it.

        A checkout writes every file anew: of a file that is as its branch has it, the commits tell, not the disk.
        """
        late = {each.name: each for each in entries if each.by_hand is None and _is_late(each)}
        if not late:
            return entries
        times = [each.record.updated for each in late.values() if each.record and each.record.updated]
        committed = self._files.committed({name: each.text.encode() for name, each in late.items()}, min(times))
        found = {name: committed.get(name, each.modified) for name, each in late.items()}
        return [replace(each, by_hand=found[each.name]) if each.name in found else each for each in entries]

    def _read(self, number: int, name: str) -> Entry:
        nowhere = Entry(number, name, datetime.fromtimestamp(0, UTC), 0)
        try:
            data, status = self._files.read(name)
        except OSError as error:
            return replace(nowhere, problem=(0, error.strerror or str(error)), hint="make it a readable file")
        entry = _entry(number, name, status)
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            text = data.decode(errors="replace")
            return replace(entry, text=text, problem=(data.count(b"\n", 0, error.start) + 1, "is not UTF-8"))
        try:
            return replace(entry, text=text, record=local_format.parse(text))
        except FormatError as error:
            hint = f"{error.hint}; its issue is left alone until then" if error.hint else entry.hint
            return replace(entry, text=text, problem=(error.line, str(error)), hint=hint)


def _entry(number: int, name: str, status: os.stat_result) -> Entry:
    settled = time.time_ns() - status.st_mtime_ns > _SETTLED_NS
    modified = datetime.fromtimestamp(int(status.st_mtime), UTC)
    return Entry(number, name, modified, status.st_mode, identity=_identity(status) if settled else None)


def _is_late(entry: Entry) -> bool:
    """Whether the disk is later than what the file itself says of its last change."""
    said = entry.record.updated if entry.record else None
    return said is not None and entry.modified - said > _MEANWHILE


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _taken(entry: Entry, names: dict[int, list[str]]) -> Entry:
    """Two branches may each have made a file with this number: which one is meant is not ours to guess."""
    others = ", ".join(name for name in names[entry.number] if name != entry.name)
    taken = sorted(number for number, files in names.items() if len(files) > 1)
    free = max(names) + 1 + taken.index(entry.number)  # each of several pairs its own
    hint = f"rename one of them to {free:04d}-….md and correct the link in its document"
    return replace(entry, record=None, problem=(0, f"number {entry.number} is also taken by {others}"), hint=hint)
