"""Who may what with which role, and servers that are not at the root of a host of their own."""

from __future__ import annotations

import ssl
from datetime import date
from pathlib import Path

import pytest

from postmortem_tracker.errors import InvalidIssueError, IssueNotFoundError, TrackerError, TrackerUnavailableError
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef, State
from tests.contract import LABEL
from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN, FakeGitLab
from tests.fakes.gitlab_issues import DEVELOPER, GUEST, PLANNER
from tests.fakes.gitlab_server import Server
from tests.integrations.gitlab_calls import PROJECT, Waits
from tests.integrations.test_gitlab_access import certificate

FULL = IssueDraft("Add a canary", "Body", (LABEL, "P1"), ("alice",), date(2026, 4, 1))
REPORTER = 20


def as_role(fake: FakeGitLab, level: int) -> GitLabTracker:
    """Signed in as somebody with this role and no other right."""
    fake.users["robin"] = 77
    fake.members[PROJECT]["robin"] = level
    fake.tokens["glpat-robin"] = ["api"]
    fake.signed_in["glpat-robin"] = "robin"
    return GitLabTracker(PROJECT, "glpat-robin", name="lab", url=fake.base, pacer=Waits().pacer)


# Roles.


@pytest.mark.parametrize("level", [PLANNER, REPORTER, DEVELOPER])
def test_from_planner_on_everything_is_taken(fake: FakeGitLab, level: int) -> None:
    tracker = as_role(fake, level)
    issue = tracker.create(FULL)
    assert (set(issue.labels), issue.assignees, issue.due) == ({LABEL, "P1"}, ("alice",), date(2026, 4, 1))
    change = IssueChange(
        title="New", state=State.NOT_PLANNED, add_labels=("P2",), assignees=(), due=None, comment="said"
    )
    changed = tracker.update(issue.ref, change)
    assert (changed.title, changed.state, changed.assignees, changed.due) == ("New", State.NOT_PLANNED, (), None)
    assert {LABEL, "P1", "P2"} <= set(changed.labels)
    assert list(tracker.comments(issue.ref)) == ["said"]


@pytest.mark.parametrize(("level", "ok"), [(5, False), (GUEST, False), (PLANNER, True), (REPORTER, True)])
def test_doctor_tells_whether_the_role_is_enough(fake: FakeGitLab, level: int, ok: bool) -> None:
    tracker = as_role(fake, level)
    role = next((found for found in tracker.inspect() if found.name == "role"), None)
    if level < GUEST:  # the project is not there at all
        assert role is None
        return
    assert role is not None
    assert role.ok is ok
    assert ("Planner" in role.hint) is not ok


def test_a_guest_opens_one_issue_that_he_cannot_label_and_is_told(fake: FakeGitLab) -> None:
    fake.labels[PROJECT] = {name: {"name": name} for name in FULL.labels}
    tracker = as_role(fake, GUEST)
    issue = tracker.create(FULL)
    assert (issue.labels, issue.assignees, issue.due) == ((), (), None)
    with pytest.raises(TrackerUnavailableError, match="not label"):
        tracker.create(FULL)
    assert len(fake.issues[PROJECT]) == 1


def test_a_guest_changes_his_own_issues_alone(fake: FakeGitLab) -> None:
    fake._create(PROJECT, {"title": "theirs", "labels": LABEL})
    tracker = as_role(fake, GUEST)
    with pytest.raises(TrackerError):
        tracker.update(IssueRef("lab", PROJECT, 1), IssueChange(title="mine"))
    assert fake.issues[PROJECT][1]["title"] == "theirs"
    with pytest.raises((TrackerUnavailableError, InvalidIssueError)):
        tracker.update(IssueRef("lab", PROJECT, 1), IssueChange(add_labels=("P1",)))


def test_confidential_issues_are_there_from_planner_on(fake: FakeGitLab) -> None:
    fake._create(PROJECT, {"title": "open", "labels": LABEL})
    fake._create(PROJECT, {"title": "secret", "labels": LABEL, "confidential": True})
    assert [issue.title for issue in as_role(fake, PLANNER).list(LABEL)] == ["open", "secret"]
    guest = as_role(fake, GUEST)
    assert [issue.title for issue in guest.list(LABEL)] == ["open"]
    with pytest.raises(IssueNotFoundError):
        guest.get(IssueRef("lab", PROJECT, 2))


