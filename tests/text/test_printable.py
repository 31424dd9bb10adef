"""Text is broken between words, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.text.printable import folded, width

WORDS = st.lists(st.text(st.sampled_from("ab-日é"), min_size=1, max_size=12), min_size=1, max_size=12)


@given(WORDS, st.integers(0, 4), st.integers(8, 40))
def test_lines_are_no_wider_than_asked_but_for_single_words(words: list[str], indent: int, columns: int) -> None:
    line = " " * indent + " ".join(words)
    parts = folded(line, columns).split("\n")
    assert " ".join(parts).split() == words
    assert parts[0].startswith(line[:indent])
    assert all(width(part) <= columns or len(part.split()) == 1 for part in parts)
    assert folded(line, width(line)) == line


def test_what_is_aligned_stays_together_and_colours_take_no_room() -> None:
    assert folded("ok    write: here", 6) == "ok    write:\n      here"
    assert folded("\x1b[33mwarn\x1b[0m me of it\nnow", 10) == "\x1b[33mwarn\x1b[0m me of\n      it\nnow"
