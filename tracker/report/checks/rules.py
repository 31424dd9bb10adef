"""The rules of the check: stable codes, how serious they are, why they exist and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from postmortem_tracker.errors import UsageError
from postmortem_tracker.markdown import FINDING_CODES
from postmortem_tracker.model import Severity


class Rule(NamedTuple):
    """One rule; ``default`` False means it runs only when it is selected."""

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    fix: str
    default: bool = True


ALL = "ALL"  # selects every rule
_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

TRACKING_RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "PM201",
            "untracked",
            _ERROR,
            "An open action item has no issue.",
            "What is in no one's queue is rarely done: the document is read once, the tracker every day.",
            "Run `postmortem-tracker sync`, or tick the item if it is done.",
        ),
        Rule(
            "PM202",
            "no-owner",
            _WARNING,
            "An open action item has no owner, neither in the document nor on its issue.",
            "An item that belongs to everyone belongs to no one.",
            "Write an owner on the item (`@handle` or `Owner: name`) or assign the issue.",
        ),
        Rule(
            "PM203",
            "no-due-date",
            _NOTE,
            "An open action item has no due date, and the policy derives none.",
            "Without a date nobody can tell late from not yet.",
            "Write a due date or a priority on the item, or set [policy.deadlines] default.",
        ),
        Rule(
            "PM204",
            "overdue",
            _ERROR,
            "An open action item is past its deadline.",
            "The incident can happen again every day that its measure is missing.",
            "Finish it, agree on a new date in writing, or waive it with a reason and an end.",
        ),
        Rule(
            "PM205",
            "due-soon",
            _NOTE,
            "An open action item reaches its deadline within the next days.",
            "A word now is cheaper than an overdue item.",
            "Finish it, or agree on a new date before it is late.",
        ),
        Rule(
            "PM206",
            "stale",
            _WARNING,
            "Nothing has happened on an open item's issue for a long time.",
            "An item that nobody touches has usually been dropped without anyone saying so.",
            "Write on the issue where it stands, or close it as not planned.",
        ),
        Rule(
            "PM207",
            "waiver-expired",
            _ERROR,
            "The approved exception of an open item has ended.",
            "A waiver postpones a measure; it does not settle it.",
            "Do the item, or have the waiver renewed with a new end.",
        ),
        Rule(
            "PM208",
            "closed-not-ticked",
            _NOTE,
            "The issue is closed, but the document still shows the item as open.",
            "Readers of the postmortem believe the document.",
            "Run `postmortem-tracker sync`, which marks it.",
        ),
        Rule(
            "PM209",
            "ticked-not-closed",
            _WARNING,
            "The document shows the item as done, but its issue is still open.",
            "One of the two is wrong, and both are believed by somebody.",
            "Run `postmortem-tracker sync`, close the issue, or untick the item.",
        ),
        Rule(
            "PM210",
            "orphaned-issue",
            _WARNING,
            "An open issue was made from an item that is no longer in its document.",
            "Somebody may be working on what was dropped, or a promise vanished by an edit.",
            "Put the item back, or close the issue (`postmortem-tracker sync --close-orphans`).",
        ),
        Rule(
            "PM211",
            "issue-missing",
            _ERROR,
            "The linked issue does not exist any more, is not visible with this token, or was turned into "
            "something else (a discussion, an epic).",
            "Missing is not done: nobody can tell what became of the measure.",
            "Correct the link, give the token access, or remove the link so that a new issue is opened. "
            "What goes on as something else is ticked in the document once it is done.",
        ),
        Rule(
            "PM212",
            "duplicate-issues",
            _WARNING,
            "More than one issue is open for the same action item.",
            "Work and discussion are split between them.",
            "Run `postmortem-tracker sync`, which closes the later ones as duplicates.",
        ),
        Rule(
            "PM213",
            "vague",
            _NOTE,
            "An action item is not actionable, specific or bounded.",
            "Nobody can say when “improve monitoring” is done, so it never is.",
            "Start with a verb, name the thing to change, and say how one sees that it is done.",
            default=False,
        ),
        Rule(
            "PM214",
            "only-repairs",
            _NOTE,
            "Every action item of the incident repairs or looks back: none prevents it or detects it earlier.",
            "Repairs bring back yesterday; the same incident can return tomorrow.",
            "Add a measure that prevents the cause or detects it sooner.",
        ),
        Rule(
            "PM215",
            "already-promised",
            _WARNING,
            "A like item of an earlier incident is still open.",
            "A measure that is promised again after it failed to happen will not happen by itself this time.",
            "Raise the earlier item's priority, and link it from here instead of promising it again.",
        ),
        Rule(
            "PM216",
            "no-evidence",
            _WARNING,
            "The issue is closed as completed, but no merged change is linked to it.",
            "This team counts an item as done only with the change that did it ([policy] evidence). What counts: on "
            "GitHub a merged pull request that mentions the issue and a commit that closed it, on GitLab a merged "
            "merge request that mentions it, in an issue file the address of a pull request, merge request or commit.",
            "Link the change to the issue, or close the issue as not planned.",
        ),
        Rule(
            "PM217",
            "waived",
            _NOTE,
            "An open item is excused for now.",
            "Exceptions stay visible as long as they last.",
            "Nothing to do until the waiver ends.",
        ),
        Rule(
            "PM218",
            "due-moved",
            _WARNING,
            "The due date of an open item was postponed without a written reason, as the git history tells.",
            "A date that moves silently is no promise; a reason shows that somebody decided it.",
            "Write why below the item (`- Moved: …`, or `(was 2026-04-01: …)` in it), or `Moved: …` as a line of the "
            "commit message.",
            default=False,
        ),
        Rule(
            "PM219",
            "removed-while-open",
            _WARNING,
            "An open item left its document without a written reason, as the git history tells.",
            "A deleted promise is neither kept nor given up by anyone.",
            "Put it back and strike it through if it will not be done, or write `Removed: …` as a line of the commit "
            "message.",
            default=False,
        ),
        Rule(
            "PM220",
            "priority-lowered",
            _WARNING,
            "The priority of an open item was lowered without a written reason, as the git history tells.",
            "Urgency fades with memory; the risk does not.",
            "Write why below the item (`- Lowered: …`, or `(was P1: …)` in it), or `Lowered: …` as a line of the "
            "commit message.",
            default=False,
        ),
        Rule(
            "PM221",
            "other-assignee",
            _WARNING,
            "The open issue is assigned to other people than the document names as owners.",
            "Two people believe that the other one does it.",
            "Write the new owner into the document, or assign the issue to the owner who is named there.",
            default=False,
        ),
        Rule(
            "PM222",
            "issue-of-another-item",
            _WARNING,
            "An item that needs no issue now, finished or waived, links the issue of another item.",
            "Readers take the state of somebody else's work for this item's.",
            "Remove the link from one of the two items.",
        ),
        Rule(
            "PM223",
            "due-moved-in-tracker",
            _NOTE,
            "The due date of the open issue was moved or taken off, and the document still says the old one.",
            "Reports, checks and reminders go by the tracker's day; readers of the postmortem go by the old one.",
            "Write the new day into the document; where there is none on the issue, the document's goes on counting.",
        ),
        Rule(
            "PM224",
            "linked-outside-items",
            _WARNING,
            "An open issue was made from an item whose line still links it, but is no action item now.",
            "A line that moved into another section or below another item is watched by nobody, and its issue looks "
            "as if it were.",
            "Move the line to the action items, or remove the link and close the issue if the work was dropped.",
        ),
    )
}

HISTORY_RULES = ("PM218", "PM219", "PM220")  # told by tracker.history, which needs git


@cache
def rules() -> dict[str, Rule]:
    """All rules by code: those of the parser first, then those on tracking."""
    return dict(sorted({**_parser_rules(), **TRACKING_RULES}.items()))


def rule_of(code: str) -> Rule:
    """The rule of a code or name, however it is spelled. Raises UsageError."""
    wanted = code.strip().casefold()
    for rule in rules().values():
        if wanted in (rule.code.casefold(), rule.name):
            return rule
    raise UsageError(f"unknown code {code!r}", meant(code))


def is_selector(code: str) -> bool:
    """Whether this selects any rule: a code, the beginning of codes, a rule's name, or ALL."""
    return code == ALL or any(each.startswith(code) or rule.name == code for each, rule in rules().items())


