"""Tries on a document's bytes whether words can be written into it, without writing them."""

from __future__ import annotations

from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.disk import documents
from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import ItemEdit, edit
from postmortem_tracker.model import ActionItem, Incident
from postmortem_tracker.sync.accept import Rewrite
from postmortem_tracker.sync.identity.matched import Rewording


def rewriting(workspace: Workspace, reading: Reading) -> Rewrite:
    """How the documents of a reading take words: the item as it will be read, or why they cannot be written."""

    def rewrite(incident: Incident, item: ActionItem, words: Rewording) -> ActionItem | str:
        try:
            data = documents.read(reading.files[incident.path], workspace.config.max_document_bytes).data
            edits = [ItemEdit(item, text=words.title, owners=words.owners)]
            result = edit(data, incident.path, edits, vocabulary=workspace.vocabulary)
            incidents = tuple(workspace.parse(result, incident.path))
        except DocumentError as error:
            return (error.message.partition(": ")[2] or error.message).removesuffix("; nothing was written")
        after = next((each for each in incidents if each.id == incident.id), None)
        if after is None:
            return "the incident would have another id"
        return after.items[incident.items.index(item)]

    return rewrite
