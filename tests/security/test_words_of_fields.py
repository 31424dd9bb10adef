"""The fields of a confidential document hold words as well: what stays of them is what everybody knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postmortem_tracker.report.common import Common
from postmortem_tracker.text.printable import HIDDEN
from tests.security.run import git, inside

DOCUMENT = """\
---
id: INC-1
confidential: true
severity: zzsev critical
status: zzstatus
owner: zzincowner Smith
services: [zzservice]
---
# zztitle

**Date:** 2026-10-10

## Action items

| Action | Owner | Due | Priority | Status | Ticket | Type |
| --- | --- | --- | --- | --- | --- | --- |
| fix zzcell | zzcellowner team ACME | zzcelldue | zzprio | zzcellstatus | zzticket | zztype |
| drain | @okapi | 2026-12-01 | P1 – zzprio | Open | [ZZKEY-13](https://zzhost.example/browse/ZZKEY-13) | zztype |
| add a check | Kim Doe (zzteam) | 2026-12-02 | high, zzreason | Open | | prevent |

- [ ] zztext Fix it (Owner: zzowner of the ACME account) ([ZZKEY-12](https://zzhost.example/browse/ZZKEY-12))
- [ ] zztext Lock it @okapi due 2026-12-05
"""
CONFIG = 'documents = ["pm"]\n[people."Kim Doe"]\ngithub = "kimd"\n'
WORDS = re.compile(r"zz\w*|acme|smith", re.IGNORECASE)
OUTPUTS = (
    *(f"report -f {name}" for name in ("table", "markdown", "json", "csv", "openmetrics", "html")),
    *(f"report -f {name} --group-by owner" for name in ("table", "markdown")),
    *(f"report -f {name} --group-by severity" for name in ("table", "markdown")),
    *(f"report -f {name} --history" for name in ("table", "markdown", "json")),
    *(f"check -f {name}" for name in ("text", "json", "markdown", "github", "gitlab", "sarif", "junit")),
    *("plan", "plan -f json", "plan -f markdown", "-v plan", "remind", "remind --digest markdown"),
    *("remind --digest slack", "remind --digest teams"),
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "pm").mkdir()
    git(tmp_path, "init", "-q")
    (tmp_path / "pm" / "x.md").write_text(DOCUMENT)
    (tmp_path / "pm" / "b.md").write_text("# INC-2 Disk full\n\n## Action items\n\n- [ ] Prune the logs @kim\n")
    (tmp_path / "postmortem-tracker.toml").write_text(CONFIG)
    return tmp_path


LATER = (
    "report -f json",
    "report -f csv",
    "report -f json --history",
    "report -f table --history",
    "plan -f json",
    "report -f markdown --history",
)


@pytest.mark.parametrize(
    ("stage", "output"),
    [*(("new", each) for each in OUTPUTS), *((at, each) for at in ("synced", "changed", "deleted") for each in LATER)],
)
def test_no_field_shows_a_word(repository: Path, stage: str, output: str) -> None:
    document = repository / "pm" / "x.md"
    said = ""
    if stage != "new":
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", "one")
        done = inside(repository, "sync")
        said = done.stdout + done.stderr
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", "two")
    if stage == "changed":
        document.write_text(
            document.read_text()
            .replace("P1 – zzprio", "P3 zzlater")
            .replace("@okapi", "zzother Smith")
            .replace("2026-12-01", "when zzdue signs")
        )
        git(repository, "commit", "-qam", "three")
    if stage == "deleted":
        document.unlink()
    done = inside(repository, *output.split())
    assert done.returncode in (0, 1, 3), done
    assert WORDS.findall(done.stdout + done.stderr + said) == []


def test_what_everybody_knows_stays(repository: Path) -> None:
    shown = inside(repository, "report", "-f", "json", "--offline").stdout
    for each in ("INC-1", "critical", "@okapi", "Kim Doe", '"P1"', "2026-12-01", '"prevent"', "2026-10-10", HIDDEN):
        assert each in shown, each


def test_a_configuration_may_show_all(repository: Path) -> None:
    (repository / "postmortem-tracker.toml").write_text(CONFIG + '[report]\nconfidential = "show"\n')
    shown = inside(repository, "report", "-f", "json", "--offline").stdout
    for each in ("zzsev critical", "zzowner of the ACME account", "ZZKEY-12", "zzprio", "zztype", "zzcelldue"):
        assert each in shown, each


COMMON = Common(("Kim Doe", "kimd", "Storage"), ("Blocker", "P1", "compliance", "SEV-A"))


@pytest.mark.parametrize(
    ("severity", "kept"),
    [
        ("SEV1", "SEV1"),
        ("SEV1 – ACME's data leaked", "SEV1"),
        ("sev 2 (ACME)", "sev 2"),
        ("3", "3"),
        ("Critical: ACME", "critical"),
        ("Major", "major"),
        ("not critical for ACME", HIDDEN),
        ("ACME", HIDDEN),
        ("sev-a", "SEV-A"),
        ("", ""),
        (None, None),
        (HIDDEN, HIDDEN),
    ],
)
def test_a_severity_is_its_level(severity: str | None, kept: str | None) -> None:
    assert COMMON.severity(severity) == kept


@pytest.mark.parametrize(
    ("priority", "kept"),
    [
        ("P0", "P0"),
        ("p1 - ACME first", "P1"),
        ("High", "P1"),
        ("blocker", "blocker"),
        ("ACME", HIDDEN),
        ("was P1, ACME says no", HIDDEN),
        (None, None),
        (HIDDEN, HIDDEN),
    ],
)
def test_a_priority_is_its_level(priority: str | None, kept: str | None) -> None:
    assert COMMON.priority(priority) == kept


@pytest.mark.parametrize(
    ("owner", "kept"),
    [
        ("@ana", "@ana"),
        ("@org/team", "@org/team"),
        ("Ana Lima (@ana)", "@ana"),
        ("Kim Doe", "Kim Doe"),
        ("kim doe (ACME)", "kim doe"),
        ("kimd", "kimd"),
        ("storage", "storage"),
        ("Smith", HIDDEN),
        ("the ACME team", HIDDEN),
        ("ana@acme.example", HIDDEN),
        ("@ana of the ACME account", HIDDEN),
        (None, None),
    ],
)
def test_an_owner_is_a_handle_or_a_known_name(owner: str | None, kept: str | None) -> None:
    assert COMMON.owner(owner) == kept


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ("Resolved", "Resolved"),
        ("draft", "draft"),
        ("In Review", "In Review"),
        ("Done", "Done"),
        ("In progress", "In progress"),
        ("Entwurf", "Entwurf"),
        ("done by ACME", HIDDEN),
        ("Done (for ACME)", HIDDEN),
        ("open, ACME waits", HIDDEN),
        ("ACME", HIDDEN),
        (None, None),
    ],
)
def test_a_status_is_a_known_one(status: str | None, kept: str | None) -> None:
    assert COMMON.status(status) == kept


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("prevent", "prevent"),
        ("Detection", "Detection"),
        ("mitigation", "mitigation"),
        ("compliance", "compliance"),
        ("acme", HIDDEN),
        ("prevent acme", HIDDEN),
        ("", ""),
    ],
)
def test_a_type_is_a_known_one(kind: str, kept: str) -> None:
    assert COMMON.type(kind) == kept
