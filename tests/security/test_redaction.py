"""Where a confidential postmortem must not be read: every output of every command, and what is left of it later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest import mock

import pytest

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.secrets import common_value, conceal_outcome
from postmortem_tracker.config.load import validate
from postmortem_tracker.errors import InvalidIssueError
from postmortem_tracker.issues import Capabilities
from postmortem_tracker.markdown import parse
from postmortem_tracker.model import IssueDraft, State
from postmortem_tracker.report.common import Common
from postmortem_tracker.sync.actions import Create, Subject
from postmortem_tracker.sync.issue_text import body, marker
from postmortem_tracker.sync.issue_text.marker import Base, Marker
from postmortem_tracker.sync.labels import labels
from postmortem_tracker.sync.run import Outcome, Result
from postmortem_tracker.sync.settings import Destination
from postmortem_tracker.text.printable import HIDDEN
from tests.security.run import git, inside
from tests.sync.make import settings

WORDS = ("zebra", "giraffe", "okapi", "tapir", "lemur")
SECRET = """\
---
confidential: true
date: 2027-03-12
services: [lemur]
---

# The zebra was stolen

## Summary

The giraffe did it.

## Action items

- [ ] Lock the okapi gate @kim due 2027-03-20
  - because of the tapir
"""
PUBLIC = "# INC-2 Disk full\n\n**Date:** 2027-03-12\n\n## Action items\n\n- [ ] Prune the logs @kim due 2027-03-20\n"
MARK = Marker("INC-1", "k", "a.md", Base("x", State.OPEN, None, None, ()), "d", ())
REPORTS = ("table", "markdown", "json", "csv", "openmetrics", "html")
CHECKS = ("text", "json", "markdown", "github", "gitlab", "sarif", "junit")
OUTPUTS = (
    *(f"report -f {name}" for name in REPORTS),
    *(f"report -f {name} --group-by service" for name in ("table", "markdown")),
    *(f"report -f {name} --history" for name in ("table", "markdown", "json")),
    *(f"check -f {name}" for name in CHECKS),
    "check -f json --select ALL",
    "plan",
    "plan -f markdown",
    "plan -f json",
    "remind",
    "remind --digest markdown",
    "remind --digest slack",
    "remind --digest teams",
)


def _made(where: Path) -> Path:
    (where / "pm").mkdir()
    git(where, "init", "-q")
    (where / "pm" / "zebra-theft.md").write_text(SECRET)
    (where / "pm" / "b.md").write_text(PUBLIC)
    (where / "postmortem-tracker.toml").write_text('documents = ["pm"]\n')
    return where


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return _made(tmp_path)


def _committed(where: Path) -> Path:
    """The same after a first sync, with all of it in a commit."""
    assert inside(_made(where), "sync").returncode == 0
    git(where, "add", "-A")
    git(where, "commit", "-qm", "all")
    return where


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """The repository in each stage that commands are to tell nothing of, who change nothing of it."""
    new, committed, deleted, removed, renamed = (tmp_path_factory.mktemp("stage") for _ in range(5))
    found = {"new": _made(new), "committed": _committed(committed)}
    found |= {"deleted": _committed(deleted), "item removed": _committed(removed), "renamed": _committed(renamed)}
    (deleted / "pm" / "zebra-theft.md").unlink()
    (removed / "pm" / "zebra-theft.md").write_text(SECRET.partition("- [ ]")[0])
    (renamed / "pm" / "zebra-theft.md").rename(renamed / "pm" / "zebra-theft.txt")
    before = {name: git(where, "status", "--porcelain") for name, where in found.items()}
    yield found
    assert {name: git(where, "status", "--porcelain") for name, where in found.items()} == before


def leaks(text: str, *, places: bool) -> list[str]:
    """The words of the secret that a text holds; the name of its file counts where ``places`` are not to be shown."""
    if places:
        text = text.replace("zebra-theft", "")
    return [word for word in WORDS if word in text.casefold()]


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("stage", ["new", "committed", "deleted", "item removed", "renamed"])
def test_no_output_holds_a_word_of_it(stages: dict[str, Path], output: str, stage: str) -> None:
    """Check and plan say where each finding is, for those who have the documents; reports go elsewhere."""
    done = inside(stages[stage], *output.split(), **({} if "history" in output else {"GITHUB_ACTIONS": "true"}))
    assert done.returncode in (0, 1, 3), done  # 3: without a commit there is no history
    places = output.startswith(("check", "plan"))
    assert leaks(done.stdout + done.stderr, places=places) == []


def test_the_first_sync_tells_no_word_of_it(repository: Path) -> None:
    done = inside(repository, "sync")
    assert "2 issues created" in done.stdout
    assert leaks(done.stdout + done.stderr, places=True) == []
    for output in ("report -f json", "check -f json", "plan", "remind"):  # before it is committed
        done = inside(repository, *output.split())
        assert leaks(done.stdout + done.stderr, places=output.startswith(("check", "plan"))) == []


@pytest.mark.parametrize("output", ["lines", "json"])
def test_no_word_of_it_is_told_while_its_issues_are_opened_and_changed(repository: Path, output: str) -> None:
    """The incident's own issue is brought up to date after the items, by changes that no plan had."""
    with open(repository / "postmortem-tracker.toml", "a") as file:
        file.write("[sync]\nincident_issue = true\nclose_orphans = true\n")
    document = repository / "pm" / "zebra-theft.md"
    text = document.read_text()
    retitled = text.replace("was stolen", "is gone") + "- [ ] Tell a tapir\n"
    for number, now in enumerate((text, retitled, retitled.replace("- [ ]", "- [x]", 1), "")):
        if now:
            document.write_text(now)
        else:
            document.unlink()
        done = inside(repository, "sync", "--format", output)
        assert done.returncode == 0, done
        assert leaks(done.stdout + done.stderr, places=True) == [], number
        assert HIDDEN in done.stdout, number
    document = repository / "pm" / "b.md"
    document.write_text(document.read_text().replace("Disk full", "Disk nearly full"))
    shown = inside(repository, "sync", "--format", output).stdout
    assert "Disk nearly full" in shown  # what everybody may read is told as before


