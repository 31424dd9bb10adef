"""Tells a template, which is to be copied and filled in, from a postmortem."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words import placeholders
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of

_TEMPLATE = any_of(*every("incident", "template"))
_REPORT = any_of("postmortem", *every("incident", "reports"))
_FIRST = any_of("postmortem", *(name.split()[0] for name in every("incident", "reports")))
_PAGE = (
    r"(?:report|review|analysis|summary|meeting|document(?:ation)?|docs?|page|notes?|post-?\s?mortem|rca|markdown|md)"
)
_NO = r"(?:\W+v?\d[\d.]*)?\W*$"  # a version may end it
_NAMED = re.compile(
    rf"(?:{_REPORT}|post-?\s?mortem|incident|rca|retrospective|постмортем\w*|post-?incident)"
    rf"(?:[\s_-]+{_PAGE}){{0,2}}(?:[\s_]*[—–(\[-]?[\s_]*(?:の)?{_TEMPLATE}|\W+template){_NO}|"
    # "Modèle de rapport d'incident de produit", "Template: incident", "Szablon raportu", but not "Mall incident"
    rf"^\W*{_TEMPLATE}(?:\W+(?:\w{{1,3}}\W+){{1,3}}{_FIRST}(?!\w)|\W+{_REPORT}\w{{0,2}}{_NO}|\W+(?:отч|звіт|raport)\w+|"
    rf"(?:\W*[^\w\s]\W*|\W+(?:\w{{1,3}}\W+){{1,2}})(?:post-?\s?mortem|incident)\w*{_NO})",
    re.IGNORECASE,
)


def is_template(titles: Sequence[Title]) -> bool:
    """True where the document's own title is still to be filled in, or says that it is a template."""
    first = next((title.text for title in titles[:1] if title.form is Form.HEADING), "")
    bare = first.partition(":")[2] if placeholders.is_gap(first.partition(":")[2]) else first
    return bool(bare) and (placeholders.is_filler(bare) or _NAMED.search(first) is not None)
