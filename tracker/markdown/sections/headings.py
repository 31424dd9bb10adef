"""Whether a title below a section of measures is a measure itself, or a category of those below it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from itertools import takewhile

from postmortem_tracker.markdown.lines.nodes import Node, Paragraph
from postmortem_tracker.markdown.lines.references import find_references
from postmortem_tracker.markdown.lines.titles import Form
from postmortem_tracker.markdown.sections.candidate import Harvest, Shape
from postmortem_tracker.markdown.sections.fields_below import are_fields, states_of_one
from postmortem_tracker.markdown.sections.inherited import is_frame
from postmortem_tracker.markdown.sections.left_out import is_aside
from postmortem_tracker.markdown.sections.outline import Section
from postmortem_tracker.markdown.sections.rules import Rule, named
from postmortem_tracker.markdown.words import details, orders, placeholders, sentences
from postmortem_tracker.markdown.words.heads import ends_in_category
from postmortem_tracker.markdown.words.horizon import is_horizon
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role
from postmortem_tracker.markdown.words.vocabulary import Compiled

_NUMBERED = re.compile(
    r"\W{0,3}(?:(?:action|step|task|item|measure|fix) )?#?\d{1,2}(?:[.-]\d{1,2}){0,3}(?:[.):]|\s[—–-])\s*\S", 2
)


class Heading:
    """A title with what stands below it; ``working`` if one of its siblings says what to do.

    ``shared`` are the names of fields that several siblings have.
    """

    def __init__(
        self, child: Section, inner: Harvest, words: Compiled, shared: frozenset[str], *, working: bool
    ) -> None:
        self.child = child
        self.inner = inner
        self.words = words
        self.shared = shared
        self.working = working
        self.title = child.title
        self.text = child.title.text

    @cached_property
    def bullets(self) -> list[str]:
        """The words of the list below the title."""
        return [item.rows[0].said for item in self.inner.items if item.shape is Shape.BULLET]

    @cached_property
    def doing(self) -> int:
        """How many of them are work."""
        return sum(_is_concrete(text) for text in self.bullets)

    @cached_property
    def is_work(self) -> bool:
        """Whether the title says what to do."""
        return orders.is_work(self.text)

    @cached_property
    def lead(self) -> str:
        """The line right before the list, "" where there is none."""
        paragraphs = list(takewhile(lambda block: isinstance(block, Paragraph), self.child.blocks))
        return paragraphs[-1].rows[-1].said if paragraphs and isinstance(paragraphs[-1], Paragraph) else ""


def names_a_section(heading: Heading) -> bool | None:
    """A title that names a section, or one on a list's own line, is no measure."""
    title = heading.title
    named = (
        heading.child.role is Role.OTHER or title.role in MEASURE_ROLES or title.form not in (Form.HEADING, Form.BOLD)
    )
    return False if named else None


def names_a_field(heading: Heading) -> bool | None:
    """ "Owner" and "Rationale" tell something of the measure above."""
    return False if details.is_detail(heading.text + ":") else None


def stands_beside(heading: Heading) -> bool | None:
    """A title of records or of a release's check-list stands beside the measures."""
    return False if is_aside(heading.text) else None


def tells_when(heading: Heading) -> bool | None:
    """ "Short term", "Done" and "Under way (until May)" order the measures below."""
    text = heading.text
    words = heading.words
    stated = words.titles.whole(text) or words.titles.of_stage(text)
    frame = words.bare_title(text) or stated or is_horizon(text, words)
    return False if frame or words.titles.doubted(text) is not None else None


def gives_only_fields(heading: Heading) -> bool | None:
    """Nothing but who, when or how urgent, as in "P1 – by 2026-12-24", is no measure; it is said of those below."""
    return False if is_frame(heading.text, heading.words) else None


def is_left_to_fill_in(heading: Heading) -> bool | None:
    """A placeholder is nobody's work."""
    return False if placeholders.is_placeholder(heading.text) else None


def holds_questions(heading: Heading) -> bool | None:
    """A reviewer's check-list stands below it."""
    blocks = heading.child.blocks
    return False if any(isinstance(b, Node) and sentences.is_question(b.said) for b in blocks) else None


def holds_a_table(heading: Heading) -> bool | None:
    """The rows of a table are the measures."""
    return False if any(item.shape is Shape.ROW for item in heading.inner.items) else None


def has_fields_of_its_own(heading: Heading) -> bool | None:
    """Fields right below a title that says what to do make it the measure, and what is listed beside them its steps."""
    told: list[str] = []
    for block in heading.child.blocks:
        told += [block.said] if isinstance(block, Node) else []
        told += [row.said for row in block.rows] if isinstance(block, Paragraph) else []
    others = [text for text in told if not details.is_detail(text)]
    named = heading.is_work or _NUMBERED.match(heading.text) is not None
    if not named or not any(map(details.is_own_field, told)):
        return None
    return None if sum(map(details.is_assigned, others)) * 2 > len(others) else True


def is_noun_with_titles(heading: Heading) -> bool | None:
    """One noun with titles below it is their category."""
    titled = any(child.title.form is Form.HEADING for child in heading.child.children)
    return (
        False if titled and len(orders.words_of(heading.text)) < 3 and not orders.is_named_work(heading.text) else None
    )


