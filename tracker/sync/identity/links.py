"""Where the links of an item lead: to an issue, or nowhere since their document was moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from postmortem_tracker.model import ActionItem, Incident, IssueRef, Link
from postmortem_tracker.sync.identity.matched import Known, Linked

Resolve = Callable[[Link, str], IssueRef | None]


def linked(links: Iterable[Link], path: str, resolve: Resolve) -> tuple[Linked, ...]:
    """The links that name issues of configured projects, in order."""
    found = ((link, resolve(link, path)) for link in links)
    return tuple(Linked(link, ref) for link, ref in found if ref is not None)


@dataclass(frozen=True, slots=True)
class Links:
    """How the links of documents lead to what is known.

    ``resolve`` tells which issue a link names, ``stray`` which one a link to an issue's file must have meant that
    leads nowhere: its document was moved, or the file was deleted.
    """

    resolve: Resolve
    stray: Resolve
    known: Known

    def of(self, item: ActionItem, path: str) -> tuple[Linked, ...]:
        """The links that name issues; where there are none, the stray ones whose number and file name still do."""
        return self._of(item.links, path)

    def mentioned(self, incident: Incident) -> Iterator[tuple[IssueRef, str]]:
        """The issues that any line of a document links, item or not, each with the place: ``path:line``."""
        for link in (*(link for item in incident.tasks for link in item.links), *incident.mentions):
            for each in self._of((link,), incident.path):
                yield self.home(each.ref), f"{incident.path}:{link.line}"

    def strays(self, item: ActionItem, path: str) -> tuple[Linked, ...]:
        """The links that lead nowhere."""
        return self._strays(item.links, path)

    def _of(self, links: Iterable[Link], path: str) -> tuple[Linked, ...]:
        found = linked(links, path, self.resolve)
        return found or tuple(each for each in self._strays(links, path) if self._is_there(each))

    def _strays(self, links: Iterable[Link], path: str) -> tuple[Linked, ...]:
        found = ((link, self.stray(link, path)) for link in links)
        return tuple(Linked(link, ref, stray=True) for link, ref in found if ref is not None)

    def _is_there(self, stray: Linked) -> bool:
        issue = self.known.issues.get(stray.ref)
        return issue is not None and file_of(stray.link.url or "") == file_of(issue.url)

    def home(self, ref: IssueRef) -> IssueRef:
        """The reference as the issue has it now, which may have moved."""
        return self.known.issues[ref].ref if ref in self.known.issues else ref


def file_of(address: str) -> str:
    """The name of the file that an address leads to."""
    return PurePosixPath(unquote(urlsplit(address).path)).name
