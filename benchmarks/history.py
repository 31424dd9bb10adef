"""How long the history of many documents takes, and how much memory.

Makes a scratch repository with git fast-import: DOCUMENTS postmortems, each changed in VERSIONS commits, and a
tenth of them renamed. Run: python benchmarks/history.py [documents] [versions]
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from postmortem_tracker.app.documents.history import read_history
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.markdown import parse

_VERBS = ("Add", "Remove", "Document", "Rehearse", "Limit")
_THINGS = ("an alert on queue depth", "the retry budget", "the failover runbook", "stale flags", "a load test")


def document(number: int, version: int) -> str:
    lines = [
        f"# INC-{number}: Outage number {number}",
        "",
        "Severity: SEV2",
        "",
        "## Summary",
        "",
        *(f"The service answered slowly for a while, part {part}." for part in range(20)),
        "",
        "## Action items",
        "",
    ]
    for place in range(5):
        box = "x" if place < version - 1 else " "
        due = f"2026-{1 + (place + version) % 12:02d}-15"
        text = f"{_VERBS[place]} {_THINGS[(place + number) % 5]} for service {number}"
        lines.append(f"- [{box}] {text} @ana P{1 + version // 3} (due {due})")
    return "\n".join(lines) + "\n"


def path(number: int, version: int) -> str:
    return f"postmortems/{'archive/' if number % 10 == 0 and version > 2 else ''}{number:05d}.md"


def commits(documents: int, versions: int, per_commit: int = 10) -> Iterator[bytes]:
    """A stream for git fast-import: some documents a commit."""
    mark = 0
    for version in range(1, versions + 1):
        for start in range(1, documents + 1, per_commit):
            mark += 1
            message = f"Change {mark}\n".encode()
            yield f"commit refs/heads/main\ncommitter T <t@example.com> {1767225600 + mark * 3600} +0000\n".encode()
            yield b"data %d\n%s\n" % (len(message), message)
            for number in range(start, min(start + per_commit, documents + 1)):
                if version > 1 and path(number, version) != path(number, version - 1):
                    yield f"D {path(number, version - 1)}\n".encode()
                data = document(number, version).encode()
                yield f"M 100644 inline {path(number, version)}\n".encode()
                yield b"data %d\n%s\n" % (len(data), data)


def make(root: Path, documents: int, versions: int) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    stream = b"".join(commits(documents, versions))
    subprocess.run(["git", "-C", str(root), "fast-import", "--quiet"], input=stream, check=True)
    subprocess.run(["git", "-C", str(root), "reset", "-q", "--hard"], check=True)


def main() -> None:
    documents, versions = ([int(each) for each in sys.argv[1:3]] + [1000, 5][len(sys.argv) - 1 :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        make(root, documents, versions)
        workspace = Workspace(root)
        reading = workspace.read(workspace.paths([str(root / "postmortems")]))
        blank = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        started = time.perf_counter()
        told = read_history(workspace, ["postmortems"], reading, None, None)
        taken = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        started = time.perf_counter()
        for number in range(1, 101):
            parse(document(number, 1).encode(), "x.md")
        parsing = (time.perf_counter() - started) / 100 * documents * versions
    moves = sum(len(each.moves) for each in told.stories)
    print(f"{documents:,} documents x {versions} versions: {len(told.stories):,} items, {moves:,} moved due dates")
    print(f"history: {taken:.1f} s ({documents * versions / taken:,.0f} versions/s); parsing alone: {parsing:.1f} s")
    print(f"memory: {blank:.0f} MB before, {peak:.0f} MB at most")


if __name__ == "__main__":
    main()
