"""How GitLab finds quick actions in a text: the way with patterns of older versions, and the newer one by Markdown.

Both take out carriage returns and white space at the end, whether there is a command or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyromark

NAMES = re.findall(
    r"\w+",
    """
    add_child add_contacts add_email add_parent approve assign assign_reviewer award blocked_by blocks board_move cc
    checkin_reminder child_epic child_of clear_health_status clear_weight clone close confidential convert_to_ticket
    copy_metadata create_merge_request deadline done draft due duplicate epic estimate estimate_time health_status
    internal invite_email issue iteration label labels link linked lock merge milestone move page parent parent_epic
    promote promote_to promote_to_incident publish q react ready reassign reassign_reviewer rebase relabel relate
    relate_to remove_child remove_child_epic remove_contacts remove_due_date remove_email remove_epic
    remove_estimate remove_iteration remove_label remove_link remove_milestone remove_parent remove_parent_epic
    remove_reviewer remove_time_estimate remove_time_spent remove_zoom reopen request_changes request_review
    requestchanges resume reviewer run_pipeline set_parent severity shrug spend spend_time spent status stop
    submit_review subscribe tableflip tag target_branch timeline title todo type unapprove unassign
    unassign_reviewer unlabel unlink unlock unrelate unsubscribe weight wip zoom
    """,
)
_FLAGS = re.MULTILINE | re.DOTALL | re.IGNORECASE
_COMMAND = rf"^/(?P<name>{'|'.join(sorted(NAMES, key=len, reverse=True))})(?: (?P<argument>[^\n]*))?(?:\s*\n|$)"
_FENCE = r"^```.+?\n```$"
_SPAN = r"^.*`\n*.+?\n*`$"
_ELEMENT = r"^<[^>]+?>\n.+?\n</[^>]+?>$"
_QUOTE = r"^>>>.+?\n>>>$"
_OLD = re.compile(rf"(?P<kept>{_FENCE}|{_SPAN}|{_ELEMENT}|{_QUOTE})|{_COMMAND}", _FLAGS)
_NEW = re.compile(rf"(?P<kept>{_SPAN})|{_COMMAND}", _FLAGS)


@dataclass(frozen=True)
class Extracted:
    """What is stored, and the commands that were run, each with its argument."""

    text: str
    commands: list[tuple[str, str]]


def extract(text: str, *, by_markdown: bool) -> Extracted:
    """The text as it is stored and the commands in it."""
    text = text.replace("\r", "")
    commands: list[tuple[str, str]] = []

    def taken(match: re.Match[str]) -> str:
        if match["name"] is None:
            return match[0]
        commands.append((match["name"].lower(), (match["argument"] or "").strip()))
        return ""

    stored = _in_paragraphs(text, taken) if by_markdown else _OLD.sub(taken, text)
    return Extracted(stored.rstrip(), commands)


def _in_paragraphs(text: str, taken: Callable[[re.Match[str]], str]) -> str:
    """The text with the paragraphs that stand in nothing else changed."""
    raw, depth, kept, done = text.encode(), 0, list[str](), 0
    for event, span in pyromark.events_with_range(text):
        if isinstance(event, dict) and "Start" in event:
            if event["Start"] == "Paragraph" and depth == 0:
                kept.append(raw[done : span["start"]].decode())
                kept.append(_NEW.sub(taken, raw[span["start"] : span["end"]].decode()))
                done = span["end"]
            depth += 1
        elif isinstance(event, dict) and "End" in event:
            depth -= 1
    return "".join(kept) + raw[done:].decode()
