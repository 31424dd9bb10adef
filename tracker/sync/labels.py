"""Which labels an item's issue has: the managed one, those that everything gets, and those of its facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import ActionItem, Incident
from postmortem_tracker.sync.settings import Destination, Settings
from postmortem_tracker.text.sameness import level_name, same_level

# What stands before the number of a level, so that each level is one label however documents spell it.
_LETTERS = {"priority": "P", "severity": "SEV"}


def labels(
    incident: Incident, item: ActionItem, settings: Settings, there: Destination, told: Collection[str] = ()
) -> tuple[str, ...]:
    """The managed label first, then those of the facts in ``labels_for`` that the document tells.

    Of a confidential incident outsiders read what everybody says; where nobody knows who reads the project, a label
    that was ``told`` there stays: it is nothing new. A level is one label however it is spelled, and one that was told
    in another spelling stays as it is: nothing is labelled anew because of it.
    """
    limits = there.capabilities
    wanted = [settings.label, *settings.extra_labels, *_of_facts(incident, item, settings, limits, told)]
    return tuple(dict.fromkeys(_cut(label, limits) for label in wanted))[: limits.max_labels]


def _of_facts(
    incident: Incident, item: ActionItem, settings: Settings, limits: Capabilities, told: Collection[str]
) -> Iterator[str]:
    facts = {"priority": item.priority, "type": item.type, "severity": incident.severity, "incident": incident.id}
    # Everybody who sees the project sees its labels, of confidential issues too.
    watched = incident.confidential and not limits.private
    for name, value in facts.items():
        if not value or name not in settings.labels_for:
            continue
        whole = _whole(name, value, told)
        if not watched or (limits.private is None and _cut(whole, limits) in told):
            yield whole
        elif common := settings.common(name, value):
            yield _whole(name, common)


def _whole(name: str, value: str, told: Collection[str] = ()) -> str:
    if name not in _LETTERS:
        return f"{name}: {_label(value)}"
    level = same_level(value)
    before = (each for each in told if each.startswith(f"{name}: ") and same_level(each[len(name) + 2 :]) == level)
    return next(before, f"{name}: {_label(level_name(value, _LETTERS[name]))}")


def _cut(label: str, limits: Capabilities) -> str:
    return label[: limits.label_length]


def _label(value: str) -> str:
    # Commas separate labels in both trackers' queries; a leading ~ or scoped :: has a meaning in GitLab.
    return re.sub(r"\s+", " ", re.sub(r"[,~\x00-\x1f\x7f-\x9f]|::", " ", value)).strip()
