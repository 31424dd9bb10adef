"""A title with fields below it is the item, and the fields are its own: in lists, below headings, in any language."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, Kind, State


def read(body: str) -> list[ActionItem]:
    """The items below a title of action items."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{body}\n", "a.md")
    return list(incident.items)


def told(body: str) -> list[tuple[str, tuple[str, ...]]]:
    """The title and the owners of each item."""
    return [(item.text, item.owners) for item in read(body)]


BOLD = [
    ("Owner: Ana", "Due: 2026-05-20"),
    ("Owner: Ana", "Timeline: 2026-05-20"),
    ("*Owner:* Ana  ", "*Effort:* 2 weeks"),
    ("**Owner:** Ana", "**Success criteria:** none pile up,\n   at least at night"),
    ("Owner: Ana", "Cost centre: 12"),
    ("Status: Open", "Owner: Ana"),
    ("They pile up at night.", "Owner: Ana"),
    ("Owner: Ana<br>", "Due: 2026-05-20"),
]


@pytest.mark.parametrize("fields", BOLD)
@pytest.mark.parametrize("title", ["**Cap the retries**", "**Cap the retries:**", "__Cap the retries__"])
@pytest.mark.parametrize("sign", ["1. ", "-  ", "*  "])
def test_fields_on_wrapped_lines_are_those_of_the_bold_title(fields: tuple[str, str], title: str, sign: str) -> None:
    lines = "\n   ".join([title, *fields])
    (first, owners), second = told(f"{sign}{lines}\n{sign}Pin the image @bo")
    assert (first.startswith("Cap the retries"), owners, second) == (True, ("Ana",), ("Pin the image", ("@bo",)))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Wiederholungen begrenzen", ["Verantwortlich: Ana", "Aufwand: 2 Wochen"]),
        ("Limiter les essais", ["Responsable : Ana", "Estimation : 2 semaines"]),
        ("Limitar los reintentos", ["Responsable: Ana", "Esfuerzo: 2 semanas"]),
        ("Ограничить повторы", ["Ответственный: Ana", "Оценка: 2 недели"]),
    ],
)
@pytest.mark.parametrize("mark", ["**", ""])
def test_a_title_keeps_its_own_words_in_any_language(title: str, lines: list[str], mark: str) -> None:
    body = "\n   ".join([f"1. {mark}{title}{mark}", *lines])
    assert told(body) == [(title, ("Ana",))]


def test_lines_of_work_below_a_bold_title_stay_items() -> None:
    body = "- **Improvements for platform**\n  Rotate the keys\n  Owner: Ana\n  Cap the retries\n  Owner: Bo"
    assert told(body) == [("Rotate the keys", ("Ana",)), ("Cap the retries", ("Bo",))]


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_link_of_our_making_is_read_at_the_end_of_any_of_its_lines(line: int) -> None:
    lines = ["**Cap the retries**", "Owner: Ana", "Effort: 2 weeks"]
    lines[line] += " ([#12](https://github.com/a/b/issues/12))"
    (item,) = read("- " + "\n  ".join(lines))
    assert (item.text, [link.text for link in item.links]) == ("Cap the retries", ["#12"])


HEADINGS = ["### Cap the retries", "### 2. Cap the retries", "#### Cap the retries", "### 2. Retries"]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize(
    "below",
    [
        "- Owner: Ana\n- Status: Open\n- Steps:\n  - [x] draft\n  - [ ] deploy",
        "- Owner: Ana\n- [ ] Ship the change",
        "- [ ] Draft the change\n- [ ] Ship the change\n\n**Owner:** Ana",
        "**Owner:** Ana\n\n- [ ] Draft the change\n- [ ] Ship the change",
        "- Owner: Ana\n- Subtasks:\n  - draft\n  - deploy",
        "- Owner: Ana\n- Draft the change\n- Ship the change",
    ],
)
def test_a_heading_with_fields_of_its_own_is_the_item(heading: str, below: str) -> None:
    found = told(f"{heading}\n\n{below}\n\n### 3. Pin the image\n\n- Owner: Bo")
    assert [owners for _, owners in found] == [("Ana",), ("Bo",)]
    assert found[0][0] in heading


