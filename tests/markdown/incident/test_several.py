"""Several incidents in one file: each heading with an incident's id, or facts of its own, begins one."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident


def told(document: str) -> list[tuple[str, str | None, str | None, list[str]]]:
    return [
        (each.id, str(each.date) if each.date else None, each.severity, [item.text for item in each.tasks])
        for each in parse(document, "pm/oct.md")
    ]


BOTH = [
    ("INC-961", "2026-10-12", "SEV1", ["Rotate the keys"]),
    ("INC-962", "2026-10-13", "SEV2", ["Cap the retries"]),
]
FILES = [
    "Postmortem: October incidents",
    "Postmortems Q4",
    "Incident reviews, October",
    "Weekly incident review 2026-W41",
    "Monthly review",
    "Case studies 2026",
    "Vorfälle im Oktober",
    "Incidents d'octobre",
    "Incidentes de octubre",
    "Инциденты октября",
    "10月の障害",
]


ONE = "## INC-961 Checkout outage\n\nDate: 2026-10-12\nSeverity: SEV1\n\n- [ ] Rotate the keys @ana P1\n\n"
OTHER = "## INC-962 Search outage\n\nDate: 2026-10-13\nSeverity: SEV2\n\n- [ ] Cap the retries @ana P1\n\n"


def incident(head: str, facts: str, measures: str, item: str) -> str:
    return f"## {head}\n\n{facts}\n\n{measures}- [ ] {item} @ana P1\n\n"


@pytest.mark.parametrize("title", FILES)
@pytest.mark.parametrize("measures", ["### Action items\n\n", "### Maßnahmen\n\n", "### Actions correctives\n\n", ""])
@pytest.mark.parametrize(
    ("head", "facts"),
    [
        ("{id} {what}", "- Date: {day}\n- Severity: {level}"),
        ("{id}: {what}", "Date: {day}. Severity: {level}."),
        ("{day} {id} {what}", "Severity: {level}"),
        ("{what} ({id})", "**Datum:** {day}\n**Schweregrad:** {level}"),
        ("{id} – {what}", "| Date | {day} |\n|---|---|\n| Severity | {level} |"),
    ],
)
def test_below_a_common_title_each_has_its_own_facts(title: str, measures: str, head: str, facts: str) -> None:
    one = {"id": "INC-961", "what": "Checkout outage", "day": "2026-10-12", "level": "SEV1"}
    other = {"id": "INC-962", "what": "Mail outage", "day": "2026-10-13", "level": "SEV2"}
    first = incident(head.format(**one), facts.format(**one), measures, "Rotate the keys")
    second = incident(head.format(**other), facts.format(**other), measures, "Cap the retries")
    assert told(f"# {title}\n\n{first}{second}") == BOTH


def test_without_ids_the_first_has_its_facts_too() -> None:
    first = incident("Checkout outage", "Date: 2026-10-12", "### Action items\n\n", "Rotate the keys")
    second = incident("Mail outage", "Date: 2026-10-13", "### Action items\n\n", "Cap the retries")
    assert [(day, items) for _, day, _, items in told(f"# Case studies\n\n{first}{second}")] == [
        ("2026-10-12", ["Rotate the keys"]),
        ("2026-10-13", ["Cap the retries"]),
    ]


def test_an_incident_may_stand_below_another() -> None:
    first = "# INC-955 Checkout outage\n\n**Date:** 2026-10-12\n\n### Action items\n\n- [ ] Rotate the keys @ana\n\n"
    second = incident("INC-956 Mail outage", "**Date:** 2026-10-13", "### Action items\n\n", "Cap the retries")
    assert told(first + second) == [
        ("INC-955", "2026-10-12", None, ["Rotate the keys"]),
        ("INC-956", "2026-10-13", None, ["Cap the retries"]),
    ]


def test_titles_named_like_measures_begin_incidents_all_the_same() -> None:
    first = incident("INC-1 Follow-up reminders were late", "Date: 2026-10-12", "### Action items\n\n", "Rotate it")
    second = incident("INC-2 Actions ran twice", "Date: 2026-10-13", "### Follow-ups\n\n", "Cap the retries")
    third = incident("INC-3 Mail outage", "Date: 2026-10-14", "### Tasks\n\n", "Cool it")
    assert [(name, items) for name, _, _, items in told(f"# October\n\n{first}{second}{third}")] == [
        ("INC-1", ["Rotate it"]),
        ("INC-2", ["Cap the retries"]),
        ("INC-3", ["Cool it"]),
    ]


RELATED = "### INC-2 Mail outage\n\n**Date:** 2026-09-13\n\n### INC-3 Slow search\n\n**Date:** 2026-09-14\n\n"
MEASURES = "## Action items\n\n- [ ] Rotate the keys @ana\n\n"


@pytest.mark.parametrize("facts", ["**Date:** 2026-10-12\n\n", ""])
@pytest.mark.parametrize("related", ["Related incidents", "Similar incidents", "Frühere Vorfälle", "Other outages"])
@pytest.mark.parametrize("last", [True, False])
def test_other_incidents_that_are_told_of_begin_none(facts: str, related: str, last: bool) -> None:
    beside = f"## {related}\n\n{RELATED}"
    body = MEASURES + beside if last else beside + MEASURES
    assert [(name, items) for name, _, _, items in told(f"# INC-1 Checkout outage\n\n{facts}{body}")] == [
        ("INC-1", ["Rotate the keys"])
    ]


@pytest.mark.parametrize(
    "names", [("EU", "US"), ("Europe", "America"), ("Erste Welle", "Zweite Welle"), ("API", "Web")]
)
@pytest.mark.parametrize("facts", ["Date: {day}", "Severity: {level}", "Late for an hour."])
@pytest.mark.parametrize(
    "head",
    ["INC-7 Checkout outage\n\n**Date:** 2026-10-12", "INC-7 Checkout outage (2026-10-12)", "INC-7 Checkout outage"],
)
def test_regions_of_one_incident_stay_with_it(head: str, facts: str, names: tuple[str, str]) -> None:
    own, other = facts.format(day="2026-10-12", level="SEV1"), facts.format(day="2026-10-13", level="SEV2")
    first = incident(names[0], own, "### Action items\n\n", "Rotate the keys")
    second = incident(names[1], other, "### Action items\n\n", "Cap the retries")
    assert [(name, items) for name, _, _, items in told(f"# {head}\n\n{first}{second}")] == [
        ("INC-7", ["Rotate the keys", "Cap the retries"])
    ]


@pytest.mark.parametrize("title", ["Mail outage", "Mailausfall", "Panne de mail"])
@pytest.mark.parametrize("facts", ["- Date: 2026-10-14\n- Severity: SEV3", "**Schweregrad:** SEV3"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_incident_without_an_id_beside_others_is_one_too(place: int, facts: str, title: str) -> None:
    both = [ONE, OTHER]
    both.insert(place, incident(title, facts, "", "Drain it"))
    read = told("# October\n\n" + "".join(both))
    assert [each for each in read if each[0] in ("INC-961", "INC-962")] == BOTH
    assert [(level, items) for name, _, level, items in read if name == "oct"] == [("SEV3", ["Drain it"])]


@pytest.mark.parametrize("title", ["Mail outage", "Mailausfall"])
@pytest.mark.parametrize(("head", "level"), [("# October\n\n", "##"), ("", "##"), ("", "#")])
@pytest.mark.parametrize("last", [True, False])
def test_one_with_an_id_and_one_without_are_two(title: str, head: str, level: str, last: bool) -> None:
    mail = incident(title, "Date: 2026-10-14", "", "Drain it")
    document = ONE + mail if last else mail + ONE
    read = told(head + document.replace("## ", f"{level} "))
    assert ("INC-961", "2026-10-12", "SEV1", ["Rotate the keys"]) in read
    assert [(day, items) for name, day, _, items in read if name != "INC-961"] == [("2026-10-14", ["Drain it"])]


@pytest.mark.parametrize("section", ["## Data\n\nSeverity: SEV1", "## Steckbrief\n\nSchweregrad: SEV1\n\n- Nothing"])
@pytest.mark.parametrize("measures", ["## Action items\n\n- [ ] Drain it @bo\n", ""])
def test_a_section_with_the_facts_of_the_one_incident_begins_none(section: str, measures: str) -> None:
    read = told(f"# October\n\n{ONE}{section}\n\n{measures}")
    assert [items for _, _, _, items in read] == [["Rotate the keys", *(["Drain it"] if measures else [])]]


def test_one_incident_keeps_the_name_and_the_work_above_its_id() -> None:
    (read,) = parse(f"# Late mails\n\n- [ ] Buy more disks @cy\n\n{ONE}", "pm/oct.md")
    assert (read.title, [item.text for item in read.tasks]) == ("Late mails", ["Buy more disks", "Rotate the keys"])


@pytest.mark.parametrize("title", ["For both", "Für beide", "Pour les deux", "Common work"])
@pytest.mark.parametrize(
    "body",
    [
        "- [ ] Tell both @bo",
        "1. [ ] Tell both @bo",
        "### EU\n\n- [ ] Tell both @bo",
        "**Action items**\n\n- Tell both @bo",
        "| Action | Owner |\n|---|---|\n| Tell both | @bo |",
    ],
)
def test_work_beside_the_incidents_is_of_none_of_them(title: str, body: str) -> None:
    read = told(f"# October\n\n{ONE}{OTHER}## {title}\n\n{body}\n")
    assert not any("Tell both" in items for name, _, _, items in read if name in ("INC-961", "INC-962"))


@pytest.mark.parametrize(
    "body", ["All is well.", "- [The runbook](https://example.com/a)", "| Host | Load |\n|---|---|\n| a | 5 |"]
)
def test_what_is_no_work_beside_them_changes_nothing(body: str) -> None:
    assert told(f"# October\n\n{ONE}{OTHER}## Notes\n\n{body}\n") == BOTH


@pytest.mark.parametrize(
    "beside",
    [
        "## Timeline\n\nDate: 2026-10-14",
        "## Notes\n\n### The talk\n\nDate: 2026-10-14",
        "## Ursache\n\nDatum: 14.10.2026",
    ],
)
def test_a_day_in_a_section_beside_them_begins_no_incident(beside: str) -> None:
    assert told(f"# October\n\n{ONE}{OTHER}{beside}\n") == BOTH


@pytest.mark.parametrize("beside", ["# Retrospective", "# Rückblick", "## INC-961 in Europe\n\nDate: 2026-10-14"])
def test_a_higher_title_or_one_of_the_same_incident_leaves_all_together(beside: str) -> None:
    read = told(f"# October\n\n{ONE}{OTHER}{beside}\n\n- [ ] Drain it @bo\n")
    assert [items for _, _, _, items in read] == [["Rotate the keys", "Cap the retries", "Drain it"]]


@pytest.mark.parametrize(
    "head",
    [
        "# Bad mails (2026-10-12)\n\nLate.\n\n",
        "# Bad mails\n\nDatum: 12.10.2026\n\n",
        "# Late mails in Europe INC-5\n\nLate.\n\n",
        "# October\n\n## Action items\n\n",
        "# October\n\n## Notes\n\n### Maßnahmen\n\n",
    ],
)
def test_below_the_facts_or_measures_of_a_whole_all_are_its_own(head: str) -> None:
    read = told(f"{head}- [ ] Drain it @bo\n\n{ONE}{OTHER}")
    assert [items for _, _, _, items in read] == [["Drain it", "Rotate the keys", "Cap the retries"]]


def test_an_incident_inside_another_of_a_list_begins_none() -> None:
    assert [items for _, _, _, items in told(f"# October\n\n{ONE}#{OTHER}")] == [["Rotate the keys", "Cap the retries"]]


def test_an_incident_without_an_id_of_the_same_level_is_no_region() -> None:
    first = "# INC-955 Checkout outage\n\nDate: 2026-10-12\n\n## Action items\n\n- [ ] Rotate the keys @ana\n\n"
    other = "# Mail outage\n\nDate: 2026-10-13\n\n## Action items\n\n- [ ] Cap the retries @ana\n"
    assert [(day, items) for _, day, _, items in told(first + other)] == [
        ("2026-10-12", ["Rotate the keys"]),
        ("2026-10-13", ["Cap the retries"]),
    ]


def test_a_region_of_the_incident_above_begins_none() -> None:
    first = "# INC-955 Checkout outage\n\nDate: 2026-10-12\n\n"
    region = incident("Europe", "Date: 2026-10-12", "### Action items\n\n", "Drain it")
    other = incident("INC-956 Mail outage", "Date: 2026-10-13", "### Action items\n\n", "Cap the retries")
    assert [(name, items) for name, _, _, items in told(f"{first}{region}{other}")] == [
        ("INC-955", ["Drain it"]),
        ("INC-956", ["Cap the retries"]),
    ]


@pytest.mark.parametrize("hidden", ["```\n{}\n```", "~~~yaml\n{}\n~~~", "<!-- {} -->", "<!--\n{}\n-->"])
def test_facts_inside_code_or_comments_begin_no_incident(hidden: str) -> None:
    facts = hidden.format("Date: 2026-10-12")
    first = incident("INC-1 Checkout outage", facts, "", "Rotate the keys")
    second = incident("INC-2 Search outage", facts, "", "Cap the retries")
    assert len(told(f"# October\n\n{first}{second}")) == 1


@pytest.mark.parametrize("measures", ["", "## Action items\n\n"])
def test_what_stands_above_the_first_is_nobodys_and_said(measures: str) -> None:
    first = incident("INC-1 Checkout outage", "Date: 2026-10-12", "### Action items\n\n", "Rotate the keys")
    second = incident("INC-2 Mail outage", "Date: 2026-10-13", "### Action items\n\n", "Cap the retries")
    read = parse(f"# October\n\n{measures}- [ ] Buy more disks @cy due 2026-12-24\n\n{first}{second}", "pm/oct.md")
    assert _said(read) or any(item.text == "Buy more disks" for each in read for item in each.tasks)


def _said(read: tuple[Incident, ...]) -> bool:
    return any(each.code == "PM125" and "Buy more disks" in each.message for one in read for each in one.findings)


@pytest.mark.parametrize("mark", ["**Confidential**", "Classification: confidential", "TLP:RED", "Streng vertraulich"])
def test_a_mark_above_the_first_counts_for_all(mark: str) -> None:
    first = incident("INC-1 Checkout outage", "Date: 2026-10-12", "", "Rotate the keys")
    second = incident("INC-2 Mail outage", "Date: 2026-10-13", "", "Cap the retries")
    assert [each.confidential for each in parse(f"# October\n\n{mark}\n\n{first}{second}", "oct.md")] == [True, True]


def test_front_matter_is_the_files_and_names_no_incident() -> None:
    first = incident("INC-1 Checkout outage", "Date: 2026-10-12", "", "Rotate the keys")
    second = incident("INC-2 Mail outage", "Date: 2026-10-13", "", "Cap the retries")
    matter = "---\ntitle: October\ndate: 2026-11-01\nconfidential: true\n---\n"
    read = parse(f"{matter}# October\n\n{first}{second}", "oct.md")
    assert [(each.id, str(each.date), each.confidential) for each in read] == [
        ("INC-1", "2026-10-12", True),
        ("INC-2", "2026-10-13", True),
    ]


FIRST = "# INC-10: Late mails\n\nDate: 2026-11-01\n\n"


@pytest.mark.parametrize(
    "other",
    [
        "Related incident INC-7 (2026-03-01)",
        "INC-7: an earlier outage (2026-03-01)",
        "What we missed from INC-7 (2026-03-01)",
        "Was INC-7 zu spät zeigte (2026-03-01)",
    ],
)
@pytest.mark.parametrize("level", ["#", "##", "###"])
@pytest.mark.parametrize("measures", ["Action items", "Maßnahmen", "Actions correctives"])
def test_another_incident_takes_no_measures_that_stand_beside_it(other: str, level: str, measures: str) -> None:
    body = f"{level} {other}\n\nIt was alike.\n\n{level} {measures}\n\n- Fix the pump @ana\n"
    assert told(FIRST + body) == [("INC-10", "2026-11-01", None, ["Fix the pump"])]


@pytest.mark.parametrize("last", ["Retrospective", "Outlook", "Conclusion", "Gemeinsames"])
def test_measures_below_a_common_section_are_of_no_single_incident(last: str) -> None:
    heads = "## INC-10: EU (2026-11-01)\n\nLate.\n\n## INC-11: US (2026-11-02)\n\nLate too.\n\n"
    body = f"## {last}\n\n### Action items\n\n- Fix the hose @ana\n"
    assert len(told(f"# Late mails in November\n\n{heads}{body}")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Summary of INC-10 (2026-11-01)", "What INC-7 taught us (2026-03-01)"),
        ("What we saw in INC-10 (2026-11-01)", "How INC-7 ended (2026-03-01)"),
        ("Verlauf von INC-10 (2026-11-01)", "Lehren von INC-7 (2026-03-01)"),
    ],
)
def test_titles_that_only_speak_of_incidents_begin_none(one: str, other: str) -> None:
    body = f"## {one}\n\nLate.\n\n## {other}\n\n### Action items\n\n- Fix the hose @ana\n"
    read = told(f"# Late mails in November\n\n{body}")
    assert [items for _, _, _, items in read] == [["Fix the hose"]]


@pytest.mark.parametrize(
    "head",
    [
        "{id}",
        "[{id}] Late mails",
        "1. {id}: Late mails",
        "Incident {id}: Late mails",
        "Postmortem: {id} Late mails",
        "Postmortem of {id}: Late mails",
        "SEV1: {id} Late mails",
        "[SEV1] {id} Late mails",
        "🔥 {id} Late mails",
        "Late mails – {id}",
        "Late mails, {id}",
        "Late mails ({id}, EU)",
        "October 12, 2026: {id} Late mails",
    ],
)
def test_an_id_at_the_head_or_set_apart_begins_an_incident(head: str) -> None:
    first = incident(head.format(id="INC-1"), "Date: 2026-10-12", "", "Rotate the keys")
    second = incident(head.format(id="INC-2"), "Date: 2026-10-13", "", "Cap the retries")
    third = incident(head.format(id="INC-3"), "Date: 2026-10-14", "", "Cool it")
    assert [(name, items) for name, _, _, items in told(f"# October\n\n{first}{second}{third}")] == [
        ("INC-1", ["Rotate the keys"]),
        ("INC-2", ["Cap the retries"]),
        ("INC-3", ["Cool it"]),
    ]
