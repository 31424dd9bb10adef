"""Documents that are no postmortems are left out through the real command, and one line says so."""

from __future__ import annotations

import subprocess

import pytest

from tests.e2e.conftest import Project

TEXT = "# Outage\n\n## Action items\n\n- [ ] Rotate the log files of the gateway\n"


def test_one_line_says_how_many_and_why(project: Project) -> None:
    subprocess.run(["git", "init", "-q", project.root], check=True)
    project.write(".gitignore", "local-*.md\n")
    for name in ("README.md", "template.md", "local-1.md", "drafts/one.md", "marked.md", "outage.md"):
        project.write(f"pm/{name}", TEXT)
    project.write("pm/marked.md", f"<!-- postmortem-tracker: ignore -->\n{TEXT}")
    project.write("postmortem-tracker.toml", 'documents = ["pm"]\nexclude = ["drafts"]\n')
    said = (
        "not read: 5 documents (1 excluded, 1 marked `postmortem-tracker: ignore`, 1 ignored by git, "
        "2 README, index or template pages); name one itself to read it\n"
    )
    for command in ("parse", "plan", "sync", "check", "report"):
        done = project.run(command)
        assert said in done.stderr, command
        assert said not in project.run("--quiet", command).stderr
    assert len(list((project.root / ".postmortem/issues").glob("*.md"))) == 1
    assert "3 tasks" in project.run("parse", "pm/README.md", "pm/local-1.md", "pm/drafts/one.md").stdout
    assert "0 incidents" in project.run("parse", "--exclude", "outage.md").stdout


