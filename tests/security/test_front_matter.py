"""What is not understood is not acted on: unreadable front matter, and marks of an unresolved merge."""

from __future__ import annotations

from pathlib import Path

import pytest

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import parse
from tests.security.run import POSTMORTEM, git, inside

MATTER = "---\nid: INC-7\ntitle: Checkout\nseverity: SEV1\n---\n\n"
BODY = POSTMORTEM.replace("# INC-1 ", "# ")
BREAKAGES = {
    "a second colon": ("title: Checkout", "title: Checkout: pool full"),
    "a bracket": ("title: Checkout", "title: [Checkout"),
    "a tab": ("title: Checkout", "\ttitle: Checkout"),
    "a quotation mark": ("title: Checkout", 'title: "Checkout'),
    "a comment and a second colon": ("title: Checkout", "# the title\ntitle: Checkout: pool full"),
    "no end": ("severity: SEV1\n---\n", "severity: SEV1\n"),
    "the end far away": ("severity: SEV1\n", "severity: SEV1\n" + "x: 1\n" * 500),
    "an unknown alias": ("title: Checkout", "title: *nobody"),
    "two ids": ("id: INC-7", "id: INC-7\nID: INC-8"),
    "an anchor in itself": ("title: Checkout", "title: Checkout\nx: &a [*a]"),
    "an anchor in its own mapping": ("title: Checkout", "title: Checkout\nx: &a {k: [1, *a]}"),
    "an anchor around all": ("title: Checkout", "title: &a\n  - *a"),
    "no time": ("id: INC-7", "id: !!timestamp x"),
    "no truth": ("title: Checkout", "x: !!bool perhaps"),
    "no number": ("title: Checkout", 'x: !!int ""'),
    "no fraction": ("title: Checkout", "x: !!float ."),
    "a tag": ("title: Checkout", "title: !!python/object:os.system x"),
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "pm").mkdir()
    git(tmp_path, "init", "-q")
    (tmp_path / "pm" / "a.md").write_text(MATTER + BODY)
    return tmp_path


def issues(root: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in sorted((root / ".postmortem" / "issues").glob("*.md"))}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_broken_front_matter_moves_nothing(repository: Path, breakage: str) -> None:
    """The id, the severity and whether it is confidential are not known any more."""
    assert inside(repository, "sync", "pm").returncode == 0
    document = repository / "pm" / "a.md"
    before = issues(repository)
    assert len(before) == 1
    broken = document.read_text().replace(*BREAKAGES[breakage])
    assert broken != document.read_text()
    document.write_text(broken)
    for command in (
        ("sync", "--close-orphans"),
        ("plan",),
        ("check",),
        ("report",),
        ("report", "-f", "json"),
        ("parse",),
    ):
        done = inside(repository, *command, "pm")
        assert done.returncode == 3, (command, done)
        assert "pm/a.md:" in done.stderr
        assert "front matter cannot be read" in done.stderr
    assert issues(repository) == before
    assert document.read_text() == broken
    document.write_text(MATTER + BODY)
    assert inside(repository, "sync", "pm").returncode == 0
    assert len(issues(repository)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "---\n# Checkout outage\n\nSome: text with: two colons\n---\n",
        "---\n\nA rule at the top.\n",
        "---\n",
        "---\nA rule, and words below it\n",
    ],
)
def test_a_rule_at_the_top_is_no_front_matter(text: str) -> None:
    assert not any(each.refused for each in parse(text + BODY, "pm/a.md"))


