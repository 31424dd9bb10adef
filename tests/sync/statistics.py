"""What the simulations and enumerations of this session did, for the summary at the end."""

from __future__ import annotations

from collections import Counter

COUNTS: dict[str, Counter[str]] = {}


def count(what: str, name: str, number: int = 1) -> None:
    COUNTS.setdefault(what, Counter())[name] += number


def lines() -> list[str]:
    return [
        f"{what}: " + ", ".join(f"{number:,} {name}" for name, number in counts.items())
        for what, counts in COUNTS.items()
    ]
