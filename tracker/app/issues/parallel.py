"""Asks several trackers side by side, so that Ctrl-C waits for none of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import TypeVar

from postmortem_tracker.errors import Interrupted

_PARALLEL = 8
_LOOK = 0.5  # seconds; on Windows a wait that knows no end is deaf to Ctrl-C

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(ask: Callable[[T], R], given: Sequence[T]) -> list[R]:
    """What ``ask`` returns for each, in their order; what it raises is raised. Raises Interrupted on Ctrl-C.

    The threads are daemons: a pool would be waited for when the program ends, however long a server keeps silent.
    """
    todo: SimpleQueue[int] = SimpleQueue()
    ended: SimpleQueue[None] = SimpleQueue()
    answers: dict[int, R] = {}
    failed: list[BaseException] = []

    def work() -> None:
        while True:
            try:
                number = todo.get_nowait()
            except Empty:
                return
            try:
                answers[number] = ask(given[number])
            except BaseException as error:  # goes on in the thread that waits
                failed.append(error)
            ended.put(None)

    for number in range(len(given)):
        todo.put(number)
    try:
        for _ in range(min(_PARALLEL, len(given))):
            threading.Thread(target=work, daemon=True).start()
        while len(answers) < len(given) and not failed:
            _wait(ended)
    except KeyboardInterrupt:
        raise Interrupted(
            f"interrupted when {len(answers)} of {len(given)} trackers had answered, nothing was changed: "
            "run the same command again"
        ) from None
    if failed:
        raise failed[0]
    return [answers[number] for number in range(len(given))]


def _wait(ended: SimpleQueue[None]) -> None:
    try:
        ended.get(timeout=_LOOK)
    except Empty:
        return
