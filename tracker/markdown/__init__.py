"""Text to structure and back, pure: `parse` reads incidents, `edit` changes only the intended bytes."""

from tracker.markdown.edits import ItemEdit, edit
from tracker.markdown.findings import FINDING_CODES, FindingRule
from tracker.markdown.parser import parse
from tracker.markdown.vocabulary import DEFAULT, Role, Vocabulary

__all__ = ["DEFAULT", "FINDING_CODES", "FindingRule", "ItemEdit", "Role", "Vocabulary", "edit", "parse"]
