"""Names as people have them: with small words, titles and several parts, a team in brackets, or two of them."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

DAY = "2026-12-24"
ONE = (
    *("Jan van den Berg", "María José de la Cruz", "Ana von der Heide", "João da Silva", "Luca Della Valle"),
    *("Ahmed bin Salman", "Dr. Ana Lima", "Prof. Lima", "Mme Lima", "Ana (SRE)", "Ana Lima (data eng)"),
    *("Jean-Luc de Witt (DBA)", "Ana L.", "O'Brien", "Åsa af Klint"),
)
SEVERAL = (
    ("Ana & Bo", ["Ana", "Bo"]),
    ("Ana Lima & Bo Diaz", ["Ana Lima", "Bo Diaz"]),
    ("Ana und Bo", ["Ana", "Bo"]),
    ("Jan van den Berg and Bo", ["Jan van den Berg", "Bo"]),
    ("Dr. Ana Lima + Bo", ["Dr. Ana Lima", "Bo"]),
)
PLACES = (
    f"Rotate it — {{}}, {DAY}",
    f"Rotate it — {{}} — {DAY}",
    f"Rotate it [{{}}, {DAY}]",
    f"Rotate it {{{{{{}}; {DAY}}}}}",
)


def read(line: str) -> tuple[str, list[str], str | None]:
    (incident,) = parse(f"# INC-1 Outage on 2026-10-12\n\n## Action items\n\n- {line}\n- Drain it\n", "a.md")
    item = incident.items[0]
    return item.text, list(item.owners), str(item.due)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("said", "owners"), [*((one, [one.rstrip(".")]) for one in ONE), *SEVERAL])
def test_whoever_stands_with_a_day_behind_the_work_owns_it(said: str, owners: list[str], place: str) -> None:
    if "(" in said and place[10] in "[{":
        place = PLACES[0]
    assert read(place.format(said)) == ("Rotate it", owners, DAY)


@pytest.mark.parametrize("name", ["Jan van den Berg", "Dr. Ana Lima", "María José de la Cruz", "Ana von der Heide"])
@pytest.mark.parametrize(
    "line", ["{}: Rotate it", "{} to rotate it", "Rotate it ({})", "Rotate it → {}", "Rotate it (Owner: {})"]
)
def test_such_a_name_owns_the_work_wherever_a_shorter_one_does(line: str, name: str) -> None:
    text, owners, day = read(line.format("Ana Lima"))
    text = text.replace("Ana Lima", name)
    assert read(line.format(name)) == (text, [name] * len(owners), day)


@pytest.mark.parametrize(
    "line",
    [
        *("Compare {Redis; Kafka}", "Keep the states {open, closed}", "Use one of [v2, v3]", "Serve [Berlin, Rome]"),
        *("Ask whether Berlin & Rome are served", "Move Ana the mascot", "Read the paper of Dr. Lima and act on it"),
        *("Drop the alert of Berlin (data eng) and Rome", "Note {a: 1, b: 2}"),
    ],
)
def test_names_in_a_sentence_and_lists_of_things_own_nothing(line: str) -> None:
    assert read(line) == (line, [], "None")
