"""What people choose by name, on the command line and in the configuration. Imports nothing of ours."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

FailOn = Literal["error", "warning", "never"]  # the least severity of a finding that fails the check


class SortBy(StrEnum):
    """In which order incidents, and the open items, are shown."""

    OPEN = "open"
    OVERDUE = "overdue"
    DUE = "due"
    SEVERITY = "severity"
    PRIORITY = "priority"
    DATE = "date"
    AGE = "age"
    ID = "id"


class GroupBy(StrEnum):
    """What items can be grouped by."""

    OWNER = "owner"
    TEAM = "team"
    SEVERITY = "severity"
    PRIORITY = "priority"
    SERVICE = "service"
    MONTH = "month"
    AGE = "age"
