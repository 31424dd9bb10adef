"""What README and docs say is true: every command line runs, every configuration is valid, the reference is current."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest
import typer.main

from postmortem_tracker.cli.commands import app
from postmortem_tracker.config.load import validate
from postmortem_tracker.markdown import parse
from tests import command

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TEMPLATE = ROOT / "examples" / "postmortem-template.md"
PAGES = [ROOT / "README.md", *sorted(path for path in DOCS.rglob("*.md") if "reference" not in path.parts)]
COMMAND = re.compile(r"(?:^|[\s;&|(])(postmortem-tracker +[-a-z][^;&|()#]*)(?:#|$|[;&|)])")
_BLOCK = re.compile(
    r"^(?P<note><!--[^\n]*-->\n)?```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page."""

    language: str
    text: str
    title: str
    run: bool

    @property
    def lines(self) -> list[str]:
        """The command lines, continued ones joined."""
        joined = self.text.replace("\\\n", " ")
        return [line.strip() for line in joined.splitlines() if line.strip() and not line.strip().startswith("#")]

    @property
    def commands(self) -> list[str]:
        """Those parts of lines that call the command, up to a pipe or a comment."""
        return [found[1].strip() for line in self.lines if (found := COMMAND.search(line))]


def blocks(page: Path) -> list[Block]:
    """All fenced blocks of a page, in order."""
    return [
        Block(found["language"], found["text"], found["title"] or "", "not run" not in (found["note"] or ""))
        for found in _BLOCK.finditer(page.read_text(encoding="utf-8"))
    ]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def run_blocks(page: Path) -> list[Block]:
    return [block for block in blocks(page) if block.language == "sh" and block.run and block.commands]


WITH_RUNS = [page for page in PAGES if run_blocks(page)]
ALL_COMMANDS = [
    pytest.param(command, id=f"{name(page)}: {command}")
    for page in PAGES
    for block in blocks(page)
    if block.language in ("sh", "yaml")
    for command in block.commands
]


