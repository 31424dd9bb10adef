"""What `init` writes is a configuration that works, and with --full shows all that could be in it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from postmortem_tracker.app.first_config import write_config
from postmortem_tracker.config.load import load, schema
from postmortem_tracker.errors import UsageError
from tests.security.run import git, inside

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "incidents").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("full", [False, True])
def test_it_works_as_it_is(here: Path, full: bool) -> None:
    written = write_config(None, force=False, full=full)
    config = load(here / written[0])
    assert config.documents == ("incidents",)
    assert config.all_trackers["local"].path == ".postmortem/issues"
    with pytest.raises(UsageError, match="exists already"):
        write_config(None, force=False, full=full)
    assert write_config(None, force=True, full=full) == written


def test_every_option_can_be_taken_out_of_its_comment(here: Path) -> None:
    write_config(None, force=False, full=True)
    lines = (here / "postmortem-tracker.toml").read_text().splitlines()
    options = [re.sub(r'^# (?=\w+ =|"|\[)', "", line) for line in lines]
    head = options.index("[people]")
    assert options[head + 2].startswith('"Alice Doe" = ')
    found, example = tomllib.loads("\n".join(options)), tomllib.loads(EXAMPLE.read_text())
    assert found["trackers"].pop("local")["kind"] == "local"
    assert {**found, "documents": None} == {**example, "documents": None}


def test_editors_find_the_schema_beside_it(here: Path) -> None:
    name, beside = write_config(None, force=False, full=True)
    assert (here / name).read_text().splitlines()[0] == f"#:schema ./{beside}"
    assert json.loads((here / beside).read_text()) == schema()


@pytest.mark.parametrize(
    ("remote", "said"),
    [
        ("https://git.example.com/ops/service.git", "git.example.com"),
        ("ssh://git@code.example.com:2222/ops/service.git", "code.example.com"),
        ("https://github.com/ops/service.git", ""),
        ("https://gitlab.example.com/ops/service.git", ""),
        ("", ""),
    ],
)
def test_a_host_whose_name_tells_nothing_is_named(tmp_path: Path, remote: str, said: str) -> None:
    git(tmp_path, "init", "-q")
    if remote:
        git(tmp_path, "remote", "add", "origin", remote)
    done = inside(tmp_path, "init")
    assert done.returncode == 0
    assert (f"the git remote is on {said}," in done.stderr) is bool(said)
    assert ("explain own-server" in done.stderr) is bool(said)
    kind = re.search(r'^kind = "(\w+)"', (tmp_path / "postmortem-tracker.toml").read_text(), re.MULTILINE)
    assert kind
    assert (kind[1] == "local") is (not remote or bool(said))
