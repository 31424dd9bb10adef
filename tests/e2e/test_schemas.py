"""What the commands print for machines is what the published schemas say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import postmortem_tracker as tracker
from tests.e2e.conftest import Project

SCHEMAS = Path(tracker.__file__).parent / "schemas"
HARD = """# Search stopped

Date: 2026-02-30

## Action items

- [x] ~~Buy a bigger disk~~
- [ ] Alert on the queue @dana, Search team due soon [PROJ-9](https://jira.example.com/browse/PROJ-9)
- Rotate the logs (waived until 2027-01-31: the vendor does it)
- """
NAMES = ("parse", "plan", "report", "check")


def printed(project: Project, name: str, codes: tuple[int, ...] = (0, 1)) -> Any:
    done = project.run(name, "--format", "json", "postmortems")
    assert done.returncode in codes, done.stderr
    return valid(name, done.stdout)


def valid(name: str, text: str) -> Any:
    output = json.loads(text)
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(output)
    return output


@pytest.mark.parametrize("name", NAMES)
def test_before_and_after_a_sync(examples: Project, name: str) -> None:
    examples.write("postmortems/hard.md", HARD)
    before = printed(examples, name)
    examples.run("sync", "postmortems")
    examples.issue(3).write_text(examples.issue(3).read_text().replace("state: open", "state: closed"))
    (examples.root / "postmortems/2026-05-20-expired-certificate.md").unlink()
    assert printed(examples, name) != before


@pytest.mark.parametrize(
    ("paths", "documents"),
    [(("postmortems",), 4), (("postmortems/hard.md:7", "postmortems/hard.md:8"), 2), (("postmortems/broken.md",), 0)],
)
def test_how_lines_were_understood(examples: Project, paths: tuple[str, ...], documents: int) -> None:
    examples.write("postmortems/hard.md", HARD)
    (examples.root / "postmortems/broken.md").write_bytes(b"\xff\xfe\x00")
    output = valid("parse_explain", examples.run("parse", "--explain", "-f", "json", *paths).stdout)
    assert len(output["documents"]) == documents


def test_the_only_document_stands_also_where_it_stood_before(examples: Project) -> None:
    (document,) = sorted(examples.root.glob("postmortems/*.md"))[:1]
    shown = valid("parse_explain", examples.run("parse", "--explain", "-f", "json", str(document)).stdout)
    assert {"path": shown["path"], "lines": shown["lines"]} == shown["documents"][0]


@pytest.mark.parametrize("arguments", [("explain",), ("explain", "PM204"), ("doctor",), ("doctor", "--broken")])
def test_rules_and_what_the_doctor_sees(examples: Project, arguments: tuple[str, ...]) -> None:
    name, *rest = arguments
    if rest == ["--broken"]:
        examples.write("postmortem-tracker.toml", 'documents = ["nowhere"]\n')
        rest = []
    done = examples.run(name, *rest, "-f", "json")
    output = valid(name, done.stdout)
    if name == "explain":
        assert [each["code"] for each in output["codes"]][:1] == (rest or ["PM101"])
    else:
        assert (output["healthy"], done.returncode) in ((True, 0), (False, 1))
        assert output["healthy"] == ("--broken" not in arguments)


def test_reminders_shown_and_posted(examples: Project) -> None:
    examples.run("sync", "postmortems")
    day = ("--as-of", "2026-06-10", "--format", "json", "postmortems")
    shown = valid("remind", examples.run("remind", *day).stdout)
    assert not shown["sent"]
    assert {each["posted"] for each in shown["reminders"]} == {None}
    sent = valid("remind", examples.run("remind", "--send", *day).stdout)
    assert sent["sent"]
    assert [each["issue"] for each in sent["reminders"]] == [each["issue"] for each in shown["reminders"]]
    assert {each["posted"] for each in sent["reminders"]} == {True}
    assert valid("remind", examples.run("remind", "--send", *day).stdout)["reminders"] == []
    digest = examples.run("remind", "--digest", "slack", "--format", "json", "postmortems")
    assert (digest.returncode, "report --compare 7d --format json" in digest.stderr) == (2, True)


def test_a_plan_of_which_a_document_is_gone(examples: Project) -> None:
    examples.run("plan", "postmortems", "--out", "plan.json")
    (examples.root / "postmortems/2026-05-20-expired-certificate.md").unlink()
    done = examples.run("apply", "plan.json", "-f", "json")
    output = valid("sync", done.stdout)
    assert done.returncode == 3
    assert not output["complete"]
    assert any("no longer here" in each["message"] for each in output["problems"])


def test_a_sync_that_does_all_and_one_that_cannot(examples: Project) -> None:
    examples.write("postmortems/hard.md", HARD)
    assert printed(examples, "sync")["created"] == 14
    assert printed(examples, "sync")["outcomes"] == []
    examples.write("postmortems/more.md", "# More\n\n## Action items\n\n- [ ] Add one more thing\n").chmod(0o444)
    assert printed(examples, "sync", codes=(3,))["problems"] != []
