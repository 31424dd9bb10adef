"""What a server's redirect says is neither repeated nor believed, and git's own folder is known in any case."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postmortem_tracker.integrations.shared import redirects
from tests.security.run import run

HERE = "http://127.0.0.1:7781/api/v4/issues"


@pytest.mark.parametrize(
    "location",
    [
        "http://ghp_secret.localhost:7782/",
        "//GHP_SECRET.localhost/",
        "ghp-secret:x",
        "https://xn--ghp_secret/",
        "ftp://a",
    ],
)
def test_the_name_of_another_server_is_not_repeated(location: str) -> None:
    found = redirects.target(HERE, location)
    assert found is not None
    assert found[1] != redirects.origin(HERE)
    assert redirects.named(found[1], "127.0.0.1") == "another server"


def test_another_scheme_of_the_same_server_is_said() -> None:
    found = redirects.target(HERE, "https://127.0.0.1:7781/")
    assert found is not None
    assert redirects.named(found[1], "127.0.0.1") == "https://127.0.0.1"


@pytest.mark.parametrize("location", ["http://127.0.0.1:7781:7782/", "http://[::1", "http://a:99999/", "//a:b/"])
def test_what_is_no_address_is_none(location: str) -> None:
    assert redirects.target(HERE, location) is None


@pytest.mark.parametrize("location", ["/repositories/9/issues?page=2", "http://127.0.0.1:7781/x", "../y", ""])
def test_the_same_server_stays_the_same(location: str) -> None:
    found = redirects.target(HERE, location)
    assert found is not None
    assert found[1] == redirects.origin(HERE)


@pytest.mark.parametrize("path", [".git/issues", ".GIT/issues", ".Git", "pm/../.gIt/x"])
def test_issues_are_never_kept_in_gits_own_folder(repository: Path, path: str) -> None:
    (repository / "postmortem-tracker.toml").write_text(f'[trackers.a]\nkind = "local"\npath = "{path}"\n')
    done = run(repository, "sync", "pm")
    assert (done.returncode, "belongs to git" in done.stderr) == (2, True), done
    assert not (repository / ".GIT").exists()


@pytest.mark.parametrize("name", [".git", ".GIT"])
def test_no_document_lies_in_gits_own_folder(repository: Path, name: str) -> None:
    place = repository / name / "pm"
    place.mkdir(parents=True)
    (place / "a.md").write_text("# A\n\n## Action items\n\n- [ ] Fix a\n")
    (repository / "pm" / "link.md").symlink_to(place / "a.md")
    done = run(repository, "check", "--offline", "pm")
    assert (done.returncode, "leads into git's own files" in done.stderr) == (3, True), done


@pytest.mark.parametrize("place", [".", "pm"])
def test_git_is_not_left_waiting_at_a_pipe(repository: Path, place: str) -> None:
    os.mkfifo(repository / place / ".gitignore")
    done = run(repository, "check", "--offline", "pm")
    assert done.returncode in (0, 1), done
