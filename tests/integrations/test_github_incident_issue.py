"""Incidents' issues on GitHub: their tasks become sub-issues, each with one request, once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import EXAMPLES, Project
from tests.integrations.conftest import TOKEN
from tests.proxy import Proxy, answer

MODEL = "postmortems/2026-03-12-checkout-outage.md"


@pytest.fixture
def project(tmp_path: Path, proxy: Proxy) -> Project:
    (tmp_path / ".git").mkdir()
    shutil.copytree(EXAMPLES, tmp_path / "postmortems")
    settings = f'[trackers.github]\nkind = "github"\nproject = "acme/shop"\nurl = "{proxy.url}"\n'
    (tmp_path / "postmortem-tracker.toml").write_text(f"[sync]\nincident_issue = true\n{settings}")
    return Project(tmp_path)


SUB_ISSUES = r"/repos/acme/shop/issues/5/sub_issues"


@pytest.mark.node
def test_tasks_become_sub_issues_once(project: Project, proxy: Proxy) -> None:
    proxy.on("GET", SUB_ISSUES, answer(200, []), times=None)  # the emulator knows no sub-issues
    proxy.on("POST", SUB_ISSUES, answer(201, {}), times=None)
    first = project.run("sync", MODEL, GITHUB_TOKEN=TOKEN)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "create the incident's issue in acme/shop → acme/shop#5" in first.stdout
    made = [seen.reply.json for seen in proxy.seen if seen.reply and re.fullmatch("/repos/acme/shop/issues", seen.path)]
    added = [seen.json["sub_issue_id"] for seen in proxy.seen if seen.method == "POST" and "sub_issues" in seen.path]
    assert added == [issue["id"] for issue in made if "id" in issue][:4]
    again(project, proxy)


@pytest.mark.node
def test_a_server_without_sub_issues_is_told_of_once(project: Project, proxy: Proxy) -> None:
    first = project.run("sync", MODEL, GITHUB_TOKEN=TOKEN)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "its tasks cannot be linked there" in first.stdout
    assert proxy.count("POST", "sub_issues") == 0
    again(project, proxy)


def again(project: Project, proxy: Proxy) -> None:
    """A second run asks once and changes nothing."""
    proxy.clear()
    second = project.run("sync", MODEL, GITHUB_TOKEN=TOKEN)
    assert "0 issues created, 0 other changes" in second.stdout
    assert (proxy.count(), proxy.writes()) == (1, 0)
