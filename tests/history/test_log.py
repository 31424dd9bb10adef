"""What git prints, and what of it concerns the documents meant."""

from __future__ import annotations

from datetime import timedelta, timezone

from postmortem_tracker.history.log import FileChange, LogEntry, concerning, read_log
from tests.history.make import commit

A, B, NONE = "a" * 40, "b" * 40, "0" * 40


def entry(number: int, *files: FileChange) -> LogEntry:
    return LogEntry(commit(number), files)


def test_names_and_messages_are_read_byte_for_byte() -> None:
    printed = (
        f"\x01{A}\n{B} {B}\n1772436600\nTitle\n\n:100644 looks like a file\n\0"
        f"\n:100644 100644 {A} {B} R080\0docs/a b.md\0docs/ü\n.md\0"
        f":000000 100644 {NONE} {A} A\0docs/new.md\0:100644 000000 {A} {NONE} D\0docs/old.md\0"
        f":000000 120000 {NONE} {A} A\0docs/link.md\0"
    ).encode()
    (read,) = read_log(printed, "docs/")
    assert (read.commit.id, read.commit.parents, read.commit.day.isoformat()) == (A, (B, B), "2026-03-02")
    (there,) = read_log(printed, "docs/", timezone(timedelta(hours=-8)))
    assert there.commit.day.isoformat() == "2026-03-01", "a day begins where the configuration says"
    assert read.commit.message == "Title\n\n:100644 looks like a file"
    assert read.files == (
        FileChange("ü\n.md", B, "a b.md"),
        FileChange("new.md", A),
        FileChange("old.md", ""),
    )


def test_a_document_is_followed_to_its_former_names() -> None:
    entries = (
        entry(0, FileChange("draft.md", A), FileChange("other.md", A)),
        entry(1, FileChange("b.md", A, "draft.md")),
        entry(2, FileChange("other.md", B), FileChange("b.md", B)),
    )
    kept = concerning(entries, {"b.md"}, lambda _: False)
    assert [[each.path for each in one.files] for one in kept] == [["draft.md"], ["b.md"], ["b.md"]]


def test_what_took_an_old_name_later_is_another_document() -> None:
    entries = (
        entry(0, FileChange("a.md", A)),
        entry(1, FileChange("b.md", A, "a.md")),
        entry(2, FileChange("a.md", B)),
    )
    kept = concerning(entries, {"b.md"}, lambda _: False)
    assert [one.commit for one in kept] == [commit(0), commit(1)]


def test_deleted_documents_count_where_they_were_meant() -> None:
    entries = (
        entry(0, FileChange("in/a.md", A), FileChange("out/a.md", A)),
        entry(1, FileChange("in/a.md", ""), FileChange("out/a.md", "")),
    )
    kept = concerning(entries, (), lambda name: name.startswith("in/"))
    assert [[each.path for each in one.files] for one in kept] == [["in/a.md"], ["in/a.md"]]