def test_no_command_line_hides_in_a_block_that_is_not_looked_at() -> None:
    fences = {
        (name(page), fence)
        for page in PAGES
        for fence in re.findall(r"^ *```(\w+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert {fence for _, fence in fences} <= {"sh", "yaml", "toml", "text", "markdown", "html", "python", "ini"}


@pytest.fixture
def scratch(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A repository with the example postmortems, or an empty one where the page says so."""
    page: Path = request.param
    project = tmp_path / "project"
    project.mkdir()
    if "<!-- scratch: empty -->" not in page.read_text(encoding="utf-8"):
        shutil.copytree(ROOT / "examples" / "postmortems", project / "postmortems")
    shutil.copytree(ROOT / "examples", project / "examples")
    command.script(tmp_path / "bin" / "postmortem-tracker")
    git = ("git", "-c", "user.name=Test", "-c", "user.email=test@example.com")
    for arguments in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "--allow-empty", "-m", "Start")):
        subprocess.run([*git, *arguments], cwd=project, check=True, capture_output=True)
    return project


def execute(line: str, project: Path) -> subprocess.CompletedProcess[str]:
    """One line as a user would type it; no token, no colours, nothing of this machine's configuration."""
    env = {
        "PATH": f"{project.parent / 'bin'}:{os.environ['PATH']}",
        "HOME": str(project.parent),
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        ["bash", "-c", line], cwd=project, env=env, capture_output=True, text=True, check=False, timeout=60
    )


def allowed(line: str) -> set[int]:
    """The exit codes that are no failure: `check` and `plan --exit-code` may find something."""
    return {0, 1} if re.search(r"postmortem-tracker( -\S+)* check\b|--exit-code", line) else {0}


def steps(page: Path) -> Iterator[tuple[Block, Block | None]]:
    """Each block, and the output that the page shows for it: a text block right after the commands."""
    found = blocks(page)
    for block, after in zip(found, [*found[1:], None], strict=True):
        yield block, after if after is not None and after.language == "text" else None


@pytest.mark.parametrize(("scratch", "page"), [(page, page) for page in WITH_RUNS], indirect=["scratch"], ids=name)
def test_every_command_line_of_the_page_runs_and_prints_what_is_shown(scratch: Path, page: Path) -> None:
    for block, shown in steps(page):
        if block.title and block.run:
            (scratch / block.title).parent.mkdir(parents=True, exist_ok=True)
            (scratch / block.title).write_text(block.text, encoding="utf-8")
        if block not in run_blocks(page):
            continue
        printed = ""
        for line in block.lines:
            done = execute(line, scratch)
            assert done.returncode in allowed(line), f"{line}\n{done.stdout}{done.stderr}"
            printed += done.stdout + done.stderr
        for expected in shown.text.splitlines() if shown else ():
            assert expected == "…" or expected in printed, f"{expected!r} is not in\n{printed}"


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_every_command_line_shown_uses_commands_and_options_that_exist(command: str) -> None:
    group = typer.main.get_command(app)
    arguments = shlex.split(re.split(r" >+ ", command)[0])[1:]
    with group.make_context("postmortem-tracker", arguments) as context:
        rest = [*context._protected_args, *context.args]
        found, inner, given = group.resolve_command(context, rest)  # type: ignore[attr-defined]  # it is a group
        inner.make_context(found, given, parent=context)


@pytest.mark.parametrize("page", [page for page in PAGES if any(b.language == "toml" for b in blocks(page))], ids=name)
def test_every_configuration_shown_is_valid(page: Path) -> None:
    for block in blocks(page):
        if block.language == "toml":
            data = tomllib.loads(block.text)
            named = {route["tracker"] for route in data.get("routes", ())}
            data.setdefault("trackers", {}).update(
                {tracker: {} for tracker in named - set(data.get("trackers", {}))} if "trackers" not in data else {}
            )
            validate(data)


def test_the_example_configuration_is_valid() -> None:
    validate(tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8")))


def test_editors_accept_the_example_configuration_and_mark_unknown_keys() -> None:
    schema = json.loads((ROOT / "tracker" / "schemas" / "config.json").read_text(encoding="utf-8"))
    data = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    editor = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in editor.iter_errors(json.loads(json.dumps(data, default=str)))] == []
    assert not editor.is_valid({"sync": {"lable": "postmortem"}})


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_code_says() -> None:
    """Run python docs/generate.py where this fails."""
    assert generator().stale() == []


def test_a_reference_page_that_is_not_current_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = generator()
    there = tmp_path / "docs" / "reference"
    shutil.copytree(DOCS / "reference", there)
    shutil.copytree(ROOT / "tracker" / "schemas", tmp_path / "tracker" / "schemas")
    copies = ("tracker/config/example.toml", "tracker/app/template.md")
    for example in ("config.example.toml", "examples/postmortem-template.md", *copies):
        (tmp_path / example).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / example, tmp_path / example)
    monkeypatch.setattr(module, "HERE", tmp_path / "docs")
    page = there / "commands.md"
    page.write_text(page.read_text(encoding="utf-8").replace("--offline", "--off-line"), encoding="utf-8")
    (there / "findings.md").unlink()
    assert module.stale() == ["reference/commands.md", "reference/findings.md"]


def test_the_reference_describes_every_command_and_code() -> None:
    pages = generator().pages()
    for each in app.registered_commands:
        assert each.callback is not None
        assert f"\n## {each.name or each.callback.__name__}\n" in pages["reference/commands.md"]
    assert "PM201" in pages["reference/findings.md"]


def test_the_template_is_read_completely_and_without_a_finding() -> None:
    (incident,) = parse(TEMPLATE.read_bytes(), "postmortems/2026-01-31-template.md")
    assert (incident.id, str(incident.date), incident.severity) == ("INC-000", "2026-01-31", "SEV2")
    assert [item.text for item in incident.improvements] == ["Make expiry visible before customers notice it"]
    assert len(incident.tasks) == 4
    assert all(task.owners and task.due_date and task.priority for task in incident.tasks)
    assert incident.findings == ()


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs-material is not installed")
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site"))
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        loaded = re.findall(r"<(?:script|img|iframe)\b[^>]*\bsrc=\"(https?:[^\"]*)", page.read_text(encoding="utf-8"))
        loaded += re.findall(r"<link\b[^>]*rel=\"stylesheet\"[^>]*href=\"(https?:[^\"]*)", page.read_text("utf-8"))
        assert loaded == [], page


def test_pictures_load_nothing_from_elsewhere() -> None:
    for picture in (DOCS / "assets").glob("*.svg"):
        assert not re.search(r"url\((?!#)|@import|href=", picture.read_text(encoding="utf-8"))
