"""Lines below a title that is an item which begin as another item would: "**3. Write docs** – Owner: Cy".

They tell nothing of the item above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.lines.nodes import Block, Paragraph, Row
from postmortem_tracker.markdown.words import details, orders

_BOLD = re.compile(
    r"[ \t]*(\*\*|__)(?P<number>#?\d{1,2}[.):]?[ \t]*)?(?P<words>[^*_\n]{0,100}[^*_\n:：]|)\1(?![ \t]*[:：])"
    r"(?P<rest>.*)"
)


def is_like_an_item(text: str) -> bool:
    """True for words in bold type that say what to do, or have a number, before who does it or more words."""
    found = _BOLD.match(text)
    if found is None or not any(map(str.isalnum, found["rest"])):
        return False
    told = found["words"] or found["rest"]
    if not orders.is_work(told.strip(" –—-:.")) or orders.is_past(told):
        return False
    return bool(found["number"]) or details.is_assigned(found["rest"])


def like_items(blocks: Sequence[Block]) -> Iterator[Row]:
    """The lines of a title's own paragraphs that begin as another item would."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (row for row in block.rows if is_like_an_item(row.text))
