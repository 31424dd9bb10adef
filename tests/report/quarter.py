"""A quarter as it was lived: documents in git, the embedded tracker, and a clock that the script sets."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from postmortem_tracker.app.compare import compared
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.report import reported
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.situation import Looked, look
from postmortem_tracker.app.sync import Interrupts, synchronise
from postmortem_tracker.choices import SortBy
from postmortem_tracker.config.load import validate
from postmortem_tracker.config.settings import Config, TrackerSettings
from postmortem_tracker.integrations.local.tracker import LocalTracker
from postmortem_tracker.model import IssueChange, IssueRef, State
from postmortem_tracker.report.compare import Comparison
from postmortem_tracker.report.filters import Filters
from postmortem_tracker.report.formats.json import render_json
from postmortem_tracker.report.summary import Report

START = date(2025, 7, 7)  # a Monday
WEEKS = 13
CONFIG = {
    "documents": ["postmortems"],
    "ticket_urls": {"AUTH": "https://jira.example/browse/{key}"},
    "report": {"teams": {"payments": ["@ines", "@tomasz"], "platform": ["@noor", "@yuki"]}},
    "sync": {"create_completed": False},
}


def monday(week: int) -> date:
    """The Monday that begins a week of the quarter, counted from 0."""
    return START + timedelta(weeks=week)


class _Nobody:
    """Who listens to the syncs of the script."""

    def begins(self, plan: object) -> None:
        """Says nothing."""

    def happened(self, outcome: object) -> None:
        """Says nothing."""

    def ends(self, outcomes: object, plan: object) -> None:
        """Says nothing."""

    def say(self, text: str) -> None:
        """Says nothing."""


@dataclass
class Quarter:
    """The repository, and what day it is there."""

    root: Path
    day: date = START
    hour: int = 9
    config: Config = field(default_factory=lambda: validate(CONFIG))

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root, self.config)

    def session(self) -> Session:
        def connect(name: str, settings: TrackerSettings) -> LocalTracker:
            return LocalTracker(self.root / settings.path, name, self._now)

        return Session(self.workspace, connect)

    def _now(self) -> datetime:
        return datetime.combine(self.day, time(self.hour), UTC)

    def git(self, *arguments: str) -> None:
        when = self._now().isoformat()
        who = {"GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.com", "GIT_AUTHOR_DATE": when}
        who |= {"GIT_COMMITTER_NAME": "T", "GIT_COMMITTER_EMAIL": "t@example.com", "GIT_COMMITTER_DATE": when}
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = ["git", "-C", str(self.root), *arguments]
        subprocess.run(command, env={**os.environ, **who, **quiet}, check=True, capture_output=True)

    def write(self, name: str, text: str) -> None:
        path = self.root / "postmortems" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / "postmortems" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def sync(self) -> None:
        session = self.session()
        reading = self.workspace.read(self.workspace.paths([]))
        settings = session.settings(write_back=True, close_orphans=False)
        with Interrupts() as interrupts:
            synchronise(session, reading, settings, Consent(True, 50), _Nobody(), interrupts)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "Postmortems")

    def change(self, title: str, change: IssueChange) -> None:
        tracker = LocalTracker(self.root / ".postmortem" / "issues", "local", self._now)
        (issue,) = [each for each in tracker.list("postmortem") if each.title == title]
        tracker.update(IssueRef("local", "", issue.ref.number), change)

    def close(self, title: str, state: State = State.COMPLETED) -> None:
        self.change(title, IssueChange(state=state))

    def looked(self, day: date) -> Looked:
        return look(self.workspace, self.session(), [], day)

    def report(self, day: date) -> Report:
        return reported(self.config, self.looked(day).situation, Filters(), SortBy.OVERDUE, open_only=False)

    def snapshot(self, name: str) -> None:
        (self.root / name).write_text(render_json(self.report(self.day)), encoding="utf-8")

    def compare(self, day: date, against: str, filters: Filters | None = None) -> Comparison:
        return compared(self.workspace, self.session(), self.looked(day), [], against, filters or Filters())


def lived(quarter: Quarter, each_monday: Callable[[int], None]) -> None:
    """The whole quarter, day by day; on Mondays, before anything happens, ``each_monday`` is called with the week."""
    (quarter.root / "postmortems").mkdir(parents=True)
    quarter.git("init", "-q", "-b", "main")
    (quarter.root / ".gitignore").write_text("*.json\n", encoding="utf-8")
    for number in range(WEEKS * 7 + 1):
        quarter.day = START + timedelta(days=number)
        if number == 0:
            quarter.write("2019-03-04-dns.md", LONG_AGO)
            quarter.sync()
        if number % 7 == 0:
            each_monday(number // 7)
        if happens := SCRIPT.get(number):
            happens(quarter)
            quarter.sync()


def at_its_end(root: Path) -> Quarter:
    """A quarter that was lived through there."""
    return Quarter(root, START + timedelta(weeks=WEEKS))


LONG_AGO = """# INC-9: Names did not resolve

