"""The plug-in keeps the contract that postmortem-tracker relies on."""

from __future__ import annotations

from pathlib import Path

import pytest

# So that a failure shows the values it compared.
pytest.register_assert_rewrite("postmortem_tracker.integrations.contract")

from postmortem_sqlite import SqliteTracker, connect  # noqa: E402 - after the line above, which must come first

from postmortem_tracker.config.load import TrackerSettings  # noqa: E402
from postmortem_tracker.errors import ConfigError, TrackerUnavailableError  # noqa: E402
from postmortem_tracker.integrations import Surroundings  # noqa: E402
from postmortem_tracker.integrations.contract import TrackerContract  # noqa: E402
from postmortem_tracker.issues import IssueTracker  # noqa: E402
from postmortem_tracker.model import IssueDraft  # noqa: E402


class TestContract(TrackerContract):
    """Every promise of the port; what a tracker cannot do is said here, see the class for what can be said."""

    unknown_assignee = None  # any name will do

    @pytest.fixture
    def tracker(self, tmp_path: Path) -> IssueTracker:
        """A database that is not there yet."""
        return SqliteTracker("tickets", tmp_path / "tickets.db", "https://tickets.example.com")


def settings(**options: str | int | bool) -> TrackerSettings:
    """The part of a configuration file below `[trackers.tickets]`."""
    return TrackerSettings(kind="sqlite", options=options)


def test_options_choose_file_and_address(tmp_path: Path) -> None:
    """Both options arrive, and the file is relative to the repository's root."""
    made = connect("tickets", settings(file="of/ours.db", address="https://t.example/"), Surroundings(tmp_path))
    assert (made.file, made.address) == (tmp_path / "of/ours.db", "https://t.example")


def test_an_unknown_option_is_refused_with_the_valid_ones(tmp_path: Path) -> None:
    """A slip of the pen is not ignored."""
    with pytest.raises(ConfigError) as caught:
        connect("tickets", settings(flie="x.db"), Surroundings(tmp_path))
    assert "'flie'" in caught.value.message
    assert "file, address" in caught.value.hint


def test_looking_makes_no_file(tmp_path: Path) -> None:
    """A dry run leaves nothing behind."""
    made = connect("tickets", settings(), Surroundings(tmp_path))
    assert list(made.list("postmortem")) == []
    assert [each.ok for each in made.inspect()] == [True]
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_is_told_in_our_words(tmp_path: Path) -> None:
    """An unreadable tracker is an error, not an empty one."""
    (tmp_path / "tickets.db").write_text("This is a text, and not a short one. " * 50)
    made = connect("tickets", settings(), Surroundings(tmp_path))
    with pytest.raises(TrackerUnavailableError):
        list(made.list("postmortem"))
    with pytest.raises(TrackerUnavailableError):
        made.create(IssueDraft("Title", "Body"))
    assert [each.ok for each in made.inspect()] == [False]