@pytest.mark.parametrize(
    ("name", "says", "hint"),
    [
        ("a.txt", "plain text, not a Markdown document", "call it .md"),
        ("a.HTML", "a web page, not a Markdown document", "export it as Markdown"),
        ("a.pdf", "a PDF, not a Markdown document", "export it as Markdown"),
        ("a.docx", "a word processor's file, not a Markdown document", "export it as Markdown"),
        ("a.rst", "another markup, not a Markdown document", "convert it"),
        ("a.c", "source code, not a Markdown document", "name the postmortem, a Markdown file"),
        ("a.PY", "source code, not a Markdown document", "name the postmortem, a Markdown file"),
        ("a.yaml", "data, not a Markdown document", "name the postmortem, a Markdown file"),
        ("a.log", "a program's output, not a Markdown document", "name the postmortem, a Markdown file"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(project: Project, name: str, says: str, hint: str) -> None:
    project.write(name, TEXT)
    done = project.run("parse", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error: {name}: {says}" in done.stderr
    assert hint in done.stderr


@pytest.mark.parametrize("name", ["a.mdx", "a.qmd", "a.Rmd", "a.markdown", "INC-1", "2026.10.outage", "a.md.draft"])
def test_a_file_that_may_be_markdown_is_read_where_it_is_named(project: Project, name: str) -> None:
    project.write(name, TEXT)
    done = project.run("parse", name)
    assert done.returncode == 0, done.stderr
    assert f"  {name}\n" in done.stdout


def test_a_path_that_is_nearly_there_is_suggested(project: Project) -> None:
    project.write("docs/postmortems/a.md", TEXT)
    assert "hint: did you mean docs/postmortems?" in project.run("parse", "docs/postmortem").stderr
    assert "hint: did you mean docs/postmortems/a.md?" in project.run("parse", "docs/postmortems/A.md").stderr
    assert "hint: check the path or pattern" in project.run("parse", "elsewhere/b.md").stderr
    assert "hint: check the path or pattern" in project.run("parse", "elsewhere/b.md:5").stderr
    asked = "hint: to see how a line was read: postmortem-tracker parse --explain docs/postmortems/a.md:5\n"
    assert asked in project.run("parse", "docs/postmortems/a.md:5").stderr


@pytest.mark.parametrize(
    ("ignored", "config"), [("drafts/\n", ""), ("", 'exclude = ["drafts"]\n'), ("*.md\n", 'documents = ["drafts"]\n')]
)
def test_a_folder_that_is_named_and_left_out_as_a_whole_is_refused(project: Project, ignored: str, config: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=project.root, check=True)
    project.write(".gitignore", ignored)
    project.write("postmortem-tracker.toml", config)
    project.write("drafts/a.md", "# INC-1 Outage\n\n## Action items\n\n- [ ] Drain the queue\n")
    for command in (("check", "--offline"), ("sync",), ("report",)):
        done = project.run(*command, *(() if "documents" in config else ("drafts",)))
        assert done.returncode == 2
        assert "drafts: all of its documents are left out (1 " in done.stderr
    assert "1 issue created" in project.run("sync", "drafts/a.md").stdout


NOTE = """# Letters blank

**Date:** 2026-10-12

## People

## Picture

## Figures

## Action items

- [ ] Warm the print heads @omar due 2026-12-20
"""


@pytest.mark.parametrize("output", ["text", "json", "markdown", "github", "gitlab", "sarif", "junit"])
def test_what_may_be_a_postmortem_is_not_clean(project: Project, output: str) -> None:
    project.write("reviews/a.md", NOTE)
    done = project.run("check", "reviews", "--format", output)
    assert done.returncode == 1
    assert "PM128" in done.stdout
    assert "reviews/a.md" in done.stdout


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reviews/a.md", NOTE.replace("Letters blank", "Weekly sync")),
        ("reviews/a.md", f"<!-- postmortem-tracker: ignore -->\n{NOTE}"),
        ("reviews/README.md", NOTE),
        ("reviews/template.md", NOTE),
    ],
)
def test_what_surely_is_none_stays_clean(project: Project, name: str, text: str) -> None:
    project.write(name, text)
    done = project.run("check", "reviews")
    assert (done.returncode, "PM128" in done.stdout) == (0, False)


def test_no_issue_is_opened_for_what_may_be_none(project: Project) -> None:
    project.write("reviews/a.md", NOTE)
    project.write("postmortem-tracker.toml", 'documents = ["reviews"]\n')
    assert "(1 perhaps about none, see `check`)" in project.run("sync").stderr
    assert not list((project.root / ".postmortem/issues").glob("*.md"))
    assert project.run("check").returncode == 1
    project.write("reviews/a.md", NOTE.replace("\n## People", "**Severity:** SEV2\n\n## People"))
    assert project.run("sync").returncode == 0
    assert len(list((project.root / ".postmortem/issues").glob("*.md"))) == 1


def test_a_document_that_mentions_an_incident_leaves_it_its_name(project: Project) -> None:
    tasks = "\n## Action items\n\n- [ ] {} @omar due 2026-12-20\n"
    project.write(
        "incidents/a.md", "# INC-7: Letters torn\n\n**Date:** 2026-01-05\n" + tasks.format("Rotate the rolls")
    )
    for name, heading in (("b", "## Comparison with INC-7"), ("c", "## Appendix: INC-7 in numbers")):
        text = f"# Letters blank {name}\n\n**Date:** 2026-10-12\n\n{heading}\n\nAlike.\n"
        project.write(f"incidents/{name}.md", text + tasks.format(f"Replace head {name}"))
    done = project.run("sync", "incidents")
    assert (done.returncode, "same incident id" in done.stderr) == (0, False)
    assert len(list((project.root / ".postmortem/issues").glob("*.md"))) == 3


REPORT = (
    "# {title}\n\n{facts}## Timeline\n\nIt broke.\n\n## Root cause\n\nA key.\n\n"
    "## Action items\n\n- [ ] Rotate it @ana\n"
)
DAY, SEVERITY = "**Date:** 2026-10-12\n\n", "**Severity:** SEV2\n\n"
CALLED_LIKE_PAGES = (
    *("license-server-outage", "security-incident", "license-expired", "changelog-service-down", "codeowners-broken"),
    *(
        "contributing-ci-broken",
        "glossary-db-outage",
        "readme-bot-down",
        "summary-service",
        "security",
        "lizenz-abgelaufen",
    ),
)


@pytest.mark.parametrize("name", CALLED_LIKE_PAGES)
@pytest.mark.parametrize(
    ("title", "facts"),
    [("INC-7 Outage", ""), ("Outage", DAY + SEVERITY), ("Outage", DAY), ("Outage", SEVERITY)],
)
def test_what_a_document_tells_beats_its_name(project: Project, name: str, title: str, facts: str) -> None:
    project.write(f"pm/{name}.md", REPORT.format(title=title, facts=facts))
    done = project.run("parse", "pm")
    assert "1 incident, 1 task" in done.stdout, done.stderr
    assert "not read" not in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "# Postmortems\n\n| Incident | Date | Severity |\n|---|---|---|\n| [INC-1](a.md) | 2026-10-12 | SEV1 |\n",
        "# How to write\n\n## Timeline\n\nx\n\n## Root cause\n\nx\n\n## Action items\n\n- [ ] Say who does what\n",
        "# Template\n\n**Date:** YYYY-MM-DD\n\n**Severity:** SEV?\n\n## Action items\n\n- [ ] What @who\n",
        "# Index\n\n**Last updated:** 2026-10-12\n\n- [ ] Read them\n",
        "# License\n\nCopyright 2026\n",
    ],
)
@pytest.mark.parametrize("name", ["README", "index", "license", "contributing-docs", "summary"])
def test_pages_stay_out_and_verbose_names_them(project: Project, name: str, text: str) -> None:
    project.write(f"pm/{name}.md", text)
    project.write("pm/outage.md", REPORT.format(title="INC-7 Outage", facts=DAY))
    for command in ("parse", "check", "report"):
        done = project.run("--verbose", command, "pm")
        assert f"left out: pm/{name}.md (README, index or template pages)" in done.stderr
        assert "left out" not in project.run(command, "pm").stderr
    assert "1 incident, 1 task" in project.run("parse", "pm").stdout


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"# INC-1\n<<<<<<< HEAD\n"])
def test_a_page_that_cannot_be_read_is_no_problem(project: Project, data: bytes) -> None:
    project.write("pm/outage.md", REPORT.format(title="INC-7 Outage", facts=DAY))
    (project.root / "pm/README.md").write_bytes(data)
    assert project.run("parse", "pm").returncode == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [(".h.md", "hidden"), ("c.mdx", "in MDX or another Markdown"), ("sub/d.Qmd", "in MDX or another Markdown")],
)
def test_what_a_search_passes_over_is_counted_and_named(project: Project, name: str, why: str) -> None:
    project.write("pm/outage.md", REPORT.format(title="INC-7 Outage", facts=DAY))
    project.write(f"pm/{name}", REPORT.format(title="INC-8 Outage", facts=DAY))
    done = project.run("--verbose", "parse", "pm")
    assert f"not read: 1 document (1 {why}); name one itself to read it" in done.stderr
    assert f"left out: pm/{name} ({why})" in done.stderr
    both = project.run("parse", "pm", f"pm/{name}")
    assert "2 incidents" in both.stdout
    assert "not read" not in both.stderr


@pytest.mark.parametrize("folder", ["node_modules", "sub/node_modules", "__pycache__"])
def test_others_code_is_told_below_a_named_folder_only(project: Project, folder: str) -> None:
    project.write("pm/outage.md", REPORT.format(title="INC-7 Outage", facts=DAY))
    project.write(f"pm/{folder}/z.md", REPORT.format(title="INC-8 Outage", facts=DAY))
    assert f"not read: pm/{folder} (others' code is read only where it is named)" in project.run("parse", "pm").stderr
    assert folder not in project.run("parse", ".").stderr


@pytest.mark.parametrize("beside", [".2026-10-05.md", "2026-10-05.mdx", "INC-7.org"])
def test_what_is_passed_over_beside_a_readme_makes_it_no_page_of_several(project: Project, beside: str) -> None:
    project.write("pm/2026-10-05-net/README.md", TEXT)
    project.write(f"pm/2026-10-05-net/{beside}", TEXT)
    assert "1 incident, 1 task" in project.run("parse", "pm").stdout