def is_numbered(heading: Heading) -> bool | None:
    """A number before the title and only prose below it: the title is one of a list of measures."""
    explained = not heading.inner.items and bool(heading.child.blocks)
    return True if explained and _NUMBERED.match(heading.text) else None


def is_numbered_by_its_section(heading: Heading) -> bool | None:
    """ "Correction 1: the trigger" below "Correction plan" is a correction, unless work is listed below it."""
    named = (text for text in heading.bullets if text[:1] != "`")  # a name in code is no order
    return True if heading.child.numbered and not any(map(_is_concrete, named)) else None


def is_numbered_order(heading: Heading) -> bool | None:
    """A number and an order of some words, "2. Rotate the signing keys": its list breaks it down."""
    named = len(orders.words_of(heading.text)) > 2 and orders.is_named_work(heading.text)
    return True if named and _NUMBERED.match(heading.text) and not sentences.is_promise(heading.lead) else None


def has_lines_of_fields(heading: Heading) -> bool | None:
    """Plain lines of fields that its siblings have, too, make a title the measure: "Problem: …", "Solution: …"."""
    lines = [item.rows[0].said for item in heading.inner.items if item.shape is Shape.LINE]
    return True if lines and not heading.bullets and are_fields(lines, heading.shared) else None


def has_no_list(heading: Heading) -> bool | None:
    """With no list below it, a title is a measure that says what to do, or one of several told alike."""
    if heading.bullets:
        return None
    named = orders.words_of(heading.text)
    if len(named) < 4 and ends_in_category(named) and not orders.is_named_work(heading.text):
        return False  # "Organisational initiatives", told in prose
    child = heading.child
    explained = bool(child.blocks or child.children) and (heading.title.form is Form.HEADING or not heading.inner.items)
    return heading.is_work or (heading.working and explained)


def has_only_annotations(heading: Heading) -> bool | None:
    """A list of fields below a title makes it the measure."""
    bullets = heading.bullets
    annotated = (
        all(map(details.is_annotation, bullets)) or are_fields(bullets, heading.shared) or states_of_one(bullets)
    )
    return True if annotated else None


def holds_assigned_items(heading: Heading) -> bool | None:
    """ "Storage tier" says nothing to do, and each item below it names who does it, or until when."""
    if heading.is_work or _NUMBERED.match(heading.text) is not None:
        return None
    items = [text for text in heading.bullets if not details.is_detail(text)]
    return False if items and all(map(details.is_assigned, items)) else None


def orders_in_a_sentence(heading: Heading) -> bool | None:
    """An order that ends in a colon, with no work in its list, is the title's measure: "Add metrics for:"."""
    ordered = sentences.ends_label(heading.lead) and orders.is_measure(heading.lead)
    return True if ordered and heading.bullets and not heading.doing else None


def has_only_fields(heading: Heading) -> bool | None:
    """A numbered title with nothing but named details below it, such as "Requirements:", is the measure they are of."""
    child = heading.child
    if not child.children or any(isinstance(block, Node) for block in child.blocks):
        return None
    named = all(details.is_detail(below.title.text + ":") for below in child.children)
    return True if named and _NUMBERED.match(heading.text) else None


def is_theme(heading: Heading) -> bool | None:
    """ "Prevent", "Quick wins", "Technical initiatives": the list below it is the work."""
    words = orders.words_of(heading.text)
    listed = len(words) < 4 and len(heading.bullets) > 1 and ends_in_category(words)
    return False if len(words) == 1 or (len(words) == 2 and heading.doing) or listed else None


def promises_a_list(heading: Heading) -> bool | None:
    """A sentence such as "Future tests must cover:" makes what it announces the measures."""
    return False if sentences.is_promise(heading.lead) and len(heading.bullets) > 1 else None


def outweighs_its_list(heading: Heading) -> bool | None:
    """A title is the measure where less than half of the list below it is work."""
    first = heading.child.blocks[:1]
    explained = bool(first) and isinstance(first[0], Paragraph) and not sentences.is_intro(first[0].rows[-1].said)
    few = heading.doing * 2 < len(heading.bullets)
    return few and (heading.is_work or (heading.working and (explained or not heading.doing)))


def _is_concrete(text: str) -> bool:
    return orders.is_concrete(text) or details.is_led_work(text) or bool(find_references(text))


# In this order; the first that answers decides.
RULES: tuple[Callable[[Heading], bool | None], ...] = (
    names_a_section,
    names_a_field,
    stands_beside,
    tells_when,
    gives_only_fields,
    is_left_to_fill_in,
    holds_questions,
    holds_a_table,
    has_fields_of_its_own,
    is_noun_with_titles,
    is_numbered,
    is_numbered_by_its_section,
    is_numbered_order,
    has_lines_of_fields,
    has_no_list,
    has_only_annotations,
    holds_assigned_items,
    orders_in_a_sentence,
    has_only_fields,
    is_theme,
    promises_a_list,
    outweighs_its_list,
)


def decide(heading: Heading) -> Rule:
    """The rule that says whether the title itself is the measure."""
    answers = ((rule, rule(heading)) for rule in RULES)
    return next(named(rule, takes=answer) for rule, answer in answers if answer is not None)
