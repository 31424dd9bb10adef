"""Reports and checks through the real command: formats, snapshots, baselines, pages, exit codes."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.e2e.conftest import Project

DAY = ("--as-of", "2026-06-01")


def test_the_report_contract(examples: Project) -> None:
    examples.run("sync", "postmortems")
    done = examples.run("report", "--format", "json", *DAY, "postmortems")
    report = json.loads(done.stdout)
    assert (report["schema"], report["as_of"], report["complete"]) == (1, "2026-06-01", True)
    keys = {"id", "title", "date", "severity", "path", "open", "completed", "not_planned", "untracked", "overdue"}
    for incident in report["incidents"]:
        assert keys | {"stale", "items"} <= incident.keys()
    assert report["totals"]["open"] == sum(incident["open"] for incident in report["incidents"]) == 10


def test_untracked_before_the_first_sync(examples: Project) -> None:
    report = json.loads(examples.run("report", "--format", "json", *DAY, "postmortems").stdout)
    assert report["totals"]["untracked"] == 10


def test_a_snapshot_stands_in_for_documents_and_merges(examples: Project) -> None:
    examples.run("sync", "postmortems")
    for number, name in enumerate(sorted((examples.root / "postmortems").glob("*.md"))):
        done = examples.run("report", "-f", "json", "-o", f"part{number}.json", *DAY, str(name))
        assert done.returncode == 0, done.stderr
    merged = examples.run("report", "-f", "json", *DAY, "part0.json", "part1.json", "part2.json")
    whole = examples.run("report", "-f", "json", *DAY, "postmortems")
    assert json.loads(merged.stdout)["totals"] == json.loads(whole.stdout)["totals"]
    stale = examples.run("check", "--max-age", "1", "part0.json")
    assert stale.returncode == 3
    assert "older than 1 day\n" in stale.stderr


def test_an_item_copied_with_its_link_is_found_whether_it_is_open_or_ticked(project: Project) -> None:
    head = "# {0} outage on 2026-03-01\n\n## Action items\n\n"
    lines = "- [ ] Add an alert on lag @ana due 2027-01-01\n- [ ] Drain the queue @ana due 2027-01-01\n"
    path = project.write("pm/a.md", head.format("INC-1") + lines)
    project.run("sync", "pm")
    copy = path.read_text().replace("INC-1", "INC-2").replace("[ ] Drain", "[x] Drain")
    project.write("pm/b.md", copy)
    done = project.run("check", *DAY, "pm")
    assert done.returncode == 1
    assert "pm/b.md:5: error PM201 no issue of its own, #1 belongs to pm/a.md:5:" in done.stdout
    assert "pm/b.md:6: warning PM222 links an issue that is not its own, #2 belongs to pm/a.md:6:" in done.stdout
    assert "pm/a.md" not in done.stdout.replace("belongs to pm/a.md", "")


def test_a_baseline_silences_old_findings_only(examples: Project) -> None:
    first = examples.run("check", *DAY, "--write-baseline", "known.json", "postmortems")
    assert first.returncode == 0
    again = examples.run("check", *DAY, "--baseline", "known.json", "postmortems")
    assert again.returncode == 0
    assert "known from the baseline" in again.stdout
    path = examples.root / "postmortems/2026-05-20-expired-certificate.md"
    path.write_text(path.read_text().replace("- [ ] Alert 21", "- [ ] Buy a calendar\n- [ ] Alert 21"))
    new = examples.run("check", *DAY, "--baseline", "known.json", "postmortems")
    assert new.returncode == 1
    assert "Buy a calendar" in new.stdout


def test_a_baseline_of_what_could_not_be_read_says_why(examples: Project) -> None:
    (examples.root / "postmortems/broken.md").write_bytes(b"# Broken \xff\xfe\x00\n")
    done = examples.run("check", *DAY, "--write-baseline", "known.json", "postmortems")
    assert (done.returncode, "postmortems/broken.md" in done.stderr) == (3, True)


def test_the_baseline_is_made_by_the_command_that_the_hint_names(examples: Project) -> None:
    examples.write("ci/postmortem-tracker.toml", 'documents = ["../postmortems"]\n\n[check]\nbaseline = "known.json"\n')
    failed = examples.run("--config", "ci/postmortem-tracker.toml", "check", *DAY, "--offline")
    assert failed.returncode == 2
    command = failed.stderr.split("make it: postmortem-tracker ")[1].split()
    made = examples.run("--config", "ci/postmortem-tracker.toml", *command, *DAY, "--offline")
    assert made.returncode == 0, made.stderr
    assert (examples.root / "ci" / "known.json").is_file()
    assert examples.run("--config", "ci/postmortem-tracker.toml", "check", *DAY, "--offline").returncode == 0
    first = (examples.root / "ci" / "known.json").read_text()
    examples.run("--config", "ci/postmortem-tracker.toml", *command, *DAY, "--offline")
    assert (examples.root / "ci" / "known.json").read_text() == first, "what is known stays known"


def test_paths_are_those_of_the_repository_also_with_a_configuration_below_its_root(examples: Project) -> None:
    examples.write("services/checkout/postmortem-tracker.toml", 'documents = ["pm"]\n')
    text = (examples.root / "postmortems/2026-05-20-expired-certificate.md").read_text()
    examples.write("services/checkout/pm/a.md", text)
    done = examples.run("--config", "services/checkout/postmortem-tracker.toml", "check", "--offline", "-f", "github")
    assert "::error file=services/checkout/pm/a.md,line=" in done.stdout


def test_a_page_is_updated_in_place_and_only_once(examples: Project) -> None:
    page = examples.write(
        "STATUS.md",
        "# Status\n\n<!-- postmortem-tracker:report:start -->\n<!-- postmortem-tracker:report:end -->\nEnd.\n",
    )
    examples.run("report", *DAY, "--in-place", "STATUS.md", "postmortems")
    once = page.read_text()
    assert once.startswith("# Status\n\n<!--")
    assert once.endswith("report:end -->\nEnd.\n")
    assert "10 of 12" in once
    examples.run("report", *DAY, "--in-place", "STATUS.md", "postmortems")
    assert page.read_text() == once


@pytest.mark.parametrize("name", ["json", "gitlab", "sarif"])
def test_json_formats_of_the_check_are_json(examples: Project, name: str) -> None:
    done = examples.run("check", "-f", name, *DAY, "postmortems")
    assert done.returncode == 1
    assert "PM201" in json.dumps(json.loads(done.stdout))


def test_junit_is_xml(examples: Project) -> None:
    done = examples.run("check", "-f", "junit", *DAY, "postmortems")
    assert ET.fromstring(done.stdout).tag == "testsuites"


def test_annotations_choose_themselves_in_actions(examples: Project) -> None:
    summary = examples.root / "summary.md"
    done = examples.run("check", *DAY, "postmortems", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
    assert done.stdout.startswith("::error file=postmortems/")
    assert done.stdout.count("::error ") == 10
    assert "PM201" in summary.read_text()


def test_csv_and_openmetrics(examples: Project) -> None:
    rows = list(csv.DictReader(examples.run("report", "-f", "csv", *DAY, "postmortems").stdout.splitlines()))
    assert len(rows) == 12
    metrics = examples.run("report", "-f", "openmetrics", *DAY, "postmortems").stdout
    assert metrics.rstrip().endswith("# EOF")


def test_html_is_one_file(examples: Project) -> None:
    done = examples.run("report", "-f", "html", "-o", "report.html", *DAY, "postmortems")
    assert done.returncode == 0, done.stderr
    page = (examples.root / "report.html").read_text()
    assert "Content-Security-Policy" in page
    assert "INC-102" in page


def test_only_documents_changed_since_a_commit(examples: Project) -> None:
    (examples.root / ".git").rmdir()
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", str(examples.root)]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "start"]):
        subprocess.run([*git, *command], check=True)
    subprocess.run([*git, "checkout", "-qb", "work"], check=True)
    path = examples.root / "postmortems/2026-05-20-expired-certificate.md"
    path.write_text(path.read_text() + "- [ ] Buy a calendar\n")
    subprocess.run([*git, "commit", "-qam", "more"], check=True)
    done = examples.run("check", *DAY, "--changed-since", "main", "postmortems")
    assert done.returncode == 1
    assert "Buy a calendar" in done.stdout
    assert "2026-03-12" not in done.stdout.split("findings in")[0].replace("2026-03-12 ", "")
    assert examples.run("check", "--changed-since", "nowhere", "postmortems").returncode == 2


def test_the_documented_jobs_pass_for_a_new_postmortem(examples: Project) -> None:
    (examples.root / ".git").rmdir()
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", str(examples.root)]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "start"]):
        subprocess.run([*git, *command], check=True)
    subprocess.run([*git, "update-ref", "refs/remotes/origin/main", "main"], check=True)
    items = "## Action items\n\n- [ ] Alert on the queue @kim due 2099-01-31\n"
    new = f"# INC-300: Mail was late\n\nDate: 2026-11-20\n\n{items}"
    examples.write("postmortems/2026-11-20-mail.md", new)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "more"], check=True)
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "ci-check.md").read_text(encoding="utf-8")
    commands = re.findall(r"postmortem-tracker (check .*--changed-since.*)", page)
    assert commands
    for command in commands:
        done = examples.run(*command.split())
        assert done.returncode == 0, done.stdout + done.stderr


def test_offline_needs_no_tracker(examples: Project) -> None:
    examples.write("postmortem-tracker.toml", '[trackers.x]\nkind = "github"\nproject = "a/b"\n')
    done = examples.run("check", "--offline", *DAY, "postmortems", PATH="/nonexistent")
    assert done.returncode == 1
    assert "PM201" in done.stdout
    assert examples.run("check", "--offline", "--select", "PM108", "postmortems").returncode == 0


def test_an_unknown_code_is_a_usage_error(examples: Project) -> None:
    done = examples.run("check", "--select", "PM999", "postmortems")
    assert done.returncode == 2
    assert "PM999" in done.stderr


def test_issue_files_are_linked_as_seen_from_where_the_report_stands(examples: Project) -> None:
    examples.run("sync", "postmortems")
    assert '"url": ".postmortem/issues/0001-' in examples.run("report", "-f", "json", "postmortems").stdout
    page = examples.write(
        "docs/status.md", "<!-- postmortem-tracker:report:start -->\n<!-- postmortem-tracker:report:end -->\n"
    )
    examples.run("report", "--in-place", "docs/status.md", "postmortems")
    links = re.findall(r"\(([^()]+/issues/0002-[^()]+)\)", page.read_text())
    assert [(page.parent / link).resolve() for link in links] == [examples.issue(2).resolve()]
    assert not links[0].startswith("/")


def test_a_format_that_cannot_show_groups_says_so(examples: Project) -> None:
    done = examples.run("report", "--format", "csv", "--group-by", "owner", "postmortems")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "csv cannot show groups" in done.stderr


@pytest.mark.parametrize("command", ["plan", "sync", "check", "report", "remind", "parse"])
def test_nothing_is_wider_than_the_terminal(examples: Project, command: str) -> None:
    examples.write("postmortems/long.md", f"# Long\n\n## Action items\n\n- [ ] {'Rehearse the recovery ' * 5}@ana\n")
    lines = examples.shown(60, command, "postmortems")
    assert any("ehearse the recovery" in line for line in lines) or command == "remind"
    assert [line for line in lines if len(line) > 60 and len(line.split()) > 1] == []


@pytest.mark.parametrize(
    ("configured", "said"),
    [
        ("", "known to checks with --baseline known.json, or [check] baseline in the configuration"),
        ('[check]\nbaseline = "other.json"\n', "known to checks with --baseline known.json, or [check] baseline"),
        ('[check]\nbaseline = "known.json"\n', "known from now on\n"),
    ],
)
def test_a_baseline_that_is_written_says_what_reads_it(examples: Project, configured: str, said: str) -> None:
    examples.write("postmortem-tracker.toml", configured)
    done = examples.run("check", *DAY, "--offline", "--write-baseline", "known.json", "postmortems")
    assert done.returncode == 0, done.stderr
    assert said in done.stdout + done.stderr
    again = examples.run("check", *DAY, "--offline", "postmortems")
    assert (again.returncode == 0) is said.startswith("known from now on")
