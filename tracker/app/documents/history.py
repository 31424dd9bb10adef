"""Reads the history of documents from the git repository around them; git does all the work on its files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.disk import documents, git, git_calls
from postmortem_tracker.disk.blobs import Blobs
from postmortem_tracker.disk.kinds import SUFFIXES
from postmortem_tracker.errors import DocumentError
from postmortem_tracker.history.log import FORMAT, FileChange, LogEntry, concerning, read_log
from postmortem_tracker.history.model import Commit, DocumentChange, History, Seen
from postmortem_tracker.history.reasons import remarks
from postmortem_tracker.history.trace import Tracer
from postmortem_tracker.markdown.words.boxes import ANY_BOX
from postmortem_tracker.model import ActionItem, Incident
from postmortem_tracker.text.globs import matches

Parse = Callable[[bytes, str], Iterable[Incident]]
_NO_HISTORY = "there is no git history here to read"
_INDENTED = re.compile(rf"[ \t\r]{{0,200}}\n?((?:[ \t]+(?![-*+] +{ANY_BOX})\S[^\n]*+\n?){{1,40}})")
_FAR = 10_000  # bytes behind an item in which lines of it are looked for
UNSHALLOW = "fetch all of it: git fetch --unshallow (actions/checkout: fetch-depth: 0)"
_SHALLOW = "the repository is a shallow clone: what happened before {day} is not known"


def read_history(
    workspace: Workspace,
    given: Sequence[str],
    reading: Reading,
    today: date | None,
    since: date | None,
) -> History:
    """What became of the items of the documents read, and of those of deleted ones among the ``given`` paths.

    Follows the first parents: what counts is when a change came to the branch. The documents as they are now
    are the last version; of an earlier day, the commit they were read from. What items were called at the end of
    ``since`` is told too. Where git cannot tell everything, the remark says so.
    """
    root = workspace.root
    try:
        until = reading.tree.commit if reading.tree else "HEAD"
        printed = git.log(root, FORMAT, [f":(top,icase,glob)**/*{suffix}" for suffix in SUFFIXES], until)
    except git_calls.GitError as error:
        return History((), f"{_NO_HISTORY}: {error.message}", error.hint)
    prefix = git_calls.run(root, "rev-parse", "--show-prefix", otherwise="")
    wanted = [workspace.name(path) for path in given] or list(workspace.config.documents)
    zone = workspace.config.zone
    entries = concerning(read_log(printed, prefix, zone), reading.files, meant(wanted))
    shallow = git.is_shallow(root)
    tracer = Tracer(since)
    with Blobs(root) as blobs:
        versions = _Versions(blobs, workspace.parse, workspace.config.max_document_bytes)
        for entry in entries:
            changed = [each for each in map(versions.read, entry.files) if each]
            tracer.step(entry.commit, changed, first=shallow and not entry.commit.parents)
    if reading.tree is None:
        tracer.step(Commit("", today or datetime.now(zone).date()), list(_now(reading)))
    return History(tracer.stories(), *_doubts(shallow, entries, versions.missing))


def meant(names: Sequence[str]) -> Callable[[str], bool]:
    """Whether a document that is not there any more would be one of these names, directories or globs."""
    paths = [posixpath.normpath(each) for each in names]

    def test(name: str) -> bool:
        inside = not name.startswith("../")
        return any(
            (path == "." and inside)
            or name == path
            or name.startswith(path + "/")
            or ("*" in path and inside and matches(name, path))
            for path in paths
        )

    return test


def seen(incident: Incident, item: ActionItem, data: bytes) -> Seen:
    """An item as this version of its document shows it."""
    written = data[item.span.start : item.span.end].decode("utf-8", "replace") + _nested(data, item.span.end)
    return Seen(
        incident.id,
        item.key,
        item.text,
        item.line,
        item.kind,
        item.state,
        item.due_date,
        item.due,
        item.priority,
        tuple(link.url or link.text for link in item.links),
        remarks(written),
        incident.confidential,
    )


def _nested(data: bytes, end: int) -> str:
    """The indented lines right below an item, up to a blank one or the next task."""
    found = _INDENTED.match(data[end : end + _FAR].decode("utf-8", "ignore"))
    return f"\n{found[1]}" if found else ""


class _Versions:
    """The items of document versions; each distinct one is parsed once."""

    def __init__(self, blobs: Blobs, parse: Parse, most: int) -> None:
        self._blobs = blobs
        self._most = most
        self._parse = parse
        self._known: dict[tuple[str, str], tuple[Seen, ...] | None] = {}
        self.missing = 0

    def read(self, file: FileChange) -> DocumentChange | None:
        """The document after the change; None where this version cannot be read and is passed over."""
        if not file.blob:
            return DocumentChange(file.path, None, file.before)
        place = (file.blob, file.path)
        if place not in self._known:
            self._known[place] = self._items(file)
        items = self._known[place]
        return None if items is None else DocumentChange(file.path, items, file.before)

    def _items(self, file: FileChange) -> tuple[Seen, ...] | None:
        data = self._blobs.read(file.blob, self._most)
        if data is None:
            self.missing += 1
            return None
        try:
            return tuple(seen(each, item, data) for each in self._parse(data, file.path) for item in each.items)
        except DocumentError:
            return None


def _now(reading: Reading) -> Iterator[DocumentChange]:
    """The documents as they are on disk; those that could not be used stay as they were."""
    read: dict[str, list[Incident]] = {}
    for incident in reading.incidents:
        read.setdefault(incident.path, []).append(incident)
    for name, incidents in read.items():
        data = documents.read(reading.files[name]).data
        yield DocumentChange(name, tuple(seen(each, item, data) for each in incidents for item in each.items))


def _doubts(shallow: bool, entries: Sequence[LogEntry], missing: int) -> tuple[str, str]:
    if shallow:
        day = min((each.commit.day.isoformat() for each in entries), default="now")
        return _SHALLOW.format(day=day), UNSHALLOW
    if missing:
        return f"git could not give {missing} versions of documents", "fetch them: git fetch --refetch"
    return "", ""
