"""The sections [policy], [check], [report], [remind] and [[waivers]] of the configuration, as validated values."""

# ruff: noqa: RUF009 - `key` declares a field, and the sections are frozen

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

FailOn = Literal["error", "warning", "never"]
Level = Literal["error", "warning", "note", "off"]


class Section:
    """A table of the configuration: a plain dataclass, whose defaults are there without pydantic being imported.

    `exact` makes it, or pydantic where that is in doubt; both read the limits where `key` puts them. Its values
    are set once: with this instead of `frozen`, and without what is not used, the tables are made five times as fast.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.__dict__:
            raise FrozenInstanceError(f"{name} is set")
        super().__setattr__(name, value)


def key(default: Any = MISSING, *, description: str, **limits: float) -> Any:
    """A key of a table: its default, where it has one, what it means, and the limits of its value as pydantic's."""
    about = {"description": description, **limits}
    if isinstance(default, dict):
        return field(default_factory=default.copy, metadata={**about, "json_schema_extra": {"default": default}})
    return field(default=default, metadata=about)


class _Limits:
    """The limits of a number, said in the way that pydantic asks for."""

    def __init__(self, **limits: int) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(self, source: type[int], handler: Callable[[type[int]], Any]) -> Any:
        return {**handler(source), **self.limits}


Days = Annotated[int, _Limits(ge=0, le=3660)]


@dataclass(kw_only=True, repr=False, eq=False)
class DeadlineSettings(Section):
    """Days from the incident's date; the first table that knows the item decides, in the order given here."""

    priority: dict[str, Days] = key({"P0": 7, "P1": 30, "P2": 60, "P3": 90}, description="days by priority")
    type: dict[str, Days] = key({}, description="days by the item's type, for items without a priority")
    service: dict[str, Days] = key({}, description="days by the incident's service")
    severity: dict[str, Days] = key({}, description="days by the incident's severity, as written")
    default: Days | None = key(None, description="days for all other items; unset means no deadline")


@dataclass(kw_only=True, repr=False, eq=False)
class HistorySettings(Section):
    """How much a promise may move without a written reason (PM218); more needs both to be exceeded."""

    due_moves: int = key(0, description="a due date may be postponed this often", ge=0)
    due_moved_days: Days = key(0, description="or by this many days in all")


@dataclass(kw_only=True, repr=False, eq=False)
class PolicySettings(Section):
    """What late, forgotten and done mean here."""

    deadlines: DeadlineSettings = key(DeadlineSettings(), description="days until an item is due")
    due_soon_days: Days = key(2, description="an open item is due soon this many days before its deadline")
    stale_days: Days = key(30, description="an open issue without activity for this many days is stale")
    owner_within_days: Days = key(0, description="days after the incident within which an item needs an owner")
    business_days: bool = key(False, description="count deadlines in business days")
    holidays: str | None = key(None, description='country, or country and region, such as "DE" or "US-CA"')
    evidence: bool = key(False, description="completed counts only with a linked merged change")
    history: HistorySettings = key(HistorySettings(), description="what may change without a reason")


@dataclass(kw_only=True, repr=False, eq=False)
class PathRules(Section):
    """Rules for the documents whose path matches a glob."""

    path: str = key(description="glob over the document's path; ** crosses directories")
    ignore: tuple[str, ...] = key((), description="codes or prefixes of codes to leave out there")
    select: tuple[str, ...] = key((), description="codes to add there")


@dataclass(kw_only=True, repr=False, eq=False)
class CheckSettings(Section):
    """Which findings count, and how much."""

    select: tuple[str, ...] = key((), description='codes or prefixes; empty means the default rules; "ALL"')
    extend_select: tuple[str, ...] = key((), description="codes to add to the selected ones")
    ignore: tuple[str, ...] = key((), description="codes or prefixes of codes to leave out")
    severity: dict[str, Level] = key({}, description="severity by code: error, warning, note or off")
    fail_on: FailOn = key("warning", description="the least severity that fails the check, or never")
    per_path: tuple[PathRules, ...] = key((), description="exceptions for some documents")
    baseline: str | None = key(None, description="file with the findings known already")


@dataclass(kw_only=True, repr=False, eq=False)
class WaiverSettings(Section):
    """One approved exception; it expires by itself."""

    incident: str = key("*", description="glob over the incident's id")
    item: str = key("*", description="the item's key, or a glob over its text")
    until: date | None = key(None, description="last day of the exception; unset means for ever")
    reason: str = key(min_length=1, description="why, and who agreed")


@dataclass(kw_only=True, repr=False, eq=False)
class ReportSettings(Section):
    """How reports are grouped and linked."""

    teams: dict[str, tuple[str, ...]] = key({}, description="owners by team")
    document_url: str | None = key(None, description="link to a document, with {path} and {line}")
    confidential: Literal["show", "redact", "omit"] = key(
        "redact", description="what reports show of confidential incidents"
    )


@dataclass(kw_only=True, repr=False, eq=False)
class RemindSettings(Section):
    """Which reminders are posted, and to whom they escalate."""

    due_soon: bool = key(True, description="remind when an item is due soon")
    overdue: bool = key(True, description="remind when an item is overdue")
    stale: bool = key(True, description="remind when an issue is stale")
    escalate_after_days: Days | None = key(None, description="days overdue after which the lead is named")
    lead: str = key("", description="account to name when a reminder escalates, such as @sre-lead")
