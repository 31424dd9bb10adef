"""Links that are called what they lead to: "[Issue](…)", "[Jira ticket](…)", "[tracked here](…)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.lines.bare_numbers import CALLED, FEW
from postmortem_tracker.markdown.words.names_of_tickets import OTHER_SYSTEMS
from postmortem_tracker.markdown.words.phrases import phrases

_BARE = frozenset(phrases("here; link; this; in; no; id; and; number; key"))
_KINDS = phrases("tracked; tracking; story; card; epic; filed; item; work; pr; prs; mr; mrs; pull; merge; request")
_NAMES = CALLED | OTHER_SYSTEMS | _BARE | frozenset(_KINDS)
# Verbs for what is done to tickets, which a link called "issue" may be the object of, and what leads to a noun.
_HANDLING = frozenset(
    phrases("""
close; reopen; comment; triage; label; update; watch; escalate; upvote; review; discuss; respond; answer; file; open;
create; raise; link; follow; fix; resolve; solve; address; investigate; reproduce; report; track; read; merge; finish
""")
)
_DETERMINERS = frozenset(
    phrases("the; a; an; this; that; these; our; their; its; any; der; die; das; el; la; le; un; une")
)
_NEAR = 3  # words of a noun and what leads to it
_WORD = re.compile(r"[^\W\d_]+")


def is_name_of_ticket(label: str) -> bool:
    """True for words that call what a link leads to a ticket or a change, and say nothing else."""
    words = _WORD.findall(label.casefold())
    return 0 < len(words) <= FEW and _NAMES.issuperset(words)


def may_be_of_sentence(label: str, before: Sequence[str]) -> bool:
    """True where the name of a link may be a word of its sentence: "close the stale [issue](…)", "more [here](…)".

    ``before`` are the words of the sentence up to the link, in small letters.
    """
    if not label.islower() or " " in label.strip() or label in OTHER_SYSTEMS:
        return False
    handled = before[0] in _HANDLING or not _DETERMINERS.isdisjoint(before[-_NEAR:])
    return handled or _BARE.issuperset(_WORD.findall(label))
