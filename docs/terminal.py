"""Draws docs/assets/terminal.svg: the real output of real commands on the example postmortems.

Run: python docs/terminal.py
"""

from __future__ import annotations

import io
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "assets" / "terminal.svg"
# Shown command -> which lines of its output.
SHOWN = {
    "plan .": slice(10, 18),
    "sync .": slice(-3, None),
    "report . --as-of 2026-06-08": slice(0, 9),
    "check . --as-of 2026-06-08 --select PM204": slice(0, None),
}
WIDTH = 132


def output(arguments: str, folder: Path) -> str:
    """What the command prints on a terminal, colours included."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(WIDTH)}
    command = [sys.executable, "-m", "postmortem_tracker", *arguments.split()]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        parts = []
        while part := _read(ours):
            parts.append(part)
        process.wait()
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side has closed
        return b""


def screen() -> str:
    """All commands and their output, as ANSI text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples" / "postmortems", folder, dirs_exist_ok=True)
        parts = []
        for arguments, chosen in SHOWN.items():
            lines = output(arguments, folder).rstrip().split("\n")
            first, last, _ = chosen.indices(len(lines))
            shown = ["…"] * (first > 0) + lines[chosen] + ["…"] * (last < len(lines))
            parts.append("\n".join([f"\x1b[1m$ postmortem-tracker {arguments}\x1b[0m", *shown]))
    return "\n\n".join(parts)


def drawing(text: str) -> str:
    """The text as a terminal window; the viewer's own monospaced font, nothing loaded from elsewhere."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(text), no_wrap=True, overflow="ellipsis")
    svg = console.export_svg(title="postmortem-tracker", unique_id="terminal")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace")
    return re.sub(r"[ \t]+\n", "\n", svg)


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(drawing(screen()), encoding="utf-8")
