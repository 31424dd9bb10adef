"""Names that GitLab wants as numbers or as labels: asked for once, or learnt from issues for nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postmortem_tracker.errors import AmbiguousResultError, InvalidIssueError, UnassignableError
from postmortem_tracker.integrations.gitlab import text as words
from postmortem_tracker.integrations.gitlab.errors import Target, translated
from postmortem_tracker.integrations.shared.labels import Labels
from postmortem_tracker.integrations.shared.values import text, whole

if TYPE_CHECKING:
    import gitlab


class Lookups:
    """What one run has learnt about a project's people and labels."""

    def __init__(self, client: gitlab.Gitlab, place: Target) -> None:
        self._client = client
        self._place = place
        self._project = client.projects.get(place.project, lazy=True)
        self._users: dict[str, int | None] = {}  # by name in small letters: GitLab tells no other apart
        self._milestones: dict[str, int | None] = {}  # by title
        self.labels = Labels(self._labels, self._make_label, str)  # GitLab tells letters apart in them

    def learn(self, issue: Mapping[str, Any]) -> None:
        """An issue of the project carries its people's numbers and labels that exist."""
        self.labels.learn(issue["labels"])
        for name, number in words.accounts(issue):
            self._users[name.casefold()] = number

    def users(self, usernames: Iterable[str]) -> list[int]:
        """People's numbers; raises UnassignableError with all of those whom the server does not know."""
        numbers = {name: self._user(name) for name in usernames}
        unknown = tuple(name for name, number in numbers.items() if number is None)
        if unknown:
            names = ", ".join(map(repr, unknown))
            raise UnassignableError(f"{self._place.host} has no user {names}", "correct the alias in [people]", unknown)
        return list(dict.fromkeys(number for number in numbers.values() if number is not None))

    def _user(self, username: str) -> int | None:
        key = username.casefold()
        if key not in self._users:
            with translated(self._place):
                found = self._client.users.list(username=username, get_all=False, obey_rate_limit=False)
                self._users[key] = next((whole(user.id) for user in found), None)
        return self._users[key]

    def milestone(self, title: str) -> int | None:
        """The number of the open milestone of this title, here or in a group above; None where there is none."""
        if title not in self._milestones:
            wanted: dict[str, Any] = {
                "title": title,
                "state": "active",
                "include_ancestors": True,
                "include_parent_milestones": True,
            }
            with translated(self._place):
                found = self._project.milestones.list(**wanted, get_all=False, obey_rate_limit=False)
                known = (whole(each.id) for each in found if text(each.title).strip() == title)
                self._milestones[title] = next(known, None)
        return self._milestones[title]

    def preparation(self, labels: Iterable[str], accounts: Iterable[str]) -> tuple[int, int]:
        """The reads and the writes that looking people up and making labels take in a run of its own."""
        people = len({name.casefold() for name in accounts} - self._users.keys())
        reads, writes = self.labels.preparation(labels)
        return people + reads, writes

    def _labels(self) -> Iterator[str]:
        with translated(self._place):
            listed = self._project.labels.list(iterator=True, per_page=100, obey_rate_limit=False)
            yield from (text(label.name) for label in listed)

    def _make_label(self, name: str, colour: str, description: str) -> None:
        data = {"name": name, "color": f"#{colour}", "description": description}
        # Another run was faster, or opening the issue makes the label, only without its colour.
        lenient = contextlib.suppress(InvalidIssueError, AmbiguousResultError)
        with lenient, translated(self._place, write=True, title=name):
            self._project.labels.create(data, obey_rate_limit=False)