Date: 2019-03-04
Severity: SEV-3

## Action items

- [ ] Run a second resolver in each zone @yuki due 2019-05-01
- [ ] Alert on failed lookups @yuki due 2019-04-15
"""

PAYMENTS = """# INC-31: Card payments were declined

Date: 2025-07-08
Severity: SEV-1

## Action items

- [ ] Retry declined authorisations once (@ines, due 2025-07-18, P1)
- [ ] Alert on the share of declined payments (@tomasz, due 2025-07-25, P1)
- [ ] Rehearse the switch to the second acquirer (@ines, due 2025-09-05, P2)
"""

QUEUE = """# INC-32: The order queue stood still

Date: 2025-07-29
Severity: Sev 2

## Action items

- [ ] Limit the size of one message @noor due 2025-08-15
- [ ] Page on the age of the oldest message @noor due 2025-08-08
- [ ] Describe how to drain the queue @yuki
"""

LOGIN = """# INC-33: Nobody could log in

Date: 2025-08-26
Severity: SEV-1

## Action items

- [ ] Renew the signing keys before they end [AUTH-512] @noor due 2025-09-12
- [ ] Test a login every minute @yuki due 2025-09-30
"""

DISK = """# INC-34: The disk of the ledger was full

Date: 2025-09-16
Severity: S2

## Action items

- [ ] Forecast the free space @tomasz due 2025-10-10
- [ ] Archive old entries @ines due 2025-09-26
"""


def _first_incident(quarter: Quarter) -> None:
    quarter.write("2025-07-08-payments.md", PAYMENTS)


def _second_incident(quarter: Quarter) -> None:
    quarter.write("2025-07-29-queue.md", QUEUE)


def _third_incident(quarter: Quarter) -> None:
    quarter.write("2025-08-26-login.md", LOGIN)


def _fourth_incident(quarter: Quarter) -> None:
    quarter.write("2025-09-16-disk.md", DISK)


def _moved_with_a_reason(quarter: Quarter) -> None:
    path = quarter.root / "postmortems" / "2025-07-08-payments.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "share of declined" in line)
    lines[at] = lines[at].replace("2025-07-25", "2025-08-22")
    lines.insert(at + 1, "  - Moved: the dashboard comes in August")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _moved_silently(quarter: Quarter) -> None:
    quarter.edit("2025-07-29-queue.md", "@noor due 2025-08-15", "@noor due 2025-10-15")


def _one_more_item(quarter: Quarter) -> None:
    path = quarter.root / "postmortems" / "2025-07-29-queue.md"
    more = "- [ ] Reject messages that are too large @tomasz due 2025-09-19\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def _ticked_in_the_document(quarter: Quarter) -> None:
    quarter.edit("2025-08-26-login.md", "- [ ] Renew the signing keys", "- [x] Renew the signing keys")


def _dropped(quarter: Quarter) -> None:
    path = quarter.root / "postmortems" / "2025-07-29-queue.md"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "drain the queue" not in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


SCRIPT: dict[int, Callable[[Quarter], None]] = {
    2: _first_incident,
    10: lambda quarter: quarter.close("Retry declined authorisations once"),
    16: _moved_with_a_reason,
    23: _second_incident,
    33: lambda quarter: quarter.close("Page on the age of the oldest message"),
    36: _moved_silently,
    44: _one_more_item,
    47: lambda quarter: quarter.close("Alert on the share of declined payments"),
    51: _third_incident,
    58: lambda quarter: quarter.change(
        "Rehearse the switch to the second acquirer", IssueChange(assignees=("tomasz",))
    ),
    65: _ticked_in_the_document,
    68: lambda quarter: quarter.close("Reject messages that are too large", State.NOT_PLANNED),
    72: _fourth_incident,
    75: lambda quarter: quarter.change("Alert on the share of declined payments", IssueChange(state=State.OPEN)),
    79: _dropped,
    82: lambda quarter: quarter.close("Archive old entries"),
    88: lambda quarter: quarter.close("Test a login every minute"),
}
