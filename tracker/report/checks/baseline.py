"""Tells known findings from new ones by fingerprints that survive edits elsewhere in the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from postmortem_tracker.errors import ConfigError
from postmortem_tracker.keys import digest, normalise
from postmortem_tracker.model import Finding

_NUMBERS = re.compile(r"\d+")


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """One fingerprint per finding, in order: of its code, incident and item, never of line, date or severity."""
    seen: Counter[str] = Counter()
    result = []
    for finding in findings:
        about = finding.key or normalise(_NUMBERS.sub("", finding.message))
        subject = "\x1f".join((finding.code, finding.incident or finding.path, about))
        result.append(digest(f"{subject}\x1f{seen[subject]}", 10))
        seen[subject] += 1
    return tuple(result)


def render_baseline(findings: Sequence[Finding]) -> str:
    """The file that makes these findings known; sorted, so that its changes read well in a review."""
    import json

    entries = [
        {"fingerprint": mark, "code": each.code, "path": each.path, "message": each.message}
        for each, mark in zip(findings, fingerprints(findings), strict=True)
    ]
    entries.sort(key=lambda entry: (entry["path"], entry["code"], entry["fingerprint"]))
    return json.dumps({"schema": 1, "findings": entries}, indent=2, ensure_ascii=False) + "\n"


def load_baseline(text: str) -> frozenset[str]:
    """The known fingerprints; raises ConfigError where the text is not a baseline."""
    import json

    try:
        data = json.loads(text)
        if data["schema"] != 1:
            raise ValueError(f"schema {data['schema']!r}")
        return frozenset(str(entry["fingerprint"]) for entry in data["findings"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ConfigError("not a baseline", "make one with check --write-baseline") from error
