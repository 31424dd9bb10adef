"""A plan and what became of it, in words: what is done where, from what to what, and how much of it there is."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from postmortem_tracker.sync.actions import Action, Close, Create, Plan, Remark, Shared, Subject, Symbol, issue_of
from postmortem_tracker.sync.differences import Difference, Value, differences
from postmortem_tracker.sync.run import Outcome, Result
from postmortem_tracker.text.printable import plural

_GUARD_SHARE = 0.3  # more than this part of the open issues closing as orphans …
_GUARD_LEAST = 10  # … out of at least this many looks like a mistake
WHERE = ("**From:**", "**Document:**")  # in an item's issue, and in its incident's
_FIELDS = ("**Owner:**", "**Due:**")
_LINK = "link in the document"
_SHOWN = 6  # changed lines of an issue's details, in a plan
_SHOWN_AFTER = 2  # and when they have been changed


@dataclass(frozen=True, slots=True)
class Consent:
    """What the user agreed to."""

    yes: bool
    max_creates: int


def place(about: Subject) -> str:
    """Where the item stands; only the document where it stands there no more."""
    return f"{about.path}:{about.line}" if about.line else about.path


def record(action: Action) -> dict[str, str | int | None]:
    """What every JSON says of an action: what is done, about which item and which issue, and where."""
    about, issue = action.about, issue_of(action)
    return {
        "what": action.what,
        "path": about.path,
        "line": about.line,
        "incident": about.incident,
        "key": about.key,
        "text": about.text,
        "issue": str(issue.ref) if issue else None,
        "tracker": action.place[0],
        "project": action.place[1],
    }


def by_document(actions: Sequence[Action]) -> dict[str, list[Action]]:
    """The actions of each document, in their order; "" holds those that belong to none."""
    found: dict[str, list[Action]] = {}
    for action in actions:
        found.setdefault(action.about.path, []).append(action)
    return found


def apart(plan: Plan, *kinds: Shared) -> tuple[list[Action], list[tuple[Symbol, str]]]:
    """The plan's lines without those of the given kinds, and one sentence with its symbol for each of these."""
    alike = [each for each in plan.actions if isinstance(each, Remark) and each.shared in kinds]
    counted = Counter(remark.shared for remark in alike)
    symbols = {remark.shared: remark.symbol for remark in alike}
    sentences = [(symbols[kind], plural(counted[kind], *kind.value)) for kind in kinds if counted[kind]]
    return [each for each in plan.actions if not (isinstance(each, Remark) and each.shared in kinds)], sentences


def facts(action: Action) -> Iterator[str]:
    """What the action changes, a line each: from what to what."""
    if isinstance(action, Create):
        told = (each for each in differences(action) if each.field not in ("title", "state", _LINK))
        yield from (f"{each.field}: {_value(each.new)}" for each in told)
    else:
        yield from _changes(differences(action), _SHOWN)


def news(outcome: Outcome) -> Iterator[str]:
    """The same of a change that was made, but for what the line above says; who is assigned is who really is.

    A new issue has none: of hundreds of them nobody would see what became of the others.
    """
    action, issue = outcome.action, outcome.issue
    if outcome.result is not Result.DONE or isinstance(action, Create):
        return
    told = [each for each in differences(action) if not _said_above(each)]
    if issue is not None:
        there = tuple(sorted(issue.assignees)) or None
        told = [each._replace(new=there) if each.field == "assignees" else each for each in told]
    yield from _changes([each for each in told if each.old != each.new], _SHOWN_AFTER)


def _said_above(each: Difference) -> bool:
    """Whether the line of a change names it: a state, and a link where there was none."""
    return each.field in ("state", "state in the document") or (each.field == _LINK and each.old is None)


def _changes(told: Sequence[Difference], most: int) -> Iterator[str]:
    values = {_value(value).casefold() for each in told if each.field != "details" for value in (each.old, each.new)}
    for each in told:
        if each.field == "details":
            yield from _details(each, values, most)
        else:
            yield f"{each.field}: {_value(each.old)} → {_value(each.new)}"


