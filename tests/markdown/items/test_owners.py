"""The people that a value names, and those that it only speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.markdown.items.owners import read_owners, says_only

NAMES = st.sampled_from(["Ana", "Ana Lima", "@ana", "@shop/core", "SRE", "Ana (SRE)", "Ana Lima (@ana)"])


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ana (SRE)", ["Ana (SRE)"]),
        ("Team A (infra, network)", ["Team A (infra, network)"]),
        ("Ana (SRE), Bo (DB)", ["Ana (SRE)", "Bo (DB)"]),
        ("@bo (was @ana)", ["@bo (was @ana)"]),
        ("@bo (was @ana", ["@bo (was @ana)"]),  # its end was cut off with the bracket around it
        ("@bo → @ana", ["@ana"]),
        ("Bo -> Ana and Cy", ["Ana", "Cy"]),
        ("~~@bo~~ @ana", ["@ana"]),
        ("<ana@shop.test>", ["ana@shop.test"]),
        ("Ana Lima <ana@shop.test>", ["Ana Lima"]),
        ("Anna-Lena Weiß", ["Anna-Lena Weiß"]),
        ("(SRE)", ["SRE"]),
        ("👤 Ana", ["Ana"]),
        ("佐藤さん、鈴木（SRE）", ["佐藤さん", "鈴木（SRE）"]),
        ("Ana or Bo", ["Ana", "Bo"]),
        ("Platform / SRE", ["Platform", "SRE"]),
    ],
)
def test_names(value: str, names: list[str]) -> None:
    said = read_owners(value)
    assert ([*said.names], said.nobody, said.doubted) == (names, False, ())


@pytest.mark.parametrize(
    "value",
    [
        "@bo?",
        "maybe @bo",
        "not @bo",
        "cc @bo",
        "@bo (tentative)",
        "SRE (TBD)",
        "someone from SRE",
        "everyone",
        "vielleicht Ana",
    ],
)
def test_words_that_settle_on_nobody_are_quoted(value: str) -> None:
    (incident,) = parse(f"# INC-1\n\n## Tasks\n\n| Task | Owner |\n|-|-|\n| Add it | {value} |\n", "a.md")
    assert incident.items[0].owners == ()
    assert [f.message for f in incident.findings if f.code == "PM105"] == [f"unknown owner: {value!r}"]


def test_one_person_in_two_spellings_is_one_owner() -> None:
    (incident,) = parse("## Tasks\n\n| Task | Owner |\n|-|-|\n| Add it @bob | Bob |\n", "a.md")
    assert incident.items[0].owners == ("@bob",)


@pytest.mark.parametrize("value", ["(unassigned)", "TBD", "no one", "???", "Ana, TBD"])
def test_what_is_left_open_names_nobody(value: str) -> None:
    assert read_owners(value).nobody


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True), st.sampled_from([", ", " and ", "; ", " & ", " + "]))
def test_names_are_kept_as_they_are_written(names: list[str], between: str) -> None:
    assert [*read_owners(between.join(names)).names] == names


def test_what_is_said_beside_names_is_not_written_over() -> None:
    assert says_only("Ana and @bo", ["Ana", "@bo"])
    data = b"# INC-1\n\n## Tasks\n\n- [ ] Add it (owner: @bo -> @ana)\n"
    (item,) = parse(data, "a.md")[0].items
    assert item.owners == ("@ana",)
    with pytest.raises(DocumentError, match="more than names"):
        edit(data, "a.md", [ItemEdit(item, owners=("@cy",))])
