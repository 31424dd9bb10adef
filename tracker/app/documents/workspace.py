"""The documents of one run: where the repository is, which files are meant, what was read from them."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path

from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.config import load as configuration
from postmortem_tracker.config.settings import Config
from postmortem_tracker.disk import documents, git, git_calls, remotes
from postmortem_tracker.disk.absent import Absent
from postmortem_tracker.disk.exclusions import Why, left_out, opted_out
from postmortem_tracker.disk.find import UNKNOWN, Found, find
from postmortem_tracker.disk.regular import is_inside
from postmortem_tracker.disk.tree import Tree
from postmortem_tracker.errors import DocumentError, TrackerError, UsageError
from postmortem_tracker.markdown import Vocabulary, parse, words_on
from postmortem_tracker.markdown.explain import Explanation, explain
from postmortem_tracker.markdown.incident.evidence import Page, doubt_about, page_of, tells_of_one
from postmortem_tracker.model import Incident
from postmortem_tracker.text.globs import matches
from postmortem_tracker.text.printable import plural


@dataclass(frozen=True)
class Workspace:
    """The directory that names are relative to, its configuration, and the day on which documents are read."""

    root: Path
    config: Config = field(default_factory=Config)
    config_path: Path | None = None
    day: date | None = None  # None: today

    @classmethod
    def open(cls, config_path: str | None = None, start: Path | None = None) -> Workspace:
        """The workspace around ``start`` (default: the working directory)."""
        here = (start or Path.cwd()).resolve()
        if config_path is not None:
            path: Path | None = Path(config_path).resolve()
        else:
            path = configuration.find(here)
        if path is not None:
            return cls(path.parent, configuration.load(path), path)
        return cls(configuration.repository_root(here) or here)

    @cached_property
    def permalink_base(self) -> str | None:
        """Where the remote shows the documents at the current commit, with a final slash; None where nobody knows."""
        trackers = self.config.all_trackers.values()
        configured = ((each.kind, url) for each in trackers for url in (each.url, each.web_url))
        return git.permalink_base(self.root, remotes.sites(os.environ, configured))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The built-in words and the configured ones, as they are read on the day."""
        today = self.day or datetime.now(self.config.zone).date()
        more = self.config.vocabulary
        keys = (*self.config.sync.ticket_keys, *self.config.ticket_urls)
        if not (more.sections or more.columns or more.labels or more.states or keys):
            return words_on(today)
        return words_on(today).extended(
            sections=dict(more.sections),
            columns=more.columns,
            labels=more.labels,
            states=dict(more.states),
            ticket_keys=keys,
        )

    @cached_property
    def boundary(self) -> str:
        """The folder that documents must lie in: the repository around the root, else the root itself."""
        return os.path.realpath(configuration.repository_root(self.root) or self.root)

    def paths(self, given: Sequence[str], *, named: bool = True) -> Found:
        """The documents meant: those given, else the configured ones. Raises UsageError.

        Outside of the repository only what is ``named`` by the user is read, never what a file names.
        """
        if given:
            return self._sorted_out(find(given, self.boundary, named=named), given)
        if not self.config.documents:
            hint = (
                f"set `documents` in {configuration.FILE_NAME}"
                if self.config_path
                else "begin with: postmortem-tracker init"
            )
            raise UsageError("no documents named", f"give paths, such as a folder of postmortems, or {hint}")
        here = os.path.relpath(self.root)
        base = "" if here == os.curdir else here
        wanted = [os.path.join(base, path) for path in self.config.documents]
        try:
            return self._sorted_out(find(wanted, self.boundary, base, named=False), wanted)
        except UsageError as error:
            raise self._in_config(error) from error

    def _in_config(self, error: UsageError) -> UsageError:
        """What is wrong with the configured documents, and that it is the configuration that names them."""
        place = os.path.relpath(self.config_path) if self.config_path else configuration.FILE_NAME
        hint = error.hint
        if hint == UNKNOWN:
            hint = "put your postmortems there (Markdown, one file for each), or name in `documents` where they are"
        if error.hint == UNKNOWN or error.message.endswith("no Markdown documents here"):
            hint += "; `postmortem-tracker explain template` prints a sample to copy"
        return UsageError(f"{error.message} (`documents` in {place} names it)", hint)

    def _sorted_out(self, found: Found, given: Sequence[str]) -> Found:
        """What was found without the documents that are no postmortems; a file that is named itself is one."""
        named = {os.path.normpath(path).replace(os.sep, "/") for path in given if os.path.isfile(path)}
        git_ignores = partial(git.ignored, Path(self.boundary))
        # What was passed over is no neighbour: a hidden file beside a README makes it no page of several.
        for files in (found.files, tuple(found.left)):
            inside = [file for file in files if is_inside(os.path.realpath(file), self.boundary)]
            why = left_out(inside, named, self.name, self.config.exclude, git_ignores, self._tells_of_one)
            found.left.update(why)
        for path in given:
            _refuse_empty(path, found)
        found.files = tuple(file for file in found.files if file not in found.left)
        found.named = frozenset(named)
        folders = tuple(map(self.name, found.searched))
        found.chosen = frozenset(file for file in found.files if self.is_chosen(self.name(file), folders))
        return found

    def _tells_of_one(self, path: str) -> bool:
        """Whether a file tells of one incident; not where it cannot be read, since nobody asked for it."""
        name = self.name(path)
        try:
            return self.tells_of_one(documents.read(path, self.config.max_document_bytes).data, name)
        except DocumentError:
            return False

    def tells_of_one(self, data: bytes, name: str) -> bool:
        """Whether a document tells of one incident, whatever it is called. Raises DocumentError as ``parse`` does."""
        return tells_of_one(data, name, tuple(self.parse(data, name)), self.vocabulary)

    def name(self, path: str) -> str:
        """The document's name in markers and output: its real path relative to the root, POSIX."""
        return os.path.relpath(os.path.realpath(path), self.root).replace(os.sep, "/")

    def is_missing(self, name: str) -> bool:
        """Whether a document that a marker names is not on disk."""
        return not os.path.lexists(self.root / name)

    @cached_property
    def absent(self) -> Absent:
        """What belongs to the repository but is not checked out. Raises GitError where git does not tell."""
        return Absent.of(self.root, self.boundary)

    @cached_property
    def configured(self) -> Reading:
        """What the configured documents hold. Raises TrackerError as ``paths`` and ``read`` do."""
        return self.reading(())

    def reading(self, given: Sequence[str], since: date | None = None) -> Reading:
        """What the documents hold that are meant, or those of them with an incident from a day on.

        Raises UsageError.
        """
        read = self.read(self.paths(given))
        return read if since is None else read.since(since)

    def read(self, found: Found, tree: Tree | None = None) -> Reading:
        """Read and parse documents; what cannot be read becomes a problem and leaves the others alone.

        With ``tree`` they are read as that has them, and found by their names in it.
        """
        limit = self.config.max_document_bytes
        incidents: list[Incident] = []
        problems: list[TrackerError] = list(found.problems)
        files: dict[str, str] = {}
        unread: set[str] = set()
        for path in found.files:
            name = path if tree else self.name(path)
            try:
                data = tree.read(name, limit) if tree else documents.read(path, limit).data
                incidents += self.admitted(found, path, data, name)
                if path not in found.left:
                    files[name] = path
            except DocumentError as error:
                error.paths = frozenset((name,))
                problems.append(error)
                unread.add(name)
        clashes = _same_ids(incidents)
        problems += [_clash(where) for where in clashes.values()]
        unread.update(incident.path for where in clashes.values() for incident in where)
        kept = tuple(incident for incident in incidents if incident.id not in clashes)
        skipped, absent = ((), ()) if tree else (self.skipped(found), self.absent_from(found))
        doubts = tuple(found.doubts)
        return Reading(kept, files, tuple(problems), skipped, absent, frozenset(unread), tree, doubts, found.told)

    def admitted(self, found: Found, path: str, data: bytes, name: str) -> Iterator[Incident]:
        """The incidents of a document; none where it is none of an incident, or says itself that it is to be left out.

        Both are noted. A document that is named itself is meant, whatever it says.
        """
        if opted_out(data):
            found.left[path] = Why.MARKED
            return
        incidents = tuple(self._parsed(data, name))
        chosen = path in found.chosen
        page = Page.REPORT if path in found.named else page_of(data, name, incidents, self.vocabulary, chosen=chosen)
        if page is not Page.OTHER or any(each.items for each in incidents):  # of other pages nothing is used anyway
            _refuse(incidents)
        if page is Page.REPORT:
            yield from incidents
            return
        found.left[path] = Why.OTHER if page is Page.OTHER else Why.DOUBTFUL
        if page is Page.DOUBTFUL:
            found.doubts.append(doubt_about(incidents))

    def is_chosen(self, name: str, folders: Iterable[str]) -> bool:
        """Whether a document lies in one of the folders that somebody named, and not in all of the repository."""
        everything = self.name(self.boundary)
        return any(each != everything and (each == "." or name.startswith(f"{each}/")) for each in folders)

    def skipped(self, found: Found) -> tuple[str, ...]:
        """What was passed over where documents were looked for, in words."""
        left = Counter(found.left.values())
        counted = ", ".join(f"{left[why]} {why}" for why in Why if left[why])
        pages = [f"{plural(left.total(), 'document')} ({counted}); name one itself to read it"] if left else []
        hidden = (f"{each} (hidden folders are read only where they are named)" for each in found.skipped)
        theirs = (f"{each} (others' code is read only where it is named)" for each in found.dependencies)
        return (*pages, *hidden, *theirs, *(self._untold() if found.searched else ()))

    def _untold(self) -> tuple[str, ...]:
        """That git refuses to tell what is not checked out, in words; nothing where it tells."""
        try:
            _ = self.absent
        except git_calls.GitError as error:
            why = "; ".join(filter(None, (error.message, error.hint)))
            return (f"what may not be checked out, for git does not tell ({why})",)
        return ()

    def absent_from(self, found: Found) -> tuple[str, ...]:
        """What of the folders that were searched is not checked out, in words; where git refuses, see `skipped`."""
        try:
            names = (*self.absent.documents, *self.absent.submodules)
            left = left_out(names, (), str, self.config.exclude, lambda _: (), lambda _: False)
            return self.absent.without(left).remarks([self.name(folder) for folder in found.searched])
        except git_calls.GitError:
            return ()

    def covers(self, name: str) -> bool:
        """Whether the configuration says that the document of this name is confidential."""
        return any(matches(name, pattern) for pattern in self._secret)

    @cached_property
    def _secret(self) -> tuple[str, ...]:
        """The configured patterns: each also for all below it, and for where it leads through symbolic links."""
        found: dict[str, None] = {}
        for given in self.config.confidential:
            fixed = given.rstrip("/").partition("*")[0]
            folder = fixed if fixed == given.rstrip("/") else os.path.dirname(fixed)
            real = self.name(str(self.root / folder)) + given.rstrip("/")[len(folder) :] if folder else given
            for pattern in (given, real):
                found.setdefault(pattern)
                found.setdefault(pattern.rstrip("/") + "/**")
        return tuple(found)

    def parse(self, data: bytes, name: str) -> Iterator[Incident]:
        """The incidents of one document, with what the configuration adds to them.

        Raises DocumentError where nothing of it may be used.
        """
        incidents = tuple(self._parsed(data, name))
        _refuse(incidents)
        yield from incidents

    def _parsed(self, data: bytes, name: str) -> Iterator[Incident]:
        for incident in parse(data, name, vocabulary=self.vocabulary, max_bytes=self.config.max_document_bytes):
            yield incident._replace(confidential=True) if self.covers(name) else incident

    def explain(self, data: bytes, name: str, line: int | None) -> tuple[Explanation, ...]:
        """How a line of a document, or each of them, was understood. Raises DocumentError."""
        limit = self.config.max_document_bytes
        return explain(data, name, line, vocabulary=self.vocabulary, max_bytes=limit)


