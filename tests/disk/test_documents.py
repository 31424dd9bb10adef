"""Finding, reading and replacing documents: atomically, byte-exactly, and never through somebody else's work."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from postmortem_tracker.disk import documents
from postmortem_tracker.disk.find import find
from postmortem_tracker.errors import DocumentChangedError, DocumentError, UsageError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "inc-1.md"
    file.write_bytes(b"\xef\xbb\xbf# INC-1\r\n\r\n- [ ] Do it")
    return file


def shout(data: bytes) -> bytes:
    return data + b"!"


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".")]


# --- finding ------------------------------------------------------------------------------------------------------


def test_directories_are_searched_in_order_and_each_document_is_found_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.md", "a.markdown", "sub/c.MD", "note.txt", ".hidden.md", "node_modules/x.md", ".git/y.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    monkeypatch.chdir(tmp_path)
    assert find([".", "b.md", "*.md"]).files == ("a.markdown", "b.md", "sub/c.MD")


@pytest.mark.parametrize("name", ["missing.md", "missing/*.md", "empty", "broken.md"])
def test_what_leads_to_no_document_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.md").symlink_to("nowhere.md")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        find([name])
    assert name in caught.value.message
    assert caught.value.hint


def test_a_file_that_cannot_be_read_is_told(path: Path) -> None:
    gone = str(path.with_name("gone.md"))
    with pytest.raises(DocumentError, match="cannot be read"):
        documents.read(gone)
    assert documents.read(str(path)).data == path.read_bytes()


# --- replacing ----------------------------------------------------------------------------------------------------


def test_an_update_changes_the_bytes_and_keeps_the_mode(path: Path) -> None:
    before = path.read_bytes()
    path.chmod(0o640)
    assert documents.update(str(path), shout) == before + b"!"
    assert path.read_bytes() == before + b"!"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert leftovers(path.parent) == []


def test_where_nothing_changes_nothing_is_written(path: Path) -> None:
    before = path.stat()
    documents.update(str(path), lambda data: data)
    assert path.stat() == before


def test_a_symbolic_link_is_followed_and_stays_one(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.md"
    link.parent.mkdir()
    link.symlink_to(path)
    documents.update(str(link), shout)
    assert link.is_symlink()
    assert path.read_bytes().endswith(b"!")
    assert os.listdir(link.parent) == ["link.md"]


def test_a_read_only_file_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    path.chmod(0o444)
    for attempt in (lambda: documents.update(str(path), shout), lambda: documents.check_writable(str(path))):
        with pytest.raises(DocumentError, match="cannot be written: the file is read-only") as caught:
            attempt()
        assert caught.value.hint
    assert path.read_bytes() == before
    assert leftovers(path.parent) == []
    path.chmod(0o644)
    documents.check_writable(str(path))


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_full_disk_leaves_the_document_whole(path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    before = path.read_bytes()
    really = os.open

    def full(*arguments: object, **_options: object) -> int:
        if call == "open" and not str(arguments[0]).endswith(".tmp"):
            return really(*arguments)  # type: ignore[arg-type] # as it was called
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(DocumentError, match="No space left"):
            documents.update(str(path), shout)
    assert path.read_bytes() == before
    assert leftovers(path.parent) == []
    documents.update(str(path), shout)
    assert path.read_bytes() == before + b"!"


def test_a_document_deleted_meanwhile_is_told(path: Path) -> None:
    path.unlink()
    with pytest.raises(DocumentError, match="cannot be read"):
        documents.update(str(path), shout)
    assert not path.exists()


def test_what_an_editor_saves_during_the_update_is_kept(path: Path) -> None:
    saved = False

    def change(data: bytes) -> bytes:
        nonlocal saved
        if not saved:
            saved = True
            path.write_bytes(data + b" now")
        return data + b"!"

    documents.update(str(path), change)
    assert path.read_bytes().endswith(b"- [ ] Do it now!")


def test_an_editor_that_never_stops_saving_wins(path: Path) -> None:
    def change(data: bytes) -> bytes:
        path.write_bytes(data + b"+")
        return data + b"!"

    with pytest.raises(DocumentChangedError):
        documents.update(str(path), change)
    assert b"!" not in path.read_bytes()
    assert leftovers(path.parent) == []


def test_a_run_that_was_killed_leaves_nothing_that_disturbs_the_next(path: Path) -> None:
    stale = path.parent / f".{path.name}.postmortem-tracker.tmp"
    stale.write_bytes(b"half of it")
    stale.chmod(0o444)
    documents.update(str(path), shout)
    assert path.read_bytes().endswith(b"Do it!")
    assert leftovers(path.parent) == []


def test_a_link_in_place_of_the_temporary_file_is_not_followed(path: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_bytes(b"precious")
    (path.parent / f".{path.name}.postmortem-tracker.tmp").symlink_to(victim)
    documents.update(str(path), shout)
    assert victim.read_bytes() == b"precious"
    assert not path.is_symlink()


def test_a_failing_change_writes_nothing(path: Path) -> None:
    before = path.stat()

    def refuse(data: bytes) -> bytes:
        raise DocumentError("not this one")

    with pytest.raises(DocumentError, match="not this one"):
        documents.update(str(path), refuse)
    assert path.stat() == before


def test_writers_at_once_lose_nothing_of_each_other(path: Path) -> None:
    path.write_bytes(b"")
    words = [f"{n:02d};".encode() for n in range(40)]

    def write(mine: list[bytes]) -> None:
        for word in mine:
            documents.update(str(path), lambda data, word=word: data + word)  # type: ignore[misc] # bound now

    threads = [threading.Thread(target=write, args=(words[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path.read_bytes().split(b";")[:-1]) == sorted(word[:-1] for word in words)
