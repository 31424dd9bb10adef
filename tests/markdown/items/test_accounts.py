"""Accounts with others beside them, with words behind them, and addresses in their place."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse


def read(words: str) -> tuple[str, list[str], list[str]]:
    """The title and the owners of an item, and what is said of its owner."""
    (incident,) = parse(f"# INC-1 Outage on 2026-10-12\n\n## Action items\n\n- [ ] {words}\n", "a.md")
    (item,) = incident.items
    said = [f.message.removeprefix("unknown owner: ").strip("'") for f in incident.findings if f.code == "PM105"]
    return item.text, [*item.owners], said


@pytest.mark.parametrize(
    "beside",
    [
        "(@bob to review)",
        "(@bob helps)",
        "(@bob vérifie)",
        "(@bob prüft)",
        "(backup: @bob)",
        "(with @bob)",
        "(on behalf of @bob)",
        "– suggested by @bob",
        ", reviewer @bob",
        "https://shop.test/a",
        "[runbook](https://shop.test/a)",
        "#security",
        "~2d",
        "3pts",
        "[M]",
        "(est. 2d)",
        "(S)",
        "…",
    ],
)
def test_what_stands_beside_an_account_takes_nothing_from_it(beside: str) -> None:
    title, owners, said = read(
        f"Rotate the keys @ana {beside}" if beside[0] != "," else f"Rotate the keys @ana{beside}"
    )
    assert (owners, said, "@ana" in title) == (["@ana"], [], False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Rotate the keys @ana (@bob)", "@ana (@bob)"),
        ("Rotate the keys (@bob to review)", "@bob to review"),
        ("Rotate the keys @ana, needs budget", "@ana, needs budget"),
        ("Rotate the keys @ana – reassigned to Bob", "@ana – reassigned to Bob"),
        ("Rotate the keys @ana (on leave)", "@ana (on leave)"),
        ("Rotate the keys @ana - high effort", "@ana - high effort"),
        ("Rotate the keys @ana – closed as duplicate of INC-3", "@ana – closed as duplicate of INC-3"),
        ("Schlüssel drehen @eva, braucht Budget", "@eva, braucht Budget"),
        ("Changer les clés @lea – budget nécessaire", "@lea – budget nécessaire"),
        ("Rotar las llaves @luis; falta presupuesto", "@luis; falta presupuesto"),
        ("Сменить ключи @ivan, нужен бюджет", "@ivan, нужен бюджет"),
        ("Rotate the keys (ana@shop.test)", "ana@shop.test"),
    ],
)
def test_who_is_named_with_words_that_may_say_anything_is_doubted(words: str, said: str) -> None:
    assert read(words) == (words, [], [said])


@pytest.mark.parametrize(
    ("words", "title", "owners"),
    [
        ("Rotate the keys @ana. See the runbook.", "Rotate the keys. See the runbook", ["@ana"]),
        ("Rotate the keys @ana @bob", "Rotate the keys", ["@ana", "@bob"]),
        ("Rotate the keys (@ana / @bob)", "Rotate the keys", ["@ana", "@bob"]),
        ("Rotate the keys (@ana → @bob)", "Rotate the keys", ["@bob"]),
        ("Rotate the keys (reported by @bob) @ana", "Rotate the keys (reported by @bob)", ["@ana"]),
        ("Rotate the keys @ana (waiting for vendor)", "Rotate the keys (waiting for vendor)", ["@ana"]),
        ("Rotate the keys (ana@shop.test, 2026-12-24)", "Rotate the keys", ["ana@shop.test"]),
        ("Rotate the keys（ana@shop.test、2026-12-24）", "Rotate the keys", ["ana@shop.test"]),
        ("Rotate the keys – ana@shop.test", "Rotate the keys", ["ana@shop.test"]),
        ("Rotate the keys <ana@shop.test> by 2026-12-24", "Rotate the keys", ["ana@shop.test"]),
        ("Stop mails from ops@shop.test (@ana)", "Stop mails from ops@shop.test", ["@ana"]),
    ],
)
def test_accounts_and_addresses_in_their_place(words: str, title: str, owners: list[str]) -> None:
    assert read(words) == (title, owners, [])


@pytest.mark.parametrize(
    "words",
    [
        "Ask @ana for the keys and rotate them",
        "Sync with @ana, then rotate the keys",
        "Upgrade @angular/core to 12, then test",
        "Send mail to ops@shop.test",
        "Rotate the keys for root@host1",
        "Send the report to <ops@shop.test>",
    ],
)
def test_an_account_in_a_sentence_is_part_of_it(words: str) -> None:
    assert read(words)[1:] == ([], [])


@pytest.mark.parametrize("sign", [", ", "; ", " - ", " — "])
@pytest.mark.parametrize("said", ["EU only", "see runbook", "with Bo", "needs budget", "braucht Budget"])
def test_an_account_in_brackets_owns_it_whatever_else_they_say(sign: str, said: str) -> None:
    assert read(f"Rotate the keys (@ana{sign}{said})") == (f"Rotate the keys ({said})", ["@ana"], [said])
    assert read(f"Rotate the keys (@ana, @bo{sign}{said})") == (f"Rotate the keys ({said})", ["@ana", "@bo"], [said])


@pytest.mark.parametrize("said", ["@ana, then @bo", "@ana, reassigned to @bo", "@ana – @bo from May", "@ana, EU only?"])
def test_accounts_in_brackets_that_may_own_it_in_turn_are_doubted_together(said: str) -> None:
    assert read(f"Rotate the keys ({said})") == (f"Rotate the keys ({said})", [], [said])
