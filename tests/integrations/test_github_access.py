"""Signing in, addresses, links and what `doctor` learns about GitHub."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.errors import ConfigError, TrackerUnavailableError
from postmortem_tracker.integrations.github.links import web_url_of
from postmortem_tracker.integrations.github.tracker import App, GitHubTracker, find_token
from postmortem_tracker.integrations.shared.label_styles import style
from postmortem_tracker.model import IssueChange, IssueRef
from tests.integrations.conftest import TOKEN, MakeTracker, Naps, issue
from tests.integrations.test_gitlab_access import certificate
from tests.proxy import Action, Proxy, answer, answer_text, proxy_for

LABEL = "postmortem"
REPOSITORY: dict[str, Any] = {
    "full_name": "acme/shop",
    "has_issues": True,
    "archived": False,
    "private": True,
    "permissions": {"admin": False, "push": True, "pull": True},
}


def no_gh(command: Sequence[str]) -> str | None:
    return None


# Signing in.


@pytest.mark.parametrize(
    ("env", "host", "expected"),
    [
        ({"GITHUB_TOKEN": "a", "GH_TOKEN": "b"}, "github.com", "a"),
        ({"GITHUB_TOKEN": " ", "GH_TOKEN": "b\n"}, "github.com", "b"),
        ({"GH_ENTERPRISE_TOKEN": "c", "GITHUB_TOKEN": "a"}, "ghe.acme.example", "c"),
        ({"GH_ENTERPRISE_TOKEN": "c"}, "github.com", None),
        ({}, "github.com", None),
    ],
)
def test_tokens_are_taken_from_the_environment_in_order(env: dict[str, str], host: str, expected: str | None) -> None:
    assert find_token(env, no_gh, host) == expected


def test_gh_is_asked_only_where_the_environment_is_silent() -> None:
    asked: list[Sequence[str]] = []

    def gh(command: Sequence[str]) -> str:
        asked.append(command)
        return "from-gh\n"

    assert find_token({"GH_TOKEN": "b"}, gh) == "b"
    assert asked == []
    assert find_token({}, gh, "ghe.acme.example") == "from-gh"
    assert asked == [("gh", "auth", "token", "--hostname=ghe.acme.example")]


@pytest.mark.parametrize("token", ["a\nb", "a b", "ä"])
def test_a_broken_token_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ConfigError) as caught:
        GitHubTracker("hub", "acme/shop", token)
    assert token not in str(caught.value)


def test_a_token_may_be_given_anew_for_each_request(stub: Proxy, make: MakeTracker) -> None:
    stub.on("GET", "/repos", answer(200, []), times=None)
    tokens = iter(["first", "second"])
    tracker = make(stub, token=lambda: next(tokens))
    assert list(tracker.list(LABEL)) == list(tracker.list(LABEL)) == []
    assert [seen.headers["Authorization"] for seen in stub.seen] == ["token first", "token second"]


def test_a_public_repository_is_read_without_signing_in(stub: Proxy, make: MakeTracker) -> None:
    stub.on("GET", "/repos", answer(200, []))
    assert list(make(stub, token=None).list(LABEL)) == []
    assert "Authorization" not in stub.seen[0].headers


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    key = rsa.generate_private_key(65537, 2048)
    kind, plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    path = tmp_path / "app.pem"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    return path


def test_an_app_signs_in_once_for_many_requests(
    stub: Proxy, make: MakeTracker, key_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "github")  # PyGithub sets a level of its own
    granted = {"token": "ghs_fresh0123456789", "expires_at": "2999-01-01T00:00:00Z"}
    stub.on("POST", "/app/installations/5/access_tokens", answer(201, granted), times=None)
    stub.on("GET", "/repos", answer(200, []), times=None)
    tracker = make(stub, token=App("123", key_file, 5))
    assert list(tracker.list(LABEL)) == list(tracker.list(LABEL)) == []
    assert [seen.method for seen in stub.seen] == ["POST", "GET", "GET"]
    assert stub.seen[0].headers["Authorization"].startswith("Bearer eyJ")
    assert stub.seen[-1].headers["Authorization"] == "token ghs_fresh0123456789"
    assert "ghs_fresh0123456789" not in caplog.text


def test_an_apps_installation_is_asked_for_once(stub: Proxy, make: MakeTracker, key_file: Path) -> None:
    granted = {"token": "ghs_fresh0123456789", "expires_at": "2999-01-01T00:00:00Z"}
    stub.on("GET", "/repos/acme/shop/installation", answer(200, {"id": 77}), times=None)
    stub.on("POST", "/app/installations/77/access_tokens", answer(201, granted), times=None)
    stub.on("GET", "/repos/acme/shop/issues", answer(200, []), times=None)
    tracker = make(stub, token=App("123", key_file))
    assert list(tracker.list(LABEL)) == list(tracker.list(LABEL)) == []
    asked = [(seen.method, seen.path.partition("?")[0]) for seen in stub.seen]
    assert asked == [
        ("GET", "/repos/acme/shop/installation"),
        ("POST", "/app/installations/77/access_tokens"),
        ("GET", "/repos/acme/shop/issues"),
        ("GET", "/repos/acme/shop/issues"),
    ]
    assert [seen.headers["Authorization"].split()[0] for seen in stub.seen] == ["Bearer", "Bearer", "token", "token"]
    assert tracker.requests == 4


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"expires_at": None},
        {"expires_at": ""},
        {"expires_at": "soon"},
        {"expires_at": 3600},
        {"expires_at": "2999-01-01T00:00:00"},
        {"expires_at": "Fri, 01 Jan 2999 00:00:00 GMT"},
    ],
)
def test_a_token_of_which_nobody_knows_how_long_it_holds_is_an_error_and_not_renewed_at_every_request(
    stub: Proxy, make: MakeTracker, key_file: Path, told: dict[str, object]
) -> None:
    stub.on("POST", "/app/installations/5/access_tokens", answer(201, {"token": "ghs_fresh", **told}), times=None)
    stub.on("GET", "/repos", answer(200, []), times=None)
    tracker = make(stub, token=App("123", key_file, 5))
    with pytest.raises(TrackerUnavailableError, match="not as its API says"):
        list(tracker.list(LABEL))
    assert [seen.method for seen in stub.seen] == ["POST"]


def test_an_apps_token_is_renewed_before_it_ends(stub: Proxy, make: MakeTracker, key_file: Path, naps: Naps) -> None:
    until = [naps.now + 3600, naps.now + 7200]
    for number, moment in enumerate(until):
        stamp = datetime.fromtimestamp(moment, UTC).isoformat()
        stub.on(
            "POST", "/app/installations/5/access_tokens", answer(201, {"token": f"ghs_{number}", "expires_at": stamp})
        )
    stub.on("GET", "/repos", answer(200, []), times=None)
    tracker = make(stub, token=App("123", key_file, 5))
    for _ in range(2):
        list(tracker.list(LABEL))
    naps.now += 3550
    list(tracker.list(LABEL))
    assert stub.count("POST") == 2
    assert stub.seen[-1].headers["Authorization"] == "token ghs_1"


@pytest.mark.parametrize(("status", "said"), [(404, "is not installed in acme/shop"), (401, "refused the App's")])
def test_an_app_that_is_not_installed_says_so(
    stub: Proxy, make: MakeTracker, key_file: Path, status: int, said: str
) -> None:
    stub.on("GET", "/repos/acme/shop/installation", answer(status, {"message": "no"}), times=None)
    with pytest.raises(TrackerUnavailableError, match=said) as caught:
        list(make(stub, token=App(123, key_file)).list(LABEL))
    assert "app_installation" in caught.value.hint
    assert len(stub.seen) == 1


@pytest.mark.parametrize("status", [401, 404, 500])
def test_an_app_that_may_not_sign_in_says_so(stub: Proxy, make: MakeTracker, key_file: Path, status: int) -> None:
    stub.on("POST", "/app/installations", answer(status, {"message": "no"}), times=None)
    with pytest.raises(TrackerUnavailableError) as caught:
        list(make(stub, token=App(123, key_file, 5)).list(LABEL))
    assert caught.value.hint
    assert stub.count("GET") == 0


@pytest.mark.parametrize("content", [None, "not a key", b"\xff\xfe"])
def test_a_key_file_that_holds_no_key_is_refused(tmp_path: Path, content: str | bytes | None) -> None:
    path = tmp_path / "app.pem"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigError, match=r"app\.pem"):
        GitHubTracker("hub", "acme/shop", App(1, path, 5))


# Addresses.


@pytest.mark.parametrize(
    ("api", "web"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://api.acme.ghe.com", "https://acme.ghe.com"),
        ("https://ghe.acme.example/api/v3", "https://ghe.acme.example"),
        ("https://ghe.acme.example:8443/api/v3", "https://ghe.acme.example:8443"),
        ("https://api.acme.example", "https://acme.example"),
        ("https://api.acme.example/api/v3", "https://api.acme.example"),
        ("https://acme.example/github/api/v3", "https://acme.example/github"),
    ],
)
def test_the_website_follows_from_the_api(api: str, web: str) -> None:
    assert web_url_of(api) == web


def test_an_enterprise_server_is_asked_below_its_path(stub: Proxy) -> None:
    base = f"{stub.url}/api/v3"
    link = f'<{base}/repos/acme/shop/issues?page=2>; rel="next"'
    stub.on("GET", r"/api/v3/repos/acme/shop/issues\?.*[?&]page=2", answer(200, [issue(2)]))
    stub.on("GET", "/api/v3/repos/acme/shop/issues", answer(301, {}, Location=f"{base}/repositories/9/issues"))
    stub.on("GET", "/api/v3/repositories/9/issues", answer(200, [issue(1)], Link=link))
    tracker = GitHubTracker("hub", "acme/shop", TOKEN, url=f"{base}/")
    assert [found.ref.number for found in tracker.list(LABEL)] == [1, 2]
    assert tracker.resolve("x", f"{stub.url}/acme/shop/issues/3", "a.md") == IssueRef("hub", "acme/shop", 3)


def test_an_own_certificate_authority_is_trusted_when_named(tmp_path: Path, make: MakeTracker) -> None:
    pem, secret = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    with proxy_for(tls=context) as server:
        server.on("GET", "/repos", answer(200, []), times=None)
        stranger = make(server)
        with pytest.raises(TrackerUnavailableError, match="certificate") as caught:
            list(stranger.list(LABEL))
        assert "ca" in caught.value.hint
        # The request was never sent: nothing is left to guess about.
        with pytest.raises(TrackerUnavailableError, match="certificate"):
            stranger.update(IssueRef("hub", "acme/shop", 1), IssueChange(title="t"))
        assert server.seen == []
        assert list(make(server, ca=pem).list(LABEL)) == []


def test_the_proxy_variables_are_used(stub: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HTTP_PROXY", stub.url)
    monkeypatch.setenv("http_proxy", stub.url)
    stub.on("GET", r"http://ghe\.acme\.example(:80)?/api/v3/repos/acme/shop/issues", answer(200, []))
    tracker = GitHubTracker("hub", "acme/shop", TOKEN, url="http://ghe.acme.example/api/v3", insecure=True)
    assert list(tracker.list(LABEL)) == []
    assert len(stub.seen) == 1


# Links.

GITHUB = GitHubTracker("hub", "Acme/Shop")


@pytest.mark.parametrize(
    ("text", "url", "number"),
    [
        ("#12", None, 12),
        ("GH-12", None, 12),
        ("gh-12", None, 12),
        ("acme/shop#12", None, 12),
        ("https://github.com/acme/shop/issues/12", None, 12),
        ("x", "https://github.com/ACME/shop/issues/12", 12),
        ("x", "http://github.com/acme/shop/issues/12/", 12),
        ("x", "https://github.com/acme/shop/issues/12#issuecomment-3", 12),
        ("x", "https://github.com/acme/shop/issues/12?a=b", 12),
        ("#12", "https://github.com/acme/other/issues/12", None),
        ("#12", "https://github.com.evil.example/acme/shop/issues/12", None),
        ("#12", "https://github.com@evil.example/acme/shop/issues/12", None),
        ("#12", "https://github.com:444/acme/shop/issues/12", None),
        ("#12", "https://[broken/acme/shop/issues/12", None),
        ("#12", "https://github.com/acme/shop/pull/12", None),
        ("#12", "javascript:alert(1)", None),
        ("#012", None, None),
        ("acme/other#12", None, None),
        ("12", None, None),
    ],
)
def test_links_of_this_project_resolve(text: str, url: str | None, number: int | None) -> None:
    found = GITHUB.resolve(text, url, "a.md")
    assert found == (None if number is None else IssueRef("hub", "Acme/Shop", number))


@given(
    st.text(max_size=40), st.none() | st.text(max_size=60) | st.text(max_size=20).map("https://github.com/{}".format)
)
def test_any_text_is_survived(text: str, url: str | None) -> None:
    found = GITHUB.resolve(text, url, "a.md")
    assert found is None or found.number > 0


def test_a_number_beyond_all_numbers_is_none() -> None:
    assert GITHUB.resolve("#" + "9" * 5000, None, "a.md") is None


# Milestones, labels.


@pytest.mark.parametrize("name", ["P0", "priority: P4", "SEV1", "S5", "postmortem", "team/ops", "", "数据"])
def test_every_label_has_a_colour_and_a_short_description(name: str) -> None:
    colour, description = style(name)
    assert len(colour) == 6
    assert int(colour, 16) >= 0
    assert 0 < len(description) <= 100


# Doctor.


def diagnosed(stub: Proxy, make: MakeTracker, raw: dict[str, Any], users: Sequence[str] = (), **headers: str) -> Any:
    stub.on("GET", "/repos/acme/shop/assignees/alice", answer(204), times=None)
    stub.on("GET", "/repos/acme/shop/labels", answer(200, [{"name": LABEL}]), times=None)
    stub.on("GET", "/repos/acme/shop$", answer(200, raw, **headers), times=None)
    return {one.name: one for one in make(stub).inspect(users, (LABEL, "P1"))}


def test_doctor_reads_and_never_writes(stub: Proxy, make: MakeTracker) -> None:
    headers = {"X_RateLimit_Remaining": "4000", "X_RateLimit_Limit": "5000", "X_OAuth_Scopes": "repo, gist"}
    found = diagnosed(stub, make, REPOSITORY, ("alice", "nobody"), **headers)
    assert {name: one.ok for name, one in found.items()} == {
        "repository": True,
        "issues": True,
        "visibility": True,
        "token": True,
        "rate limit": True,
        "labels": True,
        "user alice": True,
        "user nobody": False,
    }
    assert "P1" in found["labels"].message
    assert LABEL not in found["labels"].message
    assert "4000 of 5000" in found["rate limit"].message
    assert stub.writes() == 0
    assert len(stub.seen) == 4  # the repository, the labels and both users


@pytest.mark.parametrize(
    ("change", "headers", "name", "words"),
    [
        ({"has_issues": False}, {}, "issues", "disabled"),
        ({"archived": True}, {}, "archived", "archived"),
        ({}, {"X_OAuth_Scopes": "gist"}, "token", "gist"),
        ({}, {"X_OAuth_Scopes": ""}, "token", "none"),
        ({"permissions": {"pull": True}}, {}, "token", "may not label"),
        ({}, {"X_RateLimit_Remaining": "3", "X_RateLimit_Limit": "1000"}, "rate limit", "3 of 1000"),
    ],
)
def test_doctor_names_each_problem_and_its_cure(
    stub: Proxy, make: MakeTracker, change: dict[str, Any], headers: dict[str, str], name: str, words: str
) -> None:
    problem = diagnosed(stub, make, REPOSITORY | change, **headers)[name]
    assert problem.ok is False
    assert words in problem.message
    assert problem.hint


def test_doctor_says_that_a_repository_was_renamed(stub: Proxy, make: MakeTracker) -> None:
    found = diagnosed(stub, make, REPOSITORY | {"full_name": "acme/store"})["repository"]
    assert "acme/store" in found.message
    assert "acme/store" in found.hint


def test_doctor_survives_what_it_cannot_read(stub: Proxy, make: MakeTracker) -> None:
    (found,) = make(stub).inspect(("alice",))
    assert (found.name, found.ok) == ("repository", False)
    assert found.hint


def test_whether_it_is_private_is_asked_once(stub: Proxy, make: MakeTracker) -> None:
    stub.on("GET", "/repos/acme/shop$", answer(200, REPOSITORY), times=None)
    tracker = make(stub)
    assert tracker.capabilities.private is None
    assert tracker.is_private()
    assert tracker.is_private()
    assert tracker.capabilities.private is True
    assert len(stub.seen) == 1


@pytest.mark.parametrize("said", [answer(404, {"message": "Not Found"}), answer_text(200, "<html>")])
def test_the_address_of_the_website_is_told_from_that_of_the_api(stub: Proxy, said: Action) -> None:
    stub.on("GET", ".*", said, times=None)
    for url, told in ((stub.url, True), (f"{stub.url}/", True), (f"{stub.url}/api/v3", False)):
        with pytest.raises(TrackerUnavailableError) as caught:
            list(GitHubTracker("hub", "acme/shop", TOKEN, url=url, sleep=lambda _: None).list(LABEL))
        assert ("ends in /api/v3" in caught.value.hint) is told
