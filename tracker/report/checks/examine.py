"""Decides which findings count: selection by code and path, severities, the baseline, and the verdict."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from postmortem_tracker.choices import FailOn
from postmortem_tracker.config.sections import CheckSettings, PathRules
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.model import Finding, ItemName, Severity
from postmortem_tracker.report.checks.baseline import fingerprints
from postmortem_tracker.report.checks.findings import examine
from postmortem_tracker.report.checks.rules import ALL, is_selector, meant, rules
from postmortem_tracker.report.policy import Policy
from postmortem_tracker.report.redact import confidential_ids, is_confidential, pseudonym
from postmortem_tracker.report.situation import Situation
from postmortem_tracker.text.globs import matches
from postmortem_tracker.text.printable import HIDDEN, bare_title

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class Verdict(IntEnum):
    """The exit code of a check."""

    CLEAN = 0
    FINDINGS = 1
    INCOMPLETE = 3


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings that count, by path and line; ``known`` is how many the baseline silenced."""

    as_of: date
    findings: tuple[Finding, ...] = ()
    known: int = 0
    documents: int = 0
    items: int = 0
    complete: bool = True
    problems: tuple[str, ...] = ()
    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)  # "INC-1 Title" of what has findings
    subjects: Mapping[ItemName, str] = field(default_factory=dict)  # the items' words
    base: str = ""  # the folder that paths are relative to, as seen from the repository's root
    remarks: tuple[str, ...] = ()  # what nobody can know of an earlier day

    def at_root(self, path: str) -> str:
        """A document's path from the repository's root, as servers and viewers name it; "" stays."""
        return posixpath.normpath(posixpath.join(self.base, path)) if path else ""

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def worst_first(self) -> tuple[Finding, ...]:
        """The findings by severity, then by path and line."""
        return tuple(sorted(self.findings, key=lambda each: _RANK[each.severity]))

    def verdict(self, fail_on: FailOn = "warning") -> Verdict:
        """INCOMPLETE where anything could not be read, whatever else was found; never CLEAN then."""
        if not self.complete:
            return Verdict.INCOMPLETE
        if fail_on == "never":
            return Verdict.CLEAN
        limit = _RANK[Severity(fail_on)]
        return Verdict.FINDINGS if any(_RANK[each.severity] <= limit for each in self.findings) else Verdict.CLEAN


def check(
    situation: Situation,
    policy: Policy | None = None,
    settings: CheckSettings | None = None,
    *,
    baseline: Collection[str] = (),
    only_paths: Collection[str] | None = None,
    more: Sequence[Finding] = (),
    base: str = "",
    redact: bool = False,
    secret: Collection[str] = (),
) -> CheckResult:
    """Examine everything, then keep what the settings select; ``only_paths`` limits it to these documents.

    ``more`` are findings that the situation of one day cannot tell, such as those of the history. ``base`` is the
    folder that the documents' paths are relative to, as seen from the repository's root. With ``redact`` findings on
    what is confidential say which rule and where, and repeat no word of it; ``secret`` are ids of incidents that were
    so in the history.
    """
    settings = settings or CheckSettings()
    validate(settings)
    everything = sorted((*examine(situation, policy), *more), key=lambda each: (each.path, each.line, each.code))
    found = [each for each in everything if only_paths is None or each.path in only_paths]
    selected = [finding for finding in (_selected(each, settings) for each in found) if finding]
    if redact:
        selected = _redacted(selected, situation, secret)
    marked = list(zip(selected, fingerprints(selected), strict=True))
    new = tuple(finding for finding, fingerprint in marked if fingerprint not in baseline)
    paths = {each.id if each.path == HIDDEN else each.path for each in situation.incidents}
    return CheckResult(
        situation.as_of,
        new,
        len(selected) - len(new),
        len(paths if only_paths is None else paths & set(only_paths)),
        sum(only_paths is None or each.incident.path in only_paths for each in situation.tracked),
        situation.complete,
        situation.problems,
        _titles(situation, {(finding.path, finding.incident) for finding in new}, redact=redact),
        _subjects(situation, redact=redact),
        base,
        situation.remarks,
    )


