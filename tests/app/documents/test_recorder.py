"""What writing a document costs: each version of it is read once."""

from collections import Counter
from collections.abc import Iterator

import pytest

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.model import Incident
from tests.app.folder import Folder, postmortem


def test_each_version_of_a_document_is_read_once_while_its_links_are_written(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.write("pm/a.md", postmortem("INC-1", *(f"[ ] Rotate key {number}" for number in range(5))))
    read: Counter[bytes] = Counter()
    parse = Workspace.parse

    def counted(self: Workspace, data: bytes, name: str) -> Iterator[Incident]:
        read[data] += 1
        return parse(self, data, name)

    monkeypatch.setattr(Workspace, "parse", counted)
    first = path.read_bytes()
    assert folder.run("sync", "pm").returncode == 0
    assert path.read_text().count("([#") == 5
    assert len(read) == 1 + 5
    del read[first]  # the plan needs it, too
    assert set(read.values()) == {1}
