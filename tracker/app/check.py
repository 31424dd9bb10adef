"""What `check` is computed from, beside the situation, and the formats it prints."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.situation import Looked
from postmortem_tracker.config.load import repository_root
from postmortem_tracker.config.sections import CheckSettings
from postmortem_tracker.disk import changed_files, files, git_calls, regular
from postmortem_tracker.errors import ConfigError, DocumentError, UsageError
from postmortem_tracker.history.findings import examine_history
from postmortem_tracker.history.model import History
from postmortem_tracker.report.checks.baseline import load_baseline
from postmortem_tracker.report.checks.examine import CheckResult, check
from postmortem_tracker.report.formats.check_markdown import render_check_markdown
from postmortem_tracker.report.policy import Policy
from postmortem_tracker.report.situation import Situation
from postmortem_tracker.text.printable import harmless

# name -> module and function; imported only when asked for
FORMATS = {
    "text": ("text", "render_text"),
    "json": ("check_json", "render_check_json"),
    "markdown": ("check_markdown", "render_check_markdown"),
    "github": ("github", "render_github"),
    "gitlab": ("codequality", "render_codequality"),
    "sarif": ("sarif", "render_sarif"),
    "junit": ("junit", "render_junit"),
}


def checked(
    workspace: Workspace,
    situation: Situation,
    settings: CheckSettings,
    baseline: str | None,
    paths: frozenset[str] | None,
    history: History | None = None,
    *,
    baselined: bool = True,
) -> CheckResult:
    """The findings that count, those of the baseline among them unless ``baselined``; with ``paths`` on these alone.

    Raises UsageError or ConfigError for a broken baseline.
    """
    config = workspace.config
    known = known_at(workspace, baseline or settings.baseline, named=bool(baseline)) if baselined else frozenset()
    policy = Policy(config.policy, config.waivers)
    base = base_of(workspace.root)
    redact = config.report.confidential != "show"
    if history is None:
        return check(situation, policy, settings, baseline=known, only_paths=paths, base=base, redact=redact)

    if not history.complete:
        remark = f"history: {history.remark}"
        situation = replace(situation, complete=False, problems=(*situation.problems, remark))
    more = examine_history(history, config.policy.history)
    secret = {each.last.incident for each in history.stories if each.last.confidential}
    return check(
        situation,
        policy,
        settings,
        baseline=known,
        only_paths=paths,
        more=more,
        base=base,
        redact=redact,
        secret=secret,
    )


def changed(workspace: Workspace, since: str) -> frozenset[str]:
    """The files that a check of what has changed is about. Raises UsageError for an unknown revision."""
    try:
        return frozenset(changed_files.changed_since(workspace.root, since))
    except git_calls.GitError as error:
        raise UsageError(f"--changed-since: {error.message}", error.hint) from error


def about(looked: Looked, paths: frozenset[str]) -> Looked:
    """The same where it is asked about these documents alone: what is wrong with others is a remark, and no problem."""
    others = [
        each
        for each in looked.problems
        if isinstance(each, DocumentError) and each.paths and each.paths.isdisjoint(paths)
    ]
    if not others:
        return looked
    left = tuple(each for each in looked.problems if each not in others)
    said = {each.message for each in others} - {each.message for each in left}
    situation = looked.situation
    situation = replace(
        situation,
        # What a snapshot lacks it lacks without a reason that is known here.
        complete=situation.complete or not (left or looked.snapshots),
        problems=tuple(each for each in situation.problems if each not in said),
        remarks=(*situation.remarks, *(f"not changed, and left out: {each}" for each in sorted(said))),
    )
    return looked._replace(situation=situation, problems=left)


def known_at(workspace: Workspace, path: str | None, *, named: bool = False) -> frozenset[str]:
    """The findings that a baseline knows already; none without one. Raises UsageError or ConfigError.

    One that is not ``named`` by a person comes from the configuration, and has to lie in the repository.
    """
    if path is None:
        return frozenset()
    file = Path(path) if Path(path).exists() else workspace.root / path
    if not named and not regular.is_inside(os.path.realpath(file), workspace.boundary):
        raise ConfigError(f"check.baseline: {path} is outside of the repository", "name it by --baseline")
    shown = Path(os.path.relpath(file)).as_posix()
    text = files.read(
        shown, "the baseline cannot be read", f"make it: postmortem-tracker check --write-baseline {shown}"
    )
    try:
        return load_baseline(text)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error.message}", error.hint) from error


def base_of(root: Path) -> str:
    """The folder that documents' names are relative to, as seen from the root of the repository around it."""
    top = repository_root(root)
    return root.relative_to(top).as_posix() if top else ""


def step_summary(result: CheckResult) -> None:
    """Add the findings to the job's summary page, where GitHub Actions gives one."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(harmless(render_check_markdown(result)))
