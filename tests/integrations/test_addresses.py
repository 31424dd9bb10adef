"""Both servers' addresses are judged alike, as is whether a lost request may have had an effect."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import requests
import urllib3

from postmortem_tracker.errors import ConfigError
from postmortem_tracker.integrations.gitlab import address as gitlab
from postmortem_tracker.integrations.shared import addresses
from postmortem_tracker.integrations.shared.connection import never_sent
from postmortem_tracker.integrations.shared.values import moment

Check = Callable[[str, bool], str]


def github(url: str, insecure: bool) -> str:
    return addresses.checked_url(url, insecure, "https://api.github.com")


CHECKS = (github, gitlab.checked_url)
GOOD = (
    "https://git.example",
    "https://git.example:8443/sub",
    "http://localhost:8080",
    "http://127.0.0.1",
    "http://127.9.9.9:1",
    "http://[::1]:8080",
    "HTTPS://GIT.example",
)
CLEAR = (
    "http://git.example",
    "http://localhost.example",
    "http://127.0.0.1.example",
    "http://10.0.0.1",
    "http://[::2]",
)
BAD = (
    "",
    "git.example",
    "ftp://git.example",
    "https://",
    "https:///path",
    "https://[::1",
    "https://git.example:port",
    "https://git.example:99999",
    "file:///etc/passwd",
)
SIGNED = (
    "https://user:geheim@git.example",
    "https://geheim@git.example",
    "https://@git.example",
    "https://:@git.example",
    "ftp://user:geheim@git.example",
    "http://user:geheim@git.example",
    "https://user:geheim@git.example:port",
)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("url", GOOD)
def test_an_address_loses_its_last_slash(check: Check, url: str) -> None:
    assert check(f" {url}/ ", False) == url


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("url", CLEAR)
def test_a_token_travels_in_the_clear_only_where_somebody_asked_for_it(check: Check, url: str) -> None:
    with pytest.raises(ConfigError, match="is not encrypted"):
        check(url, False)
    assert check(url, True) == url


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("url", BAD)
def test_what_is_no_address_is_an_error_of_ours(check: Check, url: str) -> None:
    with pytest.raises(ConfigError, match="not a server's address"):
        check(url, True)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("url", SIGNED)
@pytest.mark.parametrize("insecure", [False, True])
def test_a_password_is_refused_and_not_repeated(check: Check, url: str, insecure: bool) -> None:
    with pytest.raises(ConfigError) as caught:
        check(url, insecure)
    assert "geheim" not in f"{caught.value.message} {caught.value.hint}"


def test_gitlabs_api_is_no_part_of_its_address() -> None:
    assert gitlab.checked_url("https://git.example/sub/api/v4/", False) == "https://git.example/sub"


# --- may it have had an effect? ------------------------------------------------------------------------------------

POOL = urllib3.HTTPSConnectionPool("git.example")


def failed(reason: Exception) -> urllib3.exceptions.MaxRetryError:
    return urllib3.exceptions.MaxRetryError(POOL, "/", reason)


NEVER = (
    requests.ConnectTimeout(),
    requests.exceptions.ProxyError(failed(urllib3.exceptions.ProxyError("no", OSError()))),
    requests.ConnectionError(failed(urllib3.exceptions.NewConnectionError(POOL, "refused"))),  # type: ignore[arg-type]
    requests.ConnectionError(failed(urllib3.exceptions.ConnectTimeoutError())),
    requests.exceptions.SSLError(failed(urllib3.exceptions.SSLError(ssl.SSLCertVerificationError()))),
    OSError("Could not find a suitable TLS CA certificate bundle"),
)
PERHAPS = (
    requests.ReadTimeout(),
    requests.ConnectionError(),
    requests.ConnectionError("gone"),
    requests.ConnectionError(urllib3.exceptions.ProtocolError("closed", ConnectionResetError())),
    requests.ConnectionError(failed(urllib3.exceptions.ReadTimeoutError(POOL, "/", "late"))),
    requests.exceptions.SSLError(failed(urllib3.exceptions.SSLError(ssl.SSLEOFError()))),
    requests.exceptions.ChunkedEncodingError(),
    urllib3.exceptions.ProtocolError("closed"),
)


@pytest.mark.parametrize("error", NEVER, ids=repr)
def test_without_a_connection_nothing_was_sent(error: Exception) -> None:
    assert never_sent(error)


@pytest.mark.parametrize("error", PERHAPS, ids=repr)
def test_in_doubt_it_was(error: Exception) -> None:
    assert not never_sent(error)


# --- moments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2027-01-01T00:00:00Z", "2027-01-01T01:00:00+01:00"])
def test_a_moment_is_told_in_utc(text: str) -> None:
    assert moment(text) == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2027-01-01T00:00:00", "2027-01-01", "soon", 5, True, ["2027"]])
def test_what_is_no_moment_everywhere_is_none(written: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        moment(written)
