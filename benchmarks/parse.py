"""How fast documents are read, beside the bare Markdown parsers; one run, the same documents.

    python benchmarks/parse.py [DIRECTORY] [--repeat N]

Prints documents per second and core for our full parse (items, fields, incident), for markdown-it-py's
bare parse and for pyromark's bare events, and the ratios. Times are processor time, the best of N rounds.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyromark
from markdown_it import MarkdownIt

from tracker.markdown import parse

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_TASKLISTS | pyromark.Options.ENABLE_STRIKETHROUGH


def rate(read: Callable[[bytes], object], documents: Sequence[bytes], rounds: int) -> float:
    """Documents per second of processor time in the best round."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for document in documents:
            read(document)
        best = min(best, time.process_time() - start)
    return len(documents) / best


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "directory", nargs="?", type=Path, default=Path(__file__).parent.parent / "examples/postmortems"
    )
    options.add_argument("--repeat", type=int, default=7)
    given = options.parse_args()
    documents = [path.read_bytes() for path in sorted(given.directory.rglob("*.md"))]
    if not documents:
        print(f"no Markdown under {given.directory}", file=sys.stderr)
        return 2
    commonmark = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    ours = rate(parse, documents, given.repeat)
    theirs = rate(lambda data: commonmark.parse(data.decode("utf-8-sig")), documents, given.repeat)
    bare = rate(lambda data: list(pyromark.events_with_range(data.decode(), options=_OPTIONS)), documents, given.repeat)
    size = sum(map(len, documents)) / len(documents)
    print(f"{len(documents)} documents, {size:,.0f} bytes on average, Python {sys.version.split()[0]}")
    print(f"our full parse              {ours:10,.0f} documents/s and core")
    print(
        f"markdown-it-py, bare parse  {theirs:10,.0f} documents/s and core: ours is {ours / theirs:.2f} times as fast"
    )
    print(f"pyromark, bare events       {bare:10,.0f} documents/s and core: {bare / ours:.2f} times as fast as ours")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
