"""How long a run waits for a rate limit is the user's to say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault
from tests.fakes.gitlab_server import Server

PROJECT = "ops/incidents"


@pytest.fixture
def fake() -> Iterator[FakeGitLab]:
    server = FakeGitLab(PROJECT)
    with Server(server):
        yield server


def limited(project: Project, fake: FakeGitLab, *options: str) -> tuple[int, str]:
    sync = "[sync]\nmax_wait = 900\ncreate_completed = true\n"
    settings = f'{sync}[trackers.gitlab]\nkind = "gitlab"\nproject = "{PROJECT}"\nurl = "{fake.base}"'
    project.write("postmortem-tracker.toml", settings)
    fake.faults = [Fault("GET", "/issues", status=429, headers={"Retry-After": "2"})]
    done = project.run("sync", *options, "postmortems", GITLAB_TOKEN=TOKEN)
    return done.returncode, done.stderr


def test_a_wait_longer_than_allowed_ends_the_run_and_says_how_to_go_on(examples: Project, fake: FakeGitLab) -> None:
    code, said = limited(examples, fake, "--max-wait", "1")
    assert code == 3
    assert "takes no more requests until" in said
    assert fake.issues[PROJECT] == {}


def test_the_option_outranks_the_configuration_and_nothing_else_does(examples: Project, fake: FakeGitLab) -> None:
    assert limited(examples, fake) == (0, "")
    assert len(fake.issues[PROJECT]) == 12
