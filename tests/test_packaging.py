"""What is shipped: the wheel and the source archive hold what they should and nothing else, and the command runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest

import postmortem_tracker as tracker
from tests.once import made_once

ROOT = Path(__file__).parent.parent
# What the packages may hold beside Python: the mark of typed packages, schemas, words and the page's template.
SHIPPED = re.compile(
    r"postmortem_tracker/((.+\.py|(integrations/)?py\.typed)|schemas/.+\.json|config/example\.toml|app/template\.md|(guides|concepts)/.+\.md|markdown/words/.+\.toml|report/formats/templates/[^/]+)"
)
PAGES = [
    (folder, page)
    for folder, source in (("guides", "how-to"), ("concepts", "concepts"))
    for page in (ROOT / "docs" / source).glob("*.md")
]
IN_ARCHIVE = {"tracker", "integrations", "tests", "examples", "docs", "benchmarks", "templates"}
IN_ARCHIVE |= {"postmortem_tracker.egg-info"}  # what the builder remembers of itself


# What tools leave in a checkout.
BROUGHT = ("tests/report/node_modules/a/b.py", "tests/emulate/node_modules/c.md", "tests/__pycache__/d.cpython-311.pyc")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints; it must succeed."""
    env = {"PATH": os.environ["PATH"], "HOME": str(cwd), **environment}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(folder: Path) -> None:
    """Put a wheel and a source archive there, built without a network.

    From a copy: the other tests that run meanwhile leave files in the checkout and take them away.
    """
    copy = folder / "checkout"
    for name in listed() or unpacked():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    for name in BROUGHT:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("// brought by a tool\n", encoding="utf-8")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, cwd=copy, SOURCE_DATE_EPOCH="1600000000")
    shutil.rmtree(copy)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the source archive."""
    return made_once(tmp_path_factory, "dist", build)


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel alone, installed where nothing else is."""
    target = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--isolated")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target", target, wheel, cwd=target)
    return target


def listed(*folders: str) -> list[str]:
    """The files under version control or about to be; none where this is no checkout."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", *folders)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def unpacked() -> list[str]:
    """The files of an unpacked source archive."""
    beside = [path for path in ROOT.iterdir() if path.is_file()]
    inside = [path for folder in IN_ARCHIVE for path in (ROOT / folder).rglob("*") if path.is_file()]
    return [str(path.relative_to(ROOT)) for path in beside + inside if "node_modules" not in path.parts]


def tracked() -> set[str]:
    """The files of the two folders, by the names that they are shipped under."""
    here = listed("tracker", "integrations")
    if not here:
        pytest.skip("not a git checkout")
    return {f"postmortem_tracker/{name.removeprefix('tracker/')}" for name in here}


def test_the_wheel_holds_the_packages_and_nothing_else(names: set[str]) -> None:
    code = {name for name in names if ".dist-info/" not in name}
    assert {name for name in code if not SHIPPED.fullmatch(name)} == set()


def test_the_wheel_misses_no_file_of_the_packages(names: set[str]) -> None:
    assert tracked() - names == set()


def test_every_folder_with_code_is_listed_as_a_package() -> None:
    """An editable installation finds a folder that is not listed; what is built from it does not."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = {file.parent for top in ("tracker", "integrations") for file in (ROOT / top).rglob("*.py")}
    names = {".".join(("postmortem_tracker", *folder.relative_to(ROOT).parts)) for folder in folders}
    pages = {"postmortem_tracker.guides", "postmortem_tracker.concepts"}
    packages = set(settings["packages"]) - pages
    assert packages == {name.replace(".tracker", "", 1) for name in names}


def test_the_wheel_has_the_pages_that_explain_shows(names: set[str]) -> None:
    assert {f"postmortem_tracker/{folder}/{page.name}" for folder, page in PAGES} <= names


def test_both_packages_are_marked_as_typed(names: set[str]) -> None:
    assert {"postmortem_tracker/py.typed", "postmortem_tracker/integrations/py.typed"} <= names


def test_the_wheel_carries_metadata_entry_point_and_licence(names: set[str]) -> None:
    info = f"postmortem_tracker-{tracker.__version__}.dist-info"
    assert {name for name in names if ".dist-info/" in name} == {
        f"{info}/{name}"
        for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "top_level.txt", "licenses/LICENSE")
    }


def test_the_source_archive_holds_what_is_needed_to_build_and_test(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        inside = {PurePosixPath(*PurePosixPath(name).parts[1:]) for name in tar.getnames()}
    folders = {path.parts[0] for path in inside if len(path.parts) > 1}
    files = {str(path) for path in inside if len(path.parts) == 1}
    assert folders <= IN_ARCHIVE
    assert folders >= {"tracker", "integrations", "tests"}
    assert files >= {"pyproject.toml", "README.md", "LICENSE", "PKG-INFO", "config.example.toml"}
    assert not {str(path) for path in inside} & set(BROUGHT)


def test_the_installed_command_says_its_version(installed: Path) -> None:
    script = installed / "bin" / "postmortem-tracker"
    said = run(sys.executable, script, "--version", cwd=installed, PYTHONPATH=str(installed))
    assert said == f"postmortem-tracker {tracker.__version__}\n"


def test_the_installed_package_runs_as_a_module(installed: Path) -> None:
    where = "from postmortem_tracker import __file__, integrations; print(__file__, integrations.__file__)"
    assert run(sys.executable, "-c", where, cwd=installed, PYTHONPATH=str(installed)).count(str(installed)) == 2
    said = run(sys.executable, "-m", "postmortem_tracker", "--version", cwd=installed, PYTHONPATH=str(installed))
    assert said == f"postmortem-tracker {tracker.__version__}\n"


@pytest.mark.parametrize("stranger", ["tracker", "integrations"])
def test_another_package_called_as_our_folders_changes_nothing(installed: Path, tmp_path: Path, stranger: str) -> None:
    """Both names belong to others on the package index, and to many a project that the command runs in."""
    other = tmp_path / "site" / stranger
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("raise ImportError('not yours')")
    shutil.copytree(other, tmp_path / stranger)
    (tmp_path / "one.md").write_text("# Outage\n\n## Action items\n\n- [ ] Rotate the log files @kim\n")
    path = os.pathsep.join((str(tmp_path), str(other.parent), str(installed)))
    done = run(sys.executable, "-m", "postmortem_tracker", "sync", "one.md", cwd=tmp_path, PYTHONPATH=path)
    assert "1 issue created" in done


def test_the_installed_command_does_its_main_job(installed: Path, tmp_path: Path) -> None:
    document = tmp_path / "2026-01-05-outage.md"
    document.write_text("# Outage\n\n## Action items\n\n- [ ] Rotate the log files of the gateway @kim\n")
    script, path = installed / "bin" / "postmortem-tracker", str(installed)
    run(sys.executable, script, "sync", document.name, cwd=tmp_path, PYTHONPATH=path)
    assert "([#1](.postmortem/issues/0001-" in document.read_text()
    assert "1 item" in run(sys.executable, script, "report", document.name, cwd=tmp_path, PYTHONPATH=path)


def test_metadata_names_the_python_it_needs_and_describes_itself(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith("METADATA"))
        metadata = archive.read(name).decode()
    assert "Requires-Python: >=3.11" in metadata
    assert "Description-Content-Type: text/markdown" in metadata
    assert f"Version: {tracker.__version__}\n" in metadata
