"""The sections [policy], [check], [report], [remind] and [[waivers]] of the configuration, as validated values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from postmortem_tracker.calendar import public_holidays
from postmortem_tracker.choices import FailOn
from postmortem_tracker.config.secrets import in_address
from postmortem_tracker.text.sameness import same_level, same_word
from postmortem_tracker.text.ticket_forms import is_key

Level = Literal["error", "warning", "note", "off"]


class Section(BaseModel):
    """A table of the configuration: unknown keys are refused, and values are set once."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Days = Annotated[int, Field(ge=0, le=3660)]


def zone_of(name: str) -> tzinfo:
    """The time zone of this name. Raises ValueError where there is none."""
    if name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f'no time zone is called "{name}"') from error


def _known_zone(name: str) -> str:
    zone_of(name)
    return name


TimeZone = Annotated[str, AfterValidator(_known_zone)]


def _web_address(place: str) -> Callable[[str], str]:
    """A check that a text is a web address with this place to fill in."""

    def checked(text: str) -> str:
        if not text.startswith(("https://", "http://")):
            raise ValueError("a web address is needed, which begins with https://")
        if in_address(text, whole=False):
            raise ValueError("a user name or a password has no place in an address that reports show")
        if place not in text:
            raise ValueError(f"the address needs {place} in it, to be filled in")
        return text

    return checked


TicketUrl = Annotated[str, AfterValidator(_web_address("{key}"))]
DocumentUrl = Annotated[str, AfterValidator(_web_address("{path}"))]


def _known_once(same: Callable[[str], str]) -> Callable[[dict[str, int]], dict[str, int]]:
    """A check that a table names nothing twice: nobody could say which of the two counts."""

    def checked(days: dict[str, int]) -> dict[str, int]:
        named: dict[str, str] = {}
        for name in days:
            other = named.setdefault(same(name), name)
            if other != name:
                raise ValueError(f'"{other}" and "{name}" are the same; keep one of them')
        return days

    return checked


DaysByName = Annotated[dict[str, Days], AfterValidator(_known_once(same_word))]
DaysByLevel = Annotated[dict[str, Days], AfterValidator(_known_once(same_level))]


def _ticket_key(key: str) -> str:
    if not is_key(key):
        raise ValueError("a key in capital letters is needed, such as AUTH for AUTH-12")
    return key


TicketKey = Annotated[str, AfterValidator(_ticket_key)]


class DeadlineSettings(Section):
    """Days from the incident's date; the first table that knows the item decides, in the order given here."""

    priority: DaysByName = Field(default={"P0": 7, "P1": 30, "P2": 60, "P3": 90}, description="days by priority")
    type: DaysByName = Field(default={}, description="days by the item's type, for items without a priority")
    service: DaysByName = Field(default={}, description="days by the incident's service")
    severity: DaysByLevel = Field(default={}, description="days by the incident's severity, as written")
    default: Days | None = Field(default=None, description="days for all other items; unset means no deadline")


class HistorySettings(Section):
    """How much a promise may move without a written reason (PM218); more needs both to be exceeded."""

    due_moves: int = Field(default=0, description="a due date may be postponed this often", ge=0)
    due_moved_days: Days = Field(default=0, description="or by this many days in all")


class PolicySettings(Section):
    """What late, forgotten and done mean here."""

    deadlines: DeadlineSettings = Field(default=DeadlineSettings(), description="days until an item is due")
    due_soon_days: Days = Field(default=2, description="an open item is due soon this many days before its deadline")
    stale_days: Days = Field(default=30, description="an open issue without activity for this many days is stale")
    owner_within_days: Days = Field(
        default=0, description="days after the incident within which an item needs an owner"
    )
    business_days: bool = Field(default=False, description="count deadlines in business days")
    holidays: str | None = Field(default=None, description='country, or country and region, such as "DE" or "US-CA"')
    evidence: bool = Field(default=False, description="completed counts only with a linked merged change")
    history: HistorySettings = Field(default=HistorySettings(), description="what may change without a reason")

    @field_validator("holidays")
    @classmethod
    def _is_known(cls, name: str | None, above: ValidationInfo) -> str | None:
        """The calendars are large: they are looked into only where days are counted by them."""
        if name is not None and above.data.get("business_days"):
            public_holidays(name)
        return name


class PathRules(Section):
    """Rules for the documents whose path matches a glob."""

    path: str = Field(description="glob over the document's path; ** crosses directories")
    ignore: tuple[str, ...] = Field(default=(), description="codes or prefixes of codes to leave out there")
    select: tuple[str, ...] = Field(default=(), description="codes to add there")


class CheckSettings(Section):
    """Which findings count, and how much."""

    select: tuple[str, ...] = Field(default=(), description='codes or prefixes; empty means the default rules; "ALL"')
    extend_select: tuple[str, ...] = Field(default=(), description="codes to add to the selected ones")
    ignore: tuple[str, ...] = Field(default=(), description="codes or prefixes of codes to leave out")
    severity: dict[str, Level] = Field(default={}, description="severity by code: error, warning, note or off")
    fail_on: FailOn = Field(default="warning", description="the least severity that fails the check, or never")
    per_path: tuple[PathRules, ...] = Field(default=(), description="exceptions for some documents")
    baseline: str | None = Field(default=None, description="file with the findings known already")


class WaiverSettings(Section):
    """One approved exception; it expires by itself."""

    incident: str = Field(default="*", description="glob over the incident's id")
    item: str = Field(default="*", description="the item's key, or a glob over its text")
    until: date | None = Field(default=None, description="last day of the exception; unset means for ever")
    reason: str = Field(min_length=1, description="why, and who agreed")


class ReportSettings(Section):
    """How reports are grouped and linked."""

    teams: dict[str, tuple[str, ...]] = Field(default={}, description="owners by team")
    document_url: DocumentUrl | None = Field(default=None, description="link to a document, with {path} and {line}")
    confidential: Literal["show", "redact", "omit"] = Field(
        default="redact", description="what reports show of confidential incidents"
    )


class RemindSettings(Section):
    """Which reminders are posted, and to whom they escalate."""

    due_soon: bool = Field(default=True, description="remind when an item is due soon")
    overdue: bool = Field(default=True, description="remind when an item is overdue")
    stale: bool = Field(default=True, description="remind when an issue is stale")
    escalate_after_days: Days | None = Field(default=None, description="days overdue after which the lead is named")
    lead: str = Field(default="", description="account to name when a reminder escalates, such as @sre-lead")
    max_comments: int = Field(default=20, description="more reminders in one run need --yes", ge=0)
    since: date | None = Field(default=None, description="no reminder of a deadline or a silence before this day")
