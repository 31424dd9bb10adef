"""A search ends soon whatever pattern, folders and links a stranger's pull request brings, and finds what it did."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.disk import patterns
from postmortem_tracker.disk.find import find
from postmortem_tracker.disk.folders import Entries, entries
from postmortem_tracker.disk.search import Search
from postmortem_tracker.text.globs import matches

DEEP = 40


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A chain of folders of one name with a document in the first and the last."""
    last = tmp_path.joinpath("pm", *["a"] * DEEP)
    last.mkdir(parents=True)
    (last / "a.md").write_text("# A\n")
    (tmp_path / "pm" / "b.md").write_text("# B\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "pattern",
    [
        "**/*.md",
        "**/" * 2 + "*.md",
        "**/" * 30 + "*.md",
        "**/a/" * 12 + "*.md",
        "**/a/" * 12 + "**",
        "**/*/" * 12 + "*.md",
        "*/**/" * 12 + "**/*.md",
        "pm/**/" + "**/a/**/" * 10 + "a.md",
        "**/?/" * 15 + "**/[a-z].md",
    ],
)
def test_a_folder_is_listed_once_however_often_a_pattern_reaches_it(
    deep: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    listed: list[str] = []

    def counted(folder: str) -> Entries:
        listed.append(os.path.realpath(folder))
        return entries(folder)

    monkeypatch.setattr(patterns, "entries", counted)
    found = find([pattern], str(deep))
    assert f"pm/{'a/' * DEEP}a.md" in found.files
    # A name that stands in a pattern as it is leads on beside the stars: a folder may be met by both.
    assert len(listed) <= 2 * (DEEP + 3)


NAMES = st.sampled_from(["a", "b", "ab"])
PARTS = st.sampled_from(["**", "*", "a", "b", "?", "a*", "[ab]"])


@given(
    st.sets(st.lists(NAMES, min_size=1, max_size=4).map(tuple), min_size=1, max_size=6),
    st.lists(PARTS, min_size=1, max_size=5),
    st.sampled_from(["*.md", "**", "a.md", "?.md", "**/*.md"]),
)
def test_what_a_pattern_finds_is_what_it_matches(
    tmp_path_factory: pytest.TempPathFactory, places: set[tuple[str, ...]], parts: list[str], last: str
) -> None:
    root = tmp_path_factory.mktemp("tree")
    for place in places:
        path = root.joinpath(*place[:-1], f"{place[-1]}.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# A\n")
    pattern = "/".join([*parts, last])
    there = sorted(str(path.relative_to(root)) for path in root.rglob("*.md"))
    plain = pattern.replace("[ab]", "?") + ("/*" if last == "**" else "")
    found = Search(str(root))
    names = patterns.matching(str(root), pattern.split("/"), found)
    assert sorted(os.path.relpath(name, root) for name in dict.fromkeys(names)) == [
        path for path in there if _follows(path.split("/"), plain.split("/"))
    ]


def _follows(names: list[str], parts: list[str]) -> bool:
    if not parts or not names:
        return not parts and not names
    first, *rest = parts
    if first == "**":
        return _follows(names, rest) or _follows(names[1:], parts)
    return matches(names[0], first) and _follows(names[1:], rest)


@pytest.mark.parametrize(
    "links",
    [
        {"self.md": "self.md"},
        {"one.md": "two.md", "two.md": "one.md"},
        {"one": "two", "two": "one"},
        {"self": "self"},
        {"gone.md": "nowhere.md"},
        {"up.md": "up.md/x"},
    ],
)
@pytest.mark.parametrize("named", ["pm", "pm/**", "pm/*.md", "**/*.md"])
def test_a_link_that_leads_nowhere_is_said_by_its_name_and_stops_nothing(
    deep: Path, links: dict[str, str], named: str
) -> None:
    for name, target in links.items():
        (deep / "pm" / name).symlink_to(target)
    found = find([named], str(deep))
    assert "pm/b.md" in found.files
    assert [each.message for each in found.problems] == [
        f"pm/{name}: is a broken symbolic link" for name in sorted(links) if name.endswith(".md")
    ]