@pytest.mark.parametrize("heading", ["### Platform", "### Short term", "### Prevention"])
def test_a_theme_with_items_that_have_owners_is_none(heading: str) -> None:
    assert told(f"{heading}\n\n- [ ] Cap the retries @ana\n- [ ] Pin the image @bo") == [
        ("Cap the retries", ("@ana",)),
        ("Pin the image", ("@bo",)),
    ]


@pytest.mark.parametrize(
    "label",
    [
        *("Done when", "Acceptance criteria", "Definition of done", "Steps", "Subtasks", "Why"),
        *("Fertig, wenn", "Akzeptanzkriterien", "Terminé quand", "Hecho cuando", "Klaar als", "Готово, когда"),
    ],
)
@pytest.mark.parametrize("form", ["{}. {}:", "{} – {}:", "{}. **{}:**", "{}\n  {}:", "[ ] {}. {}:"])
def test_criteria_are_no_items(label: str, form: str) -> None:
    item = "- " + form.format("Write the runbook", label)
    assert told(f"{item}\n  - reviewed by SRE\n  - linked from the alert\n- Pin the image @bo") == [
        ("Write the runbook", ()),
        ("Pin the image", ("@bo",)),
    ]


def test_a_link_is_written_behind_the_words_and_before_the_criteria() -> None:
    (item,) = read("- Write the runbook. ([#12](https://github.com/a/b/issues/12)) Done when:\n  - reviewed")
    assert (item.text, [link.text for link in item.links]) == ("Write the runbook", ["#12"])


TITLES = [
    "What could be improved",
    "Hardening plan",
    "Commitments",
    "Recommendations",
    "Improvements",
    "Verbesserungen",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    "line",
    [
        "- [ ] Cap the retries @bo due 2026-05-20",
        "- [ ] Cap the retries @bo",
        "- Cap the retries @bo due 2026-05-20",
        "- Cap the retries (owner: Bo, due 2026-05-20, P1)",
        "| Action | Owner | Due | Status |\n|---|---|---|---|\n| Cap the retries | Bo | 2026-05-20 | Open |",
    ],
)
def test_what_somebody_promised_is_a_task_below_any_title_about_work(title: str, line: str) -> None:
    text = f"# INC-1 Outage\n\n## {title}\n\n{line}\n\n## Action items\n\n- Rotate the keys @ana\n"
    (incident,) = parse(text, "a.md")
    assert [(item.text, item.kind) for item in incident.items] == [
        ("Cap the retries", Kind.TASK),
        ("Rotate the keys", Kind.TASK),
    ]


@pytest.mark.parametrize("title", ["Hardening plan", "Recommendations", "Improvements"])
@pytest.mark.parametrize("line", ["- Cap the retries @bo", "- Cap the retries by 2026-05-20"])
def test_an_improvement_with_an_owner_or_a_day_is_pointed_out(title: str, line: str) -> None:
    text = f"# INC-1 Outage\n\n## {title}\n\n{line}\n- Review more\n\n## Action items\n\n- Rotate the keys @ana\n"
    (incident,) = parse(text, "a.md")
    assert [item.kind for item in incident.items] == [Kind.IMPROVEMENT, Kind.IMPROVEMENT, Kind.TASK]
    assert [found.line for found in incident.findings if found.code == "PM125"] == [5]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Bo: warm the cache by 2026-05-20.", 1),
        ("Pin the image by 2026-05-20.", 1),
        ("Pin the image (owner: Bo).", 1),
        ("@bo will pin the image by Friday.", 1),
        ("Ana Lima: cap the retries by 2026-05-20.", 1),
        ("We thank @bo.", 0),
        ("All of this is due by 2026-05-20.", 0),
        ("Restarted the pool by 2026-03-02, thanks to @bo.", 0),
    ],
)
@pytest.mark.parametrize(
    "items", ["- Rotate the keys @ana", "| Action | Owner |\n|---|---|\n| Rotate the keys | Ana |"]
)
def test_a_promise_in_prose_beside_items_is_pointed_out(items: str, line: str, found: int) -> None:
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n{items}\n\n{line}\n", "a.md")
    assert len(incident.items) == 1
    assert [one.code for one in incident.findings] == ["PM125"] * found


def test_a_state_below_a_bold_title_is_its_own() -> None:
    items = read("- **Cap the retries**\n  Status: Done\n- **Pin the image**\n  Status: Open")
    assert [item.state for item in items] == [State.COMPLETED, State.OPEN]
