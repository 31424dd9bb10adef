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


def sent() -> dict[str, dict[str, int]]:
    """The counts as plain data, which a worker process can hand on."""
    return {what: dict(counts) for what, counts in COUNTS.items()}


def receive(counts: dict[str, dict[str, int]]) -> None:
    for what, told in counts.items():
        for name, number in told.items():
            count(what, name, number)
