"""How far a closed state reaches: over the group that its title or label introduces, and not over the next one."""

from __future__ import annotations

from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.nodes import Node, Paragraph, Table
from postmortem_tracker.markdown.lines.titles import Form, Title, plain_title
from postmortem_tracker.markdown.sections.candidate import Context, Harvest
from postmortem_tracker.markdown.words import placeholders
from postmortem_tracker.markdown.words.phrases import reduce
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import is_closed

_THEME = 3  # words of a label that only sorts what a heading is about; a sentence introduces something else
_QUOTED = 60


class Cover:
    """Follows the blocks of one section, of which ``title`` may give a state."""

    def __init__(self, title: Title, words: Compiled, enclosed: Enclosures) -> None:
        self._words = words
        self._enclosed = enclosed
        self._title = title
        self._said = title.text  # the words that gave the state
        self._group: Node | Table | None = None  # what was listed below them
        self._between: Paragraph | None = None  # and then told
        self._sorted = False  # the first group has a label of its own, so that others name parts, too

    def told(self, paragraph: Paragraph) -> None:
        """Note a paragraph, which may introduce another group, or say that there is nothing in the one above it."""
        apart = self._group is not None or placeholders.is_none(paragraph.rows[-1].said)
        self._between = paragraph if apart else None

    def over(self, block: Node | Table, here: Context, found: Harvest) -> Context:
        """What the next list or table takes from above."""
        if is_closed(here.state) and self._between is not None:
            here = _ended(here, found, self._between.line, self._between.rows[-1].said)
        elif self._group is not None and is_closed(here.state) and self._parts(block):
            here = _ended(here, found, block.line, self._said)
        self._group, self._between = block, None
        return here

    def behind_label(self, label: Paragraph, here: Context, found: Harvest) -> Context:
        """What stands below a label, which may end what the title said."""
        text = plain_title(label.rows[-1].said)
        told, self._between = self._group is not None, None
        own = self._words.titles.of_label(text)
        if own is not None:
            self._said, self._group, self._sorted = text, None, False
        elif not told:
            self._sorted = True
        if own is not None or not told or not is_closed(here.state):
            return here
        if self._words.titles.leaves_open(text):
            return here._replace(state=None)
        if self._is_heading and self._sorted and len(reduce(text).split()) <= _THEME:
            return here
        return _ended(here, found, label.line, text)

    def _parts(self, block: Node | Table) -> bool:
        """True for a group that nothing joins to the one above: a line is drawn between, or it is of another kind."""
        return (isinstance(block, Node) and block.ruled) or (self._is_other(block) and not self._is_heading)

    def _is_other(self, block: Node | Table) -> bool:
        """True for a list behind a table, a table behind a list, and another list in HTML."""
        group = self._group
        return group is None or type(block) is not type(group) or self._enclosed.other_list(group.line, block.line)

    @property
    def _is_heading(self) -> bool:
        """True where the title ends only with the next one; a label ends with its group."""
        return self._title.form is Form.HEADING and self._said == self._title.text


def _ended(here: Context, found: Harvest, line: int, said: str) -> Context:
    """Nothing closed is believed behind words that are not understood; somebody should look."""
    found.unsure.append((line, said if len(said) <= _QUOTED else f"{said[:_QUOTED]}…"))
    return here._replace(state=None)
