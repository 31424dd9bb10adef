"""What a section gives: action items before their fields are read, and measures told as prose."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import Enum, auto
from typing import NamedTuple

from postmortem_tracker.markdown.lines.html_tables import Spot
from postmortem_tracker.markdown.lines.nodes import Cell, Node, Row
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.sections.rules import Decision, Rule
from postmortem_tracker.markdown.words.boxes import is_boxed
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.model import State

MAX_ITEMS = 10_000  # more in one incident is no postmortem; the rest is left out, with a finding
_ASSIGNED = frozenset({"owner", "due"})


class Shape(Enum):
    """How an item is written."""

    BULLET = auto()
    LINE = auto()
    ROW = auto()
    HEADING = auto()


class Context(NamedTuple):
    """What an item inherits from the titles and labels above it."""

    role: Role
    path: tuple[str, ...] = ()
    state: State | None = None
    priority: str | None = None
    owner: str | None = None
    due: str | None = None  # its words
    stated: int = 0  # the line (0-based) of the title or label that gave the state


@dataclass(eq=False)
class Candidate:
    """An action item before its fields are read.

    ``line`` is the one it begins on, ``last`` the last that belongs to it (both 0-based); ``notes`` are lines
    of their own that hold its fields.
    """

    shape: Shape
    context: Context
    rows: list[Row]
    last: int
    rule: Rule  # that took it
    node: Node | None = None
    section: Section | None = None
    cells: list[Cell] | None = None
    columns: dict[str, int] | None = None
    line: int = field(init=False)
    notes: list[Row] = field(default_factory=list)
    place: tuple[Spot, Spot] | None = None  # of a row or an item that is less than its lines

    def __post_init__(self) -> None:
        self.line = self.rows[0].line
        if self.node is not None:
            self.place = self.node.place

    @property
    def has_box(self) -> bool:
        """True for an item to be ticked off, which is work of its own beside any list of tasks."""
        return self.shape is Shape.BULLET and is_boxed(self.rows[0].said)

    @property
    def is_assigned(self) -> bool:
        """True for a row of a table of work: one that has a column for who does it and until when."""
        return (
            self.columns is not None and self.context.role is not Role.IMPROVEMENTS and self.columns.keys() >= _ASSIGNED
        )


@dataclass
class Harvest:
    """What a section gave: items, and the first lines of measures told as prose."""

    items: list[Candidate] = field(default_factory=list)
    prose: list[int] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)  # first lines of tables that are not read, and of what
    none: bool = False  # it says that there is nothing to do
    lost: list[int] = field(default_factory=list)  # first lines of prose below a title that promises a list
    work: list[int] = field(default_factory=list)  # those lines of prose that an explicit list of tasks has
    promised: list[tuple[int, str]] = field(default_factory=list)  # lines with an owner or a day that are no item
    boxes: list[tuple[int, str]] = field(default_factory=list)  # open boxes outside all items that promise no more
    unsure: list[tuple[int, str]] = field(default_factory=list)  # labels that speak of a state without being one
    beside: list[Row] = field(default_factory=list)  # the lines of prose that stand beside items
    decided: list[Decision] = field(default_factory=list)  # what was left, and why

    def leave(self, rule: Rule, *lines: int) -> None:
        """Note the rule that left lines (0-based) alone."""
        self.decided += [Decision(line, rule) for line in lines]

    def add(self, other: Harvest) -> None:
        """Take over what another section gave."""
        for each in fields(self):
            own, more = getattr(self, each.name), getattr(other, each.name)
            if isinstance(own, list):
                own += more
            else:
                setattr(self, each.name, own or more)
