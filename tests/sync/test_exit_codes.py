"""Faults as the user meets them: what was done is printed, exit code 3, and the next run finishes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.sync.test_crashes import issue_files, repository, start


def sync(folder: Path, *more: str) -> tuple[int, str, str]:
    process = start(folder, "sync", *more, "postmortems")
    output, errors = process.communicate(timeout=120)
    return process.wait(), output, errors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path / "here", items=2)


def finished(folder: Path, items: int = 4) -> None:
    assert sync(folder)[0] == 0
    code, output, _ = sync(folder)
    assert code == 0
    assert "0 issues created, 0 other changes" in output
    assert len(issue_files(folder)) == items


def links(folder: Path) -> int:
    return sum(path.read_text().count("([#") for path in (folder / "postmortems").iterdir())


def test_a_read_only_document_is_left_alone_and_finished_later(folder: Path) -> None:
    document = folder / "postmortems" / "inc-1.md"
    document.chmod(0o444)
    code, output, errors = sync(folder)
    assert code == 3
    assert "FAILED" not in output
    assert errors.count("error: ") == errors.count("hint: ") == 1
    assert "inc-1.md: cannot be written: the file is read-only; its items are left as they are" in errors
    assert links(folder) == 2
    assert len(issue_files(folder)) == 2, "none is opened that could not be linked"
    document.chmod(0o644)
    finished(folder)
    assert links(folder) == 4


def test_without_write_back_a_read_only_document_is_no_obstacle(folder: Path) -> None:
    (folder / "postmortems" / "inc-1.md").chmod(0o444)
    assert sync(folder, "--no-write-back")[0] == 0
    assert len(issue_files(folder)) == 4


def test_what_changes_only_the_issue_of_a_read_only_document_is_done(folder: Path) -> None:
    document = folder / "postmortems" / "inc-1.md"
    assert sync(folder)[0] == 0
    document.write_text(document.read_text().replace("[ ] Do the thing", "[x] Do the thing", 1) + "- [ ] Do one more\n")
    document.chmod(0o444)
    code, output, errors = sync(folder)
    assert code == 3
    assert "0 issues created, 1 other change;" in output
    assert errors.count("error: ") == 1
    document.chmod(0o644)
    finished(folder, items=5)


def test_a_broken_document_fails_alone(folder: Path) -> None:
    (folder / "postmortems" / "inc-1.md").write_bytes(b"# INC-1\n\n## Action items\n\n- \xff\xfe\n")
    code, output, errors = sync(folder)
    assert code == 3
    assert "2 issues created" in output
    assert "inc-1.md" in errors


def test_two_documents_with_one_id_are_both_left_alone_and_told(folder: Path) -> None:
    text = (folder / "postmortems" / "inc-1.md").read_text()
    (folder / "postmortems" / "copy.md").write_text(text)
    code, output, errors = sync(folder)
    assert code == 3
    assert "2 issues created" in output
    assert "copy.md" in errors
    (folder / "postmortems" / "copy.md").write_text(text.replace("INC-1", "INC-3"))
    finished(folder, items=6)


def test_a_document_behind_a_symbolic_link_is_linked_and_the_link_stays(folder: Path) -> None:
    real = folder / "inc-1.md"
    link = folder / "postmortems" / "inc-1.md"
    link.rename(real)
    link.symlink_to(real)
    assert sync(folder)[0] == 0
    assert link.is_symlink()
    assert real.read_text().count("([#") == 2
    finished(folder)


def test_an_issue_directory_that_cannot_be_read_stops_before_anything_is_written(folder: Path) -> None:
    (folder / ".postmortem").mkdir()
    (folder / ".postmortem" / "issues").write_text("a file where the directory belongs")
    code, _, errors = sync(folder)
    assert code == 3
    assert "error:" in errors
    assert links(folder) == 0
    (folder / ".postmortem" / "issues").unlink()
    finished(folder)


def test_a_broken_issue_file_keeps_its_item_waiting_and_opens_nothing_twice(folder: Path) -> None:
    assert sync(folder, "--no-write-back")[0] == 0
    broken = issue_files(folder)[0]
    whole = broken.read_text()
    broken.write_text(whole.replace("---\n", "--- broken\n", 1))
    code, _, errors = sync(folder)
    assert code == 3
    assert broken.name in errors
    assert len(issue_files(folder)) == 4
    broken.write_text(whole)
    finished(folder)


def test_a_vanished_tree_closes_nothing_without_consent(tmp_path: Path) -> None:
    folder = repository(tmp_path / "here", items=8)
    assert sync(folder)[0] == 0
    os.rename(folder / "postmortems" / "inc-1.md", tmp_path / "inc-1.md")
    code, output, errors = sync(folder, "--close-orphans")
    assert code == 2
    assert "would be closed as orphans: nothing was done" in errors
    assert all("state: open" in path.read_text() or "state:" not in path.read_text() for path in issue_files(folder))
    code, output, _ = sync(folder, "--close-orphans", "--yes")
    assert code == 0
    assert output.count("close, its item left") == 8
    os.rename(tmp_path / "inc-1.md", folder / "postmortems" / "inc-1.md")
    assert sync(folder)[0] == 0
    assert sum("not_planned" in path.read_text().split("<!--")[0] for path in issue_files(folder)) == 0
