"""Tells a template, which is to be copied and filled in, from a postmortem."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words import judge as phrasing
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of

_TEMPLATE = any_of(*every("incident", "template"))
_NAMED = re.compile(
    r"(?:post-?\s?mortem|postmortem|incident(?: report| review)?|rca|retrospective|постмортем\w*|post-?incident)"
    rf"\W+(?:\w+\W+){{0,2}}{_TEMPLATE}\W*$|"
    rf"{_TEMPLATE}\W+(?:\w+\W+){{0,2}}(?:post-?\s?mortem|incident)\w*\W*$",
    re.IGNORECASE,
)


def is_template(titles: Sequence[Title]) -> bool:
    """True where the document's own title is still to be filled in, or says that it is a template."""
    first = next((title.text for title in titles[:1] if title.form is Form.HEADING), "")
    bare = first.partition(":")[2] if phrasing.is_gap(first.partition(":")[2]) else first
    return bool(bare) and (phrasing.is_filler(bare) or _NAMED.search(first) is not None)