CONFLICT = "<<<<<<< HEAD\n- [ ] Widen the pool\n=======\n- [ ] Widen the pool to 300\n>>>>>>> feature\n"
CONFLICTS = {
    "in the list": BODY + CONFLICT,
    "with the common version": BODY + CONFLICT.replace("=======", "||||||| base\n- [ ] Widen\n======="),
    "in a table": BODY
    + "\n| Action | Owner |\n| --- | --- |\n<<<<<<< ours\n| a | b |\n=======\n| a | c |\n>>>>>>> theirs\n",
    "in the front matter": "---\n<<<<<<< HEAD\nid: INC-1\n=======\nid: INC-2\n>>>>>>> x\n---\n" + BODY,
    "in prose": BODY.replace("## Action", CONFLICT.replace("- [ ] ", "") + "\n## Action"),
    "without names": BODY + "<<<<<<<\na\n=======\nb\n>>>>>>>\n",
    "only its beginning is left": BODY + "<<<<<<< HEAD\n- [ ] a\n",
    "only its end is left": BODY + "- [ ] a\n=======\n- [ ] b\n>>>>>>> feature\n",
    "with longer marks": BODY
    + CONFLICT.replace("<" * 7, "<" * 11).replace("=" * 7, "=" * 11).replace(">" * 7, ">" * 11),
    "a merge of merges": BODY + CONFLICT.replace("<" * 7, "<" * 9).replace("=" * 7, "=" * 9).replace(">" * 7, ">" * 9),
    "long marks without names": BODY + f"{'<' * 12}\na\n{'=' * 12}\nb\n{'>' * 12}\n",
    "of long marks the last two are left": BODY + f"- [ ] a\n{'=' * 11}\n- [ ] b\n{'>' * 11} main\n",
    "of long marks the first two are left": BODY + f"{'<' * 11} HEAD\n- [ ] a\n{'=' * 11}\n- [ ] b\n",
    "only the last mark is left": BODY + "- [ ] a\n>>>>>>> main\n",
    "only a commit is left": BODY + "- [ ] a\n>>>>>>> 1a2b3c4 (Cap the retries)\n",
    "with other line ends": (BODY + CONFLICT).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", CONFLICTS.values(), ids=CONFLICTS)
def test_an_unresolved_merge_is_refused_with_its_line(repository: Path, text: str) -> None:
    with pytest.raises(DocumentError, match=r"pm/a\.md:\d+: marks of an unresolved merge") as caught:
        parse(text, "pm/a.md")
    assert caught.value.hint == "resolve the conflict"
    (repository / "pm" / "a.md").write_text(text)
    assert inside(repository, "sync", "pm").returncode == 3
    assert issues(repository) == {}
    assert (repository / "pm" / "a.md").read_text() == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "text",
    [
        BODY + "\n```diff\n" + CONFLICT + "```\n",
        BODY + "\nTitle\n=======\n",
        BODY + "\n>>>>>>> a deep quotation\n",
        BODY + "\nThe marks `<<<<<<< HEAD` were merged.\n",
        BODY + "\n<<<<<<<< eight\n",
        BODY + "\n>>>>>> quoted\n>>>>>>> deep\n>>>>>> quoted\n",
        BODY + f"\nTitle\n{'=' * 11}\n\n{'>' * 8} deep\n",
        BODY + "\n```\n- [ ] a\n>>>>>>> main\n```\n",
    ],
)
def test_what_only_shows_such_marks_is_read(text: str) -> None:
    assert len(parse(text, "pm/a.md")[0].tasks) == 1


@pytest.mark.parametrize("rest", ["", "\n## More\n\n- [ ] Prune the logs\n"])
def test_a_comment_that_never_ends_is_a_finding(rest: str) -> None:
    (incident,) = parse(BODY.replace("## Action", "<!-- to do\n\n## Action") + rest, "a.md")
    assert "PM111" in [each.code for each in incident.findings]
    (closed,) = parse(BODY.replace("## Action", "<!-- to do -->\n\n## Action") + rest, "a.md")
    assert "PM111" not in [each.code for each in closed.findings]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("x: &a [*a]", "an anchor (&…) holds itself"),
        ("x: &a {k: *a}", "an anchor (&…) holds itself"),
        ("id: !!timestamp x", "a tag (!!…) stands before a text that it does not fit"),
        ("id: !!bool x", "a tag (!!…) stands before a text that it does not fit"),
    ],
)
def test_what_nothing_can_be_made_of_is_named_and_the_others_are_read(repository: Path, lines: str, why: str) -> None:
    (repository / "pm" / "b.md").write_text(f"---\n{lines}\n---\n{BODY}")
    done = inside(repository, "parse", "pm")
    assert done.returncode == 3
    assert "1 incident, 1 task" in done.stdout
    assert "pm/b.md:" in done.stderr
    assert why in done.stderr


@pytest.mark.parametrize(
    "lines",
    ["x: &a [1]\ny: *a", "base: &a {k: 1}\nx:\n  <<: *a", "x: &a [1]\ny: [*a, *a]", "date: 2026-13-03", "x: !!str 1"],
)
def test_an_anchor_that_is_used_twice_is_read(lines: str) -> None:
    (found,) = parse(f"---\nid: INC-9\n{lines}\n---\n{BODY}", "pm/b.md")
    assert (found.id, found.refused) == ("INC-9", "")
