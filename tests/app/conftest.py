from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Nothing but the sign of a repository."""
    (tmp_path / ".git").mkdir()
    return Folder(tmp_path)


@pytest.fixture
def repository(tmp_path: Path) -> Folder:
    """An empty git repository."""
    made = Folder(tmp_path)
    made.git("init", "-q", "-b", "main")
    return made
