"""The history through the real command: report --history, and a check that demands reasons."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest

import postmortem_tracker as tracker
from tests import command
from tests.history.make import Repository, new_repository

ALERT = "- [ ] Add an alert on queue depth [{}] due 2026-{}"
RULES = ("--select", "PM218,PM219,PM220")


def run(root: Path, *arguments: str, names: Sequence[str] = ("postmortems",)) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GITLAB_", "CI_"))}
    env = {**clean, "HOME": str(root)}
    return command.run(*arguments, "--offline", "--as-of", "2026-07-01", *names, cwd=root, env=env)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An item moved twice and lowered once, another removed."""
    repository = new_repository(tmp_path / "repository")
    repository.write("postmortems/a.md", ALERT.format("P1", "04-01"), "- [ ] Write a runbook", "- [ ] Buy a calendar")
    repository.commit(1)
    repository.write("postmortems/a.md", ALERT.format("P1", "04-20"), "- [ ] Write a runbook", "- [ ] Buy a calendar")
    repository.commit(2)
    repository.write("postmortems/a.md", ALERT.format("P3", "06-20"), "- [ ] Buy a calendar")
    repository.commit(3)
    return repository


def test_a_snapshot_made_with_the_history_keeps_it(repository: Repository) -> None:
    told = run(repository.root, "report", "--history", "-f", "json").stdout
    (repository.root / "with.json").write_text(told, encoding="utf-8")
    (repository.root / "without.json").write_text(run(repository.root, "report", "-f", "json").stdout, encoding="utf-8")
    live = run(repository.root, "check", *RULES)
    again = run(repository.root, "check", *RULES, names=["with.json"])
    assert (again.returncode, again.stdout) == (1, live.stdout)
    assert run(repository.root, "report", "--history", "-f", "json", names=["with.json"]).stdout == told
    blind = run(repository.root, "check", *RULES, names=["without.json"])
    assert blind.returncode == 3
    assert "a snapshot was made without the history" in blind.stderr
    assert "report --history" in blind.stderr


def test_only_what_changed_is_listed(repository: Repository) -> None:
    lines = run(repository.root, "report", "--history").stdout.split("Promises:")[1]
    assert "Buy a calendar" not in lines
    assert "1 open item as promised" in lines


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_the_report_shows_what_moved_and_what_left(repository: Repository, name: str) -> None:
    done = run(repository.root, "report", "--history", "-f", name)
    assert done.returncode == 0, done.stderr
    assert "2 due dates moved (1 item, +80 d), 1 priority lowered, 1 item removed while open" in done.stdout
    for shown in ("2×, +80 d", "2026-04-01 → 2026-06-20", "P1 → P3", "2026-01-02", "no reason given"):
        assert shown in done.stdout
    assert "Write a runbook" in done.stdout.split("Removed while open")[1]


def test_the_json_report_has_it_only_where_it_was_asked_for(repository: Repository) -> None:
    plain = json.loads(run(repository.root, "report", "-f", "json").stdout)
    told = json.loads(run(repository.root, "report", "--history", "-f", "json").stdout)
    schema = json.loads((Path(tracker.__file__).parent / "schemas" / "report.json").read_text(encoding="utf-8"))
    jsonschema.validate(told, schema)
    (alert, calendar) = [each["history"] for each in told["incidents"][0]["items"]]
    assert (alert["appeared"], alert["due_moves"], alert["due_moved_days"]) == ("2026-01-02", 2, 80)
    assert [each["what"] for each in alert["changes"]] == ["due", "due", "priority"]
    assert (calendar["due_moves"], calendar["changes"]) == (0, [])
    assert [each["text"] for each in told["history"]["removed"]] == ["Write a runbook"]
    for item in told["incidents"][0]["items"]:
        item["history"] = None
    assert {**told, "history": None} == plain


def test_the_check_demands_reasons_and_is_content_with_them(repository: Repository) -> None:
    done = run(repository.root, "check", *RULES)
    assert done.returncode == 1
    told = "\n".join(line for line in done.stdout.splitlines() if line.startswith("postmortems/"))
    assert [told.count(code) for code in ("PM218", "PM219", "PM220")] == [1, 1, 1]
    assert "PM21" not in run(repository.root, "check").stdout.replace("PM217", "")
    lines = [ALERT.format("P3", "06-20"), "  - Moved: the vendor is late", "- [ ] Buy a calendar"]
    repository.write("postmortems/a.md", *lines, "- [ ] ~~Write a runbook~~")
    repository.commit(4)
    again = run(repository.root, "check", *RULES)
    assert again.returncode == 0, again.stdout


def test_limits_come_from_the_configuration(repository: Repository) -> None:
    config = '[check]\nselect = ["PM218"]\n[policy.history]\ndue_moves = 2\n'
    (repository.root / "postmortem-tracker.toml").write_text(config, encoding="utf-8")
    assert run(repository.root, "check").returncode == 0


def test_a_shallow_clone_never_looks_clean(repository: Repository) -> None:
    clone = repository.root.parent / "clone"
    repository.git("clone", "-q", "--depth", "1", repository.root.as_uri(), str(clone))
    for words in (("check", *RULES), ("report", "--history")):
        done = run(clone, *words)
        assert done.returncode == 3, done.stdout
        assert "shallow clone" in done.stderr
        assert "--unshallow" in done.stderr
    assert "shallow clone" in run(clone, "report", "--history").stdout
    assert "no reason" not in run(clone, "report", "--history").stdout


def test_formats_without_a_history_say_so(repository: Repository) -> None:
    done = run(repository.root, "report", "--history", "-f", "csv")
    assert done.returncode == 2
    assert "table, markdown or json" in done.stderr


def test_a_snapshot_remembers_that_what_was_removed_is_confidential(repository: Repository) -> None:
    config = repository.root / "postmortem-tracker.toml"
    config.write_text('confidential = ["postmortems/**"]\n\n[report]\nconfidential = "show"\n', encoding="utf-8")
    repository.git("rm", "-q", "postmortems/a.md")
    repository.write("postmortems/b.md", "- [ ] Buy a calendar", id="INC-2")
    repository.commit(4)
    made = run(repository.root, "report", "--history", "-f", "json").stdout
    assert "runbook" in made
    (repository.root / "kept.json").write_text(made, encoding="utf-8")
    config.unlink()
    told = run(repository.root, "report", "--history", "-f", "json", names=["kept.json"])
    assert told.returncode == 0, told.stderr
    assert len(json.loads(told.stdout)["history"]["removed"]) == 2
    assert "runbook" not in told.stdout
    (repository.root / "again.json").write_text(told.stdout, encoding="utf-8")
    assert run(repository.root, "report", "--history", "-f", "json", names=["again.json"]).stdout == told.stdout


@pytest.mark.parametrize("name", ["table", "markdown", "json"])
def test_what_is_confidential_is_not_told_by_the_past_either(repository: Repository, name: str) -> None:
    lines = [ALERT.format("P3", "07-20") + " (was 2026-06-20: the secret vendor)", "- [ ] Buy a calendar"]
    repository.write("postmortems/a.md", *lines)
    repository.commit(4)
    (repository.root / "postmortem-tracker.toml").write_text('confidential = ["postmortems/**"]\n', encoding="utf-8")
    done = run(repository.root, "report", "--history", "-f", name)
    assert done.returncode == 0, done.stderr
    assert "confidential" in done.stdout
    for secret in ("runbook", "alert on", "secret vendor", "calendar"):
        assert secret not in done.stdout
