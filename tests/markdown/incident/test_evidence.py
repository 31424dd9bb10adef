"""Which pages of a repository tell of no incident, whatever lists of work they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.config.settings import Config
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
        ("- [ ] Order three more disks", "- [ ] Order three more disks ([#12](https://example.com/o/r/issues/12))"),
    ],
)
def test_one_sign_of_an_incident_is_enough(old: str, new: str) -> None:
    assert not another(MINUTES.replace(old, new))


TOLD = [
    ("## Budget\n", "## Timeline\n\nOn Monday.\n\n## Root cause and resolution\n"),
    ("Ana, Omar, Hana", "**What happened:** It stopped.\n\n**Root cause:** The disks were full."),
    ("Nothing new.", "- **Auswirkung:** keine Mails\n- **Ursache**: volle Platten\n- **Lehren:** früher kaufen"),
    ("## Budget\n", "**Severity:** high\n\n## Impact\n\nNo mails.\n\n## Cause\n"),
]


@pytest.mark.parametrize(("old", "new"), TOLD)
def test_the_course_with_the_cause_or_three_parts_are_enough_but_in_minutes(old: str, new: str) -> None:
    text = MINUTES.replace(old, new)
    assert page_of(text.encode(), "docs/a.md", parse(text.encode(), "docs/a.md")) is Page.DOUBTFUL
    assert not another(text.replace("# Weekly call of", "# Calls from"))


@pytest.mark.parametrize(
    "new",
    [
        "## Impact\n\nNo mails.\n\n## Cause\n",
        "## Timeline\n\nMonday\n\n## Impact\n",
        "**Lessons learned:** Buy early.\n\n**Root cause:** Haste.\n\n## Budget\n",
    ],
)
def test_what_was_mended_or_planned_has_two_of_them_and_is_in_doubt(new: str) -> None:
    text = MINUTES.replace("# Weekly call of", "# Calls from").replace("## Budget\n", new)
    assert page_of(text.encode(), "docs/a.md", parse(text.encode(), "docs/a.md")) is Page.DOUBTFUL


@pytest.mark.parametrize("new", ["## Timeline\n", "## Lessons learned\n\nBuy early.\n\n## Impact\n"])
def test_other_pages_have_one_of_them_or_effects_and_lessons(new: str) -> None:
    text = MINUTES.replace("# Weekly call of", "# Calls from").replace("## Budget\n", new)
    assert another(text)


@pytest.mark.parametrize(
    "points",
    [
        "## Point {n}\n\n- **Course:** slow\n- **What happened:** small\n- **Root cause:** haste\n",
        "## Timeline\n\n## Cause\n",
    ],
)
def test_an_audit_tells_them_of_each_of_its_points(points: str) -> None:
    told = [points.replace("{n}", str(number)) for number in range(4)]
    text = MINUTES.replace("# Weekly call of", "# Calls from").replace("## Budget\n", "\n".join(told))
    assert another(text)
    assert not another(text.replace("\n".join(told), told[0]))


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
    assert page_of(data, "a.md", incidents, own) is Page.DOUBTFUL, "it promises something with these words alone"
    assert page_of(data, "a.md", parse(data, "a.md")) is Page.OTHER


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (
            "# Late mails\n\n2026-03-01\n\n## Follow-ups\n\n### 1. Move the queue\n\nNow.\n\n### 2. Watch it\n\nToo.\n",
            Page.DOUBTFUL,
        ),
        ("# Late mails\n\n## Follow-ups\n\n- [ ] Move the queue\n", Page.DOUBTFUL),
        ("# Late mails\n\n## Cause\n\nA full queue.\n\n## Follow-ups\n\n- Move the queue\n", Page.DOUBTFUL),
        (
            "# Late mails\n\n## Timeline\n\nAt 9.\n\n## Cause\n\nA full queue.\n\n## Follow-ups\n\n- Move it\n",
            Page.REPORT,
        ),
        ("# Mail outage\n\n## Follow-ups\n\n- Move the queue\n", Page.REPORT),
        ("# New colleagues\n\n## Action items\n\n- Show them around\n", Page.OTHER),
        ("# Thanks\n\nTo all who helped.\n", Page.OTHER),
        ("# TODO\n\n- [ ] Move the queue\n", Page.OTHER),
        ("# Action items\n\n## Queue\n\n- [ ] Move the queue\n\n## Mails\n\n- [ ] Count them\n", Page.DOUBTFUL),
        ("Some words without a title.\n", Page.OTHER),
    ],
)
def test_a_note_of_few_titles_is_judged_as_others_are(text: str, page: Page) -> None:
    assert page_of(text.encode(), "docs/a.md", parse(text.encode(), "docs/a.md")) is page


@pytest.mark.parametrize("title", ["Preventative measures", "Follow-ups", "Maßnahmen", "再発防止策", "Action items"])
def test_a_page_of_nothing_but_measures_is_in_doubt(title: str) -> None:
    text = f"# {title}\n\n## Queue\n\n- Move the queue\n\n## Mails\n\n- Count the mails\n"
    assert page_of(text.encode(), "a/b.md", parse(text.encode(), "a/b.md")) is Page.DOUBTFUL
    text = text.replace(title, f"How the readers of our books can find {title} for the next winter")
    assert page_of(text.encode(), "a/b.md", parse(text.encode(), "a/b.md")) is Page.OTHER


@pytest.mark.parametrize("folder", ["error-runbooks", "playbooks", "docs/guides"])
def test_a_severity_and_a_day_are_no_sign_in_a_folder_of_runbooks(folder: str) -> None:
    data = RUNBOOK.replace("Queue full\n", "Queue full\n\n**Severity:** high\n\n**Date:** 2026-03-01\n").encode()
    assert page_of(data, f"{folder}/queue.md", parse(data, f"{folder}/queue.md")) is Page.DOUBTFUL
    assert page_of(data, "docs/queue.md", parse(data, "docs/queue.md")) is Page.REPORT
    done = data.replace(b"[ ]", b"[x]")
    assert page_of(done, f"{folder}/queue.md", parse(done, f"{folder}/queue.md")) is Page.OTHER


RUNBOOK = "# Queue full\n\n## Impact\n\nNo mails.\n\n## Next steps\n\n- [ ] Restart it\n- [ ] Call Omar\n"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("docs/runbooks/database-outage.md", "Database outage"),
        ("playbooks/a.md", "Queue outage"),
        ("incidents/runbooks/queue-outage.md", "Queue outage"),
        ("docs/a.md", "Runbook: Queue outage"),
        ("docs/a.md", "Playbook – postmortem after an incident"),
        ("docs/a.md", "How to categorise incidents"),
        ("docs/after_an_incident.md", "Steps"),
        ("docs/a.md", "During an incident"),
        ("docs/a.md", "What is an incident?"),
        ("docs/how-to-write-a-postmortem.md", "Postmortems"),
        ("src/incidents/reviewing-an-incident.md", "Queue full"),
        ("docs/responding-to-prod-incident.md", "Responding to an incident in production"),
        ("incidents/writing-up-an-incident.md", "Steps"),
        ("docs/a.md", "Handling incidents"),
        ("source/incident-playbook.html.md", "Incident playbook"),
        ("docs/a.md", "Wie man einen Ausfall meldet"),
    ],
)
def test_runbooks_are_no_reports_whatever_they_are_for(name: str, title: str) -> None:
    data = RUNBOOK.replace("Queue full", title).encode()
    assert page_of(data, name, parse(data, name)) is Page.OTHER


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("runbooks/incidents/queue-outage.md", "Queue full"),
        ("runbooks/2026-03-01-queue-outage.md", "Queue full"),
        ("handbook/incidents/queue.md", "Queue full"),
        ("meetings/2026-03-01-outage-review.md", "Queue full"),
        ("docs/a.md", "How the outage of the queue began"),
        ("docs/a.md", "Outage while responding to an incident"),
        ("incidents/2026-03-01-responding-to-mails-failed.md", "Queue full"),
        ("docs/a.md", "Outage: nobody found the runbook of the queue"),
    ],
)
def test_the_nearest_folder_counts_and_a_day_beside_an_incident(name: str, title: str) -> None:
    data = RUNBOOK.replace("Queue full", title).encode()
    assert page_of(data, name, parse(data, name)) is Page.REPORT


@pytest.mark.parametrize("name", ["notes", "plan-b", "handoff"])
def test_a_folder_of_one_incident_may_hold_anything(name: str) -> None:
    data = RUNBOOK.encode()
    path = f"backups/20260301_failure/{name}.md"
    assert page_of(data, path, parse(data, path)) is not Page.REPORT
    assert page_of(data, f"failures/{name}.md", parse(data, path)) is Page.REPORT
    assert page_of(data, f"outages-2026-03/{name}.md", parse(data, path)) is Page.REPORT


@pytest.mark.parametrize(
    "folder", ["dev_meetings/2026/06", "docs/superpowers/plans", "handoffs", "docs/ADR", "minutes"]
)
def test_an_incident_that_other_pages_speak_of_is_in_doubt(folder: str) -> None:
    data = RUNBOOK.replace("Queue full", "Outage fallout").encode()
    path = f"{folder}/29.md"
    assert page_of(data, path, parse(data, path)) is Page.DOUBTFUL
    done = data.replace(b"[ ]", b"[x]")
    assert page_of(done, path, parse(done, path)) is Page.OTHER


@pytest.mark.parametrize(("linked", "page"), [(1, Page.OTHER), (2, Page.REPORT), (4, Page.REPORT)])
def test_some_links_that_look_like_ours_are_no_sign(linked: int, page: Page) -> None:
    rows = [
        f"- [ ] Look at disk {n}" + f" ([#{n}](https://example.com/o/r/issues/{n}))" * (n <= linked)
        for n in range(1, 5)
    ]
    data = ("# Weekly call\n\n## Action items\n\n" + "\n".join(rows)).encode()
    assert page_of(data, "docs/a.md", parse(data, "docs/a.md")) is page


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


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("Reader 2.10.0 released", Page.OTHER),
        ("Reader v3.0.0-beta.1 is now available!", Page.OTHER),
        ("Reader 4.1 is out", Page.OTHER),
        ("Reader 4.1.0 (LTS)", Page.OTHER),
        ("Reader v4.2.0 (Current)", Page.OTHER),
        ("Reader of ink 4.1.0 (lost)", Page.REPORT),
        ("Readers of 4.1 left out in the cold", Page.REPORT),
        ("PM2021-011 – Reader 2.10.0 released", Page.REPORT),
    ],
)
def test_the_changes_of_a_release_are_nobody_s_work(title: str, page: Page) -> None:
    rows = [f"- Fix the page ([#{n}](https://example.com/o/r/issues/{n}))" for n in (1, 2)]
    data = (f"# {title}\n\n## Action items\n\n" + "\n".join(rows)).encode()
    assert page_of(data, "docs/a.md", parse(data, "docs/a.md")) is page


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


@pytest.mark.parametrize(
    "section", ["Agenda", "Considered options", "Breaking changes", "Tagesordnung", "Ordre du jour", "議題"]
)
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
    assert [(each.code, each.path, each.line) for each, _ in reading.doubts] == [("PM128", "reviews/b.md", 19)]
    assert not workspace.read(workspace.paths(["reviews/b.md"])).doubts


@pytest.mark.parametrize("matter", ["title: Guide: the printer", "title: a\ntitle: b", 'title: "a'])
def test_front_matter_that_cannot_be_read_is_no_matter_of_other_pages(
    matter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    head = f"---\n{matter}\n---\n\n"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "ink.md").write_text(f"{head}# Ink\n\nIt comes in four colours.\n")
    (tmp_path / "docs" / "list.md").write_text(f"{head}# Ink\n\n## Action items\n\n- [ ] Order it\n")
    (tmp_path / "docs" / "outage.md").write_text(f"{head}# Ink\n\nNone was left.\n")
    workspace = Workspace(tmp_path, Config())
    reading = workspace.read(workspace.paths(["."]))
    assert sorted(str(each).partition(":")[0] for each in reading.problems) == ["docs/list.md", "docs/outage.md"]
    assert not reading.incidents
    assert len(workspace.read(workspace.paths(["docs/ink.md"])).problems) == 1, "it is meant"


SHORT_NOTE = "# Late mails\n\n## Summary\n\nThey came late.\n\n## Action items\n\n- [ ] Move the queue\n"


@pytest.mark.parametrize("folder", ["pm", "notes", "teams/a"])
def test_a_short_note_is_read_in_a_folder_that_somebody_named(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "late.md").write_text(SHORT_NOTE)
    workspace = Workspace(tmp_path, Config())
    assert len(workspace.read(workspace.paths([folder])).incidents) == 1
    assert len(workspace.read(workspace.paths([f"{folder}/*.md"])).incidents) == 1
    everywhere = workspace.read(workspace.paths(["."]))
    assert (len(everywhere.incidents), [each.code for each, _ in everywhere.doubts]) == (0, ["PM128"])


@pytest.mark.parametrize("name", ["meeting-notes.md", "release-notes.md", "roadmap.md"])
def test_one_that_is_called_something_else_is_none_there_either(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pm").mkdir()
    (tmp_path / "pm" / name).write_text(SHORT_NOTE)
    workspace = Workspace(tmp_path, Config())
    assert not workspace.read(workspace.paths(["pm"])).incidents
