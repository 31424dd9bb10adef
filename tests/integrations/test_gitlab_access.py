"""Addresses, tokens and rights at GitLab: no secret leaves, and doctor says what is missing."""

from __future__ import annotations

import ssl
import traceback
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from postmortem_tracker.errors import ConfigError, TrackerError, TrackerUnavailableError
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from tests.contract import LABEL
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault
from tests.fakes.gitlab_server import Server
from tests.integrations.gitlab_calls import CALLS, DRAFT, PROJECT, Waits, connected


@pytest.fixture
def fake(fake: FakeGitLab) -> FakeGitLab:
    fake._create(PROJECT, {"title": "there", "labels": LABEL})
    return fake


@pytest.fixture
def tracker(fake: FakeGitLab, waits: Waits) -> GitLabTracker:
    return connected(fake, waits)


# Addresses and secrets.


@pytest.mark.parametrize(
    "url", ["http://gitlab.example.com", "ftp://x", "gitlab.example.com", "https://u:p@gitlab.example.com", ""]
)
def test_an_address_that_would_leak_is_refused(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        GitLabTracker(PROJECT, TOKEN, url=url)
    assert "u:p" not in str(caught.value)


def test_other_addresses_are_taken() -> None:
    for url in ("https://gitlab.example.com/api/v4/", "http://localhost:8080", "http://[::1]:80", "http://127.0.0.1"):
        GitLabTracker(PROJECT, TOKEN, url=url)
    GitLabTracker(PROJECT, TOKEN, url="http://gitlab.example.com", insecure=True)


@pytest.mark.parametrize("project", ["", "incidents", "a b/c"])
def test_a_project_needs_its_path(project: str) -> None:
    with pytest.raises(ConfigError):
        GitLabTracker(project, TOKEN)


def test_another_host_is_not_asked(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    other = FakeGitLab(PROJECT)
    with Server(other):
        place = f"{other.base}/api/v4/projects/ops%2Fincidents/issues"
        fake.faults = [Fault(method, "", status=302, headers={"Location": place}) for method in ("GET", "POST")]
        with pytest.raises(TrackerUnavailableError, match="nothing was sent"):
            list(tracker.list(LABEL))
        with pytest.raises(TrackerUnavailableError, match="nothing was sent"):
            tracker.create(DRAFT)
        assert other.requests == []


def test_a_redirect_on_the_same_server_keeps_the_sign_in(
    fake: FakeGitLab, tracker: GitLabTracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password from-netrc\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    fake.rename(PROJECT, "ops/outages")
    assert len(list(tracker.list(LABEL))) == 1
    assert {request.headers["Authorization"] for request in fake.requests} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f"{TOKEN}\r\n", f" {TOKEN}\t"])
def test_white_space_around_a_token_does_not_count(fake: FakeGitLab, waits: Waits, token: str) -> None:
    assert len(list(connected(fake, waits, token=token).list(LABEL))) == 1


@pytest.mark.parametrize("token", ["glpat-a\nb", "glpat-a\rb", "glpat-a b", "glpat-\x7f", "glpat-\u00e4", "a\x00b"])
def test_what_can_be_no_token_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ConfigError, match="GITLAB_TOKEN") as caught:
        GitLabTracker(PROJECT, token)
    assert token not in "".join(traceback.format_exception(caught.value))


def test_a_netrc_file_does_not_speak_for_us(
    fake: FakeGitLab, waits: Waits, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password from-netrc\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    list(connected(fake, waits).list(LABEL))
    assert fake.requests[0].headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("status", [0, 400, 401, 403, 404, 409, 429, 502])
def test_no_error_shows_the_token(
    fake: FakeGitLab, tracker: GitLabTracker, capsys: pytest.CaptureFixture[str], call: str, status: int
) -> None:
    method, ask = CALLS[call]
    fake.echo = f"bad token {TOKEN}"
    fake.faults = [Fault(method, "", status=status, headers={"Retry-After": "99999"}, times=9)]
    with pytest.raises(TrackerError) as caught:
        ask(tracker)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caught.value.hint + repr(tracker)
    assert TOKEN not in shown + "".join(capsys.readouterr())
    assert "\n" not in str(caught.value)


# Doctor.


def test_doctor_reads_and_tells(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    found = {diagnosis.name: diagnosis for diagnosis in tracker.inspect(["Alice", "carol"])}
    assert {name: diagnosis.ok for name, diagnosis in found.items()} == {
        "token": True,
        "scopes": True,
        "project": True,
        "issues": True,
        "role": True,
        "user Alice": True,
        "user carol": False,
        "limits": True,
    }
    assert "private" in found["project"].message
    assert found["role"].message == "Developer"
    assert found["user carol"].hint
    assert fake.counted() == fake.counted("GET")


def test_doctor_tells_each_problem_with_a_way_out(fake: FakeGitLab, waits: Waits) -> None:
    fake.members[PROJECT]["root"] = 10
    fake.projects[PROJECT].update(archived=True, issues_access_level="disabled")
    found = connected(fake, waits, token="read-only").inspect()
    bad = {diagnosis.name: diagnosis for diagnosis in found if not diagnosis.ok}
    assert set(bad) == {"scopes", "issues", "archived", "role"}
    assert all(diagnosis.hint for diagnosis in bad.values())
    assert bad["role"].message == "Guest"
    signed_out = connected(fake, waits, token="wrong").inspect(["alice"])
    assert [diagnosis.ok for diagnosis in signed_out] == [False]


def test_visibility_is_asked_once(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    assert tracker.is_private()
    assert tracker.is_private()
    assert fake.counted() == 1
    fake.projects[PROJECT]["visibility"] = "public"
    assert not connected(fake, Waits()).is_private()


# Own certificate authority, proxies.


def certificate(directory: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that only who is told so trusts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "our own")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = directory / "ca.pem", directory / "key.pem"
    pem.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return pem, secret


def test_an_own_certificate_authority_is_trusted_when_named(tmp_path: Path, waits: Waits) -> None:
    pem, secret = certificate(tmp_path)
    fake = FakeGitLab(PROJECT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    with Server(fake, context):
        assert fake.base.startswith("https://")
        stranger = GitLabTracker(PROJECT, TOKEN, url=fake.base, pacer=waits.pacer)
        with pytest.raises(TrackerUnavailableError, match="certificate is not trusted"):
            stranger.create(DRAFT)
        assert fake.requests == []
        friend = GitLabTracker(PROJECT, TOKEN, url=fake.base, ca_file=str(pem), pacer=waits.pacer)
        assert friend.create(DRAFT).title == DRAFT.title


def test_a_proxy_is_used_where_the_environment_names_one(
    fake: FakeGitLab, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = FakeGitLab(PROJECT)
    with Server(closed):
        pass
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HTTP_PROXY", closed.base)
    monkeypatch.setenv("http_proxy", closed.base)
    with pytest.raises(TrackerUnavailableError, match="proxy"):
        connected(fake, waits).create(DRAFT)
    assert fake.requests == []
