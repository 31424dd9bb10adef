"""Where a token of the environment goes: to its own server, and nowhere that only a checkout names."""

from __future__ import annotations

import itertools
import stat
from pathlib import Path

import pytest

from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.integrations import Surroundings
from postmortem_tracker.integrations import connect as connect_any
from postmortem_tracker.integrations.github import connect
from postmortem_tracker.integrations.shared import trust
from tests.security.conftest import Listener
from tests.security.run import git, inside

SECRET = "ghp_ThisIsASecretOfTheJob0123456789ab"
HOSTS = trust.HOSTS
COMMANDS = (
    ("check", "pm"),
    ("plan", "pm"),
    ("report", "pm"),
    ("sync", "pm"),
    ("sync", "--dry-run", "pm"),
    ("remind", "pm"),
    ("remind", "--digest", "slack", "pm"),
    ("doctor",),
)


def configure(root: Path, **settings: str) -> None:
    lines = [f'{key} = "{value}"' for key, value in settings.items()]
    (root / "postmortem-tracker.toml").write_text("[trackers.hub]\n" + "\n".join(lines) + "\n")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("kind", "variable"), [("github", "GITHUB_TOKEN"), ("github", "GH_ENTERPRISE_TOKEN"), ("gitlab", "GITLAB_TOKEN")]
)
def test_a_server_that_the_repository_names_gets_nothing(
    repository: Path, listener: Listener, command: tuple[str, ...], kind: str, variable: str
) -> None:
    configure(repository, kind=kind, project="a/b", url=listener.url)
    done = inside(repository, *command, **{variable: SECRET})
    assert done.returncode == (1 if command == ("doctor",) else 2), done.stderr
    assert listener.heard == []
    assert SECRET not in done.stdout + done.stderr
    assert HOSTS in done.stdout + done.stderr


@pytest.mark.parametrize("remote", ["https://gitlab.its.host/a/b.git", "git@github.its.host:a/b.git"])
def test_a_remote_is_no_permission_either(repository: Path, remote: str) -> None:
    git(repository, "remote", "add", "origin", remote)
    configure(repository, kind="gitlab" if "gitlab" in remote else "github")
    done = inside(repository, "check", "pm", GITLAB_TOKEN=SECRET, GITHUB_TOKEN=SECRET)
    assert done.returncode == 2
    assert HOSTS in done.stderr


@pytest.mark.parametrize("how", ["environment", "option", "ci"])
@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_a_server_that_the_user_names_gets_it(repository: Path, listener: Listener, kind: str, how: str) -> None:
    configure(repository, kind=kind, project="a/b", url=listener.url)
    host = listener.url.removeprefix("http://")
    own = {"github": "GITHUB_API_URL", "gitlab": "CI_SERVER_URL"}[kind]
    given = {"environment": {HOSTS: f"other.example, {host}"}, "ci": {own: listener.url}, "option": {}}[how]
    before = ("--allow-host", host) if how == "option" else ()
    inside(repository, *before, "check", "pm", **{f"{kind.upper()}_TOKEN": SECRET}, **given)
    assert any(SECRET in each for each in listener.heard)


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("github", "https://api.github.com"),
        ("github", "https://github.com"),
        ("github", "https://API.GitHub.com:443/"),
        ("gitlab", "https://gitlab.com"),
        ("gitlab", "https://gitlab.com/api/v4"),
    ],
)
def test_everybodys_servers_are_trusted(kind: str, url: str) -> None:
    assert trust.trusts(kind, url, {})


@pytest.mark.parametrize(
    "url",
    [
        "http://api.github.com",
        "https://api.github.com:8443",
        "https://api.github.com.its.host",
        "https://its.host/api.github.com",
        "https://api.github.com@its.host",
        "https://its.host\\@api.github.com",
        "https://its.host#@api.github.com",
        "https://its.host?@api.github.com",
        "https://api.github.com\t.its.host",
        "https://аpi.github.com",
        "https://gitlab.com",
        "https://xapi.github.com",
        "file:///api.github.com",
        "https://[::1",
        "",
    ],
)
def test_what_only_looks_like_it_is_not(url: str) -> None:
    assert not trust.trusts("github", url, {})
    assert not trust.trusts("github", url, {"GITHUB_API_URL": "https://ghe.example/api/v3", HOSTS: "ghe.example"})


