"""How long the command takes to start, as ratios to `python -c "import typer"`, measured side by side.

Each round runs every command once, in turn, so that a busy machine slows them alike; printed are the median of
the rounds' ratios and the median time. The last line is what importing pydantic would add to every run.
Run: python benchmarks/cli.py [rounds]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "postmortems" / "2026-04-02-search-latency.md"
BASE = "import typer"
CONFIGURATION = """
documents = ["*.md"]
[trackers.shop]
kind = "github"
project = "example/shop"
[sync]
label = "postmortem"
[policy.deadlines]
priority = { P0 = 7, P1 = 30, P2 = 60 }
[check]
fail_on = "error"
"""
# As installed: with compiled modules, also where the shell says not to write them.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
GOALS = {"--help": 1.3, "--version": 1.3, "parse": 2.0, "check --offline": 2.0}


def commands() -> dict[str, list[str]]:
    tracker = [sys.executable, "-m", "postmortem_tracker"]
    return {
        BASE: [sys.executable, "-c", BASE],
        "--help": [*tracker, "--help"],
        "--version": [*tracker, "--version"],
        "parse": [*tracker, "parse", EXAMPLE.name],
        "check --offline": [*tracker, "check", "--offline", EXAMPLE.name],
        "the same, configured": [*tracker, "--config", "shop.toml", "check", "--offline", EXAMPLE.name],
        "typer with pydantic": [sys.executable, "-c", "import typer; from pydantic import BaseModel, TypeAdapter"],
    }


def seconds(command: list[str], folder: str) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
    taken = time.perf_counter() - started
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return taken


def measure(rounds: int) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in commands()}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
        (Path(folder) / "shop.toml").write_text(CONFIGURATION, encoding="utf-8")
        for command in commands().values():
            seconds(command, folder)  # the first run compiles
        for _ in range(rounds):
            for name, command in commands().items():
                taken[name].append(seconds(command, folder))
    return taken


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    taken = measure(rounds)
    print(f"{'command':<24} {'ms':>6} {'ratio':>6} {'goal':>6}   ({rounds} rounds)")
    for name, times in taken.items():
        ratio = statistics.median(mine / base for mine, base in zip(times, taken[BASE], strict=True))
        goal = f"{GOALS[name]:.1f}" if name in GOALS else ""
        print(f"{name:<24} {statistics.median(times) * 1000:>6.0f} {ratio:>6.2f} {goal:>6}")


if __name__ == "__main__":
    main()
