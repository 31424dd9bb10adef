"""A closed issue of another title that was never agreed upon does not complete the open item that links it."""

from __future__ import annotations

import json

import pytest

from tests.e2e.conftest import Project

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"
ADDRESS = "../.postmortem/issues/0002-upgrade-the-mail-relay.md"
ITEM = "- [ ] Cap the retries @ana due 2099-12-20"
RELAY = "---\ntitle: Upgrade the mail relay\nstate: closed\nassignees: [omar]\nlabels: []\n---\nMail relay.\n"
NAME = ".postmortem/issues/0002-upgrade-the-mail-relay.md"


def report(project: Project) -> tuple[int, int]:
    total = json.loads(project.run("report", "--format", "json", "pm").stdout)["totals"]
    return total["open"], total["completed"]


def test_it_needs_a_person_and_is_left_as_it_is(project: Project) -> None:
    project.write(NAME, RELAY)
    path = project.write("pm/a.md", f"{HEAD}{ITEM} ([#2]({ADDRESS}))\n")
    for _ in range(2):
        told = project.run("sync", "pm").stdout
        assert "links #2, which is completed and titled “Upgrade the mail relay”: tick the item" in told
        assert (project.issue(2).read_text(), path.read_text()) == (RELAY, f"{HEAD}{ITEM} ([#2]({ADDRESS}))\n")
    checked = project.run("check", "--format", "json", "pm")
    assert (checked.returncode, [each["code"] for each in json.loads(checked.stdout)["findings"]]) == (1, ["PM201"])
    assert report(project) == (1, 0)


@pytest.mark.parametrize(
    ("issue", "item"),
    [
        (RELAY.replace("Upgrade the mail relay", "Cap the retries"), ITEM),  # the same piece of work
        (RELAY.replace("closed", "open"), ITEM),
        (RELAY, ITEM.replace("[ ]", "[x]")),
    ],
)
def test_a_person_settles_it_on_either_side(project: Project, issue: str, item: str) -> None:
    project.write(NAME, issue)
    project.write("pm/a.md", f"{HEAD}{item} ([#2]({ADDRESS}))\n")
    assert "adopt #2" in project.run("sync", "pm").stdout
    assert "0 other changes" in project.run("sync", "pm").stdout


@pytest.mark.parametrize(
    "lines",
    [
        f"{ITEM} ~~([#2]({ADDRESS}))~~",
        f"- [ ] Cap the retries, not as in ([#2]({ADDRESS})) but per pool @ana due 2099-12-20",
        f"{ITEM}\n  - Background: the relay was upgraded in ([#2]({ADDRESS}))",
        f"{ITEM}\n  > quoted: ([#2]({ADDRESS}))",
    ],
)
def test_a_link_out_of_its_place_adopts_nothing(project: Project, lines: str) -> None:
    project.write(NAME, RELAY)
    project.write("pm/a.md", f"{HEAD}{lines}\n")
    assert "1 issue created" in project.run("sync", "pm").stdout
    assert "1 unchanged" in project.run("sync", "pm").stdout
    assert (project.issue(2).read_text(), project.issue(3).exists()) == (RELAY, True)
    assert report(project) == (1, 0)
