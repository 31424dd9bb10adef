"""Documents whose issues are files of an embedded tracker that this run does not use: it is another one's work."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.config import load as configuration
from postmortem_tracker.disk import documents
from postmortem_tracker.disk.regular import shown
from postmortem_tracker.errors import DocumentError, TrackerError
from postmortem_tracker.model import Incident, IssueRef, Link
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.text.ticket_forms import issue_of_file

Resolve = Callable[[Link, str], IssueRef | None]


def kept_elsewhere(workspace: Workspace, reading: Reading, resolve: Resolve) -> dict[str, TrackerError]:
    """The documents that link an issue's file which tells of their own incident, and is of no configured tracker.

    Under another root they would be given a second tracker; such a link is no ticket of another system.
    """
    found: dict[str, TrackerError] = {}
    for incident in reading.incidents if reading.tree is None else ():
        for link in (link for item in incident.tasks for link in item.links):
            if incident.path not in found and resolve(link, incident.path) is None:
                file = _issue_file(workspace, incident, link)
                if file is not None:
                    found[incident.path] = _error(workspace, incident, link, file)
    return found


def _issue_file(workspace: Workspace, incident: Incident, link: Link) -> Path | None:
    """The file that a link leads to, if it is an issue that tells of the incident itself."""
    if link.file is None or issue_of_file(os.path.basename(link.file)) is None:
        return None
    file = Path(os.path.realpath(workspace.root / incident.path)).parent / link.file
    try:
        text = documents.read(str(file), workspace.config.max_document_bytes).data.decode("utf-8", "replace")
    except (DocumentError, ValueError):
        return None
    mark = marker.read(text)
    same = mark is not None and (mark.incident == incident.id or os.path.basename(mark.path) == _name(incident))
    return Path(os.path.normpath(file)) if same else None


def _name(incident: Incident) -> str:
    return os.path.basename(incident.path)


def _error(workspace: Workspace, incident: Incident, link: Link, file: Path) -> TrackerError:
    folder = shown(Path(os.path.relpath(file.parent)).as_posix())
    config = configuration.find(file.parent)
    if config is not None and config != workspace.config_path:
        hint = f"run it with --config {shown(Path(os.path.relpath(config)).as_posix())} before the command"
    else:
        hint = f"run it where the issues were opened, or name {folder} as the path of a tracker"
    place = f"{incident.path}:{link.line}"
    return DocumentError(f"{place}: its issues are kept in {folder}, which is no tracker of this run: left out", hint)
