"""List items that hold no work themselves: names of themes, and legends of a table's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.lines.dates import days_told
from postmortem_tracker.markdown.lines.nodes import Node
from postmortem_tracker.markdown.lines.references import find_references
from postmortem_tracker.markdown.sections.fields_below import are_fields, are_stated, shared_names, states_of_one
from postmortem_tracker.markdown.words import details, orders, sentences
from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.text.ticket_forms import KEY

# "P0 - fix it at once", "Detect: find it sooner": what a table's words mean
_LEGEND = re.compile(
    r"[*_`]{0,3}(P\d|S(?:EV)?-?\d|prevent\w*|detect\w*|mitigat\w*|repair|process|investigat\w*|critical|high|medium|low)"
    r"[*_`]{0,3}(?:[ \t][—–-][ \t]|:)",
    re.IGNORECASE,
)
_LEAD = 3  # words before a colon
_CODE = re.compile(r"`[^`\n]+`")
_NUMBER = re.compile(rf"[*_]{{0,2}}(?:{KEY}|#\d+)[*_:：]{{1,3}}\Z")  # of the work that goes on on the next line
_SCALE = re.compile(r"\b(?:types?|kinds?|levels?|priorit\w+|categor\w+|severit\w+|scale)\b", re.IGNORECASE)


def themes(nodes: Sequence[Node], words: Compiled) -> frozenset[int]:
    """The lines (0-based) of a list's items that only name a theme, and whose nested items are the measures."""
    shared = shared_names([child.said for child in node.children] for node in nodes if node.children)
    found = [
        node
        for node in nodes
        if (node.children or len(node.rows) > 1) and (_are_apart(node, words) or _is_category(node, shared))
    ]
    if not found:
        return frozenset()
    others = sum(map(_is_numbered, found))
    items = sum(map(_is_numbered, nodes)) - others
    return frozenset(node.line for node in found if not _is_one_of(node, items, others, words))


def _is_numbered(node: Node) -> bool:
    """True for one of a numbered list with something nested below it."""
    return node.sign == "1" and bool(node.children)


def _is_one_of(node: Node, items: int, others: int, words: Compiled) -> bool:
    """True for "3. **Cache warm-up**" in a numbered list most of which are items that are explained below each.

    ``items`` and ``others`` are the numbered ones with nested lists: items, and those that look like themes. One word
    remains a theme, and so does what has nested items that someone is to do, or with a day or a ticket; where both are
    as many, its own words have to say what to do, or those below it not to.
    """
    children = [child.said for child in node.children]
    if not _is_numbered(node) or not items or items < others or _are_apart(node, words):
        return False
    if len(orders.words_of(node.rows[0].said)) == 1 and not orders.is_unspaced_phrase(node.rows[0].said):
        return False
    if any(read_box(text) is not None or details.is_assigned(text) or _is_tracked(text) for text in children):
        return False
    few = sum(map(orders.is_work, children)) * 2 < len(children)
    return items > others or few or orders.is_named_work(node.rows[0].said)


def _is_tracked(text: str) -> bool:
    """True for work with a day or a ticket of its own: "Add a probe by 2 May", "Add a probe (#12)"."""
    return orders.is_work(text) and (days_told(text) > 0 or bool(find_references(text)))


def _is_category(node: Node, shared: frozenset[str]) -> bool:
    """True for an item that only names a theme; ``shared`` are the fields that its siblings have below them, too."""
    first = node.rows[0].said
    if not node.children:
        if (len(node.rows) == 2 and orders.is_named_work(first)) or _NUMBER.match(first.strip()) is not None:
            return False  # "**Patch the mail pool:**" and a line that explains it
        if has_own_fields(first, [row.said for row in node.rows[1:]]):
            return False  # "**Patch the mail pool**", and who does it until when
        return (
            len(node.rows) > 1
            and sentences.is_label(first)
            and (len(node.rows) > 2 or sentences.ends_label(first))
            and all(sentences.is_sentence_line(row.said) for row in node.rows[1:])
        )
    children = [child.said for child in node.children]
    if _are_details(node, children, shared):
        return False
    if orders.is_report(first):
        return False
    work = orders.is_named_work(first) or _is_led_work(first)
    if work and len(children) == 1:
        return False
    doing = sum(map(orders.is_work, children))
    if sentences.is_label(node.said) and not doing and find_references(first):
        return False  # "Rules for early warning (PR #132):": a ticket of its own makes it the work
    if sentences.is_label(node.said):
        ordered = node.sign == "1" and orders.is_order(first)  # "2. **Add an alert:**", and how
        announced = not ordered and doing * 2 >= len(children) and sentences.ends_label(first)
        return not work or announced
    if details.is_led(first):
        return False
    if not work and sentences.is_case(first):
        return True
    if len(children) == 1 and first.rstrip("*_ ").endswith("."):
        return False  # a sentence, and a line that explains it
    return not work and len(orders.words_of(first)) <= 6 and len(node.rows) == 1


def _is_led_work(text: str) -> bool:
    """True for work behind a name or a theme and a colon: "Bo: add an alert"."""
    lead, colon, told = text.partition(": ")
    return (
        bool(colon) and len(lead.split()) <= _LEAD and orders.is_work(told.strip(" *_-")) and not orders.is_past(told)
    )


def _are_apart(node: Node, words: Compiled) -> bool:
    """True where each of what is nested below an item is as far as it says, and the item itself has no box."""
    below = [child.said for child in node.children if not details.is_detail(child.said)]
    return are_stated(below, words) and read_box(node.said) is None


def has_own_fields(title: str, texts: Sequence[str]) -> bool:
    """True for lines below a title that say who, until when and the like, and no other work than may explain it."""
    others = [text for text in texts if not details.is_detail(text)]
    explained = 1 if orders.is_named_work(title) else 0
    return len(others) < len(texts) and sum(map(orders.is_measure, others)) <= explained


def _are_details(node: Node, children: Sequence[str], shared: frozenset[str]) -> bool:
    """True where what is nested below an item only tells more of it."""
    if read_box(node.said) is not None and not any(read_box(text) for text in children):
        return True  # who ticks the box has done what is below it
    if all(_CODE.fullmatch(text.strip()) or details.is_detail(text) for text in children):
        return True  # commands and names tell how, or where
    if are_fields(children, shared) or states_of_one(children) or all(map(sentences.is_named_link, children)):
        return True
    return sum(map(details.is_detail, children)) * 2 >= len(children)


def is_legend(nodes: Sequence[Node], lead: str) -> bool:
    """True for a list that says what the types or priorities of a table mean, as the line before it announces."""
    if len(nodes) < 2 or not _names_a_scale(lead) or any(node.children for node in nodes):
        return False
    names = [found[1].casefold() for node in nodes if (found := _LEGEND.match(node.said)) is not None]
    return len(set(names)) == len(nodes)


def _names_a_scale(lead: str) -> bool:
    """Whether the last sentence of a line speaks of types or levels and announces them."""
    last = lead.rpartition(".")[2].rstrip().rstrip("*_ \t\xa0")
    return last.endswith((":", "：")) and _SCALE.search(last) is not None
