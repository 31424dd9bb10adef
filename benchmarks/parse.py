"""How long reading takes: the whole command with its start-up, one document, and documents that grow.

    python benchmarks/parse.py [DIRECTORY]
    make bench [ARGS=DIRECTORY]

Takes the documents of a directory, makes many different ones of them (other words, so that nothing is read twice), and
prints the processor time of the command over all of them beside that of markdown-it-py's bare parse, which knows no
items; that for one document; and how the time grows where a document doubles.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

from markdown_it import MarkdownIt

from postmortem_tracker.markdown import parse

EXAMPLES = Path(__file__).parent.parent / "examples/postmortems"
MANY = 2_100
ROUNDS = 3
GROWING = {
    "list": "- [ ] Patch proxy {n} (owner: @ann{n}, due 2026-05-01)\n",
    "table": "| Patch proxy {n} | @ann{n} | 2026-05-01 | open |\n",
    "prose": "We shall patch proxy {n} soon, as *nobody* did it before.\nIt was `old` and [known](http://x.test/{n}).\n\n",
    "headings": "### Patch proxy {n}\n\nOwner: Ann\n\n",
    "fences": "```yaml\nproxy: {n}\n```\n\n",
    "one line": "patch proxy {n} (#{n}) at http://x.test/{n}: ",
}
HEAD = "# Outage\n\n## Action items\n\n"
TABLE = "| Task | Owner | Due | Status |\n| - | - | - | - |\n"
_WORD = re.compile(r"\b[a-z]{6,}\b")


def varied(text: str, number: int) -> str:
    """A document with other words in its text, but the same titles and shape."""

    def other(found: re.Match[str]) -> str:
        word = found[0]
        return f"{word}{number}" if zlib.crc32(f"{word}{number}".encode()) % 3 == 0 else word

    return "".join(line if line.startswith("#") else _WORD.sub(other, line) for line in text.splitlines(keepends=True))


def spread(documents: Sequence[str], folder: Path) -> list[Path]:
    """Many different documents made of a few, in a folder."""
    paths = []
    for number in range(MANY):
        path = folder / f"incident-{number:04}.md"
        path.write_text(varied(documents[number % len(documents)], number), encoding="utf-8")
        paths.append(path)
    return paths


def command(*paths: Path) -> float:
    """Processor time of the command on some paths, the best of a few runs; with its bytecode, as it is installed."""
    run = [sys.executable, "-m", "postmortem_tracker", "parse", "--format", "json", *map(str, paths)]
    return min(_spent(run, paths[0].parent) for _ in range(ROUNDS))


def _spent(run: Sequence[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd=folder, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare(documents: Sequence[str]) -> float:
    """Processor time of markdown-it-py's parse, without start-up or reading of files."""
    commonmark = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for document in documents:
            commonmark.parse(document)
        times.append(time.process_time() - start)
    return min(times)


def growth(form: str, size: int) -> float:
    """Processor time for one document of so many items of one form."""
    text = HEAD + (TABLE if form == "table" else "") + "".join(GROWING[form].format(n=n) for n in range(size))
    start = time.process_time()
    parse(text)
    return time.process_time() - start


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("directory", nargs="?", type=Path, default=EXAMPLES)
    given = options.parse_args()
    found = sorted(given.directory.rglob("*.md"))
    if not found:
        print(f"no Markdown under {given.directory}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = spread([path.read_text(encoding="utf-8-sig") for path in found], folder)
        texts = [path.read_text(encoding="utf-8") for path in paths]
        size = sum(map(len, texts)) / len(texts)
        whole, theirs, one = command(folder), bare(texts), command(paths[0])
    print(f"{MANY:,} different documents made of {len(found)}, {size:,.0f} characters on average")
    print(f"the whole command on all of them   {whole:6.2f} s")
    print(f"markdown-it-py, bare parse         {theirs:6.2f} s: ours takes {whole / theirs:.2f} times as long")
    print(f"the whole command on one document  {one:6.2f} s")
    print("a document that doubles, items: 1,000  2,000  4,000  8,000")
    for form in GROWING:
        print(f"{form:>31} " + " ".join(f"{growth(form, 1000 << n):5.2f} s" for n in range(4)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
