"""A tracker of another package: found by its entry point, told by name where it fails, and the example works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import command as real
from tests.test_packaging import run

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "plugin"
CONFIGURATION = """
documents = ["postmortems"]
[trackers.tickets]
kind = "{kind}"
options = {options}
"""
COMPLETE = """
from postmortem_tracker.issues import Capabilities
class Tracker:
    def __init__(self, name, *_others): self.name, self.project, self.capabilities = name, "", Capabilities(99, 999)
    def list(self, label): return []
    def get(self, ref): ...
    def create(self, draft): ...
    def update(self, ref, change): ...
    def comments(self, ref): return []
    def resolve(self, text, url, path): ...
"""


def command(project: Path, path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The real command with the packages in ``path`` installed."""
    env = {"PATH": os.environ["PATH"], "HOME": str(project), "PYTHONPATH": str(path)}
    return real.run(*arguments, cwd=project, env=env)


def tree(project: Path) -> dict[str, bytes]:
    """Every file's bytes, but for what may be lost."""
    files = (path for path in sorted(project.rglob("*")) if path.is_file() and ".cache" not in path.parts)
    return {str(path.relative_to(project)): path.read_bytes() for path in files}


def configure(project: Path, kind: str, options: str = "{}") -> None:
    (project / "postmortem-tracker.toml").write_text(CONFIGURATION.format(kind=kind, options=options))


