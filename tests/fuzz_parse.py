"""A bounded fuzz run of the parser; not collected by pytest, run by hand or by a scheduled job.

    python tests/fuzz_parse.py --seconds 60 [--seed N]

Mutates the shapes in tests/markdown/shapes.txt, steered by coverage: a mutant that reaches a line of
tracker/markdown no input reached before joins the pool. Any exception but DocumentError, an item outside
the document or a second reading that differs ends the run with the input in hexadecimal.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.model import State

_PARTS = [
    *(
        b"\n",
        b"\r\n",
        b"- ",
        b"* ",
        b"1. ",
        b"|",
        b"|-|-|\n",
        b"# ",
        b"## Action items\n",
        b"**",
        b"`",
        b"```\n",
        b"<!--",
    ),
    *(
        b"-->",
        b"[",
        b"](",
        b")",
        b"([#1](u))",
        b"\xef\xbb\xbf",
        b"\t",
        b"    ",
        b"> ",
        b"---\n",
        b"Owner: ",
        b"due 1 May",
        b"@a",
    ),
    *(
        b"[x] ",
        b"~~",
        b"\xf0\x9f\x9a\x80",
        b"&nbsp;",
        b"\x00",
        b"\xff",
        b"Tasks:\n",
        b"===\n",
        b"waived until 2027-01-01: x",
        b"\\",
    ),
]


class Coverage:
    """The lines of tracker/markdown that have run."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, int]] = set()

    def trace(self, frame: FrameType, event: str, _arg: object) -> Any:
        """A trace function that follows only the parser's own code."""
        if "/markdown/" not in frame.f_code.co_filename:
            return None
        if event == "line":
            self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self.trace


def mutated(data: bytes, pool: list[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((0, 0, 1, 5, 40)))
        kind = chance.randrange(4)
        if kind == 0:
            insert = chance.choice(_PARTS)
        elif kind == 1:
            insert = bytes([chance.randrange(256)])
        elif kind == 2:
            other = chance.choice(pool)
            start = chance.randrange(len(other) + 1)
            insert = other[start : start + chance.randrange(80)]
        else:
            insert = b""
        data = data[:at] + insert + data[end:]
    return data[:20_000]


def check(data: bytes) -> None:
    """What must hold for any bytes."""
    try:
        incidents = parse(data, "fuzz.md")
    except DocumentError:
        return
    assert incidents, "no incident"
    assert incidents == parse(data, "fuzz.md"), "two readings differ"
    items = [item for incident in incidents for item in incident.items]
    assert len({(incident.id) for incident in incidents}) == len(incidents), "ids repeat"
    for item in items:
        assert 0 <= item.span.start <= item.edit.link_at <= len(data), "an item outside the document"
        assert item.text, "no title"
        assert "\n" not in item.text, "no one-line title"
    try:
        edit(data, "fuzz.md", [ItemEdit(item, (f"#{n}", "u"), State.COMPLETED) for n, item in enumerate(items, 1)])
    except DocumentError:
        return


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    chance = random.Random(given.seed)
    shapes = (Path(__file__).parent / "markdown" / "shapes.txt").read_bytes().split(b"== ")[1:]
    pool = [b"\n".join(line[3:] for line in shape.split(b"\n")[1:]) for shape in shapes]
    coverage = Coverage()
    count, slowest, end = 0, 0.0, time.monotonic() + given.seconds
    while time.monotonic() < end:
        data = mutated(chance.choice(pool), pool, chance) if count >= len(pool) else pool[count]
        known = len(coverage.seen)
        start = time.monotonic()
        sys.settrace(coverage.trace)
        try:
            check(data)
        except Exception as error:
            sys.settrace(None)
            sys.stderr.write(f"failed after {count} inputs (seed {given.seed}): {error!r}\n{data.hex()}\n")
            return 1
        finally:
            sys.settrace(None)
        slowest = max(slowest, time.monotonic() - start)
        count += 1
        if len(coverage.seen) > known:
            pool.append(data)
    told = f"{count} inputs in {given.seconds:.0f} s, {len(pool)} kept, {len(coverage.seen)} lines reached"
    sys.stdout.write(f"{told}, slowest {slowest:.2f} s\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
