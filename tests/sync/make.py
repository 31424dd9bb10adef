"""Items, incidents and issues by their shortest description."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from postmortem_tracker import keys
from postmortem_tracker.issues import Capabilities
from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, Link, State
from postmortem_tracker.sync.identity.match import match
from postmortem_tracker.sync.identity.matched import How, Known, Matched, Pair, Tracked
from postmortem_tracker.sync.identity.matching import Around
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import Base, Marker
from postmortem_tracker.sync.settings import Destination, Settings
from tests.sync.memory import MemoryTracker, Server

LABEL = "postmortem"
PATH = "postmortems/queue.md"
TRACKER = MemoryTracker(Server())
LIMITS = TRACKER.capabilities


def document(*lines: str, incident: str = "INC-1") -> str:
    """A postmortem with these list items."""
    return f"# {incident}: Queue stalled\n\n## Action items\n\n" + "".join(f"- {line}\n" for line in lines)


def incident(*lines: str, path: str = PATH, name: str = "INC-1") -> Incident:
    """The incident of such a document, as parsed."""
    (found,) = parse(document(*lines, incident=name), path)
    return found


def item(line: str) -> ActionItem:
    """One parsed item."""
    return incident(line).tasks[0]


def ref(number: int) -> IssueRef:
    return TRACKER.ref(number)


def link(number: int) -> str:
    """A link as we write it."""
    return f"([#{number}](https://memory.example/team/app/issues/{number}))"


def resolve(found: Link, path: str) -> IssueRef | None:
    return TRACKER.resolve(found.text, found.url, path)


def issue(
    number: int,
    title: str,
    *,
    key: str | None = "",
    name: str = "INC-1",
    path: str = PATH,
    state: State = State.OPEN,
    base: Base | None = None,
    labels: tuple[str, ...] = (LABEL,),
    assignees: tuple[str, ...] = (),
    due: date | None = None,
    born: str = "",
    words: str = "A person's words.\n",
) -> Issue:
    """An issue with a marker for ``title``; ``key=None`` leaves it out, ``born`` names the run that opened it."""
    body = words
    if key is not None:
        mark = Marker(name, key or keys.mint(name, [title])[0], path, base or agreed(title), born=born)
        body = marker.write(body, mark, "content")
    url = f"https://memory.example/team/app/issues/{number}"
    return Issue(ref(number), url, title, body, state, labels, assignees, due)


def agreed(title: str) -> Base:
    """A base in which nothing but the title is special."""
    return Base(title, State.OPEN, (), "", ())


def known(*issues: Issue, **more: object) -> Known:
    return replace(Known({one.ref: one for one in issues}), **more)  # type: ignore[arg-type] # fields by name


def matched(
    incidents: list[Incident], issues: Known, gone: frozenset[str] = frozenset(), others: tuple[Incident, ...] = ()
) -> Matched:
    return match(incidents, issues, around(gone=gone.__contains__, read_others=lambda: others))


def around(**told: object) -> Around:
    """A run beside which there is nothing, but for what is told."""
    alone = Around(
        resolve=resolve,
        stray=lambda _link, _path: None,
        label=LABEL,
        gone=lambda _path: False,
        ours=lambda _tracker, _source: True,
        read_others=tuple,
        elsewhere=lambda _issue, _path: False,
        written=True,
    )
    return replace(alone, **told)  # type: ignore[arg-type] # fields by name


def raced(number: int, title: str, **more: object) -> Issue:
    """An issue as a run opened it that did not see the others."""
    return issue(number, title, born=f"run{number}", words="", **more)  # type: ignore[arg-type] # fields by name


def hows(found: Matched) -> list[tuple[str, int | None]]:
    """How each item was recognised, and the number of its issue."""
    return [(pair.how.value, pair.tracked.issue.ref.number if pair.tracked else None) for pair in found.pairs]


def pair(line: str, *, issue: Issue | None = None, how: How = How.MARKER) -> Pair:
    whole = incident(line)
    mark = marker.read(issue.body) if issue else None
    return Pair(whole, whole.tasks[0], how, Tracked(issue, mark) if issue else None)


@dataclass(frozen=True, slots=True)
class OneProject:
    """Routes that all lead to one place."""

    there: Destination
    configured: bool = True

    def for_item(self, incident: Incident, item: ActionItem) -> Destination:
        return self.there

    def for_incident(self, incident: Incident) -> Destination:
        return self.there

    def home(self, ref: IssueRef) -> Destination | None:
        return self.there if self.configured and ref.project == TRACKER.project else None

    def account(self, owner: str, tracker: str) -> str | None:
        return None if "nobody" in owner else owner.lstrip("@")

    def link(self, path: str, line: int, tracker: str) -> str:
        return f"`{path}:{line}`"


def settings(limits: Capabilities = LIMITS, **more: object) -> Settings:
    """Everything goes to the one project; owners are accounts, except those called nobody."""
    routes = OneProject(Destination(TRACKER.name, TRACKER.project, limits))
    return replace(Settings(LABEL, routes, common=lambda _fact, _value: ""), **more)  # type: ignore[arg-type] # fields by name
