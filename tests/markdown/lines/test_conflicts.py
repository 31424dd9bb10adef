"""Marks of a merge that nobody finished: one alone is enough where it can be nothing else."""

from __future__ import annotations

import pytest

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


@pytest.mark.parametrize(
    "body",
    [
        "- Warm it @cy\n=======\n- Cap it @bob",
        "- Warm it @cy\n- Cap it @bob\n=======",
        "* Warm it\n  and the rest\n=======\n* Cap it",
        "- [ ] Warm it\n=======\n\n- [ ] Cap it",
        "1. Warm it\n=======\n2. Cap it",
        "1. Warm it\n2. Cap it\n=======",
        "| Task | Owner |\n|---|---|\n| Warm it | Ana |\n=======\n| Cap it | Bob |",
        "- Warm it @cy\n||||||| base\n- Cap it @bob",
        "- Warm it @cy\n||||||| merged common ancestors\n- Cap it @bob",
        "- Warm it @cy\n||||||| parent of 1a2b3c4 (Cap it)\n",
        "- Warm it @cy\n=======\r\n- Cap it @bob",
    ],
)
def test_a_mark_alone_is_refused_where_it_can_be_nothing_else(body: str) -> None:
    with pytest.raises(DocumentError, match=r"a\.md:\d+: marks of an unresolved merge"):
        parse(HEAD + body + "\n", "a.md")


@pytest.mark.parametrize(
    "body",
    [
        "- Warm it\n\nOutlook\n=======\n\nGood.",
        "- Warm it\n\n1. More\n=======\n\nGood.",
        "- Warm it\n\nOutlook\n=======",
        "- Warm it\n\n=======\n",
        "- Warm it\n\n```\n- a\n=======\n- b\n```\n",
        "- Warm it\n\n| a | b | c | d | e | f | g |\n|---|---|---|---|---|---|---|\n||||||| x |\n",
        "- Warm it\n==========\n",
    ],
)
def test_titles_code_and_tables_are_read(body: str) -> None:
    assert any("Warm it" in item.text for item in parse(HEAD + body + "\n", "a.md")[0].items)


@pytest.mark.parametrize(
    "body",
    [
        "- Warm it\n\n1. Plan\n=======\n- Fix it",
        "- Warm it\n\n1. Plan\n   for all\n=======\n- Fix it",
        "- Warm it @bo\nSummary\n=======",
        "- Warm it @bo\nSummary\n=======\n- Fix it",
        "* Warm it\n1. Plan\n=======",
        "- Warm it\n\n<pre>\n- a\n=======\n- b\n</pre>\n",
        "- Warm it\n\n<div><PRE class='x'>\n1. a\n=======\n2. b\n</PRE></div>\n",
    ],
)
def test_what_is_underlined_or_shown_is_read(body: str) -> None:
    assert any("Warm it" in item.text for item in parse(HEAD + body + "\n", "a.md")[0].items)


def test_a_title_below_a_field_is_one() -> None:
    read = parse("# INC-1 Pool\n\n* Severity: SEV2\nSummary\n=======\n\nLate.\n", "a.md")[0]
    assert read.severity == "SEV2"


@pytest.mark.parametrize(
    "body",
    [
        "- Warm it\n\n<pre>\n- a\n</pre>\n\n- Cap it\n=======\n- Cool it",
        "- Warm it\n\n<pre>\n- Cap it\n=======\n- Cool it",
        "- Warm it\n  - Cap it\n=======",
        "1. Warm it\n   - Cap it\n=======",
    ],
)
def test_a_mark_below_an_item_is_refused_beside_what_is_shown(body: str) -> None:
    with pytest.raises(DocumentError, match="marks of an unresolved merge"):
        parse(HEAD + body + "\n", "a.md")
