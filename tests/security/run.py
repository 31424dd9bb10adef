"""The real command and git, as an attacker's victim runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

POSTMORTEM = """\
# INC-1 Checkout outage

**Date:** 2027-03-12

## Action items

- [ ] Widen the pool to 200 connections @dana due 2027-04-10
"""
_IDENTITY = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


def run(where: Path, *arguments: str, timeout: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder, with nothing in its environment but what is given."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "postmortem_tracker", *arguments],
        cwd=where,
        env={**kept, "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull, **environment},
        capture_output=True,
        text=True,
        errors="surrogateescape",
        timeout=timeout,
        check=False,
    )


def git(where: Path, *arguments: str) -> str:
    """What git prints; it must not fail."""
    done = subprocess.run(
        ["git", "-C", str(where), *arguments],
        env={**os.environ, **_IDENTITY},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()
