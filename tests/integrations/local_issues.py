"""Issue files for tests."""

from __future__ import annotations

from pathlib import Path

from postmortem_tracker.model import IssueRef
from tests.contract import LABEL


def ref(number: int) -> IssueRef:
    return IssueRef("local", "", number)


def put(root: Path, name: str, text: str | bytes) -> Path:
    path = root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def good(title: str = "Fine") -> str:
    return f"---\ntitle: {title}\nstate: open\nlabels: [{LABEL}]\n---\n\nBody\n"
