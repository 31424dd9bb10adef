"""What is in doubt is said with a code and a line; nothing a document holds makes the parser fall over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import DEFAULT, FINDING_CODES, parse


def codes(text: str) -> list[tuple[str, int]]:
    return [(finding.code, finding.line) for incident in parse(text, "a.md") for finding in incident.findings]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("# Outage\nIt broke.\n", "PM101", 1),
        ("## Prevention\nWe shall all be more careful with it. Promised.\n", "PM102", 2),
        ("## Tasks\n- Add it (due 05-02-2022)\n", "PM103", 2),
        ("## Tasks\n- Add it (due next week)\n", "PM104", 2),
        ("## Tasks\n|Action|Owner|\n|-|-|\n|Add it|???|\n", "PM105", 4),
        ("# Outage\n## Action items\n\n## Timeline\n", "PM106", 2),
        ("# Outage\n```\n## Tasks\n- Add it\n", "PM107", 2),
        ("---\na: [\n---\n## Tasks\n- Add it\n", "PM108", 3),
    ],
)
def test_each_doubt_has_its_code_and_line(text: str, code: str, line: int) -> None:
    assert (code, line) in codes(text)


def test_a_clear_document_leaves_no_doubt() -> None:
    assert codes("# Outage on 2026-01-02\n## Tasks\n- [ ] Add it (@ana, due 2026-02-01)\n") == []


def test_front_matter_may_be_toml() -> None:
    (incident,) = parse('+++\ntitle = "Mail outage"\ndate = 2026-03-04\n+++\n## Tasks\n- Add it\n', "a.md")
    assert (incident.title, str(incident.date), len(incident.tasks)) == ("Mail outage", "2026-03-04", 1)
    (broken,) = parse('+++\ntitle = "Mail\n+++\n## Tasks\n- Add it\n', "a.md")
    assert [finding.code for finding in broken.findings] == ["PM108"]
    assert len(broken.tasks) == 1


def test_the_day_of_the_incident_is_not_that_of_the_post() -> None:
    (incident,) = parse("---\ndate: 2026-03-20\n---\n**Date:** 2026-03-04\n## Tasks\n- Add it\n", "a.md")
    assert str(incident.date) == "2026-03-04"


def test_a_document_with_broken_front_matter_is_still_read() -> None:
    (incident,) = parse("---\na: [\n---\n## Tasks\n- Add it\n", "a.md")
    assert [item.text for item in incident.items] == ["Add it"]


def test_every_code_is_explained() -> None:
    for code, rule in FINDING_CODES.items():
        assert code == rule.code
        assert rule.title
        assert rule.explanation.endswith(".")
        assert rule.suggestion


@pytest.mark.parametrize(("data", "place"), [(b"# a\n\xff", "a.md:2"), (b"\xef\xbb\xbfab\xc3(", "a.md:1")])
def test_what_is_not_utf8_is_refused_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(DocumentError, match=place):
        parse(data, "a.md")


def test_what_is_too_large_is_refused_with_the_limit() -> None:
    with pytest.raises(DocumentError, match="more than the limit of 10"):
        parse(b"x" * 11, "a.md", max_bytes=10)


def test_a_sign_that_stands_for_something_while_owners_are_read_may_stand_in_one() -> None:
    (incident,) = parse("## Tasks\n- Add it (owner: A\x00na (SRE), B\x00O)\n", "a.md")
    assert incident.items[0].owners == ("A na (SRE)", "B O")


def test_text_and_bytes_are_read_alike() -> None:
    assert parse("## Tasks\n- Ü\n", "a.md") == parse("## Tasks\n- Ü\n".encode(), "a.md")


def test_words_can_be_added() -> None:
    text = "## Feladatok\n|Mit|Ki|\n|-|-|\n|Adj hozzá riasztást|ana|\n"
    assert parse(text, "a.md")[0].items == ()
    hungarian = DEFAULT.extended(sections={"tasks": ["feladatok"]}, columns={"action": ["mit"], "owner": ["ki"]})
    (item,) = parse(text, "a.md", vocabulary=hungarian)[0].items
    assert (item.text, item.owners) == ("Adj hozzá riasztást", ("ana",))


def test_an_unknown_word_list_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown name 'colour'"):
        DEFAULT.extended(columns={"colour": ["farve"]})


_SNIPPETS = st.sampled_from(
    [
        *(
            "## Action items\n",
            "- ",
            "* ",
            "1. ",
            "|",
            "|-|-|\n",
            "\n",
            "\r\n",
            "**",
            "```\n",
            "<!--",
            "-->",
            "[",
            "](",
            ")",
            "Owner: ",
        ),
        *(
            "due 1 May",
            "@a",
            "[x] ",
            "~~",
            "Tasks:\n",
            "===\n",
            "---\n",
            "a: b\n",
            "> ",
            "    ",
            "\t",
            "\u00a0",
            "🚀",
            "\x00",
            "\\",
            "&amp;",
        ),
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.binary(max_size=300), st.lists(_SNIPPETS, max_size=60).map(lambda parts: "".join(parts).encode())))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        incidents = parse(data, "a.md")
    except DocumentError:
        return
    assert incidents
    for incident in incidents:
        assert incident.id
        assert incident.title
        for item in incident.items:
            assert item.text
            assert item.text == item.text.strip()
            assert 0 <= item.span.start <= item.edit.link_at <= len(data)


_NASTY = {
    "brackets": "## Tasks\n- " + "[" * 300_000,
    "links": "## Tasks\n- " + "[a](b " * 50_000,
    "emphasis": "## Tasks\n- " + "*a " * 100_000,
    "ticks": "## Tasks\n- " + "`a``b" * 60_000,
    "references": "## Tasks\n- " + "#1 AB-2 @c " * 30_000,
    "nesting": "## Tasks\n" + "\n".join(" " * depth + "- a" for depth in range(700)),
    "front matter": "---\na: " + "[" * 300_000 + "\n---\n",
    "tags": "## Tasks\n- " + "<a " * 100_000,
    "comments": "<!--\n" * 60_000,
    "blanks": "## Tasks\n" + ("- Fix the ticket: add" + " " * 3_900 + "owner\n") * 30,
    "own links": "## Tasks\n- " + "é([#1](https://x.example/1)) b: " * 10_000,
    "boxes": "## Tasks\n| Task | Status |\n|---|---|\n| a | " + "[x] " * 5_000 + "|\n",
    "postmortems": "# Postmortem: a\n## Summary\n## Impact\n## Tasks\n- Add\n" * 3_000,
}


@pytest.mark.parametrize("name", _NASTY)
def test_nasty_documents_are_read(name: str) -> None:
    assert parse(_NASTY[name], "a.md")


def test_a_list_that_is_prose_is_pointed_out_even_beside_other_items() -> None:
    text = "## Improvements\n- Better reviews\n\n## Tasks\n\nWe were slow.\nand then some more of it,\nand so on.\n"
    (incident,) = parse(text, "a.md")
    assert [(found.code, found.line) for found in incident.findings] == [("PM102", 6)]
    assert len(incident.items) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "## Next steps\nIt is not first because:\n- It is rare\n\nWe have opened an issue.\n",
            [("PM102", 5)],
        ),
        (
            "## Prevention\nChanged the script so that it starts it:\n1. Looks for it\n2. Makes it\n",
            [("PM102", 2)],
        ),
        ("## Action items\nSee the tracker for details.\n", [("PM106", 1)]),
        ("## Tasks\n- Add it\n\nSo ends this tale.\n", []),
        ("## Prevention\nWe will page on the disk, and keep two copies of it.\n", [("PM102", 2)]),
        (
            "## Action items\n### Hub\n\nLimit the memory of each build (see #12).\n\n### Process\n\n- Add it\n",
            [("PM102", 4)],
        ),
        (
            "## Maßnahmen\n### Netz\n\nAlarm für den Speicher einrichten.\n\n### Prozess\n\n- Alarm festlegen\n",
            [("PM102", 4)],
        ),
        ("## Action items\n### Hub\n\nIt was slow on that day.\n\n### Process\n\n- Add it\n", []),
        ("## Lessons learned\nWe will be better people.\n## Action items\n- Add it\n", []),
        ("## Action items\n<details>\n<summary>Mail</summary>\n\n- [ ] Add it\n\n</details>\n", []),
    ],
)
def test_measures_told_as_prose_are_pointed_out_and_nothing_else(text: str, found: list[tuple[str, int]]) -> None:
    assert codes(text) == found
