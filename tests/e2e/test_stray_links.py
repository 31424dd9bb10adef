"""A link to an issue's file that leads nowhere is told, corrected where its document moved, and hides no open task."""

from __future__ import annotations

import json

import pytest

from tests.e2e.conftest import Project

HEAD = "# INC-1 Outage on 2026-03-01\n\n## Action items\n\n"
DRAIN, PAGE = "- [ ] Drain the queue @ana due 2027-01-01", "- [ ] Page on the lag @ana due 2027-01-01"
GONE = "does not exist: restore it, or remove the link to open a new one"


def codes(project: Project, *paths: str) -> list[str]:
    done = project.run("check", "--format", "json", *paths)
    return [found["code"] for found in json.loads(done.stdout)["findings"]]


def test_a_link_that_leads_to_no_issue_is_a_finding_and_no_ticket(project: Project) -> None:
    targets = (
        *("../.postmortem/issues/0009-x.md", "../../.postmortem/issues/0009-x.md", ".postmortem/issues/0009-x.md"),
        *("../../../old/0009-x.md", "../.postmortem/issues/0009-x.md#top", "../tickets/9.md", "0009.md"),
    )
    forms = ("- [ ] Drain {} ([#9]({}))", "- [ ] Empty {} [#9]({}) @ana", "- [ ] Stop {} ([#9]({}) ✓)")
    lines = [form.format(f"queue {n}", target) for form in forms for n, target in enumerate(targets)]
    rows = [f"| Watch queue {n} | [the ticket]({target}) |" for n, target in enumerate(targets[:3])]
    project.write("pm/a.md", f"{HEAD}{PAGE}\n")
    project.run("sync", "--no-write-back", "pm")
    project.write("pm/a.md", "\n".join([HEAD + PAGE, *lines, "", "| Action | Ticket |", "|-|-|", *rows, ""]))
    for command in ("plan", "sync", "sync"):
        told = project.run(command, "pm").stdout
        assert (told.count(f"the linked issue #9 {GONE}"), told.count(f"the linked issue the ticket {GONE}")) == (21, 3)
    assert codes(project, "pm").count("PM211") == 24
    assert [path.name for path in project.issue(1).parent.glob("*.md")] == ["0001-page-on-the-lag.md"]


def test_a_link_to_a_document_hides_no_open_task(project: Project) -> None:
    links = (
        *("([#12](../docs/runbook.md))", "([runbook](../docs/issues/known.md))", "[#12](notes.md)"),
        *("([the decision](../adr/0012-queues.md))", "([list](https://x.test/a/b/blob/main/issues/12-known.md))"),
    )
    lines = [f"- [ ] Drain queue {n} {link}" for n, link in enumerate(links)]
    rows = [f"| Page on queue {n} | {link} |" for n, link in enumerate(links)]
    project.write("pm/a.md", "\n".join([HEAD, *lines, "", "| Action | Ticket |", "|-|-|", *rows, ""]))
    assert codes(project, "pm").count("PM201") == 10
    assert "10 issues created" in project.run("sync", "pm").stdout
    assert "10 unchanged" in project.run("sync", "pm").stdout
    assert codes(project, "pm").count("PM201") == 0


@pytest.mark.parametrize("label", ["#1", "the ticket"])
def test_a_file_that_is_linked_in_its_place_is_the_items_issue(project: Project, label: str) -> None:
    project.write("pm/a.md", f"{HEAD}{DRAIN}\n")
    project.run("sync", "--no-write-back", "pm")
    written = f"{HEAD}- [ ] Empty it at once ([{label}](../.postmortem/issues/0001-drain-the-queue.md))\n"
    path = project.write("pm/a.md", written)
    assert "0 issues created, 1 other change" in project.run("sync", "pm").stdout
    assert path.read_text() == written


@pytest.mark.parametrize(("folder", "words"), [("archive/2026/q1", "Something else entirely"), (".", "Drain it")])
def test_a_document_that_moved_and_was_reworded_keeps_its_issues(project: Project, folder: str, words: str) -> None:
    old = project.write("pm/a.md", f"{HEAD}{DRAIN}\n{PAGE}\n")
    project.run("sync", "pm")
    new = project.write(f"{folder}/2026-03-01-outage.md", old.read_text().replace("Drain the queue", words))
    old.unlink()
    done = project.run("sync", str(new), "--close-orphans")
    assert "0 issues created, 2 other changes" in done.stdout
    assert new.read_text().count("([#1](") == new.read_text().count("([#2](") == 1
    assert "0 other changes; 2 unchanged" in project.run("sync", str(new)).stdout
    assert codes(project, str(new)) == []


def test_a_copy_in_another_folder_takes_no_issue_from_what_it_was_copied_from(project: Project) -> None:
    old = project.write("pm/a.md", f"{HEAD}{DRAIN}\n{PAGE}\n")
    project.run("sync", "pm")
    before = project.tree()
    copy = project.write("pm/2026/b.md", old.read_text().replace("INC-1", "INC-2"))
    for paths in (("pm/2026",), ("pm",)):
        told = project.run("sync", "--close-orphans", *paths).stdout
        assert told.count("which belongs to pm/a.md") == 2
        assert "0 issues created, 0 other changes" in told
    copy.unlink()
    assert {name: data for name, data in project.tree().items() if name in before} == before


def test_the_issues_of_a_moved_document_are_no_orphans_while_others_are_read(project: Project) -> None:
    old = project.write("pm/outage.md", HEAD.replace("INC-1 ", "") + f"{DRAIN}\n")
    project.write("pm/other.md", f"{HEAD}{PAGE}\n")
    project.run("sync", "pm")
    project.write("archive/2026/renamed.md", old.read_bytes())
    old.unlink()
    assert "0 other changes" in project.run("sync", "--close-orphans", "pm").stdout
    assert codes(project, "pm") == []


def test_a_folder_of_issues_that_moved_keeps_its_items(project: Project) -> None:
    path = project.write("pm/a.md", f"{HEAD}{DRAIN}\n")
    project.run("sync", "pm")
    (project.root / ".postmortem/issues").rename(project.root / "tracked")
    project.write("postmortem-tracker.toml", '[trackers.files]\nkind = "local"\npath = "tracked"\n')
    assert "0 issues created, 1 other change" in project.run("sync", "pm").stdout
    assert path.read_text() == f"{HEAD}{DRAIN} ([#1](../tracked/0001-drain-the-queue.md))\n"
    assert "1 unchanged" in project.run("sync", "pm").stdout
