"""How the time grows when hostile text doubles: of every pattern, and of all that reads what strangers write.

    python benchmarks/growth.py [--all] [--seconds 100]

Linear work takes twice the time for twice the text. What takes three times as long or more, at a length where that can
be measured, is printed (with --all everything is). The exit code is the number of such things. A pattern's texts are
made of its own signs, and of what its structure says is the worst (see tests/security/backtracking.py, where each
pattern is decided without a clock).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from re import Pattern
from re import _parser as parser  # type: ignore[attr-defined]
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.history.model import What
from postmortem_tracker.history.reasons import reason_in, remarks, without_remarks
from postmortem_tracker.markdown import parse
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.text.printable import harmless, plain
from tests.security.patterns import Used
from tests.security.patterns import patterns as used_patterns

_LIMIT = 3.0  # so many times as long for twice the text is not linear any more
_LEAST = 0.002  # seconds below which a ratio is noise
_SCREEN = 4_000  # characters that are tried first
_ENOUGH = 0.1  # seconds after which nothing is doubled any more
_SECONDS = 100.0  # in which all is measured that can be; the rest is counted
_SEEDS = (
    *" -#@(<[{`*_|\"'~:;,./\\0aA\n\t",
    *("a ", "0-", "0 ", "- ", "a/", "a.", "a-", "A-", "a: ", "| ", "[a", "[a](", "(a", "<a ", "<!--", "**a", "a@"),
    *("https://a/", "https://", "a#1", "2027-", "- [ ] ", "due ", "moved ", "owner: ", "\n\n", " \n", "\n- ", "é"),
    *("：", "«"),
)


def main() -> int:
    """Measure, print, and count what is not linear."""
    everything = "--all" in sys.argv
    ends = perf_counter() + (float(sys.argv[sys.argv.index("--seconds") + 1]) if "--seconds" in sys.argv else _SECONDS)
    print(f"{'what':58} {'text':16} {'length':>8} {'ms':>8} {'×':>6}")
    bad = left = measured = 0
    for name, work, seeds in (*readers(), *patterns()):
        worst = (0.0, 0.0, 0, "")
        for seed in seeds:
            if perf_counter() > ends:
                left += 1
                continue
            measured += 1
            worst = max(worst, grown(work, seed), key=lambda each: (each[0], each[1]))
        ratio, seconds, length, seed = worst
        bad += ratio >= _LIMIT
        if ratio >= _LIMIT or (everything and length):
            print(f"{name[-58:]:58} {seed[:14]!r:16} {length:8,} {seconds * 1000:8.1f} {ratio:6.1f}", flush=True)
    print(f"{measured:,} texts measured, {left:,} left out for want of time; {bad} grow faster than the text")
    return bad


def grown(work: Callable[[str], object], seed: str) -> tuple[float, float, int, str]:
    """The ratio of the last doubling that could be measured, its seconds and length."""
    if _seconds(work, seed, _SCREEN) < _LEAST:  # even its square stays harmless up to the limit of a line
        return 0.0, 0.0, _SCREEN, seed
    ratio, length = 0.0, 1_000
    before = _seconds(work, seed, length)
    while before < _ENOUGH and length < 8_000:
        length *= 2
        now = _seconds(work, seed, length)
        ratio = now / before if before >= _LEAST else 0.0
        if ratio >= _LIMIT:  # the machine may have been busy: the least of some tries each
            now = min(now, *(_seconds(work, seed, length) for _ in range(4)))
            ratio = now / min(_seconds(work, seed, length // 2) for _ in range(3))
        before = now
        if ratio >= _LIMIT and now > 10 * _LEAST:
            break
    return ratio if ratio >= _LIMIT or before >= _LEAST else 0.0, before, length, seed


def _seconds(work: Callable[[str], object], seed: str, length: int) -> float:
    text = (seed * (length // len(seed) + 1))[:length]
    start = perf_counter()
    work(text)
    return perf_counter() - start


def patterns() -> Iterator[tuple[str, Callable[[str], object], list[str]]]:
    """Every pattern of the product, with seeds of its own literal parts."""
    for used in used_patterns():
        yield used.name, _all_of(used), list(dict.fromkeys([*_literals(used.pattern), *_SEEDS]))


def _all_of(used: Used) -> Callable[[str], object]:
    pattern, as_bytes = used.pattern, isinstance(used.pattern.pattern, bytes)

    def work(text: str) -> None:
        given = text.encode() if as_bytes else text
        pattern.match(given)
        if used.searched:
            for _ in pattern.finditer(given):
                pass

    return work


def _literals(pattern: Pattern[str]) -> list[str]:
    """Runs of literal characters in the pattern: what repeats them comes far before it fails."""
    runs, run = [], ""
    parsed = parser.parse(pattern.pattern, pattern.flags)
    for operation, value in _flat(parsed):
        if str(operation) == "LITERAL":
            run += chr(value)
        elif run:
            runs.append(run)
            run = ""
    return list(dict.fromkeys([*runs, run]))[:12] if run else list(dict.fromkeys(runs))[:12]


def _flat(parsed: object) -> Iterator[tuple[object, int]]:
    for operation, value in parsed:  # type: ignore[attr-defined]
        yield operation, value
        parts = value if isinstance(value, tuple | list) else ()
        for part in parts:
            if isinstance(part, parser.SubPattern):
                yield from _flat(part)


def readers() -> Iterator[tuple[str, Callable[[str], object], tuple[str, ...]]]:
    """All that reads what strangers write, in the places where it may stand."""
    head = "# INC-1 Outage\n\n**Date:** 2027-03-12\n\n## Action items\n\n"
    places = {
        "a list item": (head + "- [ ] ", "\n"),
        "a list": (head + "- [ ] x\n", ""),
        "a table cell": (head + "| Action | Owner | Status |\n| --- | --- | --- |\n| ", " | a | open |\n"),
        "a table": (head + "| Action | Owner |\n| --- | --- |\n", ""),
        "a heading": ("# ", "\n" + head),
        "the head": ("# Outage\n\n", "\n## Action items\n\n- [ ] x\n"),
        "front matter": ("---\na: ", "\n---\n" + head + "- x\n"),
        "a TOML front matter": ("+++\n", "=1\n+++\n" + head + "- x\n"),
        "details": (head + "- [ ] x\n  - ", "\n"),
        "a section": (head, ""),
    }
    for name, (before, after) in places.items():
        yield f"parse: {name}", _between(before, after), _SEEDS
    opened = '<!-- postmortem-tracker {"v":1} -->'
    hostile = (*_SEEDS, marker.BEGIN, marker.BEGIN + "{", marker._CLOSE, opened, "{ -->", opened + "\n")
    yield "marker: read", marker.read, hostile
    yield "marker: outside", marker.outside, hostile
    yield "history: remarks", remarks, (*_SEEDS, "(moved: ", "was 1: ", "- moved ")
    yield "history: without_remarks", without_remarks, (*_SEEDS, "(moved: ", "moved-", ";;")
    yield "history: commit message", _reason, (*_SEEDS, "moved ", "- ", "\n- ")
    yield "output: plain", plain, (*_SEEDS, "\x1b", "\x1b[", "\x1b]")
    yield "output: harmless", harmless, (*_SEEDS, "\x1b[", "\r", "\u202e")


def _reason(text: str) -> object:
    return reason_in(text, What.DUE)


def _between(before: str, after: str) -> Callable[[str], object]:
    return lambda text: _parsed(before + text + after)


def _parsed(text: str) -> object:
    try:
        return parse(text, f"{date.min}.md")
    except DocumentError as error:
        return error


if __name__ == "__main__":
    sys.exit(min(main(), 100))
