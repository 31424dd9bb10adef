"""Globs on the paths of documents."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.text.globs import matches

_MEANING = {"**/": r"(?:.*/)?", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
_PATHS = st.text("ab/", max_size=8)
_PATTERNS = st.lists(st.sampled_from(["a", "b", "/", "*", "**", "**/", "?", "a/"]), max_size=6).map("".join)


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("pm/a.md", "a.md"),
        ("pm/a.md", "*.md"),
        ("pm/a.md", "pm/"),
        ("pm/2027/a.md", "pm/**"),
        ("pm/2027/a.md", "pm/**/*.md"),
        ("pm/a.md", "pm/**/*.md"),
        ("./pm/a.md", "./pm/?.md"),
        ("x/pm/a.md", "pm/a.*"),
        ("pm\\a.md", "pm/*"),
    ],
)
def test_a_glob_matches_a_path_or_the_end_of_one(path: str, pattern: str) -> None:
    assert matches(path, pattern)


@pytest.mark.parametrize(("path", "pattern"), [("pm/2027/a.md", "pm/*.md"), ("xpm/a.md", "pm/a.md"), ("a.md", "a.m")])
def test_a_star_stays_in_its_folder_and_names_are_whole(path: str, pattern: str) -> None:
    assert not matches(path, pattern)


@given(path=_PATHS, pattern=_PATTERNS)
def test_it_is_what_the_regular_expression_of_the_glob_would_find(path: str, pattern: str) -> None:
    whole = (pattern.removeprefix("./") + "**" * pattern.removeprefix("./").endswith("/")).lstrip("/")
    tokens = re.findall(r"\*\*/|\*\*|\*|\?|[^*?]", whole)
    body = "".join(_MEANING.get(token) or re.escape(token) for token in tokens)
    assert matches(path, pattern) == (re.search(f"/{body}$", f"/{path.removeprefix('./')}") is not None)


def test_many_stars_cost_no_more_than_one() -> None:
    """A regular expression would try every way to share a name among its stars, for longer than anybody waits."""
    assert not matches("pm/" + "a" * 250, "*a" * 120 + "b")
    assert matches("pm/" + "a" * 250 + "b", "*a" * 120 + "b")
    assert not matches("a/" * 1000, "**/a" * 100 + "/b")
