"""Names that GitLab wants as numbers or as labels: asked for once, or learnt from issues for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from postmortem_tracker.errors import AmbiguousResultError, InvalidIssueError, UnassignableError
from postmortem_tracker.integrations.gitlab.errors import Target, translated
from postmortem_tracker.integrations.shared.label_styles import style, styled

if TYPE_CHECKING:
    import gitlab


class Lookups:
    """What one run has learnt about a project's people and labels."""

    def __init__(self, client: gitlab.Gitlab, place: Target) -> None:
        self._client = client
        self._place = place
        self._project = client.projects.get(place.project, lazy=True)
        self._users: dict[str, int | None] = {}
        self._labels: set[str] = set()  # carried by issues
        self._listed: frozenset[str] | None = None  # once they were listed: all, but for those made since

    def learn(self, issue: Mapping[str, Any]) -> None:
        """An issue of the project carries its people's numbers and labels that exist."""
        self._labels.update(issue["labels"])
        for user in issue.get("assignees") or ():
            if user:
                self._users[str(user["username"])] = int(user["id"])

    def users(self, usernames: Iterable[str]) -> list[int]:
        """People's numbers; raises UnassignableError with all of those whom the server does not know."""
        numbers = {name: self._user(name) for name in usernames}
        unknown = tuple(name for name, number in numbers.items() if number is None)
        if unknown:
            names = ", ".join(map(repr, unknown))
            raise UnassignableError(f"{self._place.host} has no user {names}", "correct the alias in [people]", unknown)
        return [number for number in numbers.values() if number is not None]

    def _user(self, username: str) -> int | None:
        if username not in self._users:
            with translated(self._place):
                found = self._client.users.list(username=username, get_all=False, obey_rate_limit=False)
            self._users[username] = next((user.id for user in found), None)
        return self._users[username]

    def ensure_labels(self, names: Iterable[str]) -> None:
        """Make those exist that do not: a list of them all at most once a run, and one request for each new one."""
        for name in self._to_make(names):
            self._create_label(name)

    def preparation(self, labels: Iterable[str], accounts: Iterable[str]) -> tuple[int, int]:
        """The reads and the writes that looking people up and `ensure_labels` take in a run of its own."""
        people = len({name for name in accounts if name not in self._users})
        unseen = self._unseen(labels)
        if not unseen:
            return people, 0
        new = self._to_make(unseen)
        return people + max(1, -(-len(self._listed or ()) // 100)), len(new)

    def _unseen(self, names: Iterable[str]) -> list[str]:
        return [name for name in dict.fromkeys(names) if name and styled(name) and name not in self._labels]

    def _to_make(self, names: Iterable[str]) -> list[str]:
        unseen = self._unseen(names)
        if unseen and self._listed is None:
            with translated(self._place):
                listed = self._project.labels.list(iterator=True, per_page=100, obey_rate_limit=False)
                self._listed = frozenset(str(label.name) for label in listed)
        return [name for name in unseen if name not in (self._listed or ())]

    def _create_label(self, name: str) -> None:
        colour, description = style(name)
        data = {"name": name, "color": f"#{colour}", "description": description}
        try:
            with translated(self._place, write=True, title=name):
                self._project.labels.create(data, obey_rate_limit=False)
        except (InvalidIssueError, AmbiguousResultError):
            pass  # another run was faster, or opening the issue makes the label, only without its colour
        self._labels.add(name)
