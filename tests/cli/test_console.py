"""What stands on a terminal while and after something is printed."""

from __future__ import annotations

import io
import sys

import pytest  # noqa: TC002 # used in annotations only, like every import of ours

from postmortem_tracker.cli.console import Console, progress


class Terminal(io.StringIO):
    """Takes stdout and stderr, as a terminal does."""

    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        """What can be seen at last."""
        return [line.rpartition("\r\x1b[K")[2] for line in self.getvalue().split("\n")]


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """No fixture: between its setting up and the test pytest would put its own streams back."""
    both = Terminal()
    monkeypatch.setattr(sys, "stdout", both)
    monkeypatch.setattr(sys, "stderr", both)
    monkeypatch.setenv("TERM", "xterm")
    return both


def test_the_bar_gives_way_to_every_line_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    console = Console()
    tick = progress(3, "syncing", quiet=False)
    console.out("one")
    tick()
    assert terminal.lines()[-1] == "syncing [########................] 1/3"
    console.out("two")
    tick()
    console.say("three")
    tick()
    assert terminal.lines() == ["one", "two", "three", ""]


def test_there_is_no_bar_where_nobody_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    for tick in (progress(3, "syncing", quiet=True), progress(1, "syncing", quiet=False)):
        tick()
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    progress(3, "syncing", quiet=False)()
    assert terminal.getvalue() == ""


def test_a_terminal_has_a_width_and_a_pipe_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "72")
    assert Console().room == 72
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert Console().room is None


def test_colours_are_asked_for_and_refused_by_the_usual_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert not Console().colour, "nobody looks at it"
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert Console().colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Console().colour


def test_lines_fit_the_terminal_and_stay_whole_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "postmortems/a.md:7: warning PM202 no owner: Add an alert on the depth of the queue"
    assert Console().folded(line) == line
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "50")
    console = Console()
    console.out(console.folded(line))
    console.out(line)
    console.say(line)
    parts = ["postmortems/a.md:7: warning PM202 no owner: Add an", "      alert on the depth of the queue"]
    assert terminal.lines() == [*parts, line, *parts, ""]
