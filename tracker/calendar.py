"""Counts days, or business days without weekends and public holidays."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple


def shifted(day: date, days: int) -> date:
    """So many days later, or earlier where there are fewer than none; the first or last day there is beyond those."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


_FIRST, _LAST = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (2, 9999))  # in any time zone


def moment(seconds: str) -> datetime | None:
    """So many seconds after 1970, within the years there are; None where it is no number."""
    text = seconds.strip()
    if not text.removeprefix("-").isdecimal() or len(text) > 25:
        return None
    return datetime.fromtimestamp(min(max(int(text), _FIRST), _LAST), UTC)


class Calendar(NamedTuple):
    """Adds days to dates; ``holidays`` names a calendar of `public_holidays`."""

    business: bool = False
    holidays: str | None = None

    def unit(self, days: int) -> str:
        """The word for this many days, such as "business days"."""
        return ("business " if self.business else "") + ("day" if days == 1 else "days")

    def add(self, start: date, days: int) -> date:
        """The day ``days`` after ``start``; at most the last day a date can hold."""
        if not self.business:
            return shifted(start, days)
        free = public_holidays(self.holidays) if self.holidays else frozenset()
        day = start
        while days > 0 and day < date.max:
            day += timedelta(days=1)
            days -= day.weekday() < 5 and day not in free
        return day


@lru_cache(maxsize=8)
def public_holidays(name: str) -> Container[date]:
    """The public holidays of a country (``DE``) or a region of it (``US-CA``), in any year. Raises ValueError."""
    import holidays  # large, and needed only where business days are counted

    country, _, region = name.partition("-")
    try:
        return holidays.country_holidays(country.upper(), subdiv=region.upper() or None)
    except NotImplementedError as error:
        raise ValueError(f'no calendar for "{name}"; use a code such as DE or US-CA') from error
