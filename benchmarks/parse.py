"""How fast documents are read, beside the bare Markdown parsers; one run, the same documents.

    python benchmarks/parse.py [DIRECTORY] [--repeat N]
    make bench [ARGS=DIRECTORY]     as Python and compiled

Prints documents per second and core for our full parse (items, fields, incident), for markdown-it-py's
bare parse and for pyromark's bare events, and the ratios. The three take turns, so that a machine that
changes its pace does so for all; times are processor time, the best of N rounds. The first reading is told
apart: in it no title or word was seen before, in the others all were.
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

from postmortem_tracker.markdown import DEFAULT, parse, parser

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_TASKLISTS | pyromark.Options.ENABLE_STRIKETHROUGH
_WARM = b"# Outage\n\n## Action items\n\n- [ ] Add an alert (owner: @ann, due 2026-05-01)\n"


def seconds(read: Callable[[bytes], object], documents: Sequence[bytes]) -> float:
    """Processor time for reading all documents once."""
    start = time.process_time()
    for document in documents:
        read(document)
    return time.process_time() - start


def unseen() -> Callable[[bytes], object]:
    """Our parse with a vocabulary that was asked for no word of the documents yet."""
    fresh = DEFAULT.extended()
    parse(_WARM, vocabulary=fresh)  # it is compiled at its first use, once in a run
    return lambda data: parse(data, vocabulary=fresh)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "directory", nargs="?", type=Path, default=Path(__file__).parent.parent / "examples/postmortems"
    )
    options.add_argument("--repeat", type=int, default=15)
    given = options.parse_args()
    documents = [path.read_bytes() for path in sorted(given.directory.rglob("*.md"))]
    if not documents:
        print(f"no Markdown under {given.directory}", file=sys.stderr)
        return 2
    commonmark = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    readers: list[Callable[[bytes], object]] = [
        parse,
        lambda data: commonmark.parse(data.decode("utf-8-sig")),
        lambda data: list(pyromark.events_with_range(data.decode(), options=_OPTIONS)),
    ]
    rounds = [[seconds(read, documents) for read in readers] for _ in range(given.repeat)]
    first = len(documents) / min(seconds(unseen(), documents) for _ in range(given.repeat))
    ours, theirs, bare = (len(documents) / min(times) for times in zip(*rounds, strict=True))
    size = sum(map(len, documents)) / len(documents)
    form = "in Python" if parser.__file__.endswith(".py") else "compiled"
    print(
        f"{len(documents)} documents, {size:,.0f} bytes on average, Python {sys.version.split()[0]}, our parser {form}"
    )
    print(f"our full parse, first reading {first:8,.0f} documents/s and core")
    print(f"our full parse                {ours:8,.0f} documents/s and core")
    print(
        f"markdown-it-py, bare parse    {theirs:8,.0f} documents/s and core: ours is {ours / theirs:.2f} times as fast"
    )
    print(f"pyromark, bare events         {bare:8,.0f} documents/s and core: {bare / ours:.2f} times as fast as ours")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
