"""Bad input: one line that names the place, a hint, the right exit code, and nothing written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.conftest import Project

DOCUMENT = "# INC-9: Disk full\n\n## Action items\n\n- [ ] Add an alert on disk usage\n"


def assert_refused(project: Project, code: int, *arguments: str, says: str) -> None:
    before = project.tree()
    done = project.run(*arguments)
    assert done.returncode == code, done.stdout + done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    assert says in line
    assert "hint:" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.tree() == before


def test_not_utf8(project: Project) -> None:
    project.write("a.md", b"# T\n\n## Action items\n\n- caf\xe9 alert\n")
    assert_refused(project, 3, "sync", "a.md", says="a.md")


def test_one_broken_document_does_not_stop_the_others(project: Project) -> None:
    project.write("docs/a.md", b"# T\n\n- caf\xe9\n")
    project.write("docs/b.md", DOCUMENT)
    done = project.run("sync", "docs")
    assert done.returncode == 3
    assert "1 issue created" in done.stdout
    assert "docs/a.md" in done.stderr


def test_a_directory_without_markdown(project: Project) -> None:
    project.write("docs/notes.txt", "nothing")
    assert_refused(project, 2, "sync", "docs", says="docs: no Markdown documents here")


def test_a_grouping_by_teams_that_nobody_listed_says_so(project: Project) -> None:
    project.write("docs/a.md", DOCUMENT)
    told = "no teams are configured: [report] teams lists the people of each"
    assert told in project.run("report", "docs", "--group-by", "team").stderr
    assert told not in project.run("report", "docs", "--group-by", "owner").stderr
    project.write("postmortem-tracker.toml", '[report.teams]\nsearch = ["@dana"]\n')
    assert told not in project.run("report", "docs", "--group-by", "team").stderr


def test_in_an_empty_folder_the_first_steps_are_told(project: Project) -> None:
    assert_refused(project, 2, "plan", says="no documents named")
    assert "begin with: postmortem-tracker init" in project.run("plan").stderr
    first = project.run("init")
    assert first.returncode == 0
    assert "wrote postmortem-tracker.toml" in first.stderr
    assert "put your postmortems there" in first.stderr
    assert "; `postmortem-tracker explain template` prints a sample to copy; then run:" in first.stderr
    says = "postmortems: no such file or directory (`documents` in postmortem-tracker.toml names it)"
    assert_refused(project, 2, "plan", says=says)
    project.write("postmortems/notes.txt", "nothing")
    assert "explain template` prints a sample to copy" in project.run("plan").stderr
    project.write("postmortems/a.md", DOCUMENT)
    again = project.run("init", "--force")
    assert "run: postmortem-tracker plan" in again.stderr
    assert "put your postmortems there" not in again.stderr
    assert project.run("plan").returncode == 0


def test_a_missing_path(project: Project) -> None:
    assert_refused(project, 2, "sync", "nowhere.md", says="nowhere.md: no such file or directory")
    assert_refused(project, 2, "sync", "", says="an empty path: no such file or directory")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser reads everything")
def test_an_unreadable_file(project: Project) -> None:
    project.write("a.md", DOCUMENT).chmod(0)
    before = project.run("sync", "a.md")
    assert before.returncode == 3
    assert "a.md: cannot be read" in before.stderr


def test_a_directory_that_cannot_be_opened_as_a_document(project: Project) -> None:
    (project.root / "a.md").symlink_to("nowhere")
    assert_refused(project, 2, "sync", "a.md", says="a.md")


def test_broken_toml(project: Project) -> None:
    project.write("a.md", DOCUMENT)
    project.write("postmortem-tracker.toml", "[sync\n")
    assert_refused(project, 2, "sync", "a.md", says="postmortem-tracker.toml:1: not valid TOML")


def test_an_unknown_key_lists_the_valid_ones(project: Project) -> None:
    project.write("a.md", DOCUMENT)
    project.write("postmortem-tracker.toml", '[sync]\nlable = "x"\n')
    assert_refused(project, 2, "sync", "a.md", says="unknown key sync.lable")
    hint = project.run("sync", "a.md").stderr
    assert "did you mean label?" in hint
    assert "max_creates" in hint


@pytest.mark.parametrize("command", ["parse", "check", "plan", "sync", "report"])
def test_a_document_with_broken_front_matter_is_refused_and_the_others_are_not(project: Project, command: str) -> None:
    project.write("docs/a.md", "---\nid: [unclosed\n---\n" + DOCUMENT)
    project.write("docs/b.md", DOCUMENT.replace("Disk", "Tape"))
    done = project.run(command, "docs")
    assert done.returncode == 3
    assert "error: docs/a.md:3: the front matter cannot be read" in done.stderr
    assert "Tape" in done.stdout or "docs/b.md" in done.stdout
    assert "docs/a.md" not in done.stdout.replace("docs/a.md:3: the front matter", "")


def test_two_documents_with_one_incident_id(project: Project) -> None:
    project.write("docs/a.md", DOCUMENT)
    project.write("docs/b.md", DOCUMENT.replace("Disk", "Tape"))
    assert_refused(project, 3, "sync", "docs", says="docs/a.md:1, docs/b.md:1: have the same incident id 'INC-9'")


def test_a_broken_issue_file_never_stops_the_others_nor_is_recreated(project: Project) -> None:
    project.write("a.md", DOCUMENT + "- [ ] Rotate the logs every day\n")
    project.run("sync", "--no-write-back", "a.md")
    issue = project.issue(1)
    issue.write_text(issue.read_text().replace("state: open", "state: [open"))
    other = project.issue(2)
    other.write_text(other.read_text().replace("state: open", "state: closed"))
    done = project.run("sync", "a.md")
    assert done.returncode == 3
    assert "0001-" in done.stderr
    assert "0 issues created" in done.stdout
    assert "- [x] Rotate the logs" in (project.root / "a.md").read_text()


def test_an_unknown_tracker_kind(project: Project) -> None:
    project.write("a.md", DOCUMENT)
    project.write("postmortem-tracker.toml", '[trackers.x]\nkind = "jira"\n')
    assert_refused(project, 2, "sync", "a.md", says="no tracker called 'jira'")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            None,
            "FAIL  baseline: known.json: the baseline cannot be read: No such file or directory\n"
            "        hint: make it: postmortem-tracker check --write-baseline known.json\n",
        ),
        ("{}", "FAIL  baseline: known.json: not a baseline\n        hint: make one with check --write-baseline"),
        ('{"schema": 1, "findings": [{"fingerprint": "a1"}]}', "ok    baseline: 1 finding known in known.json"),
    ],
)
def test_the_doctor_sees_a_baseline_that_no_check_could_use(project: Project, text: str | None, says: str) -> None:
    project.write("a.md", DOCUMENT)
    project.write("postmortem-tracker.toml", 'documents = ["a.md"]\n\n[check]\nbaseline = "known.json"\n')
    if text is not None:
        project.write("known.json", text)
    done = project.run("doctor")
    assert says in done.stdout
    assert (done.returncode == 0) == says.startswith("ok")


def test_no_paths_and_no_configuration(project: Project) -> None:
    assert_refused(project, 2, "sync", says="no documents named")


def test_init_writes_a_configuration_that_loads(project: Project) -> None:
    (project.root / "postmortems").mkdir()
    project.write("postmortems/a.md", DOCUMENT)
    assert project.run("init").returncode == 0
    assert project.run("plan").returncode == 0
    again = project.run("init")
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_hidden_and_vendored_files_are_left_alone(project: Project, tmp_path: Path) -> None:
    for name in ("node_modules/x/a.md", ".hidden/a.md", "docs/a.md"):
        project.write(name, DOCUMENT)
    done = project.run("parse", ".")
    assert "1 incident" in done.stdout
    assert str(tmp_path) not in done.stdout


def test_a_broken_baseline_is_named(project: Project) -> None:
    project.write("a.md", DOCUMENT)
    project.write("known.json", "{")
    assert_refused(project, 2, "check", "--baseline", "known.json", "a.md", says="known.json: not a baseline")


def test_doctor_tells_documents_that_are_not_there(project: Project) -> None:
    assert project.run("init").returncode == 0
    done = project.run("doctor")
    assert done.returncode == 1
    assert "FAIL  documents: postmortems: no such file or directory" in done.stdout
    project.write("postmortems/a.md", DOCUMENT)
    well = project.run("doctor")
    assert well.returncode == 0
    assert "ok    documents: 1 file\n" in well.stdout
    assert "next sync: 1 to create" in well.stdout


TWO = """\
documents = ["pm"]
default_tracker = "local"

