"""Labels that do not exist yet get a colour and a description, once per run and never per issue."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from postmortem_tracker.errors import AmbiguousResultError, InvalidIssueError
from postmortem_tracker.integrations.github.http import Api
from postmortem_tracker.integrations.shared.label_styles import style, styled


class Labels:
    """The labels known to exist, learnt from issues for nothing and from one list where that is not enough."""

    def __init__(self, api: Api, root: str) -> None:
        self._api = api
        self._root = root
        self._known: set[str] = set()  # carried by issues
        self._listed: frozenset[str] | None = None  # once they were listed: all, but for those made since
        self._lock = threading.Lock()

    def learn(self, names: Iterable[str]) -> None:
        """These exist: an issue carries them."""
        self._known.update(name.casefold() for name in names)

    def ensure(self, names: Iterable[str]) -> None:
        """Make those exist that do not: at most one list (a page per 100 labels) and one request per label, per run."""
        with self._lock:
            for name in self._to_make(names):
                self._create(name)

    def preparation(self, names: Iterable[str]) -> tuple[int, int]:
        """The reads and the writes that `ensure` takes in a run of its own."""
        with self._lock:
            unseen = self._unseen(names)
            if not unseen:
                return 0, 0
            new = self._to_make(unseen)
            return max(1, -(-len(self._listed or ()) // 100)), len(new)

    def names(self) -> tuple[str, ...]:
        """All labels of the project."""
        first = self._api.get(f"{self._root}/labels", {"per_page": "100"})
        names = tuple(str(label["name"]) for page in self._api.pages(first) for label in page.data)
        self._listed = frozenset(name.casefold() for name in names)
        return names

    def _unseen(self, names: Iterable[str]) -> list[str]:
        return [name for name in dict.fromkeys(names) if styled(name) and name.casefold() not in self._known]

    def _to_make(self, names: Iterable[str]) -> list[str]:
        unseen = self._unseen(names)
        if unseen and self._listed is None:
            self.names()
        return [name for name in unseen if name.casefold() not in (self._listed or ())]

    def _create(self, name: str) -> None:
        colour, description = style(name)
        try:
            self._api.write("POST", f"{self._root}/labels", {"name": name, "color": colour, "description": description})
        except InvalidIssueError as error:
            if "already_exists" not in str(error):  # else another run was faster
                raise
        except AmbiguousResultError:
            pass  # opening the issue makes the label if it is still missing, only without its colour
        self.learn([name])