def _value(value: Value) -> str:
    if value is None:
        return "none"
    return ", ".join(value) if isinstance(value, tuple) else value


def _details(details: Difference, told: Collection[str], most: int) -> Iterator[str]:
    """At ``most`` so many of the block's lines that differ, but for values that are ``told`` as fields of their own.

    The link to the line is none of them, it moves with every edit.
    """
    old, new = (
        [line.strip() for line in str(text or "").splitlines() if line.strip() and not line.startswith(WHERE)]
        for text in (details.old, details.new)
    )
    lines = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    if not lines:
        yield "details: the link to the document's line"
    lines = [line for line in lines if _worth(line[2:]) not in told]
    for line in lines[:most]:
        yield f"details: {line[0]} {line[2:].replace('**', '')}"
    if len(lines) > most:
        yield f"details: and {plural(len(lines) - most, 'line')} more"


def _worth(line: str) -> str | None:
    """What a line of the managed block says of an owner or a date, as fields are told; None for other lines."""
    label, _, value = line.partition(" ")
    return value.replace("@", "").replace("\u200b", "").casefold() if label in _FIELDS else None


def summary(plan: Plan) -> str:
    """One line that counts a plan."""
    counted = (
        (Symbol.CREATE, "to create"),
        (Symbol.UPDATE, "to update"),
        (Symbol.DONE, "to close, reopen or tick"),
        (Symbol.ADOPT, "to adopt"),
    )
    parts = [f"{plan.count(symbol)} {words}" for symbol, words in counted if plan.count(symbol)]
    attention = plan.count(Symbol.ATTENTION)
    parts += [f"{attention} {'needs' if attention == 1 else 'need'} a person"] if attention else []
    return f"Plan: {', '.join(parts) or 'nothing to do'}; {_left(plan)}."


def _left(plan: Plan) -> str:
    """How much there was nothing to do about."""
    over = f", {plan.finished} done before" if plan.finished else ""
    return f"{plan.unchanged} unchanged{over}"


def remarks(plan: Plan, consent: Consent) -> Iterator[str]:
    """What else is to be known before a sync: items that need no issue, and why it would ask first."""
    if plan.finished:
        one = plan.finished == 1
        yield (
            f"{plural(plan.finished, 'item')} {'is' if one else 'are'} done already and {'gets' if one else 'get'} "
            "no issue (sync.create_completed)."
        )
    if why := doubt(plan, consent):
        ways = "--yes or --max-creates" if len(plan.creates) > consent.max_creates else "--yes"
        yield f"A sync does nothing without your consent ({ways}): {why}."


def doubt(plan: Plan, consent: Consent) -> str | None:
    """Why somebody has to agree before the plan is carried out; None where nobody has to, or somebody did."""
    if consent.yes:
        return None
    if len(plan.creates) > consent.max_creates:
        return f"{plural(len(plan.creates), 'issue')} would be created, more than max_creates = {consent.max_creates}"
    closing = sum(isinstance(action, Close) and not action.about.key for action in plan.actions)
    if plan.managed >= _GUARD_LEAST and closing > _GUARD_SHARE * plan.managed:
        return f"{closing} of {plan.managed} open issues would be closed as orphans"
    return None


def created(outcomes: Sequence[Outcome]) -> int:
    """How many issues were opened."""
    opened = (each.action for each in outcomes if isinstance(each.action, Create) and each.issue is not None)
    return len({id(action) for action in opened})  # one that had to give way is told once more


def done_summary(outcomes: Sequence[Outcome], plan: Plan) -> str:
    """One line that counts what a sync did."""
    done = [outcome for outcome in outcomes if outcome.result is Result.DONE]
    opened = created(outcomes)
    failed = sum(outcome.result is Result.FAILED for outcome in outcomes)
    skipped = sum(outcome.result is Result.SKIPPED for outcome in outcomes)
    parts = [f"{plural(opened, 'issue')} created", f"{plural(len(done) - min(opened, len(done)), 'other change')}"]
    parts += [f"{failed} failed"] if failed else []
    parts += [f"{skipped} skipped"] if skipped else []
    return f"Done: {', '.join(parts)}; {_left(plan)}."
