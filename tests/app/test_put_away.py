"""A document that was put where no run looks has not left: its issues stay open, whatever is asked for."""

from __future__ import annotations

import json

import pytest

from tests.app.folder import Folder, postmortem

LAG = postmortem("INC-1", "[ ] Alert on the lag @ana due 2099-12-20")
KEYS = postmortem("INC-2", "[ ] Rotate the keys @ana due 2099-12-20")


@pytest.mark.parametrize("write_back", [True, False])
@pytest.mark.parametrize(
    "place",
    [
        *("pm/.old/lag.md", ".archive/2026/lag.md", "node_modules/x/lag.md", "pm/lag.txt", ".lag.md"),
        *("pm/.old/renamed.md", "env/lag.md", "archive/lag.md"),
    ],
)
def test_what_was_put_away_is_not_gone(folder: Folder, place: str, write_back: bool) -> None:
    old = folder.write("pm/lag.md", LAG)
    folder.write("pm/login.md", KEYS)
    folder.write("env/pyvenv.cfg", "home = /usr\n")
    folder.run("sync", "pm", *([] if write_back else ["--no-write-back"]))
    folder.write(place, old.read_text())
    old.unlink()
    done = folder.run("sync", "pm", "--close-orphans")
    assert (done.returncode, "pm/lag.md" in done.stdout) == (0, False), done.stdout
    assert folder.state(1) == "open"
    told = json.loads(folder.run("check", "pm", "--format", "json").stdout)
    assert "PM210" not in {each["code"] for each in told["findings"]}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (".old/other.md", KEYS.replace("INC-2", "INC-3")),  # neither the item nor a link to its issue
        (".git/lag.md", LAG),
        ("vendored/lag.md", LAG),  # of another repository
        ("pm/lag.pdf", LAG),
    ],
)
def test_what_lies_elsewhere_holds_nothing(folder: Folder, place: str, text: str) -> None:
    folder.git("init", "-q")
    old = folder.write("pm/lag.md", LAG)
    folder.write("pm/login.md", KEYS)
    folder.write("vendored/.git", "gitdir: elsewhere\n")
    folder.run("sync", "pm")
    folder.write(place, text)
    old.unlink()
    assert "#1: close, its item left pm/lag.md" in folder.run("sync", "pm", "--close-orphans").stdout


@pytest.mark.parametrize("paths", [("ia", "ib"), ("ia", ".hidden/ib"), ("work/ia", "work/ib")])
def test_the_files_of_issues_are_no_documents_of_their_incident(folder: Folder, paths: tuple[str, str]) -> None:
    routes = '[sync]\nincident_issue = true\n[[routes]]\nowner = "@bob"\ntracker = "b"\n'
    for name, path in zip("ab", paths, strict=True):
        routes += f'[trackers.{name}]\nkind = "local"\npath = "{path}"\n'
    folder.write("postmortem-tracker.toml", routes)
    gone = folder.write("pm/lag.md", f"{LAG}- [ ] Zip the files @bob due 2099-12-20\n")
    folder.write("pm/login.md", KEYS)
    assert folder.run("sync", "pm").returncode == 0
    gone.unlink()
    told = folder.run("sync", "pm", "--close-orphans", "--yes").stdout
    assert "close, no action items are left in pm/lag.md" in told
    issues = [each.read_text() for path in paths for each in (folder.root / path).glob("*.md")]
    assert ["state: closed" in text for text in issues if "INC-1" in text] == [True, True, True]
