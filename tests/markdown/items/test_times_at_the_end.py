"""What tells when at the end of an item, behind somebody's name: a day, or words that are no day and are doubted."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

DAY = "2026-12-24"


def read(words: str) -> tuple[str, list[str], str, list[str]]:
    """Title, owners, due date and doubts of an item of a list."""
    (incident,) = parse(f"# INC-1 Outage on 2026-10-12\n\n## Action items\n\n- [ ] {words}\n", "a.md")
    (item,) = incident.items
    return item.text, [*item.owners], item.due or "", [f.code for f in incident.findings if f.code[:3] == "PM1"]


@pytest.mark.parametrize(
    ("words", "title", "owner"),
    [
        (f"Rotate it @ana {DAY} (est. 2d)", "Rotate it (est. 2d)", "@ana"),
        (f"Rotate it (Ana) {DAY} (P1)", "Rotate it", "Ana"),
        (f"Rotate it (Ana Lima): {DAY}", "Rotate it", "Ana Lima"),
        (f"Rotate it / @ana / {DAY} / P1", "Rotate it", "@ana"),
        (f"Rotate it · Ana Lima · {DAY} · P1", "Rotate it", "Ana Lima"),
        (f"Rotate it • Ana Lima • {DAY} • P1", "Rotate it", "Ana Lima"),
        (f"Rotate it :: Ana Lima :: {DAY}", "Rotate it", "Ana Lima"),
        (f"Rotate it · @ana · {DAY}", "Rotate it", "@ana"),
        (f"Rotate it @ana {DAY}T17:00Z", "Rotate it", "@ana"),
        ("Rotate it @ana 24-Dec-2026", "Rotate it", "@ana"),
        ("Rotate it @ana Thursday, December 24, 2026", "Rotate it", "@ana"),
        *((f"Rotate it @ana {day}", "Rotate it", "@ana") for day in ("12/24", "24/12", "24.12.", "24.12")),
        *((f"Rotate it (Ana): {day}", "Rotate it", "Ana") for day in ("12/24", "24.12.", "24.12", "24 Dec")),
        *((f"Rotate it (Ana) {day}", "Rotate it", "Ana") for day in ("24.12.", "24 Dec", "Dec 24", "24. Dezember")),
        ("Rotate it (Ana Lima) 24.12", "Rotate it", "Ana Lima"),
        *((f"Rotate it / {name} / {DAY}", "Rotate it", name) for name in ("@ana", "Ana Lima")),
        *((f"Rotate it {sign} Ana {sign} {DAY}", "Rotate it", "Ana") for sign in ("·", "•", "::")),
        ("Rotate it @eva bis 24.12.", "Rotate it", "@eva"),
        ("Rotate it @eva am 24. Dezember", "Rotate it", "@eva"),
        ("Rotate it @lea avant le 24/12/2026", "Rotate it", "@lea"),
    ],
)
def test_days(words: str, title: str, owner: str) -> None:
    assert read(words) == (title, [owner], DAY, [])


@pytest.mark.parametrize("who", ["@ana {}", "@ana, {}", "(Ana Lima, {})"])
@pytest.mark.parametrize(
    "when",
    [
        *("1 week", "in 2 weeks", "within 30 days", "January 2027", "2027-01", "01/2027", "2026-W52", "in 2 Wochen"),
        *("Ende Januar", "dans 2 semaines", "KW 52"),
    ],
)
def test_words_for_a_time_are_no_day(who: str, when: str) -> None:
    title, owners, due, doubts = read(f"Rotate it {who.format(when)}")
    assert (title, due, doubts) == ("Rotate it", when, ["PM104"])
    assert owners in (["@ana"], ["Ana Lima"])


@pytest.mark.parametrize(
    "words",
    [
        "Delay the rollout by 2 weeks",
        "Keep logs of 2027",
        f"Rotate logs from {DAY}",
        "Read a / b",
        "Keep backups within 30 days",
    ],
)
def test_a_time_in_a_sentence_is_part_of_it(words: str) -> None:
    title, owners, due, _ = read(words)
    assert (title, owners, due) == (words, [], "")


@pytest.mark.parametrize("effort", ["~2d", "3pts", "3", "(2d)"])
def test_how_much_work_it_is_is_no_time(effort: str) -> None:
    assert read(f"Rotate it @ana {effort}")[1:] == (["@ana"] if effort != "3" else [], "", [])


@pytest.mark.parametrize(
    ("words", "owners"),
    [
        (f"Rotate it / @ana / @bo / {DAY}", ["@ana", "@bo"]),
        (f"Rotate it — @bo — @ana — {DAY}", ["@bo", "@ana"]),
        (f"Rotate it · Ana Lima · Bo Diaz · {DAY}", ["Ana Lima", "Bo Diaz"]),
        (f"Rotate it | @ana | {DAY} | @bo", ["@ana", "@bo"]),
    ],
)
def test_owners_stand_in_the_order_in_which_they_are_written(words: str, owners: list[str]) -> None:
    assert read(words) == ("Rotate it", owners, DAY, [])


@pytest.mark.parametrize(
    ("words", "doubts"),
    [
        ("Bump @babel/core 7.12", []),
        ("Bump @babel/core 7.12.", []),
        ("Upgrade @types/node 12.4", []),
        ("Serve docs @edge 24/7", ["PM105"]),
        ("Cap retries @ana 1.2", ["PM105"]),
        ("Answer calls @ana 24/7.", ["PM105"]),
        ("Mute @dependabot this week", ["PM105"]),
        ("Escalate to @oncall within 30 days", ["PM105"]),
        ("Escalate to @oncall 24-Dec-2026", ["PM105"]),
        ("Page @sre in 2 hours", ["PM105"]),
        ("Rotate it, reviewed by @ana 24-Dec-2026", ["PM105"]),
        ("Rotate it, suggested by @ana on Monday", ["PM105"]),
        ("Rotate it, blocked by @ana until Monday", ["PM105"]),
        ("Drehen, geprüft von @eva am 24. Dezember", ["PM105"]),
        ("Upgrade the cache (Ehcache) 3.10", []),
        ("Raise the pool (Hikari) 10/20", ["PM105"]),
        ("Set the SLO (Payments) 30.11", ["PM105"]),
        ("Keep the logs (Loki) 30 days", ["PM105"]),
        ('Rotate it "@ana"', []),
        ("Rotate it '@ana'", []),
        ("Rotate it “@ana”", []),
    ],
)
def test_versions_ratios_places_and_people_of_the_sentence_are_no_fields(words: str, doubts: list[str]) -> None:
    assert read(words) == (words.rstrip("."), [], "", doubts)


@pytest.mark.parametrize(
    ("title", "listed"),
    [
        ("Deploy to Berlin / Paris / Rome", ["PM105"]),
        ("Deploy to New York / San Francisco", []),
        ("Support read / Staging", ["PM105"]),
        ("Test login / Checkout", ["PM105"]),
    ],
)
def test_places_and_things_between_strokes_are_no_people(title: str, listed: list[str]) -> None:
    assert read(f"{title} / 24 Dec 2026") == (title, [], DAY, listed)


@pytest.mark.parametrize("when", ["24.12.", "24.12", "24/12", "24-Dec-2026", f"{DAY} 17:00"])
@pytest.mark.parametrize("accounts", ["@ana @bo", "@ana, @bo", "@ana and @bo", "@ana / @bo", "@ana & @bo"])
def test_several_accounts_before_a_day_all_own_it(accounts: str, when: str) -> None:
    assert read(f"Rotate it {accounts} {when}") == ("Rotate it", ["@ana", "@bo"], DAY, [])


@pytest.mark.parametrize("when", ["Friday", "next week", "in 2 weeks", "Q1", "tomorrow"])
@pytest.mark.parametrize("accounts", ["@ana @bo", "@ana and @bo"])
def test_several_accounts_before_words_that_are_no_day_own_it_as_well(accounts: str, when: str) -> None:
    assert read(f"Rotate it {accounts} {when}") == ("Rotate it", ["@ana", "@bo"], when, ["PM104"])


@pytest.mark.parametrize("label", ["assigned to", "owned by", "zugewiesen an"])
@pytest.mark.parametrize("when", ["24.12.", "24-Dec-2026"])
def test_an_account_behind_a_label_is_no_part_of_an_order(label: str, when: str) -> None:
    assert read(f"Rotate it {label} @ana {when}")[1:] == (["@ana"], DAY, [])


@pytest.mark.parametrize("when", ["Friday", "tomorrow", "EOD", "this week", "in 2 weeks", "30 days", "7.12"])
def test_an_account_behind_a_lone_verb_may_be_what_it_is_about(when: str) -> None:
    assert read(f"Page @sre {when}") == (f"Page @sre {when}", [], "", ["PM105"])


@pytest.mark.parametrize(("when", "due"), [("24.12.", DAY), ("24-Dec-2026", DAY), (DAY, DAY), ("(2d)", ""), ("2d", "")])
def test_an_account_behind_a_lone_verb_and_a_day_or_an_effort_owns_it(when: str, due: str) -> None:
    assert read(f"Rotate @ana {when}")[1:] == (["@ana"], due, [])


@pytest.mark.parametrize(
    ("when", "doubts"), [("7.12.3", []), ("7.12", []), ("Friday", ["PM105"]), ("24.12.", ["PM105"])]
)
def test_a_package_before_a_version_is_no_owner_and_before_a_time_it_may_be(when: str, doubts: list[str]) -> None:
    assert read(f"Upgrade @types/node {when}")[1:] == ([], "", doubts)
