"""A severity of which several levels stand there is none, unless a box or a rank tells which one counts."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.words.languages import Language, languages
from postmortem_tracker.model import Incident


def read(head: str) -> Incident:
    text = f"# INC-1 Checkout outage\n\n{head}\n\n**Date:** 2026-10-12\n\n## Action items\n\n- [ ] Rotate it\n"
    return parse(text, "a.md")[0]


def codes(incident: Incident) -> list[str]:
    return [each.code for each in incident.findings]


FORMS = ["**Severity:** {}", "- Severity: {}", "**Schweregrad:** {}", "**Gravité :** {}", "## Severity\n\n{}"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "value",
    [
        "SEV1 | SEV2 | SEV3 (pick one)",
        "SEV1 / SEV2 / SEV3",
        "SEV1/SEV2",
        "SEV1 or SEV2",
        "SEV1 oder SEV2",
        "SEV1 ou SEV2",
        "SEV1, SEV2",
        "SEV1 – SEV3",
        "SEV1-SEV3",
        "P0/P1",
        "High | Medium | Low",
        "High / Medium",
        "kritisch oder hoch",
        "alta/media/baja",
        "4/5",
        "☑ SEV1 ☑ SEV2",
        "[x] SEV1 [x] SEV2",
        "SEV1 (critical) / SEV2 (major)",
        *(
            "SEV1 for EU, SEV2 for US",
            "SEV1 in EU (SEV2 in US)",
            "SEV1 für EU und SEV2 für US",
            "SEV1（EU）、SEV2（US）",
        ),
        *(
            "SEV1 then SEV2",
            "SEV1, downgraded to SEV3",
            "SEV1. SEV2 for US",
            "SEV1 – SEV2 after an hour",
            "SEV1 (SEV2)",
        ),
        *("SEV1 & SEV2", "SEV1/2", "SEV1-2", "SEV1 or 2", "P1 (P0 for EU)", "S1+S2", "SEV1 → SEV2 or SEV3"),
        *("Low (SEV4), raised later (SEV2)", "High (SEV1) for EU, low (SEV3) for US", "we are not sure (SEV2)"),
        *("High for EU, low for US", "High then low", "High, now low", "hoch für EU, niedrig für US", "重大、軽微"),
        *("~~SEV1~~ SEV2 or SEV3", "klein / groot / catastrofaal", "checkout, search, mail"),
        *("High. Low.", "kritiek / zwaar / mild"),
    ],
)
def test_several_levels_are_none_and_said(form: str, value: str) -> None:
    incident = read(form.format(value))
    assert incident.severity is None
    assert codes(incident).count("PM132") == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("value", "severity"),
    [
        ("[x] SEV1 [ ] SEV2", "SEV1"),
        ("[ ] SEV1 [x] SEV2 [ ] SEV3", "SEV2"),
        ("☐ SEV1 ☑ SEV2", "SEV2"),
        ("[ ] High / [x] Low", "Low"),
        ("Low (SEV4)", "SEV4"),
        ("majeure (S1)", "S1"),
        ("重大（SEV1）", "SEV1"),
        ("Kritisch (P1)", "P1"),
        ("Critical / SEV1", "SEV1"),
        ("SEV1 for EU", "SEV1"),
        ("SEV1", "SEV1"),
        ("SEV1 (critical)", "SEV1"),
        ("SEV2 (P1)", "SEV2"),
        ("High", "High"),
        ("High (two hours)", "High"),
        ("Medium-High", "Medium-High"),
        ("P1 – critical", "P1"),
        ("SEV2 (was SEV1)", "SEV2"),
        ("SEV1 → SEV3", "SEV3"),
        ("SEV2, customers were affected", "SEV2"),
        *(
            ("SEV2, P1", "SEV2"),
            ("P1 / SEV2", "SEV2"),
            ("P1 SEV2", "SEV2"),
            ("S1 – P2", "S1"),
            ("SEV2, Priority: P1", "SEV2"),
        ),
        *(("~~SEV1~~ SEV2", "SEV2"), ("SEV1 ~~SEV2~~", "SEV1"), ("High <del>Low</del>", "High")),
        *(("SEV2 (SEV1 → SEV2)", "SEV2"), ("SEV2 (originally SEV1)", "SEV2"), ("war ein SEV1, jetzt SEV3", "SEV3")),
        *(("High, EU, US", "High"), ("Hoch, EU, US", "Hoch"), ("SEV1, checkout, search", "SEV1")),
        *(("Medium (low traffic)", "Medium"), ("High – customers with low balance", "High")),
        *(
            ("High, low traffic at night", "High"),
            ("High (production blocker)", "High"),
            ("High, Priority: Low", "High"),
        ),
        *(("critical SEV1", "SEV1"), ("Checkout was down (SEV1)", "SEV1"), ("SEV1 (1 of 5)", "SEV1")),
        *(("High – S3 was down", "High"), ("SEV1, S3 was down", "SEV1"), ("SEV1, 2 hours", "SEV1")),
        *(("🟡 P1", "P1"), ("4 of 5", "4 of 5"), ("SEV3 (disk → node)", "SEV3"), ("S2 for hops 3", "S2")),
        *(
            ("High – production blocker", "High"),
            ("High. S3 was down", "High"),
            ("High, back to normal", "High"),
            ("High, Region: Low countries", "High"),
        ),
        ("Tier one – worse than the SEV2 of May", "Tier one"),
    ],
)
def test_the_one_that_counts_is_read(form: str, value: str, severity: str) -> None:
    incident = read(form.format(value))
    assert incident.severity == severity
    assert "PM132" not in codes(incident)


@pytest.mark.parametrize("value", ["[ ] SEV1 [ ] SEV2", "☐ SEV1 ☐ SEV2", "TBD", "SEV1?", "not SEV1"])
def test_none_is_chosen_yet(value: str) -> None:
    incident = read(f"**Severity:** {value}")
    assert incident.severity is None
    assert "PM132" not in codes(incident)


def test_a_list_of_boxes_below_a_title() -> None:
    assert read("## Severity\n\n- [ ] SEV1\n- [x] SEV2\n- [ ] SEV3").severity == "SEV2"
    assert read("## Severity\n\n- [ ] SEV1\n- [ ] SEV2").severity is None


def test_fields_parted_by_pipes_are_no_choice() -> None:
    incident = read("Severity: SEV1 | Region: EU | Status: open")
    assert (incident.severity, incident.status) == ("SEV1", "open")


@pytest.mark.parametrize(("value", "severity"), [("SEV1/SEV2", None), ("Low (SEV4)", "SEV4"), ("SEV1", "SEV1")])
def test_front_matter_and_tables_are_read_alike(value: str, severity: str | None) -> None:
    matter = parse(f"---\nseverity: {value}\n---\n# INC-1 Outage\n\n## Action items\n\n- [ ] Rotate it\n", "a.md")[0]
    table = read(f"| Severity | {value} |\n|---|---|\n| Owner | Ana |\n")
    assert matter.severity == table.severity == severity
    assert ("PM132" in codes(matter)) == ("PM132" in codes(table)) == (severity is None)


@pytest.mark.parametrize("form", FORMS[:4])
@pytest.mark.parametrize(
    ("value", "severity"),
    [
        ("SEV1 [x] SEV2 [ ] SEV3 [ ]", "SEV1"),
        ("SEV1 [ ], SEV2 [ ], SEV3 [x].", "SEV3"),
        ("SEV1 ☐ / SEV2 ☑", "SEV2"),
        ("**SEV1** [ ] **SEV2** [x]", "SEV2"),
        ("High [x]", "High"),
        ("Pick one: SEV1 [x] SEV2 [ ]", "SEV1"),
        ("Hoch [ ] Niedrig [x]", "Niedrig"),
        ("Pick one: [ ] SEV1 [x] SEV2", "SEV2"),
        ("[x] minor (S3) [ ] major (S2)", "S3"),
        ("minor (S3) / mineur (S3)", "S3"),
    ],
)
def test_boxes_before_and_behind_the_levels_are_read(form: str, value: str, severity: str) -> None:
    incident = read(form.format(value))
    assert incident.severity == severity
    assert "PM132" not in codes(incident)


@pytest.mark.parametrize("form", FORMS[:4])
@pytest.mark.parametrize(
    "value",
    [
        "SEV1 [x] SEV2 [ ] SEV3",
        "SEV1 [x] SEV2 [ ] (pick one)",
        "SEV1 [x] SEV2 [x]",
        "☒ SEV1",
        "☒ SEV1 ☐ SEV2",
        "[✗] SEV1 [ ] SEV2",
        "[*] SEV1",
        "[/] SEV1 [ ] SEV2",
        "SEV1 [*] SEV2 [ ]",
        "minor (S3) / major (S2)",
        "mineur (S3) ou majeur (S2)",
        "Critical (SEV1), high (SEV2)",
    ],
)
def test_what_may_be_a_tick_is_never_passed_over(form: str, value: str) -> None:
    incident = read(form.format(value))
    assert incident.severity is None
    assert codes(incident).count("PM132") == 1


@pytest.mark.parametrize("value", ["SEV1 [ ] SEV2 [ ]", "High [ ]", "🔲 SEV1 🔲 SEV2", "[_] SEV1 [_] SEV2"])
def test_boxes_that_are_all_empty_say_nothing(value: str) -> None:
    incident = read(f"**Severity:** {value}")
    assert (incident.severity, "PM132" in codes(incident)) == (None, False)


@pytest.mark.parametrize("language", languages(), ids=lambda each: each.code)
def test_a_span_of_levels_in_each_language_is_no_level(language: Language) -> None:
    for word in (*language.phrases("people", "and"), *language.phrases("severities", "up_to")):
        incident = read(f"**Severity:** SEV1 {word} 2")
        assert (incident.severity, codes(incident).count("PM132")) == (None, 1), word


@pytest.mark.parametrize(
    "head",
    [
        "**Severity:** SEV1 | EU | SEV2",
        "| Severity | SEV1 | SEV2 |\n|---|---|---|\n| Region | EU | US |",
        "|  | EU | US |\n|---|---|---|\n| Severity | SEV1 | SEV2 |",
        "## Severity\n\n- SEV1 for EU\n- SEV2 for US",
        "## Schweregrad\n\nHoch\n\nNiedrig",
    ],
)
def test_several_levels_in_cells_or_on_lines_are_none(head: str) -> None:
    incident = read(head)
    assert (incident.severity, codes(incident).count("PM132")) == (None, 1)


def test_words_behind_a_pipe_are_none() -> None:
    assert read("**Severity:** High | EU | US").severity == "High"


@pytest.mark.parametrize(
    "head",
    [
        "**Severity:** SEV1 | EU | US",
        "| Date | 2026-10-12 | Severity | SEV1 | Impact | SEV2 |",
        "## Severity\n\nPick one:\n\n- [x] SEV1\n- [ ] SEV2",
        "**Severity:** SEV1 | Priority: P3",
        "| Severity | SEV1 | Region | EU |\n|---|---|---|---|\n| Owner | Ana | Team | Web |",
        "## Severity\n\n- SEV1\n- All of EU",
        "## Severity\n\nSEV1\nSearch was SEV2 last week.",
    ],
)
def test_what_stands_beside_a_level_is_none(head: str) -> None:
    incident = read(head)
    assert (incident.severity, "PM132" in codes(incident)) == ("SEV1", False)


@pytest.mark.parametrize(
    ("said", "level"),
    [
        *(("SEV3, downgraded from SEV1", "SEV3"), ("SEV2 (raised from SEV-3 at 10:00)", "SEV2")),
        *(("P2 – down from P1", "P2"), ("SEV2 instead of SEV1", "SEV2"), ("SEV2, herabgestuft von SEV1", "SEV2")),
        *(("SEV3 (passé de SEV1)", "SEV3"), ("SEV2 – verlaagd van SEV1", "SEV2"), ("Low, downgraded from High", "Low")),
    ],
)
def test_the_level_that_it_was_changed_from_is_none(said: str, level: str) -> None:
    incident = read(f"**Severity:** {said}")
    assert (incident.severity, codes(incident)) == (level, [])


@pytest.mark.parametrize("said", ["SEV1, later SEV2", "SEV3, reduced to SEV4 later", "SEV1, up from SEV2 and SEV3"])
def test_a_change_whose_end_is_not_clear_leaves_it_unsettled(said: str) -> None:
    incident = read(f"**Severity:** {said}")
    assert (incident.severity, codes(incident)) == (None, ["PM132"])
