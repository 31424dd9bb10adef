"""Labels that do not exist yet get a colour and a description, once per run and never per issue."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from postmortem_tracker.integrations.shared.label_styles import style, styled


class Labels:
    """The labels known to exist, learnt from issues for nothing and from one list where that is not enough.

    ``listed`` asks for all of the project's; ``make`` makes one, of a name, a colour and a description; ``key`` is the
    same for two names that mean one label there.
    """

    def __init__(
        self,
        listed: Callable[[], Iterable[str]],
        make: Callable[[str, str, str], None],
        key: Callable[[str], str],
    ) -> None:
        self._list = listed
        self._make = make
        self._key = key
        self._known: set[str] = set()  # carried by issues, or made by us
        self._listed: frozenset[str] | None = None  # once they were listed: all, but for those made since
        self._lock = threading.Lock()

    def learn(self, names: Iterable[str]) -> None:
        """These exist: an issue carries them."""
        self._known.update(map(self._key, names))

    def ensure(self, names: Iterable[str]) -> None:
        """Make those exist that do not: at most one list (a page per 100 labels) and one request per label, per run."""
        with self._lock:
            for name in self._missing(names):
                self._make(name, *style(name))
                self.learn([name])

    def preparation(self, names: Iterable[str]) -> tuple[int, int]:
        """The reads and the writes that `ensure` takes in a run of its own."""
        with self._lock:
            unseen = self._unseen(names)
            if not unseen:
                return 0, 0
            new = self._missing(unseen)
            return max(1, -(-len(self._listed or ()) // 100)), len(new)

    def names(self) -> tuple[str, ...]:
        """All labels of the project, asked for anew."""
        names = tuple(self._list())
        self._listed = frozenset(map(self._key, names))
        return names

    def _unseen(self, names: Iterable[str]) -> list[str]:
        return [name for name in dict.fromkeys(names) if name and styled(name) and self._key(name) not in self._known]

    def _missing(self, names: Iterable[str]) -> list[str]:
        unseen = self._unseen(names)
        if unseen and self._listed is None:
            self.names()
        return [name for name in unseen if self._key(name) not in (self._listed or ())]
