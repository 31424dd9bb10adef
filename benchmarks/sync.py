"""Time, peak memory and bytes written of sync and report on the embedded tracker, and how they grow.

Usage: python benchmarks/sync.py [documents] (default 1,000, with five items each; also at a tenth of it).
Every figure is of a process of its own, as people run it, start-up included.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ITEMS = 5
WORDS = ("alert", "runbook", "backup", "deploy", "queue", "ledger", "gateway", "session", "retry", "canary", "quota")


@dataclass(frozen=True)
class Measured:
    seconds: float
    processor: float
    megabytes: float
    written: int


def document(number: int) -> str:
    lines = [f"# INC-{number}: The {WORDS[number % 11]} stalled", "", "**Date:** 2026-03-04", "", "It stalled.", ""]
    lines += ["## Action items", ""]
    for n in range(ITEMS):
        words = " ".join(WORDS[(number * 7 + n * 3 + k * (number % 5 + 1)) % 11] for k in range(4))
        lines.append(f"- [ ] Improve the {words} number {number * ITEMS + n} @person{n}, due 2026-0{n + 4}-01")
    return "\n".join(lines) + "\n"


def populate(folder: Path, documents: int) -> None:
    (folder / "postmortems").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for number in range(1, documents + 1):
        (folder / "postmortems" / f"{number:05d}.md").write_text(document(number))


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    found = (path for path in folder.rglob("*.md"))
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in found}


def measure(folder: Path, *arguments: str) -> Measured:
    """Run the command once; its memory is that of the one child waited for."""
    before = snapshot(folder)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "postmortem_tracker", *arguments], cwd=folder, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    after = snapshot(folder)
    written = sum(size for path, (_, size) in after.items() if before.get(path) != after[path])
    return Measured(seconds, usage.ru_utime + usage.ru_stime, _megabytes(usage), written)


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def rows(documents: int) -> dict[str, Measured]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name) / "repository"
        populate(folder, documents)
        first = measure(folder, "sync", "--yes", "postmortems")
        time.sleep(2.1)  # files younger than two seconds are read twice
        return {
            "first sync": first,
            "no-op sync": measure(folder, "sync", "postmortems"),
            "plan": measure(folder, "plan", "postmortems"),
            "report": measure(folder, "report", "postmortems"),
        }


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    small, large = rows(documents // 10), rows(documents)
    print(f"| {'':10} | documents |  items |     time | processor | peak memory | bytes written | processor at 10× |")
    print("|------------|-----------|--------|----------|-----------|-------------|---------------|------------------|")
    for what, big in large.items():
        for count, measured, growth in (
            (documents // 10, small[what], ""),
            (documents, big, f"× {big.processor / small[what].processor:.1f}"),
        ):
            print(
                f"| {what:10} | {count:9,} | {count * ITEMS:6,} | {measured.seconds:6.2f} s | "
                f"{measured.processor:7.2f} s | {measured.megabytes:8.0f} MB | {measured.written:13,} | {growth:>16} |"
            )


if __name__ == "__main__":
    main()
