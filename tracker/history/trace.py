"""Follows items through the versions of their documents, in order of time, and tells what became of each."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from postmortem_tracker.history.model import Change, Commit, DocumentChange, Seen, Story, What
from postmortem_tracker.history.reasons import reason_in
from postmortem_tracker.history.same_item import EDITED, MOVED, link
from postmortem_tracker.model import ItemName, Kind
from postmortem_tracker.report.policy import priority_of

_EXPLAINED = (What.DUE, What.PRIORITY)


@dataclass(slots=True, eq=False)
class _Thread:
    """One item while it is followed; ``promised`` is the last due date it had."""

    seen: Seen
    path: str
    appeared: Commit | None
    promised: date | None = None
    changes: list[Change] = field(default_factory=list)
    removed: Change | None = None
    then: ItemName | None = None

    def story(self) -> Story:
        return Story(self.seen, self.path, self.appeared, tuple(self.changes), self.removed, self.then)


class Tracer:
    """Takes the document changes of commit after commit; ``stories`` tells what they amount to.

    What each item was called at the end of ``day`` is kept.
    """

    def __init__(self, day: date | None = None) -> None:
        self._day = day
        self._present: dict[str, list[_Thread]] = {}
        self._gone: dict[Hashable, _Thread] = {}  # by each of its names, to be found again

    def step(self, commit: Commit, documents: Sequence[DocumentChange], *, first: bool = False) -> None:
        """The next commit. Where it is the ``first`` at hand, nothing is known about when its items appeared."""
        if self._day is not None and commit.day > self._day:
            self._note_names()
        left: list[_Thread] = []
        new: list[tuple[str, Seen]] = []
        # All old names first: two files may have changed their names.
        before = [(each, self._present.pop(each.before or each.path, [])) for each in documents]
        for each, threads in before:
            found = self._follow(threads, each.path, each.items or (), commit)
            lost = [thread for thread in threads if thread not in found]
            for thread in lost if each.items is not None else ():
                thread.path = each.path  # where it would be, had it stayed
            left += lost
            new += self._unknown(each, found)
        self._across(left, new, commit)
        for thread in left:
            self._remove(thread, commit)
        for path, seen in new:
            self._add(path, seen, commit, first=first)

    def _note_names(self) -> None:
        """The day is over: what is there now was there then."""
        self._day = None
        for thread in (each for threads in self._present.values() for each in threads):
            thread.then = thread.seen.item_name

    def stories(self) -> tuple[Story, ...]:
        """What became of all tasks, by document and line; those that were settled before they left are not told."""
        if self._day is not None:
            self._note_names()
        threads = [each for threads in self._present.values() for each in threads]
        threads += [each for each in dict.fromkeys(self._gone.values()) if each.removed]
        followed = [each.story() for each in threads if each.seen.kind is Kind.TASK]
        return tuple(sorted(followed, key=lambda each: (each.path, each.last.line, each.last.key)))

    def _follow(self, threads: Sequence[_Thread], path: str, items: Sequence[Seen], commit: Commit) -> list[_Thread]:
        """Those of the threads that go on in these items."""
        pairs = link([thread.seen for thread in threads], items, EDITED)
        found = []
        for at, index in pairs.items():
            self._go_on(threads[index], path, items[at], commit)
            found.append(threads[index])
        return found

    def _unknown(self, change: DocumentChange, found: Sequence[_Thread]) -> Iterator[tuple[str, Seen]]:
        known = {id(thread.seen) for thread in found}
        return ((change.path, seen) for seen in change.items or () if id(seen) not in known)

    def _across(self, left: list[_Thread], new: list[tuple[str, Seen]], commit: Commit) -> None:
        """What left one document and came into another in the same commit was moved; what was gone may come back."""
        pairs = link([thread.seen for thread in left], [seen for _, seen in new], MOVED) if left and new else {}
        moved = {id(left[index]): new[at] for at, index in pairs.items()}
        for thread in left:
            if id(thread) in moved:
                self._go_on(thread, *moved[id(thread)], commit)
        left[:] = [thread for thread in left if id(thread) not in moved]
        new[:] = [each for at, each in enumerate(new) if at not in pairs and not self._revived(*each, commit)]

    def _revived(self, path: str, seen: Seen, commit: Commit) -> bool:
        """Whether an item that was gone is back, under its own name."""
        thread = next((self._gone[name] for name in _names(seen) if name in self._gone), None)
        if thread is None:
            return False
        for name in _names(thread.seen):
            if self._gone.get(name) is thread:
                del self._gone[name]
        if thread.removed:
            thread.changes += [thread.removed, Change(What.RESTORED, commit)]
            thread.removed = None
        self._go_on(thread, path, seen, commit)
        return True

    def _add(self, path: str, seen: Seen, commit: Commit, *, first: bool) -> None:
        thread = _Thread(seen, path, None if first else commit, seen.due)
        self._present.setdefault(path, []).append(thread)

    def _go_on(self, thread: _Thread, path: str, seen: Seen, commit: Commit) -> None:
        changes = list(compare(thread.seen, seen, thread.promised, commit))
        thread.changes += changes
        _explain(thread.changes, [each for each in seen.reasons if each not in thread.seen.reasons])
        thread.seen, thread.path = seen, path
        thread.promised = seen.due or thread.promised
        self._present.setdefault(path, []).append(thread)

    def _remove(self, thread: _Thread, commit: Commit) -> None:
        if not thread.seen.state.closed:
            why = reason_in(commit.message, What.REMOVED)
            thread.removed = Change(What.REMOVED, commit, reason=why)
        self._gone |= dict.fromkeys(_names(thread.seen), thread)


def _names(seen: Seen) -> tuple[Hashable, ...]:
    """By what an item is known for sure."""
    return (seen.item_name, *seen.links)


def compare(before: Seen, now: Seen, promised: date | None, commit: Commit) -> Iterator[Change]:
    """What happened to an item from one version to the next; ``promised`` is the last due date it had."""
    if before.state.closed != now.state.closed:
        what = What.CLOSED if now.state.closed else What.REOPENED
        yield Change(what, commit, before.state.value, now.state.value)
    if now.state.closed:
        return  # nobody is promised anything any more
    if promised and now.due and now.due != promised:
        days = (now.due - promised).days
        yield _said(Change(What.DUE, commit, promised.isoformat(), now.due.isoformat(), days))
    elif before.due and not now.due:  # dropped, or words stand there that are no day
        yield _said(Change(What.DUE, commit, before.due.isoformat(), now.due_text or ""))
    if _rank(now.priority) > _rank(before.priority):
        yield _said(Change(What.PRIORITY, commit, before.priority or "", now.priority or ""))


def _rank(priority: str | None) -> int:
    """The lower the priority, the higher; words that are no priority compare as none."""
    name = priority_of(priority) or ""
    return int(name[1]) if len(name) == 2 and name[0] == "P" and name[1].isdigit() else 9


def _said(change: Change) -> Change:
    return replace(change, reason=reason_in(change.commit.message, change.what))


def _explain(changes: list[Change], reasons: Sequence[str]) -> None:
    """A remark that is new explains every change before it that nothing else explains."""
    if not reasons:
        return
    for at, change in enumerate(changes):
        if change.what in _EXPLAINED and not change.reason:
            changes[at] = replace(change, reason=reasons[-1])
