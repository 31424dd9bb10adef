"""Doctor tells of waivers, routes and team members that fit nothing, and of a waiver that excuses everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from postmortem_tracker.app.idle_settings import idle_settings
from postmortem_tracker.config.load import validate
from postmortem_tracker.markdown import parse
from tests.e2e.conftest import Project

DOCUMENT = """# INC-7: Queue stalled

**Date:** 2026-11-03
**Severity:** SEV2

## Action items

- [ ] Add an alert @ines (P1)
- [x] Drain the queue (owner: Robin Roe)
- [ ] Raise the limit
"""
INCIDENTS = parse(DOCUMENT.encode(), "pm/queue.md")


def told(data: dict[str, Any]) -> list[str]:
    return [f"{each.name}: {each.message} | {each.hint}" for each in idle_settings(validate(data), INCIDENTS)]


@pytest.mark.parametrize(
    ("waiver", "said"),
    [
        ({"incident": "INC-99"}, "waiver no. 1: matches no item (incident 'INC-99') | did you mean INC-7?"),
        ({"incident": "OPS"}, "waiver no. 1: matches no item (incident 'OPS') | correct its incident or item"),
        ({"item": "*alarm*"}, "waiver no. 1: matches no item (item '*alarm*') | correct"),
        ({"incident": "INC-7", "item": "*alarm*"}, "waiver no. 1: matches no item (incident 'INC-7', item '*alarm*')"),
        ({}, "waiver no. 1: excuses every item, for ever | name an incident or an item in it"),
        ({"incident": "**", "until": "2027-01-01"}, "waiver no. 1: excuses every item, until 2027-01-01"),
    ],
)
def test_a_waiver_that_fits_nothing_or_everything_is_told(waiver: dict[str, Any], said: str) -> None:
    (line,) = told({"waivers": [{**waiver, "reason": "agreed"}]})
    assert line.startswith(said)


@pytest.mark.parametrize(
    "waiver", [{"incident": "inc-*"}, {"item": "*ALERT*"}, {"incident": "INC-7", "item": "Raise*"}]
)
def test_a_waiver_that_fits_something_is_not(waiver: dict[str, Any]) -> None:
    assert told({"waivers": [{**waiver, "reason": "agreed"}]}) == []


@pytest.mark.parametrize(
    ("members", "people", "said"),
    [
        (["@inez"], {}, ["team a: nobody is called @inez here | did you mean ines?"]),
        (["@ines", "@kim", "Lee"], {}, ["team a: nobody is called @kim, Lee here | they may have no items at present"]),
        (["@ines", "ines", "Robin Roe", "@Ines"], {}, []),
        (["@rroe"], {"Robin Roe": {"github": "rroe"}}, []),
        (["@klee"], {"Kim Lee": {"github": "klee"}}, ["team a: nobody is called @klee here | they may have no items"]),
    ],
)
def test_a_member_whom_no_item_names_is_told(members: list[str], people: dict[str, Any], said: list[str]) -> None:
    lines = told({"report": {"teams": {"a": members}}, "people": people})
    assert [line.startswith(wanted) for line, wanted in zip(lines, said, strict=True)] == [True] * len(said), lines


@pytest.mark.parametrize(
    ("route", "fits"),
    [
        ({"path": "pm/**"}, True),
        ({"path": "postmortem/**"}, False),
        ({"priority": "P1", "severity": "SEV2"}, True),
        ({"severity": "SEV1"}, False),
        ({"owner": "@ines"}, True),
        ({"owner": "@inez"}, False),
        ({"team": "a"}, True),
        ({"team": "b"}, False),
    ],
)
def test_a_route_that_fits_nothing_is_told(route: dict[str, str], fits: bool) -> None:
    rules = {"routes": [{"tracker": "local", **route}], "report": {"teams": {"a": ["@ines"]}}}
    assert told(rules) == (
        [] if fits else ["route no. 1: matches no item | correct its patterns, if there should be one"]
    )


def test_doctor_tells_it_and_is_well_all_the_same(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("pm/queue.md", DOCUMENT)
    project.write(
        "postmortem-tracker.toml",
        'documents = ["pm"]\n\n[[waivers]]\nincident = "INC-99"\nreason = "x"\n\n[report]\nteams = { a = ["@inez"] }\n',
    )
    done = project.run("doctor")
    assert done.returncode == 0, done.stderr
    assert "?     waiver no. 1: matches no item (incident 'INC-99')" in done.stdout
    assert "?     team a: nobody is called @inez here\n        hint: did you mean ines?" in done.stdout
