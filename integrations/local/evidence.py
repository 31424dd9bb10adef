"""Which merged changes people wrote into an issue file."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The length is bounded so that a long text of schemes alone takes no long time.
_CHANGE = re.compile(
    r"\bhttps?://[^\s<>()\[\]\"'`]{1,500}?/(?:pull/\d+|merge_requests/\d+|commit/[0-9a-f]{7,64})(?![\w-])",
    re.IGNORECASE,
)
_OURS = "<!-- postmortem-tracker"


def written(body: str, comments: Iterable[str]) -> tuple[str, ...]:
    """The addresses of changes in what people wrote, each once: not in the managed block, nor in our comments.

    A change's address ends in ``/pull/N``, ``/merge_requests/N`` or ``/commit/SHA``. Nobody is asked whether it
    was merged: whoever writes it into the closed issue says so.
    """
    from postmortem_tracker.sync.issue_text.marker import outside

    texts = (outside(body), *(comment for comment in comments if _OURS not in comment))
    return tuple(dict.fromkeys(found for text in texts for found in _CHANGE.findall(text)))
