"""What is found beside the postmortems is left out, never in silence, and never what somebody names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.config.settings import Config
from postmortem_tracker.disk.exclusions import Why, left_out, opted_out

TEXT = "# Outage\n\n## Action items\n\n- [ ] Rotate the log files of the gateway\n"


def why(*files: str, named: tuple[str, ...] = (), patterns: tuple[str, ...] = ()) -> dict[str, Why]:
    return left_out(files, named, str, patterns, lambda _files: ())


@pytest.mark.parametrize(
    "name",
    [
        "pm/README.md",
        "pm/readme.de.md",
        "pm/_index.md",
        "pm/CONTRIBUTING.md",
        "pm/TEMPLATE.md",
        "pm/_template.md",
        "pm/postmortem-template.md",
        "pm/template_for_postmortems.md",
        "pm/Template.v2.md",
        "pm/templates/short.md",
        "pm/2026/README.md",
        "pm/SUMMARY.md",
        "CODE_OF_CONDUCT.md",
        "pm/LIESMICH.md",
        "pm/vorlage.md",
        "pm/postmortem-vorlage.md",
        "pm/plantilla_incidente.md",
        "pm/modèle-de-rapport-d-incident.md",
        "pm/障害報告テンプレート.md",
        "pm/模板.md",
        "pm/шаблон-постмортем.md",
        "pm/vorlage/kurz.md",
        "pm/目次.md",
    ],
)
def test_pages_of_a_repository_are_left_out(name: str) -> None:
    assert why(name, "pm/2026-01-05-outage.md") == {name: Why.PAGE}
    assert why(name, named=(name,)) == {}, "who names a file means it"


@pytest.mark.parametrize(
    "name",
    [
        "pm/2026-03-01-outage/README.md",
        "pm/inc-42/index.md",
        "pm/INC-42 Queue stalled/README.md",
        "pm/2026-03-01-template-injection.md",
        "pm/template-engine-crashed.md",
        "pm/index-rebuild-failed.md",
        "pm/readmission-of-nodes.md",
        "pm/2026-03-01-mail-in-the-mall.md",
        "pm/modelo-de-precios-roto.md",
        "pm/テンプレートエンジン停止.md",
        "pm/outage.md",
    ],
)
def test_postmortems_with_such_names_are_kept(name: str) -> None:
    assert why(name, "pm/2026-01-05-outage.md") == {}


def test_a_readme_among_documents_of_several_incidents_is_a_page() -> None:
    assert why("pm/2026-01/README.md", "pm/2026-01/timeline.md") == {}
    assert why("pm/2026-01/README.md", "pm/2026-01/2026-01-05-outage.md") == {"pm/2026-01/README.md": Why.PAGE}


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("drafts", True),
        ("drafts/", True),
        ("pm/drafts/*.md", True),
        ("pm/**", True),
        ("*-notes.md", True),
        ("notes.md", False),
        ("other/**", False),
        ("pm/*.md", False),
    ],
)
def test_globs_leave_out_files_and_folders(pattern: str, left: bool) -> None:
    name = "pm/drafts/2026-01-05-notes.md"
    assert why(name, patterns=(pattern,)) == ({name: Why.EXCLUDED} if left else {})


def test_others_code_and_built_sites_are_left_out_by_what_stands_in_them(tmp_path: Path) -> None:
    for name in ("vendor/lib/a.md", "site/b.md", "build/c.md", "vendor2/d.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    for name in ("vendor/modules.txt", "site/index.html", "site/sitemap.xml", "build/index.html"):
        (tmp_path / name).touch()
    files = [str(path) for path in sorted(tmp_path.rglob("*.md"))]
    found = left_out(files, (), lambda path: str(Path(path).relative_to(tmp_path)), (), lambda _files: ())
    left = {str(Path(path).relative_to(tmp_path)): reason for path, reason in found.items()}
    assert left == {"vendor/lib/a.md": Why.FOREIGN, "site/b.md": Why.FOREIGN}


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("---\npostmortem-tracker: ignore\n---\n# A\n", True),
        ('---\ntitle: A\npostmortem-tracker: "ignore"\n---\n', True),
        ("\ufeff---\r\npostmortem-tracker: ignore\r\n---\r\n", True),
        ("<!-- postmortem-tracker: ignore -->\n# A\n", True),
        ("# A\n\n<!--postmortem-tracker:ignore-->\n", True),
        ("<!-- markdownlint-disable -->\n<!-- postmortem-tracker: ignore -->\n", True),
        ("# How to use it\n\nWrite this:\n\n```\n<!-- postmortem-tracker: ignore -->\n```\n", False),
        ("```yaml\n---\npostmortem-tracker: ignore\n---\n```\n", False),
        ("# A\n\npostmortem-tracker: ignore\n", False),
        ("---\npostmortem-tracker: keep\n---\n", False),
        ("", False),
    ],
)
def test_a_document_can_say_that_it_is_none(text: str, out: bool) -> None:
    assert opted_out(text.encode()) is out


@given(st.binary(max_size=300))
def test_no_bytes_make_the_search_for_the_mark_fail(data: bytes) -> None:
    assert opted_out(data) in (True, False)


@given(st.lists(st.text(st.sampled_from("ab/-._ README.md2026templateindex"), min_size=1, max_size=30), max_size=5))
def test_what_is_named_is_never_left_out(names: list[str]) -> None:
    files = [f"{name}.md" for name in names]
    assert left_out(files, files, str, ("**",), lambda asked: asked) == {}


def test_a_name_in_the_configuration_is_meant_too(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(TEXT)
    workspace = Workspace(tmp_path, Config(documents=(str(tmp_path / "README.md"),)))
    assert len(workspace.read(workspace.paths(())).incidents) == 1
