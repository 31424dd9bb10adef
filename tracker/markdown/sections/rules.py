"""The decisions that make or drop an item, by name, as `parse --explain` tells them.

A rule that is a function has its name, and says what the first sentence of its docstring says; the others stand here.
A shape in tests/markdown/shapes.txt proves each of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Rule:
    """One decision: its name, what it says, and whether it takes a line as an item or leaves it."""

    name: str
    says: str
    takes: bool = False


@dataclass(frozen=True)
class Decision:
    """A rule that decided about a line (0-based)."""

    line: int
    rule: Rule


@cache
def named(decide: Callable[..., object], *, takes: bool = False) -> Rule:
    """The rule that a function is."""
    told = inspect.getdoc(decide) or ""
    return Rule(decide.__name__.removeprefix("_").replace("_", "-"), told.split("\n\n")[0].replace("\n", " "), takes)


LIST_ITEM = Rule("list-item", "A list item below a title of measures is an item.", takes=True)
TABLE_ROW = Rule(
    "table-row",
    "A row of a table with a column for the work is an item, below any title where another column says who does it.",
    takes=True,
)
LINE = Rule("line", "A line is an item where a paragraph has one measure a line.", takes=True)
TASK_BELOW = Rule("task-below", "What is labelled as a task below each measure of a list is an item.", takes=True)
BEHIND_LABEL = Rule("behind-its-label", "One sentence behind a label on its own line is the item.", takes=True)
LABELLED = Rule("labelled", "A paragraph labelled as an action is an item, wherever it stands.", takes=True)
PROMISED = Rule(
    "promised",
    "A box with an owner or a due date that says what to do is an item below any title.",
    takes=True,
)
CODED_HEADING = Rule("coded-heading", "Headings that all have a code or a handle are items.", takes=True)

OTHER_SECTION = Rule("other-section", "The title names a section that holds no measures.")
NO_SECTION = Rule("no-section", "No title above says that measures follow; [vocabulary] adds words for titles.")
ASIDE = Rule("aside", "A title of reasons, names or records stands beside the measures.")
CROSSED = Rule("crossed", "What could be better below a title with a cross tells what went wrong, not what to do.")
REMARK_TITLE = Rule("remark-title", "A bold line below a list of items is a remark on them.")
VERDICT = Rule("verdict", "A recommendation on its label's own line below a list chooses from that list.")
ASKED = Rule("asked", "A list of subordinate clauses tells what is asked, not what to do.")
OTHER_LABEL = Rule("other-label", "A label that names another section leaves out what is below it.")
LABEL = Rule("label", "A label is no item; it names what stands below it.")
CATEGORY = Rule("category", "An item that only names a theme gives way to what is nested below it.")
LEGEND = Rule("legend", "A list that says what a table's words mean is no work.")
PLACEHOLDER = Rule("placeholder", "What a template leaves to be filled in is no work.")
QUESTION = Rule("question", "A reviewer's question is no work, unless the title asks for tasks.")
OTHER_TABLE = Rule("other-table", "A table without a column for the work lists something else.")
UNREADABLE_TABLE = Rule("unreadable-table", "A table that cannot be read row by row is left alone (PM109).")
INTRO = Rule("intro", "A line that announces what follows is no item.")
CLOSING = Rule("closing", "A sentence that rounds the section off is no item.")
FIELD_LINE = Rule("field-line", "A line with nothing but a field belongs to the item above it.")
NOTHING_TO_DO = Rule("nothing-to-do", "The line says that there is nothing to do.")
POINTER = Rule("pointer", "A sentence that only says where more is told holds no measure.")
PROSE = Rule("prose", "Prose is not cut into items; it is pointed out where a list was due (PM102).")
NEXT_THEME = Rule("next-theme", "A short label below plain lines begins another section.")
REPORT = Rule("report", "A list of what was done to end the incident counts only where there is no other.")
LOG = Rule("log", "A list of what was done while the incident lasted is no list of measures.")
TEMPLATE = Rule("template", "A template to be copied holds no items.")
REMARKS = Rule("remarks", "What could be better is told, not promised, unless a list of tasks stands beside it.")
ONLY_FIELDS = Rule("only-fields", "Nothing but fields was written, or a placeholder without an owner or a day.")
TOLD_TWICE = Rule("told-twice", "A measure told in a list and in a table, and no more in the list, is the table's row.")
HIDDEN = Rule("hidden", "Fenced code and comments are not read.")
FRONT_MATTER = Rule("front-matter", "Front matter is read for the incident, not for items.")
DETAIL = Rule("detail", "What stands below an item tells more of it, or holds its fields.")
BESIDE = Rule("beside", "The line stands beside the measures of its section.")
TITLE = Rule("title", "A title is no item, unless a rule for headings takes it.")