def _refuse(incidents: Sequence[Incident]) -> None:
    """Raises DocumentError where one of a document's incidents may have another id, or be confidential."""
    for incident in incidents:
        if incident.refused:
            raise DocumentError(incident.refused, "correct it; until then nothing of the document is used")


def _same_ids(incidents: Sequence[Incident]) -> dict[str, list[Incident]]:
    """Incidents of different documents that claim one id: their items could not be told apart."""
    seen: dict[str, list[Incident]] = defaultdict(list)
    for incident in incidents:
        seen[incident.id].append(incident)
    return {key: where for key, where in seen.items() if len(where) > 1}


def _clash(where: Sequence[Incident]) -> DocumentError:
    places = ", ".join(f"{incident.path}:{incident.line}" for incident in where)
    error = DocumentError(
        f"{places}: have the same incident id {where[0].id!r}, none of them is used",
        "give each postmortem an id of its own in its front matter (`id: …`)",
    )
    error.paths = frozenset(incident.path for incident in where)
    return error


def _refuse_empty(path: str, found: Found) -> None:
    """Raises UsageError for a folder that is named although all of it is left out: an empty check would look clean.

    Pages beside postmortems that are yet to come are no mistake.
    """
    if not os.path.isdir(path):
        return
    folder = os.path.realpath(path)
    below = [file for file in found.files if is_inside(os.path.realpath(file), folder)]
    reasons = Counter(found.left[file] for file in below if file in found.left)
    if below and reasons.total() == len(below) and reasons.keys() & {Why.GIT, Why.FOREIGN, Why.EXCLUDED}:
        told = ", ".join(f"{number} {why}" for why, number in reasons.items())
        raise UsageError(f"{path}: all of its documents are left out ({told})", "name one itself to read it")
