"""Numbers of a list that look like tickets: "#1: …", "#2: …", "#3: …" from the first item on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.items.draft import Draft
from postmortem_tracker.markdown.lines.bare_numbers import OF_ANY, OF_OURS
from postmortem_tracker.markdown.sections.candidate import Shape
from postmortem_tracker.markdown.words.phrases import any_of

_NAMED = re.compile(
    rf"[ \t]*(?:\\?\[[^\[\]]?\\?\][ \t]+)?[*_]{{0,3}}({any_of(*OF_OURS, *OF_ANY)}[ \t]#(\d{{1,6}}))[*_]{{0,3}}"
    r"[ \t]*(?:[:)–—]|-(?=[ \t]))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[ \t]*(?:\\?\[[^\[\]]?\\?\][ \t]+)?[*_]{0,3}#(\d{1,3})[*_]{0,3}[ \t]*(?:[:.)–—]|-(?=[ \t]))")


def doubt_named_numbers(drafts: Sequence[Draft]) -> None:
    """Point out items that a ticket's name leads, "Issue #12: …", unless they are counted so from 1 on."""
    counted: list[tuple[Draft, str]] = []
    for draft in [*drafts, None]:
        found = _NAMED.match(draft.candidate.rows[0].said) if draft is not None else None
        if draft is not None and found is not None and int(found[2]) == len(counted) + 1:
            counted.append((draft, found[1]))
            continue
        for one, said in counted if len(counted) == 1 else ():
            one.fields.doubts.append(("PM126", repr(said)))
        counted = []
        if draft is not None and found is not None:
            counted = [(draft, found[1])] if int(found[2]) == 1 else []
            if not counted:
                draft.fields.doubts.append(("PM126", repr(found[1])))


def take_numbers(drafts: Sequence[Draft]) -> None:
    """Take the links off items that are only numbered, as those of a list which count from 1 on are."""
    run: list[Draft] = []
    for draft in [*drafts, None]:
        if draft is not None and _number(draft) == len(run) + 1:
            run.append(draft)
            continue
        if len(run) > 1:
            _take(run)
        run = [draft] if draft is not None and _number(draft) == 1 else []


def _number(draft: Draft) -> int:
    """The number at the head of a list item that is also its only ticket; 0 where there is none."""
    if draft.candidate.shape is not Shape.BULLET:
        return 0
    found = _NUMBER.match(draft.candidate.rows[0].said)
    own = found is not None and [(link.text, link.url) for link in draft.links] == [(f"#{found[1]}", None)]
    return int(found[1]) if found is not None and own else 0


def _take(run: Sequence[Draft]) -> None:
    numbers = f"#1 to #{len(run)} number the list"
    for draft in run:
        draft.links.clear()
    run[0].fields.doubts.append(("PM126", numbers))