@pytest.mark.parametrize(
    ("named", "url", "expected"),
    [
        ("git.example", "https://git.example", True),
        ("git.example", "http://git.example", False),
        ("git.example", "https://git.example:8443", False),
        ("git.example:8443", "https://git.example:8443/x", True),
        ("http://git.example", "http://git.example", True),
        ("git.example:*", "https://git.example:1234", True),
        ("127.0.0.1:*", "http://127.0.0.1:1234", True),
        ("localhost:1234", "http://localhost:1234", True),
        ("localhost.its.host", "http://localhost.its.host", False),
        ("localhost.its.host:80", "http://localhost.its.host:80", False),
        ("127.its.host", "http://127.its.host", False),
        ("localhost.its.host", "https://localhost.its.host", True),
        ("*", "https://git.example", False),
        (".example", "https://git.example", False),
        ("", "https://git.example", False),
    ],
)
def test_what_is_named_is_meant_exactly(named: str, url: str, expected: bool) -> None:
    assert trust.trusts("gitlab", url, {HOSTS: named}) is expected
    assert trust.trusts("gitlab", url, {}, (named,)) is expected


def test_the_server_of_a_job_is_trusted_and_no_other(tmp_path: Path) -> None:
    job = {"CI_SERVER_URL": "https://git.example:8443"}
    assert trust.trusts("gitlab", "https://git.example:8443/", job)
    assert not trust.trusts("gitlab", "https://git.example", job)
    assert not trust.trusts("github", "https://git.example:8443", job)


# --- token_env ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["AWS_SECRET_ACCESS_KEY", "HOME", "NPM_TOKEN", "GITLAB_TOKEN", "ACTIONS_RUNTIME_TOKEN"]
)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_configuration_reaches_no_other_variable(
    repository: Path, listener: Listener, name: str, command: tuple[str, ...]
) -> None:
    configure(repository, kind="github", project="a/b", url=listener.url, token_env=name)
    host = listener.url.removeprefix("http://")
    done = inside(repository, *command, **{name: SECRET, HOSTS: host})
    assert done.returncode in (1, 2)
    assert listener.heard == []
    assert SECRET not in done.stdout + done.stderr


def test_a_token_that_was_pasted_for_a_name_is_not_repeated(repository: Path) -> None:
    for pasted in (
        SECRET,
        "glpat-abcdefghijklmnopqrst",
        "AKIAABCDEFGHIJKLMNOP",
        "deadbeefdeadbeefdeadbeef",
        "abcdefghijkl",
    ):
        configure(repository, kind="gitlab", project="a/b", token_env=pasted)
        for command, verbose in itertools.product(COMMANDS, ((), ("--verbose",))):
            done = inside(repository, *verbose, *command)
            assert pasted not in done.stdout + done.stderr
            assert done.returncode in (1, 2)


def test_names_that_the_user_lists_count() -> None:
    listed = {trust.NAMES: "OUR_TOKEN,OTHER"}
    assert trust.checked_name("trackers.hub", "OUR_TOKEN", "github", listed) == "OUR_TOKEN"
    for name in ("GITHUB_PAT", "GH_TOKEN", "POSTMORTEM_TRACKER_TOKEN", ""):
        assert trust.checked_name("trackers.hub", name, "github", {}) == name
    with pytest.raises(ConfigError):
        trust.checked_name("trackers.hub", "OUR_TOKEN", "github", {})


# --- gh, and what else could lend one -------------------------------------------------------------------------------


