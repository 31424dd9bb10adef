"""A first sync sends what it must: the lists, an issue each, and one look whether another run wrote too."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from math import ceil
from pathlib import Path

import pytest

from postmortem_tracker.model import Issue, IssueDraft
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.text.printable import plural
from tests.integrations.places import Place, sync

LABEL = "postmortem"
LABELS = (LABEL,)  # those of every new issue


def write(root: Path, items: int) -> Path:
    """Documents of ten items each, and at least one."""
    root.mkdir(exist_ok=True)
    lines = [f"- [ ] Replace disk {number} of the store\n" for number in range(items)]
    for first in range(0, max(items, 1), 10):
        head = f"# INC-{first}: Queue stalled\n\n## Action items\n\n"
        (root / f"pm-{first:03}.md").write_text(head + "".join(lines[first : first + 10]))
    return root


def lists(issues: int) -> int:
    return max(1, ceil(issues / 100))


def fill(place: Place, issues: int) -> None:
    """Marked issues that were there before."""
    tracker = place.tracker()
    for number in range(issues):
        tracker.create(IssueDraft(f"old {number}", "", LABELS))
    place.clear()


@pytest.mark.parametrize(("new", "marked"), [(0, 0), (0, 101), (1, 0), (1, 100), (1, 250), (101, 1)])
def test_a_first_sync(place: Place, tmp_path: Path, new: int, marked: int) -> None:
    fill(place, marked)
    _, done = sync(place, write(tmp_path, new))
    assert not done.failed
    labels = [path for _, path in place.seen() if path.split("?")[0].endswith("/labels")]
    # Where no issue shows that the labels exist: one list of them, and a request for each that is missing.
    assert len(labels) == (1 + len(LABELS) if new and not marked else 0)
    assert len(place.seen()) - len(labels) == lists(marked) + (new + 1 if new else 0)


def overtaken(place: Place, root: Path, rival: Path, before: int, patch: pytest.MonkeyPatch) -> None:
    """A sync during which another checkout's whole sync comes in between, before our n-th issue."""
    tracker = place.tracker()
    create, drafts = tracker.create, []

    def creates(draft: IssueDraft) -> Issue:
        drafts.append(draft)
        if len(drafts) == before:
            _, done = sync(place, rival)
            assert not done.failed
        return create(draft)

    patch.setattr(tracker, "create", creates)
    _, done = sync(replace(place, tracker=lambda: tracker), root)
    assert not done.failed


@pytest.mark.parametrize(("items", "before", "marked"), [(1, 1, 101), (3, 1, 101), (3, 3, 0), (101, 101, 1)])
def test_another_run_in_between_is_noticed(
    place: Place,
    tmp_path: Path,
    marked: int,
    items: int,
    before: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of two issues for one item the lower number stays, and both checkouts' documents name it."""
    fill(place, marked)
    ours, theirs = write(tmp_path / "ours", items), write(tmp_path / "theirs", items)
    overtaken(place, ours, theirs, before, monkeypatch)
    double = items - before + 1
    told = f"{plural(items, 'issue')} created, {plural(double, 'other change')}; 0 unchanged."
    assert capsys.readouterr().out.endswith(f"Done: {told}\n")
    sync(place, theirs)
    managed = [(issue, marker.read(issue.body)) for issue in place.tracker().list(LABEL)]
    kept = Counter(mark.key for issue, mark in managed if mark is not None and not issue.state.closed)
    assert sorted(kept.values()) == [1] * items
    assert sum(issue.state.closed for issue, _ in managed) == double
    linked = [re.findall(r"\(\[#(\d+)]", "".join(map(Path.read_text, root.glob("*.md")))) for root in (ours, theirs)]
    numbers = [issue.ref.number for issue, mark in managed if mark is not None and not issue.state.closed]
    assert [sorted(map(int, found)) for found in linked] == [sorted(numbers)] * 2
