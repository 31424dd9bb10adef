"""Words that name a ticket, or say that it is filed: where others stand beside a number, it may be another matter's."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.people import AND_WORDS
from postmortem_tracker.markdown.words.phrases import phrases

# Trackers whose tickets have keys or numbers of their own.
OTHER_SYSTEMS = frozenset(
    phrases("""
jira; linear; youtrack; asana; trello; shortcut; redmine; bugzilla; azure; ado; clickup; servicenow; snow; zendesk;
freshdesk; notion; monday; pagerduty; opsgenie; rootly; statuspage; intercom; salesforce; phabricator; otrs; helpdesk
""")
)
_TICKETS = frozenset(
    phrases("bug; bugs; ticket; tickets; issue; issues; card; story; task; subtask; epic; gh; github; gitlab; no; nr")
)
_CHANGES = frozenset(phrases("pr; prs; mr; mrs; pull; merge; request; requests"))
_LISTED = (*every("columns", "ticket"), *every("labels", "ticket"), *every("items", "see"), *every("items", "filed"))
_NAMES = (
    frozenset(word.rstrip("*.") for phrase in _LISTED for word in phrase.split())
    | _TICKETS
    | _CHANGES
    | OTHER_SYSTEMS
    | AND_WORDS
) - {"by"}  # "tracked by", but not "blocked by"
_WORDS = re.compile(r"[^\W\d_][\w./-]*")
_OF_A_NAME = re.compile(r"[/_-]")


def names_tickets(text: str) -> bool:
    """True where all words only name tickets: "Jira", "filed as", "siehe"; or a project, as "acme/shop" and "OPS"."""
    return "?" not in text and all(map(_names, _WORDS.findall(text)))


def _names(word: str) -> bool:
    return word.casefold().rstrip(".") in _NAMES or word.isupper() or _OF_A_NAME.search(word) is not None
