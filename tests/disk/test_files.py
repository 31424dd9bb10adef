"""Where results are written to."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from postmortem_tracker.disk import files
from postmortem_tracker.errors import UsageError


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    files.write(str(pipe), "a report\n")
    reader.join()
    assert read == ["a report\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old", encoding="utf-8")
    link = tmp_path / "link.md"
    link.symlink_to("real.md")
    files.write(str(link), "new")
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_text(encoding="utf-8") == "new"


def test_a_file_keeps_its_rights_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("{}", encoding="utf-8")
    file.chmod(0o600)
    files.write(str(file), "[]")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.parametrize(("umask", "rights"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600), (0o027, 0o640)])
def test_a_new_file_has_the_rights_that_the_umask_leaves(tmp_path: Path, umask: int, rights: int) -> None:
    before = os.umask(umask)
    try:
        files.write(str(tmp_path / "report.json"), "{}")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report.json").stat().st_mode) == rights


def test_a_name_may_be_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    name = "会" * 83 + ".json"
    files.write(str(tmp_path / name), "{}")
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    files.write(str(tmp_path / "public" / "reports" / "report.json"), "{}")
    assert (tmp_path / "public" / "reports" / "report.json").read_text(encoding="utf-8") == "{}"


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UsageError, match="No space left"):
        files.write(str(tmp_path / "report.json"), "{}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [".", "a-file/report.json"])
def test_what_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").touch()
    with pytest.raises(UsageError, match=f"{name}: cannot be written"):
        files.write(name, "x")


@pytest.mark.parametrize(
    ("data", "why"),
    [(None, "No such file or directory"), (b"\xff\xfe{", "it is not UTF-8"), ("folder", "is a directory")],
)
def test_a_result_that_cannot_be_read_says_why(tmp_path: Path, data: bytes | str | None, why: str) -> None:
    path = tmp_path / "plan.json"
    if data == "folder":
        path.mkdir()
    elif isinstance(data, bytes):
        path.write_bytes(data)
    with pytest.raises(UsageError) as caught:
        files.read(str(path), hint="make it")
    assert caught.value.message.startswith(f"{path}: cannot be read: ")
    assert why.casefold() in caught.value.message.casefold()
