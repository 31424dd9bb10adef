"""A bullet behind a comment begins no list item: the line is quoted, and neither hidden nor taken for one."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 on 2026-10-12\n\n## Action items\n\n"
COMMENTS = [
    *("<!-- a -->", "<!---->", "<!-- a --> <!-- b -->", "{/* a */}", "%% a %%", "{# a #}", "[//]: # (a)"),
    *("{% comment %}a{% endcomment %}", "{{</* a */>}}", "<a id='x'></a>", "<br>", "<span></span>"),
]


def read(body: str) -> tuple[list[str], list[tuple[str, int]]]:
    (incident,) = parse(f"{HEAD}{body}\n", "a.md")
    return [item.text for item in incident.tasks], [(each.code, each.line) for each in incident.findings]


@pytest.mark.parametrize("comment", COMMENTS)
@pytest.mark.parametrize("bullet", ["-", "*", "1.", "- [ ]"])
def test_it_is_quoted_before_a_list(comment: str, bullet: str) -> None:
    line = f"{comment} {bullet} Page on the lag"
    assert read(f"{line}\n- Rotate the keys") == (["Rotate the keys"], [("PM125", 5)])
    assert f"{line!r}" in parse(f"{HEAD}{line}\n- Rotate the keys\n", "a.md")[0].findings[0].message


@pytest.mark.parametrize(
    "comment", [each for each in COMMENTS if "<a" not in each and each not in ("<br>", "<span></span>")]
)
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_it_is_no_part_of_the_item_above(comment: str, blank: str) -> None:
    texts, found = read(f"- Rotate the keys{blank}{comment} - Page on the lag @ana\n- Drain the node")
    assert (texts, [code for code, _ in found]) == (["Rotate the keys", "Drain the node"], ["PM125"])


@pytest.mark.parametrize("body", ["<!--\na\n--> - Page on the lag", "<!-- a\n--> 1. Page on the lag"])
def test_a_comment_of_several_lines_hides_no_more(body: str) -> None:
    assert read(f"{body}\n- Rotate the keys")[1] == [("PM125", body.count("\n") + 5)]


@pytest.mark.parametrize("title", ["Follow-ups", "Action items", "Next steps"])
def test_a_title_behind_a_comment_is_quoted(title: str) -> None:
    (incident,) = parse(f"# INC-1\n\n<!-- a --> ## {title}\n- Rotate the keys\n\n## Tasks\n- Drain it\n", "a.md")
    assert [(each.code, each.line) for each in incident.findings] == [("PM125", 3)]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        *(("- <!-- a --> Page on the lag", ["Page on the lag"]), ("- Page on the lag <!-- a -->", ["Page on the lag"])),
        *(
            ("- <!-- a -->\n  Page on the lag\n- Drain it", ["Page on the lag", "Drain it"]),
            ("- <!-- a -->\n- Drain", ["Drain"]),
        ),
        *(
            ("<!-- - Old -->\n- Page on the lag", ["Page on the lag"]),
            ("<!-- a -->\n- Page on the lag", ["Page on the lag"]),
        ),
        *(
            ("- Page\n  <!-- a --> on the lag", ["Page on the lag"]),
            ("- Page on the lag <!-- a --> - soon", ["Page on the lag - soon"]),
        ),
        ("<!-- a --> Mind this:\n- Page on the lag", ["Page on the lag"]),
    ],
)
def test_other_comments_change_nothing(body: str, texts: list[str]) -> None:
    assert read(body) == (texts, [])


def test_outside_the_measures_nothing_is_said() -> None:
    text = "# INC-1\n\n## Timeline\n\n<!-- a --> - 10:00 it broke\n\n## Action items\n\n- Drain the node\n"
    assert parse(text, "a.md")[0].findings == ()
