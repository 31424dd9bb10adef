"""What may be a token or a password is refused wherever it stands in a configuration, and not repeated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.config.load import validate
from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.integrations import Surroundings, connect
from tests.e2e.conftest import Project

TOKENS = (
    "ghp_0aB1cD2eF3gH4iJ5",
    "github_pat_11AAAA_bbbb",
    "glpat-xY3-kk_90aBc",
    "gldt-aaaaaaaaaaaa",
    "xoxb-123-456-abc",
)
SECRET = "hunter2-of-the-job"


def refused(data: dict[str, Any]) -> str:
    with pytest.raises(ConfigError) as caught:
        validate(data)
    first = caught.value
    return "\n".join(f"{each.message} | {each.hint}" for each in (first, *first.others))


@pytest.mark.parametrize("kind", ["github", "gitlab", "jira"])
@pytest.mark.parametrize(
    ("url", "what"),
    [
        (f"https://oauth2:{SECRET}@git.example.com", "a user name or a password"),
        (f"https://{SECRET}@git.example.com/api/v3", "a user name or a password"),
        (f"https://git.example.com?private_token={SECRET}", "a query"),
        (f"https://git.example.com/#{SECRET}", "a fragment"),
    ],
)
def test_an_address_with_a_secret_in_it_is_refused(kind: str, url: str, what: str) -> None:
    said = refused({"trackers": {"g": {"kind": kind, "project": "a/b", "url": url}}})
    assert f"trackers.g.url: {what} is no part of a server's address" in said
    assert SECRET not in said


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_the_trackers_themselves_refuse_it_too(kind: str, tmp_path: Path) -> None:
    settings = TrackerSettings(kind=kind, project="a/b", url=f"https://x:{SECRET}@git.example.com")
    with pytest.raises(ConfigError) as caught:
        connect("g", settings, Surroundings(tmp_path, {}))
    assert SECRET not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    "url", ["", "https://gitlab.com", "https://git.example.com:8443/gitlab", "http://[::1]:80/api/v3"]
)
def test_plain_addresses_are_taken(url: str) -> None:
    assert validate({"trackers": {"g": {"kind": "gitlab", "url": url}}}).trackers["g"].url == url


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("trackers.g.project", lambda token: {"trackers": {"g": {"kind": "github", "project": token}}}),
        ("trackers.g.project", lambda token: {"trackers": {"g": {"kind": "gitlab", "project": f"a/{token}"}}}),
        ("trackers.g.kind", lambda token: {"trackers": {"g": {"kind": token}}}),
        ("trackers.g.options.key", lambda token: {"trackers": {"g": {"kind": "x", "options": {"key": token}}}}),
        ("default_tracker", lambda token: {"default_tracker": token}),
        ("documents no. 2", lambda token: {"documents": ["docs", token]}),
        ("routes no. 1, tracker", lambda token: {"routes": [{"tracker": token}]}),
        ("sync.label", lambda token: {"sync": {"label": token}}),
        ("sync.write_back", lambda token: {"sync": {"write_back": token}}),
        ("trackers: a key", lambda token: {"trackers": {token: {"kind": "github"}}}),
        ("the configuration: a key", lambda token: {token: 1}),
        ("people.Ana.github", lambda token: {"people": {"Ana": {"github": token}}}),
    ],
)
def test_a_token_is_refused_wherever_it_stands(token: str, place: str, data: Any) -> None:
    said = refused(data(token))
    assert place in said
    assert "looks like a token" in said
    assert token not in said


@pytest.mark.parametrize(
    "word",
    ["docs/glossary-of-terms", "glance-at-the-queue", "gh/pages", "ghost_writers", "risk-sk-register", "a/glpat"],
)
def test_words_that_begin_alike_are_none(word: str) -> None:
    assert validate({"documents": [word]}).documents == (word,)


def test_links_in_reports_hold_no_password() -> None:
    for data in (
        {"report": {"document_url": f"https://x:{SECRET}@git.example.com/{{path}}"}},
        {"ticket_urls": {"OPS": f"https://{SECRET}@tickets.example.com/{{key}}"}},
    ):
        said = refused(data)
        assert "a user name or a password has no place in an address" in said
        assert SECRET not in said
    assert validate({"ticket_urls": {"OPS": "https://tickets.example.com/?id={key}"}}).ticket_urls


@pytest.mark.parametrize("command", [("plan", "pm"), ("sync", "pm"), ("doctor",), ("report", "pm"), ("check", "pm")])
def test_no_command_prints_it(tmp_path: Path, command: tuple[str, ...]) -> None:
    project = Project(tmp_path)
    url = f"https://oauth2:{SECRET}@git.example.com"
    project.write("postmortem-tracker.toml", f'[trackers.g]\nkind = "gitlab"\nproject = "a/b"\nurl = "{url}"\n')
    project.write("pm/a.md", "# Postmortem: A\n\n## Action items\n\n- [ ] Add an alert\n")
    done = project.run(*command, GITLAB_TOKEN="t" * 20)
    assert done.returncode == 2
    assert "trackers.g.url" in done.stderr
    assert SECRET not in done.stdout + done.stderr


# Types are what the schema says: what only looks like it is another value than was meant.


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"sync": {"max_creates": "50"}}, 'sync.max_creates: a whole number, at least 0, is needed, not "50"'),
        ({"sync": {"max_creates": 50.0}}, "sync.max_creates: a whole number"),
        ({"sync": {"max_creates": True}}, "sync.max_creates: a whole number, at least 0, is needed, not true"),
        ({"sync": {"write_back": "yes"}}, 'sync.write_back: true or false is needed, not "yes"'),
        ({"sync": {"write_back": "no"}}, "sync.write_back: true or false"),
        ({"sync": {"close_orphans": 1}}, "sync.close_orphans: true or false is needed, not 1"),
        ({"sync": {"max_wait": "60"}}, "sync.max_wait: a number"),
        ({"policy": {"deadlines": {"default": "90"}}}, "policy.deadlines.default: a whole number"),
        ({"policy": {"deadlines": {"priority": {"P1": "30"}}}}, "policy.deadlines.priority.P1: a whole number"),
        ({"trackers": {"a": {"app_installation": "17"}}}, "trackers.a.app_installation: a whole number"),
        ({"trackers": {"a": {"private": "true"}}}, "trackers.a.private: true or false"),
        ({"remind": {"since": 20260101}}, "remind.since: a date is needed"),
    ],
)
def test_a_value_of_another_type_is_refused(data: dict[str, Any], says: str) -> None:
    assert says in refused(data)


@given(
    st.sampled_from(["write_back", "close_orphans", "cache", "max_creates", "max_wait"]),
    st.sampled_from(["1", "0", "true", "false", "on", "off", "yes", "no", "2.5", ""]),
)
def test_no_text_is_a_number_or_a_switch(key: str, text: str) -> None:
    assert f"sync.{key}: " in refused({"sync": {key: text}})


def test_an_ordinary_name_is_no_token() -> None:
    validate({"report": {"teams": {"sk-platform-engineering": ["dana"]}}})
    assert "token" in refused({"report": {"teams": {"SRE": ["sk-proj-abc123def456ghi789"]}}})


KEYS = (
    "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0bGluZQ==\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY----- c2VjcmV0bGluZQ== -----END PRIVATE KEY-----",
    "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0bGluZQ==",
    "MIIEpAIBAAKCAQEA" + "c2VjcmV0bGluZQ" * 8,
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2VjcmV0bGluZQ",
)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", ["app_key_file", "ca_file", "token_env", "path", "project", "app_id"])
def test_a_private_key_in_place_of_a_file_is_refused_and_not_repeated(name: str, key: str) -> None:
    said = refused({"trackers": {"g": {"kind": "github", name: key}}})
    assert f"trackers.g.{name}" in said
    assert "c2Vjcm" not in said


@pytest.mark.parametrize("name", ["app_key_file", "ca_file"])
def test_a_certificate_in_place_of_its_file_is_refused_in_one_line(name: str) -> None:
    said = refused({"trackers": {"g": {"kind": "github", name: "-----BEGIN CERTIFICATE-----\nabc"}}})
    assert f"trackers.g.{name}: not the name of a file" in said
    assert "abc" not in said
