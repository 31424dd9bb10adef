"""The second leak matrix: every way to say that a document is confidential, in every command, shows no word of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.security.run import git, inside
from tests.security.test_redaction import CHECKS, PUBLIC, REPORTS, leaks

BODY = """\
# The zebra was stolen

**Date:** 2027-03-12

## Summary

The giraffe did it.

## Okapi action items

- [ ] Lock the okapi gate @kim due 2027-03-20 [notes](https://okapi.example/tapir)
  - because of the tapir

## Lemur action items

| Action | Owner | Due | Ticket |
| --- | --- | --- | --- |
| Feed the lemur | @kim | 2027-03-21 | tapir |
"""
SAID = {
    "front matter": "---\nconfidential: true\n---\n" + BODY,
    "a list in front matter": "---\ntags: [infra, confidential]\n---\n" + BODY,
    "a key nobody knows": "---\nclassification: okapi only\n---\n" + BODY,
    "TOML": '+++\nvisibility = "private"\n+++\n' + BODY,
    "a label": BODY.replace("**Date:**", "**Classification:** Restricted\n\n**Date:**"),
    "a mark at the head": BODY.replace("**Date:**", "TLP:RED\n\n**Date:**"),
    "broken front matter": "---\nconfidential: [true\ntapir: {okapi\n---\n" + BODY,
    "front matter without an end": "---\nconfidential: true\n" + BODY,
    "a second incident": "---\nconfidential: true\n---\n" + PUBLIC.replace("INC-2", "INC-3") + "\n" + BODY,
}
UNREADABLE = ("broken front matter", "front matter without an end")
OUTPUTS = (
    *(f"report --offline -f {name}" for name in REPORTS),
    "report --offline -f markdown --group-by owner",
    "report --offline -f table --history",
    "report --offline -f json --history",
    "report --offline -f table --compare before.json",
    "report --offline -f markdown --compare before.json",
    *(f"check --offline -f {name}" for name in CHECKS),
    "check --offline -f json --select ALL",
    "plan",
    "plan -f markdown",
    "plan -f json",
    "sync",
    "sync -f json",
    "remind --send",
    *(f"remind --digest {name}" for name in ("markdown", "slack", "teams")),
    "doctor",
    "explain PM112",
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "pm").mkdir()
    git(tmp_path, "init", "-q")
    (tmp_path / "pm" / "b.md").write_text(PUBLIC)
    (tmp_path / "postmortem-tracker.toml").write_text('documents = ["pm"]\n')
    return tmp_path


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("gone", [False, True], ids=["there", "deleted"])
def test_no_command_shows_a_word_of_it(repository: Path, said: str, gone: bool) -> None:
    assert inside(repository, "report", "--offline", "-f", "json", "-o", "before.json").returncode == 0
    document = repository / "pm" / "zebra-theft.md"
    document.write_text(SAID[said])
    done = inside(repository, "sync", "-f", "json")
    assert done.returncode in (0, 3)
    assert leaks(done.stdout + done.stderr, places=True) == []
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")
    if gone:
        document.unlink()
        git(repository, "commit", "-qam", "gone")
    shown = {}
    for output in OUTPUTS:
        done = inside(repository, "--verbose", *output.split())
        assert done.returncode in (0, 1, 2, 3), done
        assert "Traceback" not in done.stderr, done
        # Who runs these has the documents, and is told where each finding is.
        # What cannot be read is named everywhere: else nobody could mend it.
        places = not output.startswith(("report", "remind --digest")) or said in UNREADABLE
        found = leaks(done.stdout, places=places) + leaks(done.stderr, places=True)
        if found:
            shown[output] = found
    assert shown == {}
