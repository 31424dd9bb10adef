"""The leak matrix: every malformed token, in every command, with and without --verbose, shows nothing of itself."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from postmortem_tracker.integrations.shared import trust
from tests.security.conftest import Listener
from tests.security.run import inside
from tests.security.test_tokens import COMMANDS, configure

PART = "Zq7SecretPartOfTheToken"
MALFORMED = (
    f"glpat-{PART}\n",
    f"glpat-{PART}\r",
    f"glpat-{PART}\r\nX-Evil: 1",
    f"\tglpat-{PART}",
    f"glpat {PART}",
    f"glpat-{PART}é",
    f"glpat-{PART}\u202e",
    f'"glpat-{PART}"',
    f"Bearer glpat-{PART}",
    f"glpat-{PART}\x00"[:-1] + "\x7f",
    f"glpat-{PART}" * 400,
    f"https://oauth2:{PART}@git.example",
)


@pytest.mark.parametrize("kind", ["github", "gitlab"])
@pytest.mark.parametrize("token", MALFORMED, ids=range(len(MALFORMED)))
def test_nothing_of_a_malformed_token_is_shown(repository: Path, listener: Listener, kind: str, token: str) -> None:
    configure(repository, kind=kind, project="a/b", url=listener.url)
    host = {trust.HOSTS: listener.url.removeprefix("http://")}
    leaks = []
    for command, verbose in itertools.product(COMMANDS, ((), ("--verbose",))):
        done = inside(repository, *verbose, *command, **host, **{f"{kind.upper()}_TOKEN": token})
        assert done.returncode in (1, 2, 3), command
        if PART[:12] in done.stdout + done.stderr:
            leaks.append((command, verbose))
    assert leaks == []