@pytest.mark.parametrize("secret", [True, False])
def test_a_title_that_a_tracker_refuses_is_not_repeated(tmp_path: Path, secret: bool) -> None:
    title = 'Lock the okapi\'s "gate"'
    draft = IssueDraft(title, "", ())
    action = Create(Subject("a.md", 1, "INC-1", "k", title, secret), "create", ("t", ""), draft, MARK)
    refused = InvalidIssueError(f"gitlab refuses issue {title!r}: {title} is too long", f"shorten {title}")
    before = Outcome(action, Result.FAILED, None, refused, f"{title} was not linked")
    shown = conceal_outcome(before)
    assert shown.error is not None
    told = f"{shown.error.message} {shown.error.hint} {shown.note}"
    assert ("okapi" in told) is not secret
    assert isinstance(shown.error, InvalidIssueError)
    assert "is too long" in told
    assert refused.hint == f"shorten {title}"  # what the run itself knows stays


def test_saved_plans_snapshots_and_baselines_hold_no_word_of_it_and_still_work(repository: Path) -> None:
    assert inside(repository, "plan", "--out", "plan.json").returncode == 0
    assert leaks((repository / "plan.json").read_text(), places=True) == []
    assert inside(repository, "check", "--write-baseline", "known.json").returncode == 0
    assert leaks((repository / "known.json").read_text(), places=True) == []
    assert inside(repository, "check", "--baseline", "known.json").returncode == 0
    done = inside(repository, "apply", "plan.json")
    assert done.returncode == 0, done
    assert "2 issues created" in done.stdout
    assert leaks(done.stdout + done.stderr, places=True) == []
    assert inside(repository, "report", "-f", "json", "-o", "snapshot.json").returncode == 0
    assert leaks((repository / "snapshot.json").read_text(), places=False) == []
    for output in (*(f"report -f {name}" for name in REPORTS), *(f"check -f {name}" for name in CHECKS)):
        done = inside(repository, *output.split(), "snapshot.json")
        assert done.returncode in (0, 1), done
        assert leaks(done.stdout + done.stderr, places=False) == []


