"""The history of real repositories."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from postmortem_tracker.app.documents.history import meant
from postmortem_tracker.history.model import Story
from tests.history.make import START, Repository, new_repository

ALERT = "- [ ] Add an alert on queue depth @ana due 2026-04-{}"
RETRIES = "- [ ] Limit retries of the importer"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return new_repository(tmp_path / "repository")


def one(repository: Repository, *given: str) -> Story:
    history = repository.history(*given)
    assert history.complete, history.remark
    (story,) = history.stories
    return story


def test_a_promise_is_followed_through_commits_and_renames(repository: Repository) -> None:
    repository.write("drafts/a.md", ALERT.format("01"))
    first = repository.commit(1)
    repository.write("drafts/a.md", ALERT.format("20"))
    repository.commit(2, "Replan\n\nMoved: the vendor is late")
    (repository.root / "postmortems").mkdir()
    repository.git("mv", "drafts/a.md", "postmortems/b c.md")
    repository.commit(3)
    repository.write("postmortems/b c.md", ALERT.format("25"))
    last = repository.commit(4)
    story = one(repository)
    assert story.path == "postmortems/b c.md"
    assert story.appeared is not None
    assert (story.appeared.id, story.appeared.day) == (first, START + timedelta(days=1))
    assert [(each.days, each.reason) for each in story.moves] == [(19, "the vendor is late"), (5, "")]
    assert story.moves[1].commit.id == last


def test_what_is_not_committed_yet_is_the_last_version(repository: Repository) -> None:
    repository.write("postmortems/a.md", ALERT.format("01"))
    repository.commit(1)
    repository.write("postmortems/a.md", ALERT.format("20") + " (was 2026-04-01: the vendor is late)")
    (move,) = one(repository).moves
    assert (move.commit.id, move.reason) == ("", "the vendor is late")


def test_a_document_that_git_does_not_know_has_just_appeared(repository: Repository) -> None:
    repository.commit(1)
    repository.write("postmortems/a.md", RETRIES)
    appeared = one(repository).appeared
    assert appeared is not None
    assert appeared.id == ""


def test_a_change_counts_when_it_comes_to_the_branch(repository: Repository) -> None:
    repository.write("postmortems/a.md", ALERT.format("01"))
    repository.commit(1)
    repository.git("checkout", "-q", "-b", "work")
    for day in ("05", "09", "20"):
        repository.write("postmortems/a.md", ALERT.format(day))
        repository.commit(2)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge\n\nMoved: the vendor is late", "work", day=3)
    (move,) = one(repository).moves
    assert (move.days, move.reason, move.commit.day) == (19, "the vendor is late", START + timedelta(days=3))


def test_removed_items_and_deleted_documents_are_told(repository: Repository) -> None:
    repository.write("postmortems/a.md", RETRIES, ALERT.format("01"), "- [x] Write a runbook")
    repository.write("postmortems/b.md", "- [ ] Buy a calendar", id="INC-2")
    repository.write("notes/c.md", "- [ ] Delete stale flags", id="INC-3")
    repository.commit(1)
    repository.write("postmortems/a.md", RETRIES)
    repository.git("rm", "-q", "postmortems/b.md", "notes/c.md")
    gone = repository.commit(2)
    removed = repository.history().removed
    assert [(each.path, each.last.text) for each in removed] == [
        ("postmortems/a.md", "Add an alert on queue depth"),
        ("postmortems/b.md", "Buy a calendar"),
    ]
    assert {each.removed.commit.id for each in removed if each.removed} == {gone}


def test_a_restored_document_is_no_loss(repository: Repository) -> None:
    repository.write("postmortems/a.md", RETRIES)
    repository.write("postmortems/b.md", "- [ ] Buy a calendar", id="INC-2")
    repository.commit(1)
    repository.git("rm", "-q", "postmortems/a.md")
    repository.commit(2)
    repository.git("revert", "--no-edit", "HEAD")
    assert repository.history().removed == ()


def test_a_shallow_clone_is_remarked_and_not_guessed_from(repository: Repository) -> None:
    for number, day in enumerate(("01", "05", "09"), 1):
        repository.write("postmortems/a.md", ALERT.format(day))
        repository.commit(number)
    clone = repository.root.parent / "clone"
    repository.git("clone", "-q", "--depth", "2", repository.root.as_uri(), str(clone))
    history = Repository(clone).history()
    (story,) = history.stories
    assert "shallow" in history.remark
    assert "2026-01-03" in history.remark
    assert "--unshallow" in history.hint
    assert story.appeared is None
    assert [each.days for each in story.moves] == [4]


def test_without_git_there_is_no_history_but_a_remark(tmp_path: Path) -> None:
    plain = Repository(tmp_path)
    (tmp_path / ".git").mkdir()
    plain.write("postmortems/a.md", RETRIES)
    history = plain.history()
    assert history.stories == ()
    assert "no git history" in history.remark


def test_before_the_first_commit_there_is_no_history_in_our_words(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.git("init", "-q")
    made.write("postmortems/a.md", RETRIES)
    history = made.history()
    assert history.remark == "there is no git history here to read: nothing is committed yet"
    assert history.hint == "commit the documents once"


def test_versions_that_cannot_be_read_are_passed_over(repository: Repository) -> None:
    repository.write("postmortems/a.md", ALERT.format("01"))
    repository.commit(1)
    (repository.root / "postmortems/a.md").write_bytes(b"\xff\xfe broken")
    repository.commit(2)
    repository.write("postmortems/a.md", ALERT.format("05"))
    repository.commit(3)
    story = one(repository)
    assert story.appeared is not None
    assert story.appeared.day == START + timedelta(days=1)
    assert [each.days for each in story.moves] == [4]


def test_messages_and_names_of_any_encoding_are_read(repository: Repository) -> None:
    repository.write("postmortems/größe.md", RETRIES)
    repository.git("add", "-A")
    repository.git("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-q", "-m", "\x01 :100644 Größe \xff")
    repository.write("postmortems/größe.md", RETRIES + " due 2026-04-01")
    repository.commit(2)
    assert one(repository).path == "postmortems/größe.md"


def test_a_configuration_in_a_subdirectory_sees_its_own_documents(repository: Repository) -> None:
    repository.write("team/postmortems/a.md", ALERT.format("01"))
    repository.commit(1)
    repository.write("team/postmortems/a.md", ALERT.format("05"))
    repository.commit(2)
    below = Repository(repository.root / "team")
    story = one(below)
    assert (story.path, len(story.moves)) == ("postmortems/a.md", 1)


def test_a_users_configuration_of_git_changes_nothing(repository: Repository) -> None:
    settings = {"diff.relative": "true", "color.ui": "always", "diff.renames": "false", "core.abbrev": "4"}
    settings |= {"log.showSignature": "true", "format.pretty": "oneline", "log.diffMerges": "off", "log.follow": "true"}
    for name, value in settings.items():
        repository.git("config", name, value)
    repository.write("team/drafts/a.md", ALERT.format("01"))
    repository.commit(1)
    (repository.root / "team/postmortems").mkdir()
    repository.git("checkout", "-q", "-b", "work")
    repository.git("mv", "team/drafts/a.md", "team/postmortems/a.md")
    repository.commit(2)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "work", day=3)
    repository.write("team/postmortems/a.md", ALERT.format("05"))
    repository.commit(4)
    story = one(Repository(repository.root / "team"))
    assert story.appeared is not None
    assert (story.appeared.day, len(story.moves)) == (START + timedelta(days=1), 1)


@pytest.mark.parametrize(
    ("given", "name", "inside"),
    [
        ("postmortems", "postmortems/2026/a.md", True),
        ("postmortems", "postmortems-old/a.md", False),
        (".", "any/a.md", True),
        (".", "../a.md", False),
        ("postmortems/**/*.md", "postmortems/2026/a.md", True),
        ("postmortems/*.md", "notes/a.md", False),
        ("postmortems/a.md", "postmortems/a.md", True),
        ("postmortems/a.md", "postmortems/b.md", False),
    ],
)
def test_a_deleted_document_is_meant_where_it_would_have_been_found(given: str, name: str, inside: bool) -> None:
    assert meant([given])(name) is inside
