"""Whose issue it is where several repositories share one project: told by the link to the document in its block.

The link names the repository of the run that wrote the block. Names change and forks have others, so a name that
differs is not enough to call an issue another repository's: a document of ours that links it, as the very item
that its marker names, shows that both names mean one repository.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

from postmortem_tracker.model import ActionItem, Incident, IssueRef
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import Marker

# Whether a name recorded in an issue of the named tracker may be this repository's.
Ours = Callable[[str, str], bool]

_WHERE = re.compile(r"^\*\*(?:From|Document):\*\* (\[[^\]\n]*\]\([^\s()]+\))\s*$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]\n]*\]\(([^\s()]+)#L[0-9]+\)")
_COMMIT = re.compile(r"/(?:-/)?blob/(?:[0-9a-f]{64}|[0-9a-f]{40})/")


def recorded(body: str, path: str) -> str:
    """The repository that the block of an issue names as the home of its document; "" where it names none."""
    found = _WHERE.search(marker.content(body))
    return repository(found[1], path) if found else ""


def repository(link: str, path: str) -> str:
    """The repository in a link to a line of the document at ``path``, without scheme and commit; "" if none.

    The embedded tracker's links are relative: there it is the way from the issues to the repository.
    """
    found, ending = _LINK.fullmatch(link), quote(path)
    if found is None or not found[1].endswith("/" + ending):
        return ""
    base = found[1].removesuffix(ending)
    scheme, said, rest = base.partition("://")
    if not said:
        return base
    return _COMMIT.sub("/", rest, count=1).casefold() if scheme in ("http", "https") and _COMMIT.search(rest) else ""


def known_as(source: str, names: Iterable[str]) -> bool:
    """Whether a repository goes by one of these addresses, with or without scheme and ``.git``."""
    bare = (re.sub(r"^\w+://", "", name.strip()).rstrip("/").removesuffix(".git").casefold() for name in names)
    return any(f"{source}/".startswith(f"{name}/") for name in bare if name)


def apart(
    free: Mapping[IssueRef, tuple[Marker, str]],
    linked: Iterable[tuple[Marker, str, Incident, ActionItem]],
    ours: Ours,
) -> frozenset[IssueRef]:
    """Of the issues that no document links (marker and body) those of other repositories; ``linked`` are the others."""
    named = [(ref, mark, source) for ref, (mark, body) in free.items() if (source := recorded(body, mark.path))]
    strange = [(ref, mark, source) for ref, mark, source in named if not ours(ref.tracker, source)]
    if not strange:
        return frozenset()
    proven = {
        (recorded(body, mark.path), mark.incident)
        for mark, body, incident, item in linked
        if (mark.incident, mark.key, mark.path) == (incident.id, item.key, incident.path)
    }
    return frozenset(ref for ref, mark, source in strange if (source, mark.incident) not in proven)
