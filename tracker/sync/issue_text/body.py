"""What an issue says about its action item: title and visible block – within the tracker's limits."""

from __future__ import annotations

from dataclasses import dataclass

from postmortem_tracker import keys
from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import ActionItem, Incident
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.text.inert import inert, inert_link, inert_title, shortened

CONFIDENTIAL = "**Confidential:** the postmortem is not for everybody."
_BLOCK_ROOM = 4_000  # kept free in the body for the marker and for what people write
_IMPROVEMENTS_SHOWN = 20
_JOINERS = "\u200c\u200d"  # between the signs of one picture, and between letters of several scripts


@dataclass(frozen=True, slots=True)
class Content:
    """The managed block's visible text; ``digest`` ignores the commit that its link points to."""

    text: str
    digest: str


def title(item: ActionItem, limits: Capabilities) -> str:
    """The item's text on one line, cut to the tracker's length."""
    return one_line(item.text, limits)


def one_line(text: str, limits: Capabilities) -> str:
    """Any text as a title."""
    text = " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in text).split()) or "(no text)"
    text = inert_title(text)
    return text if len(text) <= limits.title_length else text[: limits.title_length - 1].rstrip() + "…"


def content(incident: Incident, item: ActionItem, where: str, limits: Capabilities) -> Content:
    """The block for one item; ``where`` links its line in Markdown."""
    link = inert_link(where)
    head = [incident_line(incident), f"**From:** {link}"]
    if incident.confidential:
        head.append(CONFIDENTIAL)
    if item.owners:
        # Also for those who have an account: not everybody can be assigned, and they are notified only once.
        head.append(f"**Owner:** {inert(', '.join(item.owners))}")
    if item.due:
        head.append(f"**Due:** {inert(item.due)}")
    parts = ["  \n".join(head)]
    room = limits.body_length - _BLOCK_ROOM - len(parts[0])
    for part in (_details(item), _context(incident)):
        if part and len(part) <= room:
            parts.append(part)
            room -= len(part) + 2
        elif part and room > 200:
            parts.append(shortened(part, room))
            room = 0
    text = "\n\n".join(parts)
    return Content(text, digest(incident.path, text.replace(link, "")))


def says_confidential(issue_body: str) -> bool:
    """Whether an issue was opened for a confidential incident, which its document may not be there to tell."""
    return CONFIDENTIAL in marker.content(issue_body)


def incident_line(incident: Incident) -> str:
    """The incident's name, date, severity and summary in Markdown."""
    facts = [fact for fact in (incident.severity, incident.date.isoformat() if incident.date else None) if fact]
    about = f" ({', '.join(facts)})" if facts else ""
    summary = f"  \n{incident.summary}" if incident.summary else ""
    name = (
        incident.title if incident.id.casefold() in incident.title.casefold() else f"{incident.id} – {incident.title}"
    )
    return inert(f"**Incident:** {name}{about}{summary}")


def _details(item: ActionItem) -> str:
    if not item.details.strip():
        return ""
    return inert("\n".join("> " + line for line in item.details.strip().splitlines()))


def _context(incident: Incident) -> str:
    if not incident.improvements:
        return ""
    lines = [f"- {measure.text}" for measure in incident.improvements[:_IMPROVEMENTS_SHOWN]]
    return inert("**Improvements this is part of:**\n\n" + "\n".join(lines))


def digest(*parts: str) -> str:
    """Names a content; equal contents have equal names."""
    return keys.digest("\x1f".join(parts), 6)
