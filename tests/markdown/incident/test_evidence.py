"""Which pages of a repository tell of no incident, whatever lists of work they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from postmortem_tracker.app.workspace import Workspace
from postmortem_tracker.config.load import Config
from postmortem_tracker.disk.exclusions import Why
from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.incident.evidence import Page, page_of
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
    return page_of(data, name, parse(data, name)) is not Page.REPORT


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
    assert page_of(data, "a.md", incidents, own) is Page.REPORT
    assert page_of(data, "a.md", incidents) is not Page.REPORT, "these words alone say it"


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


NOTE = """# {title}

**Date:** 2026-10-12

## People

- Ana

## Picture

- Every second letter was blank

## Figures

- 3 hours

## {section}

{items}
"""
DATED = "- [ ] Warm the print heads @omar due 2026-12-20\n- [ ] Order ink @hana due 2026-12-20 P1"


def page(title: str = "Letters blank", items: str = DATED, name: str = "docs/ops/a.md", more: str = "") -> Page:
    section = "Action items" if title.isascii() else "Tasks"
    data = (NOTE.format(title=title, section=section, items=items) + more).encode()
    return page_of(data, name, parse(data, name))


@pytest.mark.parametrize("folder", ["reviews", "docs/ops/2026", "learning", "retros", "notes", "qualität", "レビュー"])
@pytest.mark.parametrize(
    "items",
    [
        DATED,
        "- [ ] Warm the print heads",
        "- Warm the print heads (owner: Omar)",
        "- Warm the print heads by 2026-12-20",
        "| Action | Owner | Due |\n|---|---|---|\n| Warm the print heads | Omar | 2026-12-20 |",
        "### Warm the print heads\n\n- Owner: Omar\n- Due: 2026-12-20",
        "- [x] Order ink @hana\n- [ ] Warm the print heads",
    ],
)
def test_what_promises_something_and_tells_of_nothing_known_is_in_doubt(folder: str, items: str) -> None:
    assert page(items=items, name=f"{folder}/a.md") is Page.DOUBTFUL


@pytest.mark.parametrize(
    "title",
    [
        "Briefe leer",
        "Lettres blanches",
        "Cartas en blanco",
        "Lettere bianche",
        "Листы пустые",
        "白い手紙",
        "Letters sync broke",
    ],
)
def test_no_language_is_passed_over(title: str) -> None:
    assert page(title) is Page.DOUBTFUL


@pytest.mark.parametrize(
    "folder", ["incidents", "rca", "outages", "pannes", "coe", "COEs/2026", "correction-of-errors"]
)
def test_folders_of_reports_are_read(folder: str) -> None:
    assert page(name=f"{folder}/a.md") is Page.REPORT


@pytest.mark.parametrize("items", ["- Warm the print heads\n- Order ink", "- [x] Warm the print heads @omar"])
def test_a_bare_list_and_what_is_done_promise_nothing(items: str) -> None:
    assert page(items=items) is Page.OTHER


@pytest.mark.parametrize("section", ["## Timeline", "## Root cause", "## Zeitverlauf", "## Cause"])
def test_a_bare_list_beside_a_course_or_a_cause_is_in_doubt(section: str) -> None:
    more = f"\n{section}\n\nThe heads were cold.\n"
    assert page(items="- Warm the print heads\n- Order ink", more=more) is Page.DOUBTFUL


@pytest.mark.parametrize(
    "title",
    [
        "Weekly sync",
        "Meeting notes 2026-10-12",
        "Printing: team meeting",
        "Minutes of the printing group",
        "Printing – Roadmap",
        "Plan: warmer print heads",
        "Migration plan",
        "ADR-12: Warm print heads",
        "RFC 7 – Warm print heads",
        "Proposal: warmer print heads",
        "Besprechung 12. Oktober",
        "Teambesprechung",
        "Compte rendu de réunion",
        "Acta de la reunión",
        "Verbale della riunione",
        "Ata da reunião",
        "Notulen 12 oktober",
        "Protokół ze spotkania",
        "Протокол встречи",
        "Toplantı notları",
        "定例会議事録",
        "10月会议纪要",
        "10월 회의록",
    ],
)
def test_minutes_plans_and_proposals_are_left_out_whatever_they_promise(title: str) -> None:
    assert page(title) is Page.OTHER


@pytest.mark.parametrize(
    "name",
    ["docs/adr/0007-warm-heads.md", "docs/meetings/2026-10-12.md", "docs/2026-10-12-weekly-sync.md", "rfcs/a.md"],
)
def test_a_folder_or_a_file_may_name_another_kind_of_page(name: str) -> None:
    assert page(name=name) is Page.OTHER


@pytest.mark.parametrize("section", ["Agenda", "Considered options", "Tagesordnung", "Ordre du jour", "議題"])
def test_so_may_a_section_that_only_other_pages_have(section: str) -> None:
    assert page(more=f"\n## {section}\n\nInk\n") is Page.OTHER


@pytest.mark.parametrize(
    "title",
    [
        "Letters blank for 40 minutes",
        "Customers could not join a meeting",
        "Letters of the protocol sync stuck",
        "Everyone lost their plan",
        "Meeting invites blank",
        "Planning board empty",
    ],
)
def test_a_title_that_only_has_such_a_word_names_no_other_page(title: str) -> None:
    assert page(title) is Page.DOUBTFUL


@pytest.mark.parametrize("title", ["Letters of the onboarding workflow blank: setup", "Wrong letters in the handbook"])
def test_a_guide_does_not_say_who_does_what_until_when(title: str) -> None:
    assert page(title) is Page.DOUBTFUL
    assert page(title, "- [ ] Warm the print heads") is Page.OTHER
    told = "\n## Timeline\n\n- 09:00 blank\n\n## Root cause\n\nCold heads.\n"
    assert page(title, "- Warm the print heads", more=told) is Page.DOUBTFUL


def test_a_doubtful_page_is_a_finding_and_nothing_of_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reviews").mkdir()
    (tmp_path / "reviews" / "a.md").write_text(NOTE.format(title="INC-7 again", section="Action items", items=DATED))
    (tmp_path / "reviews" / "b.md").write_text(NOTE.format(title="Letters blank", section="Tasks", items=DATED))
    workspace = Workspace(tmp_path, Config())
    found = workspace.paths(["reviews"])
    reading = workspace.read(found)
    assert [incident.path for incident in reading.incidents] == ["reviews/a.md"]
    assert found.left == {"reviews/b.md": Why.DOUBTFUL}
    assert [(each.code, each.path, each.line) for each in reading.doubts] == [("PM128", "reviews/b.md", 19)]
    assert not workspace.read(workspace.paths(["reviews/b.md"])).doubts
