"""An item under construction: what was read of it, and what has to be said about it."""

from __future__ import annotations

from dataclasses import dataclass

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.steps import Step, quoted
from postmortem_tracker.markdown.lines import references
from postmortem_tracker.markdown.sections.candidate import Candidate, Shape
from postmortem_tracker.model import EditPoints, Kind, Link, State, Written, is_closed


@dataclass(eq=False)
class Draft:
    """An item under construction, with what has to be said about it."""

    candidate: Candidate
    kind: Kind
    title: str
    fields: Fields
    links: list[Link]
    written: dict[str, Written]
    points: EditPoints
    steps: list[Step]
    filler: bool = False  # what a template leaves open, behind the fields

    @property
    def state(self) -> State | None:
        """What its words and box say, else the title above it."""
        return self.fields.state or (None if self.fields.unsure else self.candidate.context.state)

    @property
    def doubts(self) -> list[tuple[str, str]]:
        """Code and detail of what somebody should look at."""
        settled = is_closed(self.state) or any(link.ticket for link in self.links)
        said = [each for each in self.fields.doubts if not (settled and each[0] in ("PM122", "PM126"))]
        odd = [("PM127", link.text) for link in self.links if references.at_odds(link.text, link.url)]
        return [*_doubts(self.fields), *said, *odd]

    @property
    def promised(self) -> bool:
        """True where it says who does it, or a day by which."""
        return bool(self.fields.owners or (self.fields.due_reading and self.fields.due_reading.value))

    @property
    def quoted(self) -> str:
        """Its words, who and until when."""
        return quoted(self.title, self.fields.owners, self.fields.due)

    @property
    def says_nothing(self) -> bool:
        """True where nothing but fields was written, or a placeholder that names neither a person nor a day."""
        return not self.title or (self.filler and not self.promised)

    @property
    def in_table(self) -> bool:
        """True where the item is a table's row."""
        return self.candidate.shape is Shape.ROW


def _doubts(fields: Fields) -> list[tuple[str, str]]:
    doubts = []
    if fields.unknown_owner and not fields.owners:
        doubts.append(("PM105", ""))
    if fields.due_reading is not None and fields.due_reading.doubt is not None:
        ambiguous = fields.due_reading.doubt.name == "AMBIGUOUS"
        before = f" is long before the incident ({fields.due_before})" if fields.due_before else ""
        doubts.append(("PM103" if ambiguous else "PM104", f"due {fields.due!r}{before}"))
    return doubts