COMPARISONS = (
    *(f"report -f {name} --compare before.json" for name in ("table", "markdown", "json", "html")),
    *(f"remind --digest {name} --compare before.json" for name in ("markdown", "slack", "teams")),
    *(f"report -f {name} --compare 2027-03-14 --as-of 2027-03-20" for name in ("table", "markdown", "json")),
)


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("how", ["an item left", "deleted", "renamed"])
def test_what_became_confidential_is_not_told_of_the_time_before(repository: Path, how: str, marked: bool) -> None:
    """Whoever marks a document means all of it: also what a snapshot or a commit held before that."""
    document = repository / "pm" / "zebra-theft.md"
    open_to_all = SECRET.replace("confidential: true", "id: INC-7").replace("[lemur]", "[gate]")
    document.write_text(open_to_all)
    _commit(repository, "2027-03-13")
    before = inside(repository, "report", "-f", "json").stdout
    (repository / "before.json").write_text(before)
    later = open_to_all.replace("id: INC-7", "id: INC-7\nconfidential: true" if marked else "id: INC-7")
    document.write_text(later.replace("Lock the okapi gate", "Lock it"))
    _commit(repository, "2027-03-16")
    if how == "deleted":
        document.unlink()
    if how == "renamed":
        document.rename(repository / "pm" / "c.md")
    _commit(repository, "2027-03-17")
    told = ""
    for output in COMPARISONS:
        done = inside(repository, *output.split())
        assert done.returncode == 0, (output, done)
        told += done.stdout
        if marked:
            assert leaks(done.stdout + done.stderr, places=True) == [], output
    assert marked or "Lock the okapi gate" in told


def test_a_redacted_snapshot_hides_nothing_that_was_for_everybody(repository: Path) -> None:
    (repository / "before.json").write_text(inside(repository, "report", "-f", "json").stdout)
    (repository / "pm" / "b.md").write_text(PUBLIC.replace("Prune the logs", "Rotate the disks"))
    assert "Prune the logs" in inside(repository, "report", "-f", "json", "--compare", "before.json").stdout
    (repository / "pm" / "b.md").unlink()
    done = inside(repository, "report", "-f", "json", "--compare", "before.json")
    assert "Prune the logs" in done.stdout
    assert leaks(done.stdout, places=True) == []


def _commit(repository: Path, day: str) -> None:
    git(repository, "add", "pm")
    at = f"{day}T12:00:00Z"
    with mock.patch.dict("os.environ", {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}):
        git(repository, "commit", "-qm", day, "--allow-empty")


@pytest.mark.parametrize(
    "output", ["plan", "plan -f json", "plan -f markdown", "sync", "sync -f json", "sync --accept-tracker"]
)
def test_what_is_said_of_a_retitled_issue_quotes_no_title(repository: Path, output: str) -> None:
    assert inside(repository, "sync").returncode == 0
    issue = next(path for path in (repository / ".postmortem" / "issues").glob("0*.md") if "okapi" in path.read_text())
    issue.write_text(issue.read_text().replace("Lock the okapi gate", "Lock the “tapir” gate", 1))
    done = inside(repository, *output.split())
    assert HIDDEN in done.stdout
    assert leaks(done.stdout + done.stderr, places=True) == []


@pytest.mark.parametrize(
    "output",
    [
        "report -f html",
        "report -f markdown",
        "report -f markdown --group-by owner",
        "report -f markdown --compare 1d",
        "remind --digest markdown",
        "report -f markdown kept.json",
    ],
)
def test_what_must_not_be_named_is_no_link(repository: Path, output: str) -> None:
    git(repository, "remote", "add", "origin", "https://github.com/example/ops.git")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "One")
    assert inside(repository, "report", "-f", "json", "-o", "kept.json", "--offline").returncode == 0
    done = inside(repository, *output.split())
    assert HIDDEN in done.stdout
    assert "%28confidential" not in done.stdout
    assert f"[{HIDDEN}]" not in done.stdout
    if "kept.json" not in output:
        assert "https://github.com/example/ops/blob/" in done.stdout


