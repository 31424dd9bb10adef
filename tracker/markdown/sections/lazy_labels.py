"""Labels typed right below a list's item, without a sign or an empty line: "Still open:" is no part of its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from postmortem_tracker.markdown.lines.nodes import Node
from postmortem_tracker.markdown.lines.titles import plain_title
from postmortem_tracker.markdown.words import sentences


def apart(nodes: Sequence[Node], speaks: Callable[[str], bool]) -> Sequence[Node]:
    """A list with such labels as items of their own; ``speaks`` tells what speaks of a state.

    Only in front of another item: what ends a list may be a field whose value is missing.
    """
    found: list[Node] = []
    for node in nodes[:-1]:
        last = node.rows[-1]
        outside = len(node.rows) > 1 and last.column < node.column and not (node.children or node.paragraphs)
        if outside and sentences.is_label(last.said) and speaks(plain_title(last.said)):
            found.append(replace(node, rows=node.rows[:-1], last=last.line - 1))
            found.append(replace(node, rows=[last], line=last.line, column=last.column, ruled=False))
        else:
            found.append(node)
    return [*found, *nodes[-1:]]
