"""A report on a part says of what; and what nobody has, or no team, is told to somebody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postmortem_tracker.report.filters import Filters
from tests.security.run import inside

DOCUMENT = """# INC-7: Queue stalled

**Date:** 2026-05-03
**Severity:** SEV2
**Services:** mail

## Action items

- [ ] Add an alert @ines due 2026-05-20
- [ ] Drain the queue @kim due 2026-05-20
- [ ] Raise the limit due 2026-05-20
- [ ] Write the runbook @rui due 2026-05-20
- [x] Restart it
"""
ALL = {"Add an alert", "Drain the queue", "Raise the limit", "Write the runbook", "Restart it"}
DAY = ("--as-of", "2026-06-10")
TEAMS = '[report]\nteams = { payments = ["@ines"], platform = ["@kim"] }\n'


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "pm").mkdir()
    (tmp_path / "pm" / "queue.md").write_text(DOCUMENT)
    (tmp_path / "postmortem-tracker.toml").write_text(f'documents = ["pm"]\n\n{TEAMS}')
    return tmp_path


def report(work: Path, *arguments: str) -> dict[str, object]:
    done = inside(work, "report", "--offline", "-f", "json", *DAY, *arguments)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def items(work: Path, *arguments: str) -> set[str]:
    told = json.loads(json.dumps(report(work, *arguments)))
    return {item["text"] for each in told["incidents"] for item in each["items"]}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--owner", "nobody"), {"Raise the limit", "Restart it"}),
        (("--owner", "(nobody)"), {"Raise the limit", "Restart it"}),
        (("--owner", "nobody", "--owner", "rui"), {"Raise the limit", "Restart it", "Write the runbook"}),
        (("--team", "(no team)"), {"Raise the limit", "Restart it", "Write the runbook"}),
        (("--team", "no team", "--team", "payments"), ALL - {"Drain the queue"}),
        (("--team", "payments"), {"Add an alert"}),
        ((), ALL),
    ],
)
def test_what_nobody_has_can_be_asked_for(work: Path, arguments: tuple[str, ...], expected: set[str]) -> None:
    assert items(work, *arguments) == expected
    done = inside(work, "report", "--offline", *DAY, *arguments)
    assert "no owner is" not in done.stderr


def test_other_unknown_names_are_refused_as_before(work: Path) -> None:
    assert "no team is called 'paymentz'" in inside(work, "report", "--offline", "--team", "paymentz").stderr
    assert "no owner is 'inez' here" in inside(work, "report", "--offline", "--owner", "inez").stderr


PARTS = [
    (("--team", "payments"), ["team payments"]),
    (("--owner", "@kim"), ["owner kim"]),
    (("--owner", "nobody"), ["what nobody owns"]),
    (("--team", "(no team)"), ["what no team has"]),
    (("--severity", "SEV2", "--team", "payments"), ["team payments", "severity SEV2"]),
]


@pytest.mark.parametrize(("arguments", "said"), PARTS)
def test_a_report_on_a_part_says_of_what(work: Path, arguments: tuple[str, ...], said: list[str]) -> None:
    words = f"only {', '.join(said)}"
    assert report(work, *arguments)["filters"] == said
    table = inside(work, "report", "--offline", *DAY, *arguments).stdout
    assert table.startswith(f"Action items of 1 incident on 2026-06-10, {words}\n")
    page = inside(work, "report", "--offline", "-f", "html", *DAY, *arguments).stdout
    assert f"<title>Postmortem action items, {words}, 2026-06-10</title>" in page
    assert f"<h1>Postmortem action items, {words}</h1>" in page
    assert words in inside(work, "report", "--offline", "-f", "markdown", *DAY, *arguments).stdout
    changes = inside(work, "report", "--offline", "--compare", "7d", *DAY, *arguments).stdout
    assert changes.startswith(f"Action items from 2026-06-03 to 2026-06-10, {words}\n")
    told = json.loads(inside(work, "report", "--offline", "--compare", "7d", "-f", "json", *DAY, *arguments).stdout)
    assert told["filters"] == said


@pytest.mark.parametrize(("arguments", "said"), PARTS)
def test_a_digest_of_a_part_says_of_what(work: Path, arguments: tuple[str, ...], said: list[str]) -> None:
    title = f"Postmortem action items, only {', '.join(said)}, 2026-06-10"
    digest = inside(work, "remind", "--digest", "markdown", *DAY, *arguments).stdout
    assert digest.startswith(f"## {title}\n")
    slack = json.loads(inside(work, "remind", "--digest", "slack", *DAY, *arguments).stdout)
    assert slack["blocks"][0]["text"]["text"] == title
    teams = json.loads(inside(work, "remind", "--digest", "teams", *DAY, *arguments).stdout)
    assert teams["attachments"][0]["content"]["body"][0]["text"] == title


def test_the_other_filters_are_told_too(work: Path) -> None:
    given = ("--service", "mail", "--since", "2026-01-01", "--until", "2026-12-31")
    said = ["service mail", "incidents since 2026-01-01", "incidents until 2026-12-31"]
    assert report(work, *given)["filters"] == said
    assert report(work)["filters"] == []
    assert "only" not in inside(work, "report", "--offline", *DAY).stdout


def test_every_filter_is_told() -> None:
    """A filter that is added later and not told would make a part look like the whole."""
    told = {"named", "severities", "services", "incidents", "since", "until"}
    of_people = {"owners", "outside", "nobody"}  # told by their names
    assert set(Filters.__dataclass_fields__) == told | of_people


@pytest.mark.parametrize(
    ("by", "whose"), [("team", ["payments", "platform", "no team"]), ("owner", ["ines", "kim", "rui", "nobody"])]
)
def test_no_open_item_falls_out_of_the_digests(work: Path, by: str, whose: list[str]) -> None:
    done = inside(work, "remind", "--digest", "markdown", "--by", by, *DAY)
    titles = [line for line in done.stdout.splitlines() if line.startswith("## ")]
    assert sorted(titles) == sorted(f"## Postmortem action items of {each}, 2026-06-10" for each in whose)
    assert titles[-1] == f"## Postmortem action items of {whose[-1]}, 2026-06-10"
    for text in ALL - {"Restart it"}:
        assert text in done.stdout
    last = done.stdout.rpartition("## Postmortem")[2]
    assert "Raise the limit" in last
    assert "Add an alert" not in last


def test_what_a_teams_people_are_assigned_is_told_to_the_team_alone(work: Path) -> None:
    assert inside(work, "sync").returncode == 0
    issue = next(each for each in (work / ".postmortem/issues").glob("*.md") if "Write the runbook" in each.read_text())
    issue.write_text(issue.read_text().replace("assignees: [rui]", "assignees: [ines]"))
    told = inside(work, "remind", "--digest", "markdown", "--by", "team", *DAY).stdout.split("## Postmortem")
    (ours,) = [each for each in told if each.startswith(" action items of payments")]
    (rest,) = [each for each in told if each.startswith(" action items of no team")]
    assert "Write the runbook" in ours
    assert "Write the runbook" not in rest


def test_without_teams_there_is_no_digest_of_them(work: Path) -> None:
    (work / "postmortem-tracker.toml").write_text('documents = ["pm"]\n')
    done = inside(work, "remind", "--digest", "markdown", "--by", "team", *DAY)
    assert done.stdout == ""
    assert "teams are listed in [report] teams" in done.stderr
