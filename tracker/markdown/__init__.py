"""Text to structure and back, pure: `parse` reads incidents, `edit` changes only the intended bytes."""

from postmortem_tracker.markdown.edits import edit
from postmortem_tracker.markdown.findings import FINDING_CODES, FindingRule
from postmortem_tracker.markdown.parser import parse
from postmortem_tracker.markdown.splices import ItemEdit
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import DEFAULT, Vocabulary, words_on

__all__ = ["DEFAULT", "FINDING_CODES", "FindingRule", "ItemEdit", "Role", "Vocabulary", "edit", "parse", "words_on"]