def installed(folder: Path, module: str, code: str, value: str, package: str = "acme-tracker") -> Path:
    """A folder with a package as an installer leaves it, whose plug-in is called "acme"."""
    info = folder / f"{package.replace('-', '_')}-2.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 2.1\n")
    (info / "entry_points.txt").write_text(f"[postmortem_tracker.trackers]\nacme = {value}\n")
    (folder / f"{module}.py").write_text(code)
    return folder


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example plug-in, built and installed where nothing else is."""
    source, target = tmp_path_factory.mktemp("source") / "plugin", tmp_path_factory.mktemp("plug-in")
    shutil.copytree(EXAMPLE, source)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--isolated", "install", "--quiet")
    alone = ("--no-deps", "--no-index", "--no-build-isolation", "--target", target, source)
    run(*pip, *alone, cwd=target)
    return target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A scratch repository with the shipped example documents."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    shutil.copytree(ROOT / "examples" / "postmortems", folder / "postmortems")
    return folder


# The example.


def test_the_example_holds_only_its_module(example: Path) -> None:
    assert {path.name for path in example.glob("*.py")} == {"postmortem_sqlite.py"}
    assert not (example / "tests").exists()


def test_the_example_passes_the_contract_from_outside(example: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "tests", tmp_path / "theirs")
    tests = (sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", "--rootdir", tmp_path, "theirs")
    said = run(*tests, cwd=tmp_path, PYTHONPATH=str(example))
    assert "PASSED theirs/test_postmortem_sqlite.py::TestContract::test_own_links_resolve" in said
    assert "PASSED theirs/test_postmortem_sqlite.py::test_looking_makes_no_file" in said


@pytest.mark.parametrize(
    ("right", "wrong", "noticed"),
    [
        ("if label in (issue := self._issue(row)).labels", "if (issue := self._issue(row))", "with_the_label_only"),
        ("if change == IssueChange():", "if not change:", "test_an_empty_change_writes_nothing"),
        ("if state.closed else None", "if state else None", "test_close_with_a_reason_and_reopen"),
        (" and found[1] in mine", "", "test_foreign_links_are_left_alone"),
        ("due=old.due if", "due=None if", "test_due_date_is_changed_and_cleared"),
    ],
)
def test_the_contract_notices_a_plug_in_that_is_wrong(tmp_path: Path, right: str, wrong: str, noticed: str) -> None:
    code = (EXAMPLE / "postmortem_sqlite.py").read_text()
    assert code.count(right) == 1
    (tmp_path / "postmortem_sqlite.py").write_text(code.replace(right, wrong))
    shutil.copytree(EXAMPLE / "tests", tmp_path / "theirs")
    tests = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", tmp_path, "-k", noticed, "theirs")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(tests, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert re.search(rf"^FAILED .*{noticed}", done.stdout, re.MULTILINE)
    assert re.search(r"^E +(AssertionError: )?assert ", done.stdout, re.MULTILINE), "values are not shown"


def test_the_contract_needs_nothing_of_our_tests() -> None:
    module = "postmortem_tracker.integrations.contract"
    code = f"import sys, {module}; print(sorted(name for name in sys.modules if name.startswith('tests')))"
    assert run(sys.executable, "-c", code, cwd=ROOT) == "[]\n"


def test_the_example_syncs_and_reports_and_a_second_sync_writes_nothing(example: Path, project: Path) -> None:
    configure(project, "sqlite", '{ file = "made/tickets.db", address = "https://tickets.acme.example" }')
    before = tree(project)
    planned = command(project, example, "plan")
    assert (planned.returncode, tree(project)) == (0, before), planned.stderr
    first = command(project, example, "sync")
    assert first.returncode == 0, first.stderr
    text = (project / "postmortems" / "2026-04-02-search-latency.md").read_text()
    assert "(https://tickets.acme.example/" in text
    after = tree(project)
    assert set(after) - set(before) == {"made/tickets.db"}
    second = command(project, example, "sync")
    assert second.returncode == 0, second.stderr
    assert tree(project) == after
    report = command(project, example, "report", "--format", "csv")
    assert report.returncode == 0, report.stderr
    assert "https://tickets.acme.example/1" in report.stdout


def test_the_examples_options_are_looked_at(example: Path, project: Path) -> None:
    configure(project, "sqlite", '{ flie = "tickets.db" }')
    done = command(project, example, "plan")
    assert done.returncode == 2
    assert "trackers.tickets.options: unknown option 'flie'" in done.stderr


def test_doctor_names_the_plug_in_and_asks_it(example: Path, project: Path) -> None:
    configure(project, "sqlite")
    done = command(project, example, "doctor")
    assert done.returncode == 0, done.stderr
    assert "plug-in: sqlite, from postmortem-tracker-sqlite 1.0.0" in done.stdout
    assert "tickets.db will be made with the first issue" in done.stdout


# What can be wrong with one.


@pytest.mark.parametrize(
    ("code", "value", "says"),
    [
        ("import not_there_at_all", "acme:Tracker", "cannot be imported from acme:Tracker: ModuleNotFoundError"),
        ("def broken(:", "acme:Tracker", "cannot be imported from acme:Tracker: SyntaxError"),
        ("raise RuntimeError('first\\nsecond')", "acme:Tracker", "RuntimeError: first second"),
        (COMPLETE, "acme:Trakcer", "cannot be imported from acme:Trakcer: AttributeError"),
        (COMPLETE, "acme_elsewhere:Tracker", "cannot be imported from acme_elsewhere:Tracker"),
        ("Tracker = 1", "acme:Tracker", "acme:Tracker is no function"),
        ("def make(): ...", "acme:make", "cannot be set up: TypeError"),
        ("def make(*given): ...", "acme:make", "NoneType has no name, project, capabilities, list, get, create"),
        (COMPLETE.replace("def comments", "def remarks"), "acme:Tracker", "Tracker has no comments"),
        (COMPLETE.replace("= name,", "= 'acme',"), "acme:Tracker", "it calls itself 'acme', not 'tickets'"),
    ],
)
def test_a_plug_in_that_cannot_be_used_is_told_by_name(
    project: Path, tmp_path: Path, code: str, value: str, says: str
) -> None:
    configure(project, "acme")
    done = command(project, installed(tmp_path / "theirs", "acme", code, value), "plan")
    assert done.returncode == 2, done.stdout
    assert "trackers.tickets: the plug-in 'acme'" in done.stderr
    assert says in done.stderr
    assert "update acme-tracker 2.1" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_complete_plug_in_is_used(project: Path, tmp_path: Path) -> None:
    """The refusals above are for what is wrong there, not for how these plug-ins are installed."""
    configure(project, "acme")
    done = command(project, installed(tmp_path / "theirs", "acme", COMPLETE, "acme:Tracker"), "doctor")
    assert done.returncode == 0, done.stderr


def test_a_plug_ins_own_error_keeps_its_words_and_hint(project: Path, tmp_path: Path) -> None:
    refusal = "def make(*given): raise ConfigError('no desk', 'set options.desk')"
    code = f"from postmortem_tracker.errors import ConfigError\n{refusal}"
    configure(project, "acme")
    done = command(project, installed(tmp_path / "theirs", "acme", code, "acme:make"), "plan")
    assert done.returncode == 2
    assert "no desk" in done.stderr
    assert "set options.desk" in done.stderr
    assert "update" not in done.stderr


def test_two_plug_ins_of_one_kind_are_refused(project: Path, tmp_path: Path) -> None:
    configure(project, "acme")
    folder = installed(tmp_path / "theirs", "acme", COMPLETE, "acme:Tracker")
    installed(folder, "acme2", COMPLETE, "acme2:Tracker", "other-tracker")
    done = command(project, folder, "plan")
    assert done.returncode == 2
    assert "'acme' is provided by acme-tracker 2.1 and other-tracker 2.1" in done.stderr


def test_a_kind_nobody_provides_is_answered_with_those_installed(project: Path, tmp_path: Path) -> None:
    configure(project, "sqllite")
    done = command(project, installed(tmp_path / "theirs", "acme", COMPLETE, "acme:Tracker"), "plan")
    assert done.returncode == 2
    assert "no tracker called 'sqllite'" in done.stderr
    assert "local, github, gitlab, acme" in done.stderr


@pytest.mark.parametrize(("kind", "meant"), [("Github", "github"), ("git-lab", "gitlab"), ("acmee", "acme")])
def test_a_kind_that_is_nearly_one_is_asked_about(project: Path, tmp_path: Path, kind: str, meant: str) -> None:
    configure(project, kind)
    done = command(project, installed(tmp_path / "theirs", "acme", COMPLETE, "acme:Tracker"), "plan")
    assert f"hint: did you mean {meant}? installed are local, github, gitlab, acme" in done.stderr


def test_a_plug_in_that_is_not_used_cannot_do_harm(project: Path, tmp_path: Path) -> None:
    folder = installed(tmp_path / "theirs", "acme", "raise RuntimeError('loaded')", "acme:Tracker")
    assert command(project, folder, "plan", "postmortems").returncode == 0
    done = command(project, folder, "doctor")
    assert done.returncode == 0, done.stderr
    assert "plug-in: acme, from acme-tracker 2.1" in done.stdout


@pytest.mark.parametrize("kind", ["local", "github", "gitlab"])
def test_the_built_in_trackers_have_no_options(project: Path, tmp_path: Path, kind: str) -> None:
    configure(project, kind, '{ project = "a/b" }')
    done = command(project, tmp_path, "plan")
    assert done.returncode == 2
    assert f"trackers.tickets.options: '{kind}' has none" in done.stderr
