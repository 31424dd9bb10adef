"""What the words around a reference say of it: that it is a ticket, where it comes from, or that it is mentioned."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.orders import is_order_word

# Words that say "this is the ticket" where they stand alone before a reference.
_CUE = re.compile(
    r"(?:(?:tracked|tracking|filed|logged|raised|recorded|open|opened)(?:[ \t]+(?:in|by|at|as|under|via|with))?|"
    r"(?:github|gitlab|jira|linear|youtrack|asana|trello|shortcut|redmine|bugzilla|azure|clickup|servicenow)|"
    r"issues?|tickets?|bugs?|story|stories|card|epic|sub-?task|work[ \t]item|ref|gh|id|key|no\.?)",
    re.IGNORECASE,
)
_CUE_LABEL = re.compile(r"[,;.—–|-][ \t]*([^,;.—–|]{2,40}:)$")  # "… . Tracking: #12"
_TAIL = re.compile(
    r"(?:[\s.,;:|*_~·-]|\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)|\[[^\[\]\n]*+\](?:\([^()\s]*+\))?|@[\w./-]++|P[0-5]\b|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|#\d++|[^\x00-\u02ff\w])*+"
    r"(?:(?:due|eta|deadline|owners?|assignee|priority|status|waived|fällig)\b[^!?]*|"
    r"(?:by|before|until|bis|para|antes)\b[^.!?]{0,16}(?:\d|day\b|week|month|quarter|sprint|q[1-4])[^!?]*|"
    r"(?:done|todo|open|closed|merged|fixed|resolved|completed|in progress|won['’]t do)\b[\s.,;:()✓]*)?$",
    re.IGNORECASE,
)
# After one of these an address is only mentioned.
MENTIONS = frozenset(every("items", "mentions"))
# Words of what is no ticket of the item: where it comes from, what it waits for, what is like it.
_SOURCES = frozenset(every("items", "sources"))
LETTERS = re.compile(r"[^\W\d_]+")
LAST_WORD = re.compile(r"(?<![\w.'’])[\w.'’]+$")
_CLAUSE = 40  # characters


def is_of_source(words: str, first: int | None = None) -> bool:
    """True where one of the words, or of the ``first`` ones, says where something comes from.

    An order has its own: "Write docs".
    """
    told = [word.casefold() for word in LETTERS.findall(words)]
    return bool(told) and not is_order_word(told[0]) and not _SOURCES.isdisjoint(told[:first])


def clause(before: str) -> str:
    """The last few words before a reference, behind a comma, a dash or a full stop."""
    return before[clause_at(before) :][-_CLAUSE:]


def clause_at(before: str) -> int:
    """Where the words before a reference begin that no comma, dash or full stop divides; 0 where there is none."""
    return max(before.rstrip(" :").rfind(sign) for sign in (",", ";", ". ", " — ", " – ", " - ", "(")) + 1


def cue(words: str) -> bool | None:
    """Whether words before a reference call it a ticket; None where they say anything else."""
    rest = words.strip(" \t*_`:")
    if not rest:
        return False
    while rest:
        found = _CUE.match(rest)
        if found is None or not found.end() or rest[found.end() : found.end() + 1].isalnum():
            return None
        rest = rest[found.end() :].lstrip(" \t*_`:")
    return True


def without_cue(before: str) -> tuple[int, bool]:
    """Where words that call what follows a ticket begin, behind a separator; and whether there are any."""
    cut = max(before.rfind(sign) for sign in ",;:.—–-|") + 1
    if 0 < cut < len(before) and cue(before[cut:]):
        return cut, True
    label = _CUE_LABEL.search(before)
    if label is not None and cue(before[label.start(1) :]):
        return label.start(1), True
    return len(before), False


def calls_it_a_ticket(words: str) -> bool:
    """True where words before a reference call it a ticket, or there are none."""
    return cue(words) is not None


def is_mention(before: str) -> bool:
    """True where what is named behind these words is only mentioned: "as in …"."""
    word = LAST_WORD.search(before.rstrip())
    return word is not None and word[0].casefold() in MENTIONS


def only_fields(text: str, at: int, stop: int) -> bool:
    """True where nothing but fields follows in the line."""
    return _TAIL.match(text[at:stop]) is not None