def test_a_linked_issue_that_a_guest_may_not_see_opens_no_second_one(fake: FakeGitLab, project: Project) -> None:
    fake._create(PROJECT, {"title": "Add an alert", "labels": LABEL, "confidential": True})
    as_role(fake, GUEST)
    link = f"([#1]({fake.base}/{PROJECT}/-/issues/1))"
    project.write("pm.md", f"# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Add an alert {link}\n")
    project.write(
        "postmortem-tracker.toml", f'[trackers.lab]\nkind = "gitlab"\nproject = "{PROJECT}"\nurl = "{fake.base}"\n'
    )
    before = project.tree()
    done = project.run("sync", "pm.md", GITLAB_TOKEN="glpat-robin")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "could not be read" in done.stderr
    assert len(fake.issues[PROJECT]) == 1
    assert project.tree() == before


def test_a_member_is_found_among_many_whose_names_are_alike(fake: FakeGitLab) -> None:
    for number in range(150):
        fake.users[f"alice{number:03}"] = 1000 + number
    fake.members[PROJECT] = {**{f"alice{n:03}": DEVELOPER for n in range(150)}, **fake.members[PROJECT]}
    tracker = as_role(fake, PLANNER)
    (found,) = [each for each in tracker.inspect(["alice"]) if each.name == "user alice"]
    assert found.ok


# Places.


@pytest.mark.parametrize("subpath", ["", "/gitlab", "/tools/gitlab"])
def test_links_are_of_this_server_port_and_subpath_alone(monkeypatch: pytest.MonkeyPatch, subpath: str) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeGitLab(PROJECT, subpath=subpath)
    with Server(fake):
        tracker = GitLabTracker(PROJECT, TOKEN, name="lab", url=f"{fake.base}/", pacer=Waits().pacer)
        issue = tracker.create(IssueDraft("x", "", (LABEL,)))
        assert issue.url.startswith(f"{fake.base}/{PROJECT}/-/")
        assert tracker.resolve("#1", issue.url, "a.md") == issue.ref
        host, port = fake.base.removeprefix("http://").partition("/")[0].split(":")
        path = f"{PROJECT}/-/issues/1"
        for other in (
            f"http://{host}:{int(port) + 1}{subpath}/{path}",
            f"http://{host}{subpath}/{path}",
            f"http://{host}:{port}{subpath}/other/{path}",
            *([f"http://{host}:{port}/{path}"] if subpath else [f"http://{host}:{port}/gitlab/{path}"]),
        ):
            assert tracker.resolve("#1", other, "a.md") is None, other


@pytest.mark.parametrize(("url", "link"), [
    ("https://code.example.com", "https://code.example.com:443/ops/incidents/-/issues/4"),
    ("https://code.example.com:8443/git", "https://code.example.com:8443/git/ops/incidents/-/work_items/4"),
    ("https://code.example.com/git/api/v4", "https://CODE.example.com/git/Ops/Incidents/-/issues/4"),
])  # fmt: skip
def test_addresses_of_servers_without_gitlab_in_their_name(url: str, link: str) -> None:
    tracker = GitLabTracker(PROJECT, TOKEN, name="lab", url=url)
    assert tracker.resolve("#4", link, "a.md") == IssueRef("lab", PROJECT, 4)


def test_an_own_authority_is_named_relative_to_the_configuration(project: Project, tmp_path: Path) -> None:
    """A port, a subpath, a certificate of one's own, and a configuration below the working directory."""
    folder = project.root / "conf"
    folder.mkdir()
    pem, secret = certificate(folder)
    fake = FakeGitLab(PROJECT, subpath="/gitlab")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    project.write("conf/pm.md", "# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Add an alert\n")
    with Server(fake, context):
        settings = [f'project = "{PROJECT}"', f'url = "{fake.base}"', f'ca_file = "{pem.name}"', 'kind = "gitlab"']
        config = project.write("conf/postmortem-tracker.toml", "\n".join(["[trackers.lab]", *settings]))
        done = project.run("--config", str(config), "sync", "conf/pm.md", GITLAB_TOKEN=TOKEN, NO_PROXY="127.0.0.1")
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"]({fake.base}/{PROJECT}/-/issues/1)" in (folder / "pm.md").read_text()
        config.write_text(config.read_text().replace(pem.name, "missing.pem"))
        done = project.run("--config", str(config), "sync", "conf/pm.md", GITLAB_TOKEN=TOKEN, NO_PROXY="127.0.0.1")
        assert done.returncode == 2
        assert "trackers.lab.ca_file" in done.stderr