def meant(code: str, others: Iterable[str] = ()) -> str:
    """What a code that is none was probably meant to be, also of ``others``, and where all of them are listed."""
    capital = code.strip().upper().replace("O", "0")
    if any(each.startswith(capital) for each in rules()) and len(capital) > 1:  # the beginning of codes: "pm2"
        return f"did you mean {capital}? all of them: postmortem-tracker explain"
    words = [word for rule in rules().values() for word in (rule.code, rule.name)]
    by_fold = {word.casefold(): word for word in words}
    near = difflib.get_close_matches(code.strip().casefold().replace("o", "0"), by_fold, 1, 0.75)
    if not near or others:
        names = [*others, *(rule.name for rule in rules().values())]
        near = difflib.get_close_matches(code.strip().casefold(), names, 1) or near
    return (
        f"did you mean {by_fold.get(near[0], near[0])}? " if near else ""
    ) + "all of them: postmortem-tracker explain"


def explain(code: str) -> str:
    """What a rule means and what to do, as a few lines of text. Raises UsageError for an unknown code or name."""
    rule = rule_of(code)
    state = "" if rule.default else ", off by default"
    parts = [f"{rule.code} {rule.name} ({rule.severity.value}{state})", "", rule.summary]
    parts += ["", f"Why: {rule.why}"] if rule.why else []
    parts += [f"What to do: {rule.fix}"] if rule.fix else []
    return "\n".join(parts) + "\n"


def _parser_rules() -> dict[str, Rule]:
    return {
        code: Rule(
            code,
            rule.title.replace(" ", "-"),
            rule.severity,
            f"{rule.title[:1].upper()}{rule.title[1:]}.",
            rule.explanation,
            f"{rule.suggestion[:1].upper()}{rule.suggestion[1:]}.",
        )
        for code, rule in FINDING_CODES.items()
    }
