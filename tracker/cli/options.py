"""Options that several commands share, and the choices they offer."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from postmortem_tracker.cli.values import day


class ListFormat(StrEnum):
    """How `parse` prints."""

    TABLE = "table"
    JSON = "json"


class TextFormat(StrEnum):
    """How `explain`, `doctor` and `remind` print."""

    TEXT = "text"
    JSON = "json"


class PlanFormat(StrEnum):
    """How `plan` prints; MARKDOWN is a comment for a pull request."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class SyncFormat(StrEnum):
    """How `sync` prints: a line for each change while it goes on, or all of it at the end."""

    LINES = "lines"
    JSON = "json"


class ReportFormat(StrEnum):
    """How `report` prints."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"
    OPENMETRICS = "openmetrics"
    HTML = "html"


class CheckFormat(StrEnum):
    """How `check` prints; AUTO is text, or annotations in GitHub Actions."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


class DigestFormat(StrEnum):
    """How `remind --digest` prints; SLACK and TEAMS are the JSON of their webhooks."""

    MARKDOWN = "markdown"
    SLACK = "slack"
    TEAMS = "teams"


class DigestBy(StrEnum):
    """For whom digests are made, one each."""

    OWNER = "owner"
    TEAM = "team"


Severities = Annotated[
    list[str] | None, typer.Option("--severity", metavar="SEVERITY", help="Only incidents of this severity.")
]
Owners = Annotated[list[str] | None, typer.Option("--owner", metavar="OWNER", help="Only items of this owner.")]
Teams = Annotated[
    list[str] | None, typer.Option("--team", metavar="TEAM", help="Only items of this team's people ([report] teams).")
]
Compare = Annotated[
    str | None,
    typer.Option(
        metavar="SNAPSHOT|DATE", help="Tell what changed since a JSON report was made, since a day, or in 7d (days)."
    ),
]
Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATHS", help="Documents, directories or globs (default: from the config)."),
]
Exclude = Annotated[
    list[str] | None, typer.Option(metavar="GLOB", help="Leave out documents whose path matches (repeatable).")
]
WriteBack = Annotated[bool | None, typer.Option(help="Write links and states into the documents.")]
CloseOrphans = Annotated[bool | None, typer.Option(help="Close issues whose item left its document.")]
AcceptTracker = Annotated[
    bool | None, typer.Option(help="Take over titles and assignees that people changed in the tracker.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Consent to large changes.")]
MaxCreates = Annotated[int | None, typer.Option(min=0, metavar="N", help="More new issues than this need --yes.")]
Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATHS", help="Documents, directories, globs, or JSON reports (snapshots)."),
]
Offline = Annotated[bool, typer.Option("--offline", help="Read the documents only, ask no tracker.")]
MaxAge = Annotated[int | None, typer.Option(min=0, metavar="DAYS", help="Refuse snapshots older than this.")]
Since = Annotated[date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="Incidents from this day on.")]
SinceWhole = Annotated[
    date | None,
    typer.Option("--since", parser=day, metavar="YYYY-MM-DD", help="Only documents with an incident from this day on."),
]
AsOf = Annotated[date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="Judge everything as of this day.")]
