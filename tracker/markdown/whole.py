"""What is known of a document before its items are looked for: of all of it, and of each of its incidents."""

from __future__ import annotations

from dataclasses import dataclass

from postmortem_tracker.markdown.incident.facts import Facts
from postmortem_tracker.markdown.items.make import Shared
from postmortem_tracker.markdown.lines.enclosed import Enclosures
from postmortem_tracker.markdown.lines.front_matter import FrontMatter
from postmortem_tracker.markdown.lines.hidden import Hidden
from postmortem_tracker.markdown.lines.parts import Part
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.words.vocabulary import Compiled


@dataclass(frozen=True, eq=False)
class Whole:
    """A document, the words that it is read with, and what counts for all of its incidents."""

    source: Source
    path: str
    words: Compiled
    hidden: Hidden
    enclosed: Enclosures
    shared: Shared


@dataclass(frozen=True, eq=False)
class Own:
    """One incident's part of the document, its front matter and what it says of itself."""

    part: Part
    matter: FrontMatter
    facts: Facts
