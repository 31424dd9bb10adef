"""Which project a run means, from CI's variables and the git remote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.disk.remotes import Discovered, blob_url, discover, sites

REMOTES = {
    "https://github.com/acme/shop.git": ("github", "acme/shop", "https://api.github.com"),
    "https://github.com/acme/shop": ("github", "acme/shop", "https://api.github.com"),
    "https://github.com/acme/shop/": ("github", "acme/shop", "https://api.github.com"),
    "git@github.com:acme/shop.git": ("github", "acme/shop", "https://api.github.com"),
    "ssh://git@ssh.github.com:443/acme/shop.git": ("github", "acme/shop", "https://api.github.com"),
    "git@acme.ghe.com:acme/shop.git": ("github", "acme/shop", "https://api.acme.ghe.com"),
    "git@github.acme.example:acme/shop.git": ("github", "acme/shop", "https://github.acme.example/api/v3"),
    "https://github.acme.example:8443/acme/shop.git": (
        "github",
        "acme/shop",
        "https://github.acme.example:8443/api/v3",
    ),
    "git@gitlab.com:acme/backend/shop.git": ("gitlab", "acme/backend/shop", "https://gitlab.com"),
    "https://gitlab.com/acme/shop.git": ("gitlab", "acme/shop", "https://gitlab.com"),
    "ssh://git@gitlab.acme.example:2222/acme/shop.git": ("gitlab", "acme/shop", "https://gitlab.acme.example"),
    "http://gitlab.acme.example:8080/acme/shop": ("gitlab", "acme/shop", "http://gitlab.acme.example:8080"),
    "https://github.com/acme/shop.wiki.git": ("github", "acme/shop", "https://api.github.com"),
    "git@gitlab.com:acme/backend/shop.wiki.git": ("gitlab", "acme/backend/shop", "https://gitlab.com"),
    "git@github.com-work:acme/shop.git": ("github", "acme/shop", "https://api.github.com"),
    "git@github-work:acme/shop.git": ("github", "acme/shop", "https://api.github.com"),
    "ssh://git@gitlab.com_private/acme/shop.git": ("gitlab", "acme/shop", "https://gitlab.com"),
    "https://www.github.com/acme/shop": ("github", "acme/shop", "https://api.github.com"),
    "https://github-mirror.acme.example/acme/shop": (
        "github",
        "acme/shop",
        "https://github-mirror.acme.example/api/v3",
    ),
    "git@github-mirror.acme.example:acme/shop": ("github", "acme/shop", "https://github-mirror.acme.example/api/v3"),
    "git@gitlab:acme/shop.git": ("gitlab", "acme/shop", "https://gitlab"),
    "git@code.acme.example:acme/shop.git": ("", "acme/shop", "https://code.acme.example"),
    "ssh://git@[2001:db8::1]:22/acme/shop": ("", "acme/shop", "https://[2001:db8::1]"),
}


@pytest.mark.parametrize(("remote", "expected"), REMOTES.items(), ids=REMOTES.keys())
def test_a_remote_names_project_and_server(remote: str, expected: tuple[str, str, str]) -> None:
    assert discover({}, remote) == Discovered(*expected, "the git remote")


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "/srv/git/shop.git",
        "../shop",
        "file:///srv/git/shop.git",
        "C:\\git\\shop",
        "https://github.com/acme",
        "x",
        "https://github.com/acme/shop/extra",
        "https://[broken/acme/shop",
        "git@github.com:shop.git",
    ],
)
def test_what_is_no_remote_names_nothing(remote: str) -> None:
    assert discover({}, remote) is None
    assert discover({}, None) is None


@pytest.mark.parametrize("user", ["x-access-token:s3cr3t", "s3cr3t", "oauth2:s3cr3t", "gitlab-ci-token:s3cr3t"])
@pytest.mark.parametrize("host", ["github.com", "gitlab.com", "code.acme.example"])
def test_credentials_in_a_remote_are_dropped(user: str, host: str) -> None:
    found = discover({}, f"https://{user}@{host}/acme/shop.git")
    assert found is not None
    assert found.project == "acme/shop"
    assert "s3cr3t" not in repr(found)


def test_ci_outranks_the_remote() -> None:
    remote = "git@github.com:fork/shop.git"
    actions = {"GITHUB_REPOSITORY": "acme/shop", "GITHUB_API_URL": "https://ghe.acme.example/api/v3"}
    gitlab = {"CI_PROJECT_PATH": "acme/ops/shop", "CI_SERVER_URL": "https://git.acme.example/gitlab"}
    assert discover(actions, remote) == Discovered(
        "github", "acme/shop", "https://ghe.acme.example/api/v3", "GITHUB_REPOSITORY"
    )
    assert discover(gitlab, remote) == Discovered(
        "gitlab", "acme/ops/shop", "https://git.acme.example/gitlab", "CI_PROJECT_PATH"
    )


def test_ci_without_a_server_means_the_public_one() -> None:
    github = discover({"GITHUB_REPOSITORY": "acme/shop"}, None)
    enterprise = discover({"GITHUB_REPOSITORY": "a/b", "GITHUB_SERVER_URL": "https://ghe.acme.example"}, None)
    gitlab = discover({"CI_PROJECT_PATH": "acme/shop"}, None)
    assert github
    assert enterprise
    assert gitlab
    assert (github.url, enterprise.url, gitlab.url) == (
        "https://api.github.com",
        "https://ghe.acme.example/api/v3",
        "https://gitlab.com",
    )


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    found = discover({}, text)
    assert found is None or "/" in found.project


@pytest.mark.parametrize(
    ("remote", "site", "shown"),
    [
        ("git@code.example.com:ops/app.git", "https://code.example.com", "https://code.example.com/ops/app/-/blob/c0/"),
        ("ssh://git@code.example.com:2222/ops/app", "https://code.example.com:8443",
         "https://code.example.com:8443/ops/app/-/blob/c0/"),
        ("https://code.example.com/git/ops/app.git", "https://code.example.com/git",
         "https://code.example.com/git/ops/app/-/blob/c0/"),
        ("git@elsewhere.example:ops/app.git", "https://code.example.com", None),
    ],
)  # fmt: skip
def test_a_server_without_gitlab_in_its_name_is_known_by_ci_and_by_the_configuration(
    remote: str, site: str, shown: str | None
) -> None:
    for known in (sites({"CI_SERVER_URL": site}, ()), sites({}, [("gitlab", site)])):
        assert blob_url(remote, "c0", known) == shown
    assert blob_url(remote, "c0", {}) is None


@pytest.mark.parametrize("remote", ["https://github.com/acme/shop.wiki.git", "git@gitlab.com:acme/shop.wiki.git"])
def test_a_wikis_pages_have_no_address_like_a_projects_files(remote: str) -> None:
    assert blob_url(remote, "a" * 40, {}) is None
