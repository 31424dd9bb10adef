"""Reminders through the real command: shown first, posted once."""

from __future__ import annotations

import json

from tests.e2e.conftest import Project

DAY = ("--as-of", "2026-06-10")


def test_nothing_is_posted_without_send(examples: Project) -> None:
    examples.run("sync", "postmortems")
    before = examples.tree()
    done = examples.run("remind", *DAY, "postmortems")
    assert done.returncode == 0, done.stderr
    assert "overdue" in done.stdout
    assert "--send posts them" in done.stderr
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
    assert "#12 overdue: posted" in later.stdout, "a deadline that passes later is told then"


def test_digests(examples: Project) -> None:
    examples.run("sync", "postmortems")
    assert "10 of 12" in examples.run("remind", "--digest", "markdown", *DAY, "postmortems").stdout
    for name in ("slack", "teams"):
        assert json.loads(examples.run("remind", "--digest", name, *DAY, "postmortems").stdout)
