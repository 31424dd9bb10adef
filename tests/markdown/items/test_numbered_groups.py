"""A name in a numbered list of items that are explained below each is one of them; a theme by itself is none."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Slow sign-in on 2026-10-12\n\n## Next steps\n\n"


def texts(body: str) -> list[str]:
    return [item.text for item in parse(HEAD + body, "a.md")[0].items]


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("**Cache warm-up**", ("Fill it before the switch", "Log how long it took")),
        ("**Session store limits**:", ("Raise the cap", "Page on 80 %")),
        ("**Sitzungsspeicher mit Grenzen**", ("Obergrenze festlegen", "Alarm einrichten")),
        ("**Réserve du magasin de sessions**", ("Fixer un plafond", "Ajouter une alerte")),
        ("**会话缓存的上限**", ("添加告警", "记录耗时")),
    ],
)
def test_it_is_an_item_beside_more_of_them(name: str, below: tuple[str, str]) -> None:
    body = (
        "1. **Add a health probe to the pool**\n   - Every ten seconds\n   - From two regions\n"
        f"2. {name}\n   - {below[0]}\n   - {below[1]}\n"
        "3. **Write the failover runbook**\n   - With screenshots\n   - In the shared folder\n"
    )
    assert [text.rstrip(":") for text in texts(body)] == [
        "Add a health probe to the pool",
        name.strip("*:").rstrip("*"),
        "Write the failover runbook",
    ]


@pytest.mark.parametrize(
    ("second", "item"),
    [
        ("2. **Set up a load test:**\n   - Add a scenario\n   - Record the latency\n", "Set up a load test"),
        ("2. **Warm standby**\n   - The second region\n   - Half the size\n", "Warm standby"),
    ],
)
def test_of_two_it_is_one_where_its_words_or_those_below_it_say_so(second: str, item: str) -> None:
    body = f"1. **Add a health probe to the pool**\n   - Every ten seconds\n   - From two regions\n{second}"
    assert texts(body) == ["Add a health probe to the pool", item]


@pytest.mark.parametrize(
    "body",
    [
        # as many themes as items, and work below them
        "1. **Add a probe to the pool**\n   - Every ten seconds\n   - Twice\n2. **Session store**\n   - {}\n   - {}\n",
        # one word
        "1. **Add a probe to the pool**\n   - Every ten seconds\n   - Twice\n"
        "2. **Storage**\n   - {}\n   - {}\n"
        "3. **Write the failover runbook**\n   - With screenshots\n   - In full\n",
        # boxes, or people who do it
        "1. **Add a probe to the pool**\n   - Every ten seconds\n   - Twice\n"
        "2. **Session store**\n   - [ ] {}\n   - [ ] {}\n"
        "3. **Write the failover runbook**\n   - With screenshots\n   - In full\n",
        "1. **Add a probe to the pool**\n   - Every ten seconds\n   - Twice\n"
        "2. **Session store**\n   - {} @ana\n   - {} by 2026-12-01\n"
        "3. **Write the failover runbook**\n   - With screenshots\n   - In full\n",
        # no numbers
        "- **Add a probe to the pool**\n  - Every ten seconds\n  - Twice\n"
        "- **Session store**\n  - {}\n  - {}\n"
        "- **Write the failover runbook**\n  - With screenshots\n  - In full\n",
        # nothing beside it
        "1. **Session store**\n   - {}\n   - {}\n",
    ],
)
def test_a_theme_gives_way_to_the_work_below_it(body: str) -> None:
    found = texts(body.format("Raise the cap of the store", "Record the slow queries"))
    assert {"Raise the cap of the store", "Record the slow queries"} <= set(found)
    assert not {"Session store", "Storage"} & set(found)
