"""Waiting, shared by the trackers: writes spaced out, limits obeyed, and nobody left guessing until when."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from postmortem_tracker.errors import RateLimitedError

DEFAULT_MAX_WAIT = 900.0


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` writes within any ``seconds``."""

    count: int
    seconds: float


GITHUB_WRITES = (Limit(1, 1.0), Limit(80, 60.0), Limit(500, 3600.0))
GITLAB_WRITES = (Limit(200, 60.0),)

_NOTICEABLE = 5.0  # seconds
_LAST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


class Pacer:
    """Decides when the next request may go out; safe to share between threads.

    ``on_wait`` is told the moment (UTC) until which is waited, only for waits a person would notice. A
    wait above ``max_wait`` seconds raises RateLimitedError instead of sleeping.
    """

    def __init__(
        self,
        limits: Iterable[Limit] = (),
        *,
        max_wait: float = DEFAULT_MAX_WAIT,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        on_wait: Callable[[datetime], None] | None = None,
    ) -> None:
        self._limits = tuple(limits)
        self._max_wait = max_wait
        self._clock = clock
        self._sleep = sleep
        self._on_wait = on_wait
        self._sent: deque[float] = deque(maxlen=max((limit.count for limit in self._limits), default=1))
        self._not_before = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since the epoch by the pacer's clock."""
        return self._clock()

    def before_read(self) -> None:
        """Wait as long as the tracker asked for, if it did."""
        self._rest(self._not_before - self._clock())

    def before_write(self) -> None:
        """Wait for the next free place within every limit and take it."""
        with self._lock:
            now = self._clock()
            place = max(now, self._not_before, _free(self._limits, self._sent))
            if place - now > self._max_wait:
                raise self._too_long(place)
            self._sent.append(place)
        self._rest(place - now)

    def hold(self, seconds: float) -> None:
        """Nothing goes out for so long: the tracker said so."""
        self._not_before = max(self._not_before, self._clock() + seconds)

    def pause(self, seconds: float) -> None:
        """Wait now for so long, or raise RateLimitedError where that is longer than allowed."""
        self._rest(seconds)

    def eta(self, writes: int) -> float:
        """Seconds that so many further writes need at least, from now on."""
        with self._lock:
            now = self._clock()
            sent = deque(self._sent, self._sent.maxlen)
        place = max(now, self._not_before)
        for _ in range(writes):
            place = max(place, _free(self._limits, sent))
            sent.append(place)
        return place - now

    def _rest(self, seconds: float) -> None:
        if seconds <= 0:
            return
        until = self._clock() + seconds
        if seconds > self._max_wait:
            raise self._too_long(until)
        if self._on_wait is not None and seconds >= _NOTICEABLE:
            self._on_wait(_moment(until))
        self._sleep(seconds)

    def _too_long(self, until: float) -> RateLimitedError:
        moment = _moment(until)
        return RateLimitedError(
            f"the tracker takes no more requests until {moment:%Y-%m-%d %H:%M:%S} UTC",
            "run the same command again after that time, it goes on from there; or allow a longer --max-wait",
            moment,
        )


def _moment(seconds: float) -> datetime:
    """A moment that there is, however far off the one is that a server names."""
    return datetime.fromtimestamp(min(seconds, _LAST), UTC)


def _free(limits: tuple[Limit, ...], sent: deque[float]) -> float:
    """The earliest moment at which one more write keeps every limit."""
    moments = (sent[-limit.count] + limit.seconds for limit in limits if len(sent) >= limit.count)
    return max(moments, default=0.0)
