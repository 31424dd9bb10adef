"""What words that may be a state say, and how much of them was understood."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from postmortem_tracker.model import State, is_closed


class Grasp(Enum):
    """How much of the words was understood."""

    NONE = auto()  # nothing is said: "n/a", "#12"
    OTHER = auto()  # they hold no word for a state
    PART = auto()  # they hold one, and more than is known
    HEAD = auto()  # an open state, and then free text: "Blocked by the vendor"; nothing to write over
    ALL = auto()


class Judged(NamedTuple):
    """A state and how far its words were understood; ``state`` is None unless it is to be believed."""

    state: State | None
    grasp: Grasp

    @property
    def doubtful(self) -> bool:
        """True for words that speak of a state without being one."""
        return self.grasp is Grasp.PART

    @property
    def sure(self) -> State | None:
        """The state where all was understood."""
        return self.state if self.grasp is Grasp.ALL else None

    @property
    def closes(self) -> bool:
        """True where all was understood, as a closed state."""
        return is_closed(self.sure)


NOTHING = Judged(None, Grasp.NONE)
