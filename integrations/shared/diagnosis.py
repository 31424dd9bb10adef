"""What `doctor` learns from a tracker, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at, read-only; ``ok`` is None where it could not be told, ``hint`` says what to do."""

    name: str
    ok: bool | None
    message: str
    hint: str = ""
