"""Which labels an item's issue has: the managed one, those that everything gets, and those of its facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import ActionItem, Incident
from postmortem_tracker.sync.settings import Destination, Settings


def labels(
    incident: Incident, item: ActionItem, settings: Settings, there: Destination, told: Collection[str] = ()
) -> tuple[str, ...]:
    """The managed label first, then those of the facts in ``labels_for`` that the document tells.

    Of a confidential incident outsiders read what everybody says; where nobody knows who reads the project, a label
    that was ``told`` there stays: it is nothing new.
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
        whole = f"{name}: {_label(value)}"
        if not watched or (limits.private is None and _cut(whole, limits) in told):
            yield whole
        elif common := settings.common(name, value):
            yield f"{name}: {_label(common)}"


def _cut(label: str, limits: Capabilities) -> str:
    return label[: limits.label_length]


def _label(value: str) -> str:
    # Commas separate labels in both trackers' queries; a leading ~ or scoped :: has a meaning in GitLab.
    return re.sub(r"\s+", " ", re.sub(r"[,~\x00-\x1f\x7f-\x9f]|::", " ", value)).strip()
