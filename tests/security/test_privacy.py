"""Confidentiality fails closed: every way to say it counts, and what is not understood counts too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.markdown import parse

REST = "# Checkout outage\n\n## Action items\n\n- [ ] Widen the pool\n"
CLOSED = (
    "confidential: true",
    "confidential: yes",
    "confidential: Y",
    "confidential: 1",
    "confidential: on",
    "confidential: [true]",
    "confidential: {level: high}",
    "confidential: []",
    "confidential: maybe",
    "confidential:",
    "confidential: 2027-01-01",
    "Confidential: TRUE",
    "is_confidential: true",
    "isConfidential: true",
    "meta:\n  confidential: true",
    "meta:\n  - a: 1\n  - confidential: true",
    "confidential: true\nconfidential: false",
    "Confidential: true\nconfidential: false",
    "\u0441onfidential: true",
    "confid\u0435ntial: true",
    "confi\u200bdential: true",
    "confidental: true",
    "classification: Highly Confidential",
    "classification: restrict\u0435d",
    "classification: ticket system",
    "data_classification: restricted",
    "visibility: internal",
    "visibility: private",
    "sensitivity: high",
    "access: restricted",
    "audience: security-team",
    "distribution: need to know",
    "tlp: AMBER",
    "tlp: TLP:AMBER+STRICT",
    "TLP: red",
    "marking: TLP:GREEN",
    "private: true",
    "secret: yes",
    "embargo: true",
    "public: false",
    "public: not yet",
    "tags: [confidential]",
    "tags: infra, confidential",
    "tags:\n  - infra\n  - tlp-red",
    "labels: [Internal only]",
    "level: strictly confidential",
    "sharing: none",
    "distribution: no",
    "access: off",
    "viewers: [sre]",
    "acl: [sre]",
    "tags: ['visibility::private']",
    "tags: [classification/restricted]",
    "labels: {visibility: private}",
    "labels: {public: 'false'}",
    "team: sre # confidential",
    "vertraulich: ja",
    "конфиденциально: true",
    "published: false",
    "Published: no",
    "hidden: true",
    "unlisted: yes",
)
OPEN = (
    "confidential: false",
    "confidential: no",
    "confidential: 'No'",
    "confidential: 0",
    "public: true",
    "visibility: public",
    "classification: unclassified",
    "tlp: clear",
    "tlp: TLP:WHITE",
    "classification: ticket system\nconfidential: false",
    "title: Leak of confidential data",
    "summary: the internal api was restricted",
    "tags: [database, private-cloud]",
    "tags: [private/cloud, access/bastion, 'visibility::public']",
    "labels: {visibility: public, tier: internal-api}",
    "team: sre # was confidential data lost?",
    "services: [internal-api]",
    "published: 2027-01-01",
    "published: true",
    "published: not yet",
    "hidden: false",
    "hidden: /en/late-mails",
    "draft: true",
    "access_log: on",
    "owner: security",
    "severity: high",
)
LINES_CLOSED = (
    "**Classification:** Highly Confidential",
    "| Classification | Restricted |",
    "TLP:AMBER",
    "**TLP: RED**",
    "> CONFIDENTIAL",
    "**Confidential – do not share**",
    "[CONFIDENTIAL]",
    "Confidential: yes",
    "Confidential: names of customers",
    "Visibility: private",
    "Public: no",
    "Internal use only",
    '"confidential": true,',
    "**C\u043enfidential:** yes",
    "Vertraulich: ja",
    "Confidential? Yes",
    "**Public?** No",
    "Internal? y",
    "For internal distribution only",
    "| Severity | Classification |\n|--|--|\n| SEV1 | Restricted |",
    "| Owner | **Confidential** |\n|:-|-:|\n| kim | yes |",
    "Severity | Visibility\n--- | ---\nSEV1 | private\n",
)
LINES_OPEN = (
    "Confidential: no",
    "Visibility: public",
    "Visibility: we lost sight of all metrics during the event",
    "Access: the bastion let everybody through",
    "Classification: SEV2",
    "Confidential data was sent to a vendor",
    "Secret rotation was late",
    "Confidential? No",
    "Public? Yes",
    "Access? Nobody had it",
    "| Severity | Classification |\n|--|--|\n| SEV1 | public |",
    "| Time | Access |\n|--|--|\n| 10:00 | restricted |\n| 11:00 | open |",
    "![chart](https://example.com/confidence.png)",
)


def judged(text: str) -> tuple[bool, list[str]]:
    (incident,) = parse(text, "pm/a.md")
    return incident.confidential, [each.code for each in incident.findings if each.code == "PM112"]


@pytest.mark.parametrize("said", CLOSED)
@pytest.mark.parametrize("head", ["", "id: INC-1\n"])
def test_front_matter_that_speaks_of_it_closes(said: str, head: str) -> None:
    assert judged(f"---\n{head}{said}\n---\n\n{REST}")[0]


@pytest.mark.parametrize("said", OPEN)
def test_front_matter_that_says_otherwise_does_not(said: str) -> None:
    assert judged(f"---\nid: INC-1\n{said}\n---\n\n{REST}") == (False, [])


@pytest.mark.parametrize(
    "said", ["confidential = true", 'classification = "restricted"', "[meta]\nconfidential = true"]
)
def test_toml_speaks_too(said: str) -> None:
    assert judged(f"+++\n{said}\n+++\n\n{REST}")[0]


@pytest.mark.parametrize("line", LINES_CLOSED)
def test_a_line_at_the_head_closes(line: str) -> None:
    assert judged(f"# Checkout outage\n\n{line}\n\n## Action items\n\n- [ ] Widen the pool\n")[0]
    assert judged(f"{line}\n\n{REST}")[0]


@pytest.mark.parametrize("line", LINES_OPEN)
def test_a_line_about_something_else_does_not(line: str) -> None:
    assert judged(f"# Checkout outage\n\n{line}\n\n## Action items\n\n- [ ] Widen the pool\n") == (False, [])


@pytest.mark.parametrize("said", ["confidential: maybe", "classification: ticket system", "public: not yet"])
def test_a_doubt_is_told_with_its_line_and_what_to_write(said: str) -> None:
    (incident,) = parse(f"---\nid: INC-1\n{said}\n---\n\n{REST}", "pm/a.md")
    (doubt,) = [each for each in incident.findings if each.code == "PM112"]
    assert doubt.line == 3
    assert "confidential: false" in doubt.hint


@pytest.mark.parametrize(
    "picture",
    [
        "![](https://img.example.com/badge/classification-confidential-red)",
        "![mark](https://img.example.com/tlp/confidential-red.svg)",
    ],
)
def test_a_picture_that_may_be_a_mark_closes_with_a_finding(picture: str) -> None:
    assert judged(f"# Checkout outage\n\n{picture}\n\n## Action items\n\n- [ ] Widen the pool\n") == (True, ["PM112"])


def test_what_is_certain_is_no_finding() -> None:
    assert judged(f"---\nconfidential: true\n---\n\n{REST}") == (True, [])


@pytest.mark.parametrize("head", ["---\nconfidential: true\n---\n", "TLP:AMBER\n\n"])
def test_what_is_said_of_a_file_counts_for_all_of_its_incidents(head: str) -> None:
    text = head + "\n".join(f"# INC-{n} Outage {n}\n\n## Action items\n\n- [ ] Widen pool {n}\n" for n in (1, 2, 3))
    incidents = parse(text, "pm/a.md")
    assert [each.id for each in incidents] == ["INC-1", "INC-2", "INC-3"]
    assert all(each.confidential for each in incidents)


@given(st.text("abcdefgh \n:-[]{}\"'#&*!|>%@`\t,?0\u0435", max_size=60))
def test_whatever_else_the_front_matter_holds_it_stays_closed(noise: str) -> None:
    """Nothing that an outsider adds below it opens a document again, but for ending the front matter before it."""
    incidents = parse(f"---\nconfidential: true\n{noise}\n---\n\n{REST}", "pm/a.md")
    assert all(each.confidential or each.refused for each in incidents)