def test_gh_is_asked_without_the_tokens_of_the_environment(
    repository: Path, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """gh gives a token of its environment for any server it is asked about."""
    gh = tmp_path / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text('#!/bin/sh\nprintf "%s" "$GH_ENTERPRISE_TOKEN$GITHUB_ENTERPRISE_TOKEN$GH_TOKEN$GITHUB_TOKEN"\n')
    gh.chmod(gh.stat().st_mode | stat.S_IXUSR)
    configure(repository, kind="github", project="a/b", url=listener.url)
    path = f"{gh.parent}:/usr/bin:/bin"
    for name in ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GH_TOKEN"):
        done = inside(repository, "check", "pm", **{"PATH": path, name: SECRET})
        assert done.returncode == 2
    assert listener.heard == []


# --- which of several tokens, by the server that is meant -----------------------------------------------------------

OF_GITHUB, OF_ENTERPRISE, OF_GH = "ghp_OfGitHubItself", "ghp_OfTheEnterpriseServer", "gho_KeptByGh"
GITHUB_S_OWN = {
    "https://api.github.com": "github.com",
    "https://api.github.com/": "github.com",
    "https://API.GitHub.com": "github.com",
    "https://api.github.com:443/": "github.com",
    "https://api.github.com.": "github.com",
    " https://api.github.com ": "github.com",
    "https://github.com": "github.com",
    "https://api.acme.ghe.com": "acme.ghe.com",
    "https://API.acme.GHE.com:443/": "acme.ghe.com",
    "https://acme.ghe.com": "acme.ghe.com",
}
NOT_GITHUB_S = {
    "https://ghe.acme.example/api/v3": "ghe.acme.example",
    "https://api.github.com.its.host": "api.github.com.its.host",
    "https://xapi.github.com.example": "xapi.github.com.example",
    "https://acme.ghe.com.its.host": "acme.ghe.com.its.host",
    "https://ghe.com.example": "ghe.com.example",
}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens that trackers are made with, in place of the trackers."""
    tokens: list[str] = []
    monkeypatch.setattr(connect, "GitHubTracker", lambda _name, _project, token, **_: tokens.append(token))
    return tokens


def sign_in(root: Path, url: str, env: dict[str, str], *, insecure: bool = False) -> None:
    host = url.strip().removeprefix("https://").partition("/")[0].rstrip(".")
    settings = TrackerSettings(kind="github", project="a/b", url=url, insecure=insecure)
    connect.connect_github("hub", settings, Surroundings(root, env, allowed_hosts=(host,) if env else ()))


@pytest.mark.parametrize("url", GITHUB_S_OWN)
def test_the_enterprise_servers_token_never_goes_to_github(tmp_path: Path, given: list[str], url: str) -> None:
    both = {"GH_ENTERPRISE_TOKEN": OF_ENTERPRISE, "GITHUB_ENTERPRISE_TOKEN": OF_ENTERPRISE, "GITHUB_TOKEN": OF_GITHUB}
    sign_in(tmp_path, url, both)
    assert given == [OF_GITHUB]


@pytest.mark.parametrize("url", NOT_GITHUB_S)
def test_an_enterprise_server_gets_its_own_token_first(tmp_path: Path, given: list[str], url: str) -> None:
    sign_in(tmp_path, url, {"GH_ENTERPRISE_TOKEN": OF_ENTERPRISE, "GITHUB_TOKEN": OF_GITHUB})
    assert given == [OF_ENTERPRISE]


@pytest.mark.parametrize(("url", "host"), (GITHUB_S_OWN | NOT_GITHUB_S).items())
def test_gh_is_asked_for_the_website_of_the_server(
    tmp_path: Path, given: list[str], monkeypatch: pytest.MonkeyPatch, url: str, host: str
) -> None:
    kept = {host: OF_GH, "its.host": "of another server"}
    monkeypatch.setattr(connect, "_run", lambda command: kept.get(command[-1].removeprefix("--hostname=")))
    sign_in(tmp_path, url, {})
    assert given == [OF_GH]


@pytest.mark.parametrize(
    "url",
    ["http://api.github.com", "http://github.com", "https://github.com:8443", "http://acme.ghe.com"],
)
def test_what_gh_keeps_for_a_host_goes_to_its_encrypted_usual_port_alone(
    tmp_path: Path, given: list[str], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr(connect, "_run", lambda _command: OF_GH)
    with pytest.raises(ConfigError):
        sign_in(tmp_path, url, {}, insecure=True)
    assert given == []


@pytest.mark.parametrize(
    "url", ["https://api.github.com@its.host", "https://its.host\\@api.github.com", "https://github.com:1@its.host/"]
)
def test_an_address_with_a_user_in_it_is_no_servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(connect, "_run", lambda _command: OF_GH)
    with pytest.raises(ConfigError, match="user name"):
        sign_in(tmp_path, url, {})


@pytest.mark.parametrize("url", ["https://[::1", "https://git.example:ssh", "https://git.example:99999"])
@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_an_address_that_cannot_be_taken_apart_is_refused(tmp_path: Path, kind: str, url: str) -> None:
    settings = TrackerSettings(kind=kind, project="a/b", url=url)
    with pytest.raises(ConfigError, match=r"trackers\.hub\.url: not a server's address"):
        connect_any("hub", settings, Surroundings(tmp_path, {}))
