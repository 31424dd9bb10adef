"""Measures told both as a list and in a table: the table's row, which says more, stays."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from postmortem_tracker.keys import normalise
from postmortem_tracker.markdown.items.draft import Draft
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.model import State


def once(drafts: Sequence[Draft], titles: Sequence[int]) -> list[Draft]:
    """The drafts without those of lists that a row tells as well; ``titles`` are the lines of titles, in order.

    Equal words are one item only where the list says nothing else than the row: two owners, days, states, links or
    sections are two promises.
    """
    rows: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.candidate.cells is not None:
            rows[normalise(draft.title)].append(draft)
    if not rows or len(rows) == len(drafts):
        return list(drafts)

    def told(draft: Draft) -> bool:
        alike = rows.get(normalise(draft.title), ())
        return not draft.in_table and any(_says_no_more(draft, row, titles) for row in alike)

    return [draft for draft in drafts if not told(draft)]


def _says_no_more(draft: Draft, row: Draft, titles: Sequence[int]) -> bool:
    """Whether all that an item of a list says is what the row says, so that nothing is lost without it."""
    mine, theirs = draft.fields, row.fields
    links = {(link.text, link.url) for link in draft.links} - {(link.text, link.url) for link in row.links}
    return (
        set(mine.owners) <= set(theirs.owners)
        and mine.due in (None, theirs.due)
        and (draft.state is None or draft.state is (row.state or State.OPEN))
        and not links
        and (_place(draft, titles) == _place(row, titles) or _role(draft) is not _role(row))
    )


def _role(draft: Draft) -> Role:
    """What its section is for: measures explained in one and listed as tasks in another are told twice."""
    return draft.candidate.context.role


def _place(draft: Draft, titles: Sequence[int]) -> tuple[int, tuple[str, ...]]:
    """Below which title and labels an item stands."""
    return bisect_right(titles, draft.candidate.line), draft.candidate.context.path
