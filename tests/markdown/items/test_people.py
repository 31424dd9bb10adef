"""Who does an item is read in the ways people write it, leaves the title, and is never what only looks like a name."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def item(line: str, before: str = "") -> ActionItem:
    (incident,) = parse(f"# Late mails\nDate: 2026-07-01\n\n## Action items\n{before}{line}\n", "a.md")
    return incident.items[-1]


@pytest.mark.parametrize(
    ("line", "owners", "due", "priority"),
    [
        ("- Add an alert @Ana Lima", ["Ana Lima"], None, None),
        ("- Add an alert — Ana Lima, 2026-08-31, P1", ["Ana Lima"], "2026-08-31", "P1"),
        ("- Add an alert - P2", [], None, "P2"),
        ("- Add an alert (Ana Lima / @omar)", ["Ana Lima", "@omar"], None, None),
        ("- Ana Lima to add an alert", ["Ana Lima"], None, None),
        ("- Ana and Omar to add an alert", ["Ana", "Omar"], None, None),
        ("- @ana to add an alert", ["@ana"], None, None),
        ("- Al to add an alert", ["Al"], None, None),
        ("- Bo and Jo to add an alert", ["Bo", "Jo"], None, None),
        ("- @ana will add an alert", ["@ana"], None, None),
        ("- @ana and @bo should add an alert", ["@ana", "@bo"], None, None),
        ("- Add an alert @ana/@bo", ["@ana", "@bo"], None, None),
        ("- Add an alert (@ana/@bo/@acme/sre)", ["@ana", "@bo", "@acme/sre"], None, None),
        ("- Add an alert @ana / @bo", ["@ana", "@bo"], None, None),
        ("- @ana/@bo: Add an alert", ["@ana", "@bo"], None, None),
        ("- Add an alert @ana, @bo and @cy", ["@ana", "@bo", "@cy"], None, None),
        ("- Add an alert (@ana → @bo)", ["@bo"], None, None),
        ("- Add an alert @ana, end of August", ["@ana"], "end of August", None),
        ("- Add an alert | @ana | 2026-08-31 | P1", ["@ana"], "2026-08-31", "P1"),
        ("- Add an alert – owner Ana – due 31 August 2026", ["Ana"], "2026-08-31", None),
        ("- Add an alert 👤 Ana 📅 2026-08-31 ⏫", ["Ana"], "2026-08-31", "high"),
        ("- Add an alert [owner:: ana] [due:: 2026-08-31]", ["ana"], "2026-08-31", None),
        ("- TODO(ana): add an alert", ["ana"], None, None),
        ("- Add an alert (owner=ops, priority=high)", ["ops"], None, "high"),
        ("- **Ana Clement** – Add an alert", ["Ana Clement"], None, None),
        ("- John Fleming — add an alert", ["John Fleming"], None, None),
        ("- [ ] Mail team — add an alert — 2026-08-31", ["Mail team"], "2026-08-31", None),
        ("- [ ] Add an alert — Mail team — 2026-08-31", ["Mail team"], "2026-08-31", None),
        ("- Add an alert [Ana]", ["Ana"], None, None),
        ("- Add an alert -- @ana -- May 1", ["@ana"], "2027-05-01", None),
        ("- Add an alert. Owner Ana Lima.", ["Ana Lima"], None, None),
        ("- Add an alert (assigned to Ana Lima)", ["Ana Lima"], None, None),
        ("- Add an alert → Ana Lima", ["Ana Lima"], None, None),
        ("- Add an alert (SRE)", ["SRE"], None, None),
        ("- **[Ana Lima]** Add an alert", ["Ana Lima"], None, None),
        ("- Add an alert — Équipe SRE", ["Équipe SRE"], None, None),
    ],
)
def test_owners_are_read_as_people_write_them(
    line: str, owners: list[str], due: str | None, priority: str | None
) -> None:
    found = item(line)
    assert (list(found.owners), found.due, found.priority) == (owners, due, priority)
    assert found.text.lower().rstrip(".") == "add an alert"


@pytest.mark.parametrize(
    "line",
    [
        "- Alerts to fire at 80 %",
        "- Plan to add an alert",
        "- DNS to use two servers",
        *("- Ci to run the tests", "- We to add an alert", "- Go to add an alert", "- Grafana will add an alert"),
        "- Replace the queue — it is slow",
        "- Mail queue - depth, age",
        "- Add a probe (UptimeRobot / GitHub Actions)",
        "- Write down when it is @due",
        "- Use CI/CD for alerts",
        "- Redis: add an alert",
        "- Move the queue (Redis)",
        "- Fail over queue-a -> queue-b",
        "- [Runbook](https://example.com/x) for the queue",
        "- Ask who is the owner of Mail",
        "- Monitoring — add an alert",
        "- **Secrets Rotation** – Add a nightly job",
        "- **Queue Management** — Evaluate a larger queue",
        "- Mail Alerts — add one for late mails",
        "- [ ] **Circuit Breakers** - Add one to the mail client",
        "- **Data Lake** – Evaluate a larger one",
        "- Backend Storage - keep spans for a week",
        "- Compare us-east-1 | eu-west-1",
        "- Fix the call f(a=b)",
        "- Add an alert (JIRA FIN-1)",
        "- Add an alert [Done]",
    ],
)
def test_what_only_looks_like_a_name_is_none(line: str) -> None:
    assert item(line).owners == ()


def test_nobody_is_nobody() -> None:
    assert item("- Add an alert (owner: unassigned)").owners == ()


def test_a_name_before_a_colon_is_known_from_another_item() -> None:
    found = item("- **Ana**: add an alert", "- Add a probe (owner: Ana Lima)\n")
    assert (found.text, found.owners) == ("add an alert", ("Ana",))
    for line in ("- Add an alert (Ana)", "- Add an alert, Ana Lima", "- Add an alert - Ana"):
        assert item(line, "- Add a probe (owner: Ana Lima)\n").text == "Add an alert"
    assert item("- **Redis**: add an alert", "- Add a probe (owner: Ana Lima)\n").owners == ()


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("Ana Lima/Omar Reyes", ("Ana Lima", "Omar Reyes")),
        ("A/B", ("A", "B")),
        ("SRE/DevOps", ("SRE", "DevOps")),
        ("CI/CD", ("CI/CD",)),
        ("Content/Data team", ("Content/Data team",)),
        ("platform/queue", ("platform/queue",)),
    ],
)
def test_two_names_in_a_cell_are_two(cell: str, owners: tuple[str, ...]) -> None:
    assert item(f"| Add it | {cell} |", "| Task | Owner |\n|---|---|\n").owners == owners


def test_an_owner_column_in_korean() -> None:
    assert item("| 알림 추가 | front |", "| 항목 | 오너 |\n|---|---|\n").owners == ("front",)


@pytest.mark.parametrize(
    ("line", "before", "owners"),
    [
        # Its words stand elsewhere in small letters: a thing.
        ("- Grey Heron — add a page", "- Restart the grey ones\n", ()),
        ("- Grey Heron — add a page", "- Restart the blue ones\n", ("Grey Heron",)),
        # An author, a participant or another owner is a person, whatever the name means.
        ("- Ruth Gates — add a page", "- Open the gates\n", ()),
        ("- Ruth Gates — add a page", "- Open the gates (owner: Ruth Gates)\n", ("Ruth Gates",)),
        ("- Gates – add a page", "- Open the gates (owner: Gates)\n", ("Gates",)),
        (
            "- Ruth Gates — add a page",
            "- Open the gates\n\n**Participants:** Ruth Gates\n\n## Tasks\n",
            ("Ruth Gates",),
        ),
        ("- Ruth Gates — add a page", "- Open the gates\n\n## Teilnehmer\n- Ruth Gates\n\n## Tasks\n", ("Ruth Gates",)),
    ],
)
def test_the_rest_of_the_document_says_whether_two_words_are_a_name(
    line: str, before: str, owners: tuple[str, ...]
) -> None:
    assert item(line, before).owners == owners


@pytest.mark.parametrize(
    "said",
    [
        "(not @ana)",
        "(ask @ana)",
        "(cc @ana)",
        "(reviewed by @ana)",
        "— thanks @ana",
        "with @ana",
        "für @ana",
        "sin @ana",
    ],
)
def test_who_stands_behind_such_words_owns_nothing(said: str) -> None:
    (incident,) = parse(f"# A\n\n## Action items\n\n- Add it {said}\n- Add that {said} @bo\n", "a.md")
    assert [(found.text, found.owners) for found in incident.items] == [
        (f"Add it {said}", ()),
        (f"Add that {said}", ("@bo",)),
    ]
    quoted = said.strip("()— ")
    assert [(found.code, found.line, quoted in found.message) for found in incident.findings] == [("PM105", 5, True)]


@pytest.mark.parametrize("line", ["Add it (@ana?)", "Add it (@ana's team)", "Add it (backup @ana)"])
def test_accounts_with_other_words_around_them_own_nothing(line: str) -> None:
    (incident,) = parse(f"## Action items\n- [ ] {line}\n", "a.md")
    assert incident.items[0].owners == ()
    assert [found.code for found in incident.findings] == ["PM105"]


@pytest.mark.parametrize("line", ["Add it (owner: @ana, reviewer: @bo)", "Add it, owner: @ana, backup @bo"])
def test_who_reviews_owns_nothing(line: str) -> None:
    (incident,) = parse(f"## Action items\n- [ ] {line}\n", "a.md")
    assert incident.items[0].owners == ("@ana",)


def test_a_bracket_that_loses_a_field_is_closed() -> None:
    (incident,) = parse("## Action items\n- [ ] Add it (start 2026-05-01, due 2026-06-01)\n", "a.md")
    assert (incident.items[0].text, incident.items[0].due) == ("Add it (start 2026-05-01)", "2026-06-01")


@pytest.mark.parametrize(
    "line",
    [
        *("Add it (previous owner: Ana)", "Add it (no owner: Ana left)", "Add it (needs owner: yes)"),
        *("Add it instead of @ana", "Add it, formerly @ana", "Add it, blocked on @ana", "Add it (owner: see above)"),
        *(
            "Run `notify @bob`",
            "Silence it with `@ts-ignore`",
            "Add retries in @acme/client",
            "Add it (Breaking Change)",
        ),
    ],
)
def test_words_that_only_look_like_an_owner_assign_nobody(line: str) -> None:
    (incident,) = parse(f"## Action items\n- [ ] {line}\n", "a.md")
    assert incident.items[0].owners == ()


@pytest.mark.parametrize(
    "line", ["Add it @ana (review: @bob)", "Pin @types/node in it @ana", "Add it (`@ana`)", "`@ana`: add it"]
)
def test_the_account_in_an_owner_s_place_is_the_owner(line: str) -> None:
    (incident,) = parse(f"## Action items\n- [ ] {line}\n", "a.md")
    assert incident.items[0].owners == ("@ana",)


def test_the_column_that_is_called_owner_is_the_owner_s() -> None:
    table = "| Action | Original owner | Owner |\n|-|-|-|\n| Add it | Ana | Bob |\n| Test it | | Unassigned (was Ana) |"
    (incident,) = parse(f"## Action items\n\n{table}\n", "a.md")
    assert [item.owners for item in incident.items] == [("Bob",), ()]


def test_a_struck_name_in_html_is_none() -> None:
    row = "<tr><td>Add it</td><td><del>Ana</del> Bob</td></tr>"
    (incident,) = parse(f"## Tasks\n\n<table><tr><th>Task</th><th>Owner</th></tr>{row}</table>\n", "a.md")
    assert incident.items[0].owners == ("Bob",)
