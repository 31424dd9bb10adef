"""What writing a document costs: each version of it is read once, and there are no more than ten of them."""

from collections import Counter
from collections.abc import Iterator

import pytest

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.model import Incident
from tests.app.folder import Folder, postmortem


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[bytes]:
    """How often each version of a document was read."""
    counted: Counter[bytes] = Counter()
    parse = Workspace.parse

    def counting(self: Workspace, data: bytes, name: str) -> Iterator[Incident]:
        counted[data] += 1
        return parse(self, data, name)

    monkeypatch.setattr(Workspace, "parse", counting)
    return counted


@pytest.mark.parametrize(("items", "versions"), [(1, 1), (5, 5), (10, 10), (11, 6), (40, 10), (80, 10)])
def test_each_version_of_a_document_is_read_once_and_there_are_no_more_where_there_are_more_items(
    folder: Folder, read: Counter[bytes], items: int, versions: int
) -> None:
    path = folder.write("pm/a.md", postmortem("INC-1", *(f"[ ] Rotate key {number}" for number in range(items))))
    first = path.read_bytes()
    assert folder.run("sync", "--yes", "pm").returncode == 0
    assert path.read_text().count("([#") == items
    del read[first]  # the plan needs it, too
    assert sorted(read.values()) == [1] * versions


@pytest.mark.parametrize(("items", "versions"), [(5, 5), (40, 10), (80, 10)])
def test_states_are_written_together_too(folder: Folder, read: Counter[bytes], items: int, versions: int) -> None:
    path = folder.write("pm/a.md", postmortem("INC-1", *(f"[ ] Rotate key {number}" for number in range(items))))
    folder.run("sync", "--yes", "pm")
    for number in range(items):
        file = folder.issue(number + 1)
        file.write_text(file.read_text().replace("state: open", "state: closed"))
    first = path.read_bytes()
    read.clear()
    assert folder.run("sync", "--yes", "pm").returncode == 0
    assert path.read_text().count("- [x]") == items
    del read[first]
    assert sorted(read.values()) == [1] * versions
