"""New issues are put into the configured milestone, which is looked up once; one that is not there fails no issue."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.conftest import Project
from tests.emulate.server import Emulate
from tests.fakes.gitlab import TOKEN as GITLAB_TOKEN
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.gitlab_server import Server
from tests.integrations.conftest import PROJECT, fresh_token
from tests.integrations.emulated import make_milestone, milestone_of
from tests.proxy import Proxy, proxy_for

TITLE = "Reliability Q4"
ITEMS = ("Add an alert on queue depth", "Write a runbook for failover", "Limit retries of the importer")


@dataclass
class There:
    """A server behind a proxy that counts, and what people do and see there."""

    kind: str
    proxy: Proxy
    add: Callable[[str, str], None]  # a milestone of this title and this state
    milestone: Callable[[int], str]
    fake: FakeGitLab | None = None

    def configure(self, project: Project, title: str) -> None:
        items = "".join(f"- [ ] {each}\n" for each in ITEMS)
        project.write("postmortems/a.md", f"# INC-1: Queue stalled\n\n## Action items\n\n{items}")
        lines = [
            f'kind = "{self.kind}"',
            f'project = "{PROJECT}"',
            f'url = "{self.proxy.url}"',
            f'milestone = "{title}"',
        ]
        start = 'documents = ["postmortems"]\n[sync]\ncache = false\n[trackers.hub]\n'
        project.write("postmortem-tracker.toml", start + "\n".join(lines))

    def run(self, project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
        self.proxy.seen.clear()
        return project.run(*arguments, GITLAB_TOKEN=GITLAB_TOKEN, GITHUB_TOKEN=fresh_token())

    def asked(self) -> int:
        return self.proxy.count("GET", "/milestones")


@pytest.fixture
def fake_there(monkeypatch: pytest.MonkeyPatch) -> Iterator[There]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeGitLab(PROJECT)
    with Server(fake), proxy_for(fake.base) as proxy:
        issues = fake.issues[PROJECT]
        yield There(
            "gitlab",
            proxy,
            lambda title, state: fake.add_milestone(PROJECT, title, {"open": "active"}.get(state, state)),
            lambda number: (issues[number]["milestone"] or {}).get("title", ""),
            fake,
        )


@pytest.fixture
def emulated_there(emulate: Emulate, proxy: Proxy) -> There:
    return There(
        "github",
        proxy,
        lambda title, state: make_milestone(emulate.url, title, state),
        lambda number: milestone_of(emulate.url, number),
    )


@pytest.fixture(params=[pytest.param("emulated_there", marks=pytest.mark.node, id="github"), "fake_there"])
def there(request: pytest.FixtureRequest) -> There:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, There)
    return found


def test_new_issues_are_put_into_it(project: Project, there: There) -> None:
    there.add("Another one", "open")
    there.add(TITLE, "open")
    there.configure(project, TITLE)
    planned = there.run(project, "plan", "--out", "plan.json")
    assert planned.returncode == 0, planned.stderr
    assert planned.stdout.count(f"milestone: {TITLE}") == len(ITEMS)
    foreseen = json.loads((project.root / "plan.json").read_text())["requests"]
    done = there.run(project, "sync")
    assert done.returncode == 0, done.stderr
    assert [there.milestone(number) for number in (1, 2, 3)] == [TITLE] * 3
    assert there.asked() == 1
    assert len(there.proxy.seen) == foreseen


def test_nothing_is_asked_where_nothing_is_opened(project: Project, there: There) -> None:
    there.add(TITLE, "open")
    there.configure(project, TITLE)
    there.run(project, "sync")
    again = there.run(project, "sync")
    assert "0 issues created, 0 other changes" in again.stdout
    assert there.asked() == 0


@pytest.mark.parametrize("title", ["Reliability Q5", "reliability", "Reliability Q4 (done)", "No. 1"])
def test_one_that_is_not_there_is_told_once_and_the_issues_are_opened(
    project: Project, there: There, title: str
) -> None:
    there.add(TITLE, "open")
    there.add("Reliability Q4 (done)", "closed")
    there.configure(project, title)
    said = f"{PROJECT} has no open milestone {title!r}: new issues get none"
    planned = there.run(project, "plan")
    assert planned.returncode == 0
    assert planned.stderr.count(said) == 1
    assert "need" not in planned.stdout
    assert "milestone: " not in planned.stdout
    done = there.run(project, "sync")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(said) == 1
    assert "trackers.hub.milestone" in done.stderr
    assert "!" not in done.stdout
    assert [there.milestone(number) for number in (1, 2, 3)] == [""] * 3
    assert there.asked() == 1
    assert "0 issues created, 0 other changes" in there.run(project, "sync").stdout


def test_a_saved_plan_keeps_it(project: Project, there: There) -> None:
    there.add(TITLE, "open")
    there.configure(project, TITLE)
    there.run(project, "plan", "--out", "plan.json")
    done = there.run(project, "apply", "plan.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert there.milestone(1) == TITLE


def test_an_issue_that_a_person_moved_stays_there(project: Project, there: There) -> None:
    there.configure(project, TITLE)
    there.run(project, "sync")
    there.add(TITLE, "open")
    project.write("postmortems/a.md", (project.root / "postmortems/a.md").read_text().replace("queue depth", "depth"))
    assert "1 other change" in there.run(project, "sync").stdout
    assert there.milestone(1) == ""


def test_a_groups_milestone_is_one_of_its_projects(project: Project, fake_there: There) -> None:
    fake_there.configure(project, TITLE)
    assert fake_there.fake is not None
    fake_there.fake.add_milestone("acme", TITLE)
    fake_there.run(project, "sync")
    assert fake_there.milestone(1) == TITLE


def test_the_embedded_tracker_says_that_it_has_none(project: Project) -> None:
    project.write("postmortems/a.md", "# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Add an alert\n")
    project.write("postmortem-tracker.toml", '[trackers.notes]\nkind = "local"\nmilestone = "Q4"\n')
    done = project.run("sync", "postmortems")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("notes knows no milestones: new issues get none (trackers.notes.milestone)") == 1
    assert "1 issue created" in done.stdout