def test_a_check_of_a_snapshot_says_what_it_cannot_read(repository: Path) -> None:
    assert inside(repository, "report", "-f", "json", "-o", "kept.json", "--offline").returncode == 0
    said = "the snapshots lack the words of 1 confidential item"
    assert said in inside(repository, "check", "kept.json").stderr
    assert said not in inside(repository, "check", "--offline").stderr
    with open(repository / "postmortem-tracker.toml", "a") as config:
        config.write('[report]\nconfidential = "show"\n')
    assert inside(repository, "report", "-f", "json", "-o", "kept.json", "--offline").returncode == 0
    assert "lack" not in inside(repository, "check", "kept.json").stderr


def test_omit_leaves_out_what_is_left_as_well(repository: Path) -> None:
    with open(repository / "postmortem-tracker.toml", "a") as config:
        config.write('[report]\nconfidential = "omit"\n')
    assert inside(repository, "sync").returncode == 0
    for _ in range(2):
        report = json.loads(inside(repository, "report", "-f", "json").stdout)
        assert [each["id"] for each in report["incidents"]] == ["INC-2"]
        assert report["orphans"] == []
        (repository / "pm" / "zebra-theft.md").unlink(missing_ok=True)


def test_show_shows(repository: Path) -> None:
    with open(repository / "postmortem-tracker.toml", "a") as config:
        config.write('[report]\nconfidential = "show"\n')
    for output in ("report", "check", "plan", "plan -f markdown"):
        assert "okapi" in inside(repository, *output.split()).stdout


# --- by the configuration -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern", ["pm", "pm/", "pm/**", "pm/zebra-theft.md", "zebra-theft.md", "link", "link/*", "./pm"]
)
def test_a_folder_a_file_a_pattern_and_a_link_all_match(repository: Path, pattern: str) -> None:
    (repository / "link").symlink_to("pm")
    workspace = Workspace(repository.resolve(), validate({"confidential": [pattern]}))
    for name in ("pm/zebra-theft.md", "link/zebra-theft.md"):
        (incident,) = workspace.read(workspace.paths([str(repository / name)])).incidents
        assert incident.confidential


def test_a_document_that_only_the_configuration_calls_so_is_remembered_by_its_path(repository: Path) -> None:
    (repository / "pm" / "zebra-theft.md").write_text(SECRET.replace("confidential: true\n", ""))
    (repository / "postmortem-tracker.toml").write_text('documents = ["pm"]\nconfidential = ["pm/zebra*"]\n')
    assert inside(repository, "sync").returncode == 0
    (repository / "pm" / "zebra-theft.md").unlink()
    for name in REPORTS:
        assert leaks(inside(repository, "report", "-f", name).stdout, places=False) == []


# --- on the trackers ------------------------------------------------------------------------------------------------


def test_an_issue_says_that_its_postmortem_is_confidential_for_when_it_is_gone() -> None:
    (secret,) = parse(SECRET, "pm/zebra.md")
    (public,) = parse(PUBLIC, "pm/b.md")
    limits = Capabilities(256, 65_536, private=True)
    for incident in (secret, public):
        text = body.content(incident, incident.tasks[0], "there", limits).text
        issue = marker.write("people's words", Marker(incident.id, "k", incident.path, Base()), text)
        assert body.says_confidential(issue) is incident.confidential
    assert not body.says_confidential(f"{body.CONFIDENTIAL} says an outsider")


def test_a_confidential_issue_makes_no_label_that_names_the_incident() -> None:
    (secret,) = parse(SECRET.replace("---\n\n#", "severity: SEV1\n---\n\n#"), "pm/zebra.md")
    facts = ("priority", "type", "severity", "incident")
    for private, expected in (
        (False, ("postmortem", "severity: SEV1")),
        (True, ("postmortem", "severity: SEV1", "incident: zebra")),
    ):
        limits = Capabilities(256, 65_536, private=private, confidential_issues=True)
        there = Destination("memory", "team/app", limits)
        wanted = settings(labels_for=facts, common=partial(common_value, Common()))
        assert labels(secret, secret.tasks[0], wanted, there) == expected
    assert HIDDEN == "(confidential)"
