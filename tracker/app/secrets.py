"""What of a run is confidential, decided once: of actions, and of what is left where a document is gone."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import assert_never

from postmortem_tracker.config.settings import Config
from postmortem_tracker.errors import TrackerError
from postmortem_tracker.model import Incident, Issue, IssueChange, Place
from postmortem_tracker.report.common import Common
from postmortem_tracker.sync.actions import (
    Action,
    Block,
    Close,
    Create,
    Edit,
    GiveWay,
    Plan,
    Remark,
    Update,
    Write,
    issue_of,
)
from postmortem_tracker.sync.identity.matched import Tracked
from postmortem_tracker.sync.issue_text.body import says_confidential
from postmortem_tracker.sync.run import Outcome
from postmortem_tracker.text.printable import HIDDEN

# Wider than what counts as a ticket: whatever may be one is hidden.
_TICKETS = re.compile(r"https?://[^\s<>,]++|(?<!\w)[A-Z][A-Z0-9]*+-\d+")
_STRANGERS = re.compile(r"(?<=^owner ).*(?= has no account there)")
Covers = Callable[[str], bool]


def common_words(config: Config) -> Common:
    """What the configuration names, so that it may be told of a confidential document as well."""
    people = [name for person, accounts in config.people.items() for name in (person, *accounts.values())]
    teams = [name for team, members in config.report.teams.items() for name in (team, *members)]
    days = config.policy.deadlines
    return Common((*people, *teams), (*days.priority, *days.type, *days.severity))


def common_value(words: Common, fact: str, value: str) -> str:
    """What of a fact of a confidential incident outsiders may see, as a report shows it; "" where nothing."""
    # A level as it is written: the labels of other issues say it so.
    told = {"priority": words.severity, "type": words.type, "severity": words.severity}
    shown = told[fact](value) if fact in told else None
    return "" if shown in (None, HIDDEN) else str(shown)


def is_secret(tracked: Tracked, covers: Covers) -> bool:
    """Whether an issue belonged to a confidential incident; ``covers`` judges the path of its document."""
    path = tracked.marker.path if tracked.marker else ""
    return _tells(tracked.issue) or bool(path and covers(path))


def marked(
    plan: Plan, incidents: Collection[Incident], orphans: Collection[Tracked], covers: Callable[[str], bool]
) -> Plan:
    """The plan whose actions know whether they are about something confidential."""
    ids = {each.id for each in incidents if each.confidential}
    ids |= {each.marker.incident for each in orphans if each.marker and is_secret(each, covers)}
    return replace(plan, actions=tuple(_marked(each, ids) for each in plan.actions))


def _marked(action: Action, ids: Collection[str]) -> Action:
    issue = issue_of(action)
    secret = action.about.incident in ids or (issue is not None and _tells(issue))
    return replace(action, about=replace(action.about, secret=secret))


def marked_outcome(outcome: Outcome, ids: Collection[str]) -> Outcome:
    """What became of an action that no plan had, which knows whether it is about one of these incidents."""
    return replace(outcome, action=_marked(outcome.action, ids))


def concealed(plan: Plan) -> Plan:
    """The plan as it may be shown: where and what kind each change is, but no word of anything confidential."""
    return replace(plan, actions=tuple(map(conceal, plan.actions)))


def conceal(action: Action) -> Action:
    """One action as it may be shown."""
    if not action.about.secret:
        return action
    action = replace(action, what=_wordless_reason(action.what))
    about = replace(action.about, text=HIDDEN if action.about.text else "")
    match action:
        case Create():
            assignees = _people(action.draft.assignees, action.place)
            draft = replace(action.draft, title=HIDDEN, body="", labels=(), assignees=assignees)
            return replace(action, about=about, draft=draft)
        case Update():
            said = action.change
            people = None if said.assignees is None else _people(said.assignees, action.issue.ref.place)
            change = IssueChange(state=said.state, due=said.due, assignees=people)
            edit = _wordless(action.edit) if action.edit else None
            seen, block = _hidden(action.issue), _bare(action.block)
            return replace(action, about=about, issue=seen, change=change, block=block, edit=edit)
        case Close():
            return replace(
                action, about=about, issue=_hidden(action.issue), comment=None, block=replace(action.block, text=None)
            )
        case GiveWay():
            return replace(action, about=about, issue=_hidden(action.issue), comment="")
        case Write():
            return replace(action, about=about, issue=_hidden(action.issue), edit=_wordless(action.edit))
        case Remark():
            return replace(action, about=about, issue=_hidden(action.issue) if action.issue else None)
        case _:
            assert_never(action)


def _hidden(issue: Issue) -> Issue:
    return replace(issue, title=HIDDEN, body="", labels=(), assignees=_people(issue.assignees, issue.ref.place))


def _people(names: tuple[str, ...], place: Place) -> tuple[str, ...]:
    """Accounts; the embedded tracker has no accounts, and takes whatever a document calls an owner."""
    return names if place[1] else Common().owners(names)


def _wordless(edit: Edit) -> Edit:
    words = edit.words
    if words is None:
        return edit
    title, owners = (None if words.title is None else HIDDEN), words.owners and Common().owners(words.owners)
    return replace(edit, words=replace(words, text=HIDDEN, title=title, owners=owners))


def _bare(block: Block | None) -> Block | None:
    return replace(block, text=None) if block else None


def conceal_outcome(outcome: Outcome) -> Outcome:
    """What became of one action, as it may be shown."""
    if not outcome.action.about.secret:
        return outcome
    words = tuple(_titles(outcome))
    issue = _hidden(outcome.issue) if outcome.issue else None
    error = _wordless_error(outcome.error, words) if outcome.error else None
    note = _without(outcome.note, words)
    return replace(outcome, action=conceal(outcome.action), issue=issue, error=error, note=note)


def _titles(outcome: Outcome) -> Iterator[str]:
    """Every title that what became of an action may quote."""
    action = outcome.action
    yield action.about.text
    if isinstance(action, Create):
        yield action.draft.title
    if isinstance(action, Update):
        yield action.change.title or ""
    yield from (issue.title for issue in (issue_of(action), outcome.issue) if issue is not None)


def _wordless_error(error: TrackerError, words: Collection[str]) -> TrackerError:
    """An error as it may be shown, which may quote the title that a tracker refuses."""
    shown = copy.copy(error)
    shown.message, shown.hint = _without(error.message, words), _without(error.hint, words)
    return shown


def _without(text: str, words: Collection[str]) -> str:
    for word in sorted(filter(None, words), key=len, reverse=True):
        for quoted in (repr(word), word):
            text = text.replace(quoted, HIDDEN)
    return text


def _tells(issue: Issue) -> bool:
    return issue.confidential or says_confidential(issue.body)


def _wordless_reason(what: str) -> str:
    """What an action says without titles, names, and the keys and addresses of tickets elsewhere."""
    return _STRANGERS.sub(HIDDEN, _TICKETS.sub(HIDDEN, _unquoted(what)))


def _unquoted(what: str) -> str:
    """What an action says without the title it quotes, which may hold quotation marks itself.

    Where only one of the marks is found, nothing behind it is shown.
    """
    start, end = what.find("“"), what.rfind("”")
    if start < 0:
        return what if end < 0 else HIDDEN
    return what[:start] + HIDDEN + (what[end + 1 :] if start < end else "")
