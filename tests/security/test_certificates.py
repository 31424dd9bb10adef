"""A certificate authority that comes with the checkout: whoever signs with it could read the token on its way."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from postmortem_tracker.integrations.shared import trust
from tests.integrations.test_gitlab_access import certificate
from tests.security.conftest import Listener
from tests.security.run import Done, inside

SECRET = "glpat-ThisIsASecretOfTheJob0"


@pytest.fixture
def impostor(tmp_path: Path) -> Iterator[Listener]:
    """A server that speaks TLS with a certificate that only its own authority vouches for."""
    pem, secret = certificate(tmp_path)
    server = Listener()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.url = server.url.replace("http:", "https:")
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def bring(repository: Path, pem: Path, how: str) -> str:
    """The authority as a pull request brings it, and how its configuration names it."""
    brought = repository / "certs" / "ca.pem"
    brought.parent.mkdir()
    brought.write_text(pem.read_text())
    (repository / "folder").symlink_to("certs")
    (repository / "link.pem").symlink_to("certs/ca.pem")
    return {
        "relative": "certs/ca.pem",
        "absolute": str(brought),
        "around": "pm/../../repository/certs/ca.pem",
        "process": "/proc/self/cwd/certs/ca.pem",
        "link": "link.pem",
        "folder": "folder/ca.pem",
        "outside": str(pem),
    }[how]


def check(repository: Path, kind: str, server: Listener, ca_file: str, **environment: str) -> Done:
    """A check as a job runs it whose own server the impostor stands in for."""
    (repository / "postmortem-tracker.toml").write_text(
        f'[trackers.hub]\nkind = "{kind}"\nproject = "a/b"\nurl = "{server.url}"\nca_file = "{ca_file}"\n'
    )
    own = {"github": "GITHUB_API_URL", "gitlab": "CI_SERVER_URL"}[kind]
    given = {f"{kind.upper()}_TOKEN": SECRET, own: server.url, "NO_PROXY": "127.0.0.1", **environment}
    return inside(repository, "check", "pm", **given)


@pytest.mark.parametrize("how", ["relative", "absolute", "around", "process", "link", "folder"])
@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_an_authority_of_the_checkout_is_believed_by_nobody(
    repository: Path, tmp_path: Path, impostor: Listener, kind: str, how: str
) -> None:
    done = check(repository, kind, impostor, bring(repository, tmp_path / "ca.pem", how))
    assert impostor.heard == []
    assert done.returncode == 2
    assert "trackers.hub.ca_file" in done.stderr
    assert "lies in the repository" in done.stderr


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_one_outside_of_it_or_in_a_folder_that_the_user_names_is(
    repository: Path, tmp_path: Path, impostor: Listener, kind: str
) -> None:
    """Whoever can write there needs no pull request."""
    named = bring(repository, tmp_path / "ca.pem", "relative")
    for ca_file, meant in ((str(tmp_path / "ca.pem"), ""), (named, str(repository / "certs")), (named, str(tmp_path))):
        impostor.heard.clear()
        check(repository, kind, impostor, ca_file, **{trust.FOLDERS: meant})
        assert any(SECRET in each for each in impostor.heard), ca_file


@pytest.mark.parametrize("meant", ["certs2", "pm", "certs/none"])
def test_another_folder_that_is_named_does_not_count(
    repository: Path, tmp_path: Path, impostor: Listener, meant: str
) -> None:
    named = bring(repository, tmp_path / "ca.pem", "relative")
    (repository / "certs2").mkdir()
    given = {trust.FOLDERS: str(repository / meant)}
    assert check(repository, "gitlab", impostor, named, **given).returncode == 2
    assert impostor.heard == []
