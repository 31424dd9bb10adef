"""What is told of items and issues is what stands there: addresses, counts, dates that were taken off."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.app.folder import Folder, postmortem

CAP = "[ ] Cap the retries @ana due 2099-12-20"


@pytest.mark.parametrize("incident_issue", [False, True])
@pytest.mark.parametrize(
    "name",
    [
        *("2026 checkout.md", "Störung.md", "Ünï/x.md", "a b#1 [x].md", "100%25.md", "@ana/x.md", "~v1/$2.md"),
        *("障害.md", "deadbeef0.md", "plain.md", "GH-1 & !2.md"),
    ],
)
def test_the_link_to_a_document_leads_there_whatever_its_name(folder: Folder, name: str, incident_issue: bool) -> None:
    folder.write("postmortem-tracker.toml", f"[sync]\nincident_issue = {str(incident_issue).lower()}\n")
    folder.write(f"pm/{name}", postmortem("INC-1", CAP))
    folder.run("sync", "pm")
    for issue in (folder.root / ".postmortem/issues").glob("*.md"):
        found = re.search(r"\*\*(?:From|Document):\*\* \[[^\]]*\]\(([^)]*)#L\d+\)", issue.read_text())
        assert found is not None
        assert (issue.parent / unquote(found[1])).resolve() == Path(folder.root / "pm" / name).resolve()
    assert "0 issues created, 0 other changes" in folder.run("sync", "pm").stdout


def test_items_of_documents_that_were_not_looked_at_are_not_counted(repository: Folder) -> None:
    repository.write("pm/a.md", postmortem("INC-1", CAP, "[ ] Warm the cache @ana due 2099-12-20"))
    repository.write("pm/b.md", postmortem("INC-2", "[ ] Rotate the keys @bob due 2099-12-20"))
    repository.run("sync", "pm")
    repository.commit()

    def counted() -> tuple[int, int]:
        told = json.loads(repository.run("check", "pm", "--changed-since", "HEAD", "-f", "json").stdout)
        return told["totals"]["documents"], told["totals"]["items"]

    assert counted() == (0, 0)
    repository.replace("pm/b.md", "Outage", "Outage again")
    assert counted() == (1, 1)


def test_a_due_date_that_was_taken_off_the_issue_is_told_and_goes_on_counting(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", "[ ] Cap the retries @ana due 2026-10-20"))
    folder.run("sync", "pm")
    assert "overdue" in folder.run("check", "pm").stdout
    issue = folder.issue(1)
    kept = [line for line in issue.read_text().splitlines(keepends=True) if not line.startswith("due: ")]
    issue.write_text("".join(kept))
    assert "! " in (told := folder.run("sync", "pm").stdout)
    assert "#1 has no due date, the document says 2026-10-20" in told
    found = json.loads(folder.run("check", "pm", "-f", "json").stdout)["findings"]
    said = {each["code"]: each["message"] for each in found}
    assert "#1 has no due date any more, the document says 2026-10-20" in said["PM223"]
    assert "was due 2026-10-20" in said["PM204"], "no other day was named"


def test_an_issue_that_never_had_a_due_date_takes_the_documents(folder: Folder) -> None:
    """Nothing was taken off: the document's date is the news."""
    folder.write("pm/a.md", postmortem("INC-1", "[ ] Cap the retries @ana"))
    folder.run("sync", "pm")
    folder.replace("pm/a.md", "@ana", "@ana due 2026-10-20")
    found = json.loads(folder.run("check", "pm", "-f", "json").stdout)["findings"]
    assert {"PM204"} <= {each["code"] for each in found}
    assert "PM223" not in {each["code"] for each in found}