[trackers.local]
kind = "local"

[trackers.hub]
kind = "github"
project = "team/app"
url = "http://127.0.0.1:9/api/v3"

[[routes]]
owner = "@bo"
tracker = "hub"
"""
TWO_ITEMS = "# INC-9: Disk full\n\n## Action items\n\n- [ ] Add an alert on disk usage\n- [ ] Move the job @bo\n"


def test_where_one_tracker_cannot_be_reached_the_others_go_on(project: Project) -> None:
    document = project.write("pm/a.md", TWO_ITEMS.replace("- [ ] Move the job @bo\n", ""))
    assert project.run("sync", "pm").returncode == 0
    project.write("postmortem-tracker.toml", TWO)
    document.write_text(document.read_text() + "- [ ] Move the job @bo\n")
    issue = project.issue(1)
    issue.write_text(issue.read_text().replace("state: open", "state: closed"))
    done = project.run("sync", GITHUB_TOKEN="none")
    assert done.returncode == 3
    assert "error: 127.0.0.1:9 cannot be reached: connection refused" in done.stderr
    assert "- [x] Add an alert on disk usage" in document.read_text(), "what has its issue elsewhere is synced"
    assert "- [ ] Move the job @bo\n" in document.read_text()
    assert len(list((project.root / ".postmortem/issues").glob("*.md"))) == 1


def test_faults_of_the_configuration_are_told_together_before_anything_is_done(project: Project) -> None:
    project.write("pm/a.md", TWO_ITEMS)
    project.write(
        "postmortem-tracker.toml", TWO + '[trackers.lab]\nkind = "gitlab"\nproject = "team/app"\nca_file = "none.pem"\n'
    )
    before = project.tree()
    done = project.run("sync", GITHUB_TOKEN="none", GITLAB_TOKEN="none", POSTMORTEM_TRACKER_ALLOWED_HOSTS="")
    assert done.returncode == 2
    assert "error: trackers.hub: the token is not sent to 127.0.0.1:9" in done.stderr
    assert "error: trackers.lab.ca_file: " in done.stderr
    assert project.tree() == before


@pytest.mark.parametrize("command", [("sync",), ("plan",), ("report",), ("check",)])
def test_a_pointer_to_the_document_is_no_clean_one(project: Project, command: tuple[str, ...]) -> None:
    project.write("a.md", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21461\nsize 12345\n")
    done = project.run(*command, "a.md")
    assert done.returncode == 3
    assert "git lfs pull" in done.stderr
