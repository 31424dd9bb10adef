"""Which pages of a repository tell of no incident, whatever lists of work they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from postmortem_tracker.app.workspace import Workspace
from postmortem_tracker.config.load import Config
from postmortem_tracker.disk.exclusions import Why
from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.incident.evidence import is_another_page
from postmortem_tracker.markdown.words.vocabulary import DEFAULT

MINUTES = """# Weekly call of the storage group

## Present

Ana, Omar, Hana

## Open questions

We talked about the new disks and about who orders them.

## Budget

Nothing new.

## Calendar

The next call is on Monday.

## Action items

- [ ] Order three more disks
- [ ] Write to the landlord
"""


def another(text: str, name: str = "docs/a.md") -> bool:
    data = text.encode()
    return is_another_page(data, name, parse(data, name))


def test_minutes_with_a_list_of_work_are_no_postmortem() -> None:
    assert parse(MINUTES.encode(), "docs/a.md")[0].items
    assert another(MINUTES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Weekly call of the storage group", "# Outage of the storage group"),
        ("# Weekly call of the storage group", "# Ausfall des Speichers"),
        ("# Weekly call of the storage group", "# ストレージ障害"),
        ("# Weekly call of the storage group", "---\ntitle: Disk incident\n---\n\n# Weekly call"),
        ("## Present\n", "## Present\n\n**Date:** 2026-03-01\n\n**Severity:** SEV-2\n"),
        ("## Open questions", "## Timeline"),
        ("Ana, Omar, Hana", "**Impact:** Nobody could save for an hour.\n\n**Root cause:** The disks were full."),
        ("Nothing new.", "- **Auswirkung:** keine Mails\n- **Ursache**: volle Platten"),
        ("- [ ] Order three more disks", "- [ ] Order three more disks ([#12](https://example.com/o/r/issues/12))"),
    ],
)
def test_one_sign_of_an_incident_is_enough(old: str, new: str) -> None:
    text = MINUTES.replace(old, new)
    if new == "## Timeline":  # one section of two is no sign yet: plans have time lines, too
        assert another(text)
        text = text.replace("## Budget", "## Root cause and resolution")
    assert not another(text)


@pytest.mark.parametrize(
    "name", ["postmortems/a.md", "docs/2026-03-01-mail-outage.md", "ops/Incidents/2026/a.md", "betrieb/vorfälle/a.md"]
)
def test_a_folder_or_a_name_may_say_it(name: str) -> None:
    assert not another(MINUTES, name)


@pytest.mark.parametrize(
    ("name", "title", "left"),
    [
        ("docs/incident-response-process.md", "Weekly call", True),
        ("docs/a.md", "Incident management guide", True),
        ("postmortems/SKILL.md", "Postmortem", True),
        ("docs/störungshandbuch.md", "Leitfaden", True),
        ("docs/2026-03-01-incident-of-the-review-process.md", "Weekly call", False),
        ("docs/a.md", "INC-12: nobody knew the process", False),
    ],
)
def test_pages_on_how_to_deal_with_incidents_are_about_none(name: str, title: str, *, left: bool) -> None:
    assert another(MINUTES.replace("Weekly call of the storage group", title), name) is left


def test_titles_of_ones_own_name_measures() -> None:
    own = DEFAULT.extended(sections={"tasks": ["agreed on the call"]})
    data = b"# Storage\n\n## Present\n\nAna\n\n## Budget\n\nNone\n\n## Agreed on the call\n\n- [ ] Order a disk\n"
    incidents = parse(data, "a.md", vocabulary=own)
    assert [item.line for item in incidents[0].items] == [13]
    assert not is_another_page(data, "a.md", incidents, own)
    assert is_another_page(data, "a.md", incidents), "these words alone say it"


def test_a_note_of_few_titles_may_be_about_anything() -> None:
    assert not another("# Late mails\n\n## Follow-ups\n\n### 1. Move the queue\n\nNow.\n\n### 2. Watch it\n\nToo.\n")


def test_such_a_page_is_left_out_of_a_folder_and_read_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(MINUTES)
    (tmp_path / "docs" / "b.md").write_text("# Outage\n\n## Action items\n\n- [ ] Add a page\n")
    workspace = Workspace(tmp_path, Config())
    found = workspace.paths(["docs"])
    reading = workspace.read(found)
    assert [incident.path for incident in reading.incidents] == ["docs/b.md"]
    assert found.left == {"docs/a.md": Why.OTHER}
    assert reading.skipped == ("1 document (1 about no incident); name one itself to read it",)
    named = workspace.read(workspace.paths(["docs/a.md"]))
    assert [len(incident.items) for incident in named.incidents] == [2]
