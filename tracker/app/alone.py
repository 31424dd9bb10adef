"""One run at a time: what keeps others out while issues and documents are changed, and when nobody has to be."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.sync import ask_consent
from postmortem_tracker.disk.locks import for_runs
from postmortem_tracker.issues import Lockable
from postmortem_tracker.sync.actions import Plan
from postmortem_tracker.sync.identity.matched import Matched
from postmortem_tracker.sync.settings import Settings


def nothing_to_do(
    session: Session, read: Callable[[], Reading], settings: Settings, consent: Consent
) -> tuple[Reading, tuple[Matched, Plan]] | None:
    """The documents and their plan, where it changes nothing, so that no lock is needed; None where one is.

    Only trackers with a lock are asked before: with the others it would cost requests.
    """
    if not all(isinstance(tracker, Lockable) for tracker in session.trackers.by_name.values()):
        return None
    reading = read()
    matched, planned = session.plan(reading, settings)
    ask_consent(planned, consent)
    if not planned.pending:
        return reading, (matched, planned)
    session.problems.clear()  # all is looked at again
    return None


@contextlib.contextmanager
def alone(session: Session, say: Callable[[str], None]) -> Iterator[None]:
    """One run at a time in a checkout, and at a tracker with a lock: between looking and creating nobody comes in."""
    with contextlib.ExitStack() as locks:
        with contextlib.suppress(OSError):  # where there is no place for the lock, the trackers' own guards remain
            locks.enter_context(_checkout(session, say))
        for _, tracker in sorted(session.trackers.by_name.items()):
            if isinstance(tracker, Lockable):
                locks.enter_context(tracker.exclusive())
        yield


@contextlib.contextmanager
def _checkout(session: Session, say: Callable[[str], None]) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(for_runs(session.workspace.root))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("another run changes this checkout: waiting for it to end")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
