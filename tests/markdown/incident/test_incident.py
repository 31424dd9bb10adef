"""What a document says about its incident: title, id, day, severity, status and owner, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

_END = "\n## Action items\n- Add it\n"


def incident(text: str, path: str = "late-mails.md") -> Incident:
    return parse(text + _END, path)[0]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Postmortem: Late mails", "Late mails"),
        ("# INC-7: Late mails", "Late mails"),
        ("# [INC-20260510-004][P0] Late mails", "Late mails"),
        ("# PM-2026-001 – Late mails", "Late mails"),
        ("# ABC-2026-001 Late mails", "Late mails"),
        ("# UTF-8 in mails", "UTF-8 in mails"),
        ("# March 23, 2026 Security Incident Postmortem", "Security Incident"),
        ("# registry incident report for 2026-02-20", "registry incident"),
        ("# Mail 2.0 release incident report for 2026-02-20", "Mail 2.0 release"),
        ("# Mail, 2026-03-22 to 24: late by hours", "Mail: late by hours"),
        ("# ✅ 2026-10-28: Disk failure", "Disk failure"),
        ("# 邮件延迟（已解决）", "邮件延迟"),
        ("# The `_before_swap` bug", "The _before_swap bug"),
        ("# Mail &amp; print late", "Mail & print late"),
        ("# My first postmortem", "My first postmortem"),
        ("# Late mails, and their remediation\n## Impact\nx", "Late mails, and their remediation"),
        ("# Timeline of the mails that came late\n## Impact\nx", "Timeline of the mails that came late"),
        ("# 2026-06-03_mail_late_by_hours\n# Incident: Mails came late", "Mails came late"),
        ("# Incident Response: INC-2026-01-ROUTER\n**Incident:** Mails came late", "Mails came late"),
        ("# Incident report", "late mails"),
        ("## POST MORTEM\n### Auteurs\nAna Lima", "late mails"),
        ("{% include head.html %}\n## Summary\nx", "late mails"),
        ("---\ntitle: 'INC-7: Late mails'\n---", "Late mails"),
        ("# 003 - Postmortem for the late release", "the late release"),
        ("# 404 - pages were gone", "404 - pages were gone"),
        ("# REPORT.md: Late mails", "Late mails"),
        ("# [Public] Late mails", "Late mails"),
        ("# Incident report: Report: Late mails", "Late mails"),
        ("# Postmortem & Runbook: Late mails", "Late mails"),
        ("# Postmortem – Title: Late mails", "Late mails"),
        ("# Late mails (Mar 1, 2026)", "Late mails"),
        ("# Post mortem da entrega 2022", "Post mortem da entrega 2022"),
        ("# Postmortem March 16", "Postmortem March 16"),
        ("# Postmortem lessons", "Postmortem lessons"),
        ("# Análisis postmortem", "Análisis postmortem"),
    ],
)
def test_a_title_has_no_id_no_day_and_no_general_words(heading: str, title: str) -> None:
    assert incident(heading).title == title


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "---\ndate: 2026-03-23\n---\n# Mails\nFrom March 15th until March 17th, mails were late.",
            "2026-03-15",
        ),
        ("---\ndate: 2026-03-23\n---\n# Mails\nOn 2025-12-20, mails were late.", "2025-12-20"),
        ("---\ndate: 2026-03-23\n---\n# Mails\nThe queue was built on 2021-12-20.", "2026-03-23"),
        ("---\nmodified_at: 2026-10-20\n---\n# Mails\nOn Wednesday, 4th October, mails were late.", "2026-10-04"),
        ("# 06-11-2026 - Mails\n## Timeline\n* 11:10 6th Nov 2026 - late", "2026-11-06"),
        ("# Mails\n## Rzeczy\n| Co | Termin |\n|---|---|\n| Alert | 30 marca 2026 |", None),
        ("# Mails\n## Follow-up update history\n| Date | Change |\n|---|---|\n| 2026-05-11 | closed |", None),
        ("# Mails\n## Date\n3 May 2026", "2026-05-03"),
        ("# Mails of 3 May 2026\n**Data:** snapshots of 2024-01-02 were lost", "2026-05-03"),
        ("# Mails\n**Data:** copies of 2024-01-02 were lost\n\n**Incident date:** 2026-05-03", "2026-05-03"),
        ("# Mails\n**Date:** Monday, 2 May 2026", "2026-05-02"),
        ("# Mails\n**Date:** from May 2, 2026", "2026-05-02"),
        ("# Mails\n**Date:** first seen on 2 May 2026", "2026-05-02"),
        ("# Mails\n**Data:** lunedì 2 maggio 2026", "2026-05-02"),
        ("# Mails\n**Data:** segunda-feira, 2 de maio de 2026", "2026-05-02"),
    ],
)
def test_the_day_is_that_of_the_incident(text: str, day: str | None) -> None:
    found = incident(text).date
    assert (found and str(found)) == day


def test_a_day_that_may_be_two_and_is_not_settled_is_in_doubt() -> None:
    found = incident("# Mails\n06-11-2026 was a bad day.")
    assert found.date is None
    assert [(one.code, one.line) for one in found.findings] == [("PM103", 2)]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Severity: SEV-1. Root cause: a bug.", "SEV-1"),
        ("**Severity:** S2. Degraded, no data lost, and noisy", "S2"),
        ("## Severity\n**High** - many users", "High"),
        ("**Gravedad:** SEV-2", "SEV-2"),
        ("# [SEV-1] Late mails", "SEV-1"),
        ("Severity: Minor / Major / Critical", None),
        ("```ts\nreturn {\n  severity: 4,\n  status: 302,\n}\n```", None),
    ],
)
def test_a_severity_is_a_level_and_no_sentence_nor_code(text: str, severity: str | None) -> None:
    found = incident(text)
    assert (found.severity, found.status) == (severity, None)


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("- Owner: (unassigned)", None),
        ("- Owner: Ana Lima", "Ana Lima"),
        ("## Next steps\n- [ ] Add an alert\n  - Owner: Platform team", None),
    ],
)
def test_an_owner_is_a_person_and_not_that_of_a_measure(text: str, owner: str | None) -> None:
    assert incident(text).owner == owner


@pytest.mark.parametrize("line", ["Incident ID: PD-8", "| **Incident ID** | PD-8 |", "**Incident number:** #PD-8"])
def test_an_id_is_what_its_label_says(line: str) -> None:
    assert incident(f"# Mails\n{line}").id == "PD-8"


def test_each_incident_of_a_file_keeps_its_own_title() -> None:
    part = "# Postmortem: Web Stack Outage{}\n\n**Issue Summary:**\nx\n## Root cause\nx\n## Tasks\n- Add it\n"
    first, second = parse(part.format("") + "# HUMOR\n" + part.format(" - A tale"), "x.md")
    assert (first.title, second.title) == ("Web Stack Outage", "Web Stack Outage - A tale")


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("# Root Cause Analysis\n\nThe queue was full.\n", "docs/postmortem.md", "Root Cause Analysis"),
        ("### Summary\n\nMails were late after a restart.\n", "postmortem.md", "Mails were late after a restart"),
        ("Duration of the outage:\n\n2 hours\n", "late-mails.md", "late mails"),
    ],
)
def test_what_has_no_title_is_called_by_what_says_most(text: str, path: str, title: str) -> None:
    assert parse(text, path)[0].title == title


@pytest.mark.parametrize(
    "head",
    [
        "<!-- Incident: INC-48 Severity: SEV1 Date: 2020-01-01 -->\n# Checkout",
        "<!--\nIncident: INC-48\nSeverity: SEV1\nDate: 2020-01-01\n-->\n# Checkout",
        "> Incident: INC-48\n> Date: 2020-01-01\n> Severity: SEV1\n\n# Checkout",
    ],
)
def test_what_a_document_says_itself_counts_before_what_it_quotes_or_comments(head: str) -> None:
    (incident,) = parse(f"{head}\n\nIncident: INC-7\nDate: 2026-03-01\nSeverity: SEV3\n", "a.md")
    assert (incident.id, incident.date, incident.severity) == ("INC-7", date(2026, 3, 1), "SEV3")


def test_a_comment_alone_tells_no_fact() -> None:
    (incident,) = parse("<!-- Incident: INC-48 Severity: SEV1 Date: 2020-01-01 -->\n# Checkout\n", "a.md")
    assert (incident.id, incident.date, incident.severity) == ("a", None, None)


@pytest.mark.parametrize("line", ["**Date:** 30/02/2024", "**Date:** 31.04.2026", "**Date:** 01/02/0000"])
def test_a_day_that_no_calendar_has_is_none(line: str) -> None:
    (incident,) = parse(f"# Late mails\n\n{line}\n", "a.md")
    assert incident.date is None
