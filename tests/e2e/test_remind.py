"""Reminders through the real command: shown first, posted once."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from subprocess import CompletedProcess

from tests.e2e.conftest import Project

DAY = ("--as-of", "2026-06-10")


def lines(done: CompletedProcess[str]) -> list[str]:
    return done.stdout.splitlines()


def test_nothing_is_posted_without_send(examples: Project) -> None:
    examples.run("sync", "postmortems")
    before = examples.tree()
    done = examples.run("remind", *DAY, "postmortems")
    assert done.returncode == 0, done.stderr
    assert "overdue" in done.stdout
    assert "--send posts them" in done.stderr
    assert all(re.match(r"#\d+ [a-z-]+: “[^”]+” \(postmortems/[\w-]+\.md:\d+\): ", line) for line in lines(done))
    assert examples.tree() == before


def test_each_reminder_is_posted_once(examples: Project) -> None:
    examples.run("sync", "postmortems")
    first = examples.run("remind", "--send", *DAY, "postmortems")
    posted = first.stdout.count("posted")
    assert posted > 0
    assert "postmortem-tracker:reminder overdue 2026-06-05" in examples.issue(10).read_text()
    after = examples.tree()
    again = examples.run("remind", "--send", *DAY, "postmortems")
    assert again.stdout == ""
    assert examples.tree() == after
    later = examples.run("remind", "--send", "--as-of", "2026-07-10", "postmortems")
    assert "#12 overdue: posted, “" in later.stdout, "a deadline that passes later is told then"


def test_one_run_posts_no_more_than_the_cap_and_the_rest_waits(examples: Project) -> None:
    examples.run("sync", "postmortems")
    everything = examples.run("remind", *DAY, "postmortems").stdout.splitlines()
    examples.write("postmortem-tracker.toml", 'documents = ["postmortems"]\n\n[remind]\nmax_comments = 1\n')
    first = examples.run("remind", "--send", *DAY)
    assert [line.split()[0] for line in first.stdout.splitlines()] == [line.split()[0] for line in everything[:1]]
    assert f"{len(everything) - 1} more reminders left for later runs" in first.stderr
    assert "--yes" in first.stderr
    rest = examples.run("remind", "--send", "--yes", *DAY)
    assert len(rest.stdout.splitlines()) == len(everything) - 1
    assert examples.run("remind", "--send", *DAY).stdout == ""


def test_our_reminder_is_no_activity_and_somebody_s_answer_is(examples: Project) -> None:
    examples.run("sync", "postmortems")
    issue = examples.issue(10)
    old = re.sub(r"^(created|updated): .*", r"\1: 2026-03-13T10:00:00Z", issue.read_text(), flags=re.MULTILINE)
    issue.write_text(old)
    os.utime(issue, (0, 0))
    today = datetime.now(UTC).date()

    def stale() -> bool:
        return "#10 for" in examples.run("check", "--select", "PM206", "postmortems").stdout

    assert stale()
    assert "#10" in examples.run("remind", "--send", "--as-of", str(today), "postmortems").stdout
    assert stale(), "the reminder itself is nobody's answer"
    again = examples.run("sync", "postmortems")
    assert "0 other changes" in again.stderr + again.stdout
    assert stale()
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    issue.write_text(re.sub(r"^updated: .*", f"updated: {later}", issue.read_text(), flags=re.MULTILINE))
    assert not stale()


def test_what_was_passed_over_is_said(examples: Project) -> None:
    examples.run("sync", "postmortems")
    examples.write("postmortems/README.md", "# Postmortems\n\n## Action items\n\n- [ ] Add an alert\n")
    passed_over = "not read: 1 document (1 README, index or template pages); name one itself to read it\n"
    for options in (("report",), ("remind",), ("remind", "--digest", "markdown")):
        assert passed_over in examples.run(*options, *DAY, "postmortems").stderr, options


def test_digests(examples: Project) -> None:
    examples.run("sync", "postmortems")
    assert "10 of 12" in examples.run("remind", "--digest", "markdown", *DAY, "postmortems").stdout
    for name in ("slack", "teams"):
        assert json.loads(examples.run("remind", "--digest", name, *DAY, "postmortems").stdout)
