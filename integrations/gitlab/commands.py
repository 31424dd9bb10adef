"""Lines that GitLab would run as quick actions: none of ours does, and none of others' begins to because of us.

GitLab takes commands out of a text whenever it is saved, so what stands in a description runs nothing where it
stands. It might once our block is put beside it: older versions skip code, HTML and quotes by patterns that take
the first end they find, newer ones look at the paragraphs of the Markdown. Both are asked about the text before and
after. Any name counts as a command's, so that one that GitLab learns next year is no gap.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

import pyromark

_COMMAND = re.compile(r"^/[a-z_]+(?:[ ][^\n]*|[^\S\n]*)$", re.MULTILINE | re.IGNORECASE)
_FENCE_END = re.compile(r"\n```$", re.MULTILINE)
_QUOTE_END = re.compile(r"\n>>>$", re.MULTILINE)
_HTML_END = re.compile(r"\n</")
_TICK_END = re.compile(r"`$", re.MULTILINE)
_MARKDOWN = pyromark.Markdown(options=pyromark.Options.ENABLE_GFM)


def harmless(text: str) -> str:
    """A text of ours with a backslash before each line that would run; it looks the same."""
    # GitLab drops carriage returns first, and a command may be hidden behind one.
    return _COMMAND.sub(r"\\\g<0>", text.replace("\r", ""))


def awakened(before: str, after: str) -> str | None:
    """A line that runs nothing in the text as it is, but would in the text as it shall be; None where there is none."""
    if "/" not in after:
        return None
    old, new = before.replace("\r", ""), after.replace("\r", "")
    for live in (_by_patterns, _by_markdown):
        more = Counter(live(new)) - Counter(live(old))
        if more:
            return next(iter(more))[0]
    return None


def _by_markdown(text: str) -> Iterator[tuple[str, str]]:
    """The commands in paragraphs that stand in nothing else, each with its paragraph where code there may hide it."""
    raw = text.encode("utf-8", "surrogatepass")
    depth = 0
    for event, span in _MARKDOWN.events_with_range(raw.decode("utf-8", "replace")):
        if isinstance(event, dict) and "Start" in event:
            if event["Start"] == "Paragraph" and depth == 0:
                paragraph = raw[span["start"] : span["end"]].decode("utf-8", "replace")
                beside = paragraph.strip("\n") if "`" in paragraph else ""
                yield from ((command, beside) for command in _COMMAND.findall(paragraph))
            depth += 1
        elif isinstance(event, dict) and "End" in event:
            depth -= 1


def _by_patterns(text: str) -> Iterator[tuple[str, str]]:
    """The commands at the margin, with "", but for those between two ends that older versions look for."""
    fences, quotes = _starts(_FENCE_END, text), _starts(_QUOTE_END, text)
    elements = _Elements(text)
    ticks = _starts(_TICK_END, text)
    # Code in backticks is taken as far as it goes: from wherever the search stands to the last one at a line's end.
    tick_end = ticks[-1] if ticks else -1
    tick_start = text.rfind("`", 0, max(0, tick_end - 1))
    at = 0
    while at < len(text):
        end = None
        if text.startswith("```", at):
            end = _first(fences, at + 4, 4)
        if end is None and at <= tick_start:
            end = tick_end + 1
        if end is None and text.startswith("<", at):
            end = elements.end(at)
        if end is None and text.startswith(">>>", at):
            end = _first(quotes, at + 4, 4)
        if end is None and (command := _COMMAND.match(text, at)):
            yield command[0], ""
        line = text.find("\n", at if end is None else end)
        at = len(text) if line < 0 else line + 1


class _Elements:
    """HTML as the patterns see it: a line that ends a tag, and a later line that is nothing but a closing one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [at for at, sign in enumerate(text) if sign == ">"] if "<" in text else []
        self._closing = list(self._pairs())
        self._starts = [start for start, _ in self._closing]

    def end(self, at: int) -> int | None:
        """Where the element that begins here ends."""
        opened = _first(self._ends, at + 2, 0)
        if opened is None or not self._text.startswith("\n", opened + 1):
            return None
        index = bisect_left(self._starts, opened + 3)
        return self._closing[index][1] if index < len(self._closing) else None

    def _pairs(self) -> Iterator[tuple[int, int]]:
        for start in _starts(_HTML_END, self._text) if self._ends else ():
            end = _first(self._ends, start + 4, 1)
            if end is not None and (end == len(self._text) or self._text[end] == "\n"):
                yield start, end


def _starts(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in pattern.finditer(text)]


def _first(places: list[int], least: int, length: int) -> int | None:
    """Where the first of the sorted places from ``least`` on ends."""
    index = bisect_left(places, least)
    return places[index] + length if index < len(places) else None