def _titles(situation: Situation, places: Container[tuple[str, str]], *, redact: bool) -> dict[tuple[str, str], str]:
    """What the incidents at these places, path and id, are called; one that is confidential only by its id."""
    return {
        (each.path, each.id): each.id
        if redact and each.confidential
        else f"{each.id} {bare_title(each.title, each.id)}".rstrip()
        for each in situation.incidents
        if (each.path, each.id) in places
    }


def _subjects(situation: Situation, *, redact: bool) -> dict[ItemName, str]:
    return {each.item_name: HIDDEN if redact and each.secret else each.item.text for each in situation.tracked}


def _redacted(findings: Sequence[Finding], situation: Situation, secret: Collection[str]) -> list[Finding]:
    """The findings; of those on what is confidential only the rule and the place."""
    hidden = {*confidential_ids(situation), *secret}
    items = {each.item_name for each in situation.tracked if each.secret}
    orphans = {str(each.issue.ref) for each in situation.orphans if is_confidential(each)}
    here = {each.id for each in situation.incidents}

    def unspoken(finding: Finding) -> Finding:
        orphaned = finding.message.partition(" ")[0] in orphans
        if not orphaned and finding.incident not in hidden and finding.item_name not in items:
            return finding
        # Of a document that is gone the place is a secret too.
        known = finding.incident in here
        name = finding.incident if known else pseudonym(finding.incident)
        return finding._replace(message=_unspoken(finding.code), incident=name, path=finding.path if known else "")

    return [unspoken(each) for each in findings]


def _unspoken(code: str) -> str:
    rule = rules().get(code)
    return f"{rule.summary.rstrip('.') if rule else code}: {HIDDEN}"


def validate(settings: CheckSettings) -> None:
    """Raise ConfigError for a selector that names no rule."""
    per_path = [code for each in settings.per_path for code in (*each.select, *each.ignore)]
    for code in (*settings.select, *settings.extend_select, *settings.ignore, *settings.severity, *per_path):
        if not is_selector(code):
            raise ConfigError(f"check: unknown code {code!r}", meant(code))


def only(settings: CheckSettings, codes: tuple[str, ...]) -> CheckSettings:
    """The settings with only these codes selected; what the settings leave out stays left out."""
    per_path = tuple(each.model_copy(update={"select": ()}) for each in settings.per_path)
    return settings.model_copy(update={"select": codes, "extend_select": (), "per_path": per_path})


def asks_for(settings: CheckSettings, codes: Collection[str]) -> bool:
    """Whether any of these rules could count anywhere."""
    on = [code for code in codes if settings.severity.get(code) != "off"]
    per_path = [selector for each in settings.per_path for selector in each.select]
    return any(_wanted(Finding(code, 1, ""), settings) or _any(per_path, code) for code in on)


def _selected(finding: Finding, settings: CheckSettings) -> Finding | None:
    """The finding with the severity it has here, or None if it does not count."""
    level = settings.severity.get(finding.code)
    if level == "off" or not _wanted(finding, settings):
        return None
    return finding._replace(severity=Severity(level)) if level else finding


def _wanted(finding: Finding, settings: CheckSettings) -> bool:
    here: Sequence[PathRules] = [each for each in settings.per_path if matches(finding.path, each.path)]
    for exception in reversed(here):
        if _any(exception.ignore, finding.code):
            return False
        if _any(exception.select, finding.code):
            return True
    if _any(settings.ignore, finding.code):
        return False
    if _any(settings.extend_select, finding.code):
        return True
    if settings.select:
        return _any(settings.select, finding.code)
    rule = rules().get(finding.code)
    return rule is None or rule.default


def _any(selectors: Iterable[str], code: str) -> bool:
    return any(_names(selector, code) for selector in selectors)


def _names(selector: str, code: str) -> bool:
    rule = rules().get(code)
    return selector == ALL or code.startswith(selector) or (rule is not None and rule.name == selector)
