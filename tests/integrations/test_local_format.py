"""Issue files say exactly what was put in, whatever it is, and edits touch nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import yaml
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.integrations.local import yaml as local_yaml
from postmortem_tracker.integrations.local.format import Record, _head, edit, parse, render
from postmortem_tracker.model import State

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8"))
NASTY = st.lists(
    st.sampled_from(
        [
            "<!-- comment 2026-01-01T00:00:00Z -->",
            "\\",
            "\n",
            "\r\n",
            "\r",
            "---",
            " ",
            "text",
            "\t",
            "<!-- comment x --> ",
        ]
    )
).map("".join)
BODY = TEXT | NASTY
LINE = TEXT.map(lambda text: text.replace("\n", " ").replace("\r", " ")).filter(str.strip)
NAMES = st.lists(LINE, unique=True, max_size=3).map(tuple)
TIMES = st.none() | st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC))


@st.composite
def records(draw: st.DrawFn) -> Record:
    state = draw(st.sampled_from(State))
    return Record(
        title=draw(LINE),
        body=draw(BODY),
        state=state,
        labels=draw(NAMES),
        assignees=draw(NAMES),
        due=draw(st.none() | st.dates(min_value=date(1000, 1, 1))),
        confidential=draw(st.booleans()),
        created=draw(TIMES),
        updated=draw(TIMES),
        closed=draw(TIMES) if state.closed else None,
        duplicate_of=draw(st.none() | st.integers(1, 10**6)) if state.closed else None,
        comments=tuple(draw(st.lists(BODY, max_size=3))),
    )


def header_of(record: Record) -> str:
    return _head(render(record, NOW))[2]


@given(records())
def test_a_file_says_what_was_put_in(record: Record) -> None:
    assert parse(render(record, NOW)) == record


@given(records())
def test_a_file_says_it_to_any_yaml_reader_too(record: Record) -> None:
    said = yaml.safe_load(header_of(record))
    assert said["title"] == record.title
    assert said.get("labels", []) == list(record.labels)


@given(records(), records())
def test_an_edit_leads_from_any_record_to_any_other(old: Record, new: Record) -> None:
    kept = replace(new, comments=old.comments + new.comments)
    assert parse(edit(render(old, NOW), old, kept, NOW)) == kept


@given(records(), records())
def test_the_same_in_a_file_with_carriage_returns(old: Record, new: Record) -> None:
    text = render(old, NOW).replace("\r", "").replace("\n", "\r\n")
    said = parse(text)
    kept = replace(new, comments=said.comments + new.comments)
    assert parse(edit(text, said, kept, NOW)) == kept


@given(records())
def test_the_short_way_to_read_agrees_with_yaml(record: Record) -> None:
    header = header_of(record)
    simple = local_yaml._read_simple(header)
    assert simple is None or simple == local_yaml._read_yaml(header)


VALUE = st.text("ab1é:#-[]{},'\"&*!|>%@`~? .\\\t", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["title", "state", "x"]), VALUE), max_size=3))
def test_the_short_way_never_reads_what_yaml_reads_otherwise(lines: list[tuple[str, str]]) -> None:
    header = "".join(f"{key}: {value}\n" for key, value in lines)
    simple = local_yaml._read_simple(header)
    if simple is not None:
        assert simple == local_yaml._read_yaml(header)


@given(BODY, st.lists(BODY, max_size=3))
def test_no_text_forges_a_comment(body: str, comments: list[str]) -> None:
    said = parse(render(Record("T", body, comments=tuple(comments)), NOW))
    assert (said.body, said.comments) == (body, tuple(comments))


def test_our_own_files_are_read_without_a_yaml_parser() -> None:
    record = Record("Add a canary to deploys", "Body", labels=("postmortem", "P1"), due=date(2026, 3, 4), created=NOW)
    header = header_of(record)
    assert local_yaml._read_simple(header) is not None
