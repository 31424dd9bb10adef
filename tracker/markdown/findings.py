"""What the parser can be in doubt about, each with its code, meaning and advice."""

from __future__ import annotations

from dataclasses import dataclass

from postmortem_tracker.model import Finding, Severity


@dataclass(frozen=True)
class FindingRule:
    """One kind of finding; ``suggestion`` says what to change in the document."""

    code: str
    title: str
    severity: Severity
    explanation: str
    suggestion: str


_WARNING = Severity.WARNING
_RULES = (
    FindingRule(
        "PM101",
        "no section with measures",
        _WARNING,
        "No title in the document names corrective or preventative measures, action items, follow-ups or the like. "
        "Where a list below another title says what to do, that title is quoted; whether it is meant is not guessed.",
        "add a section such as `## Action items`, or add your own title to the configured vocabulary",
    ),
    FindingRule(
        "PM102",
        "measures only as prose",
        _WARNING,
        "The section tells its measures as running text. Which sentences are work is not guessed.",
        "write each measure as a list item or a table row",
    ),
    FindingRule(
        "PM103",
        "ambiguous date",
        _WARNING,
        "05-02-2022 may be 5 February or 2 May, Monday 2026-05-12 is a Tuesday, and nothing is due a year before the "
        "incident; the date is kept as written. Of a day alone at an item's beginning or end nothing says "
        "that it is due then, so it stays in the title.",
        "write the day that is meant as YYYY-MM-DD",
    ),
    FindingRule(
        "PM104",
        "relative or unreadable date",
        _WARNING,
        "A due date such as `by Friday`, `by the 15th`, `within 30 days`, `next sprint` or `ASAP` cannot be turned "
        "into a day; it is kept as written. At a sentence's end its words may be a part of the work and stay there. An "
        "incident whose date is none, such as `2026-02-30`, has no date: nothing is due by its priority or severity, "
        "and `--since` leaves it out.",
        "write the date as YYYY-MM-DD",
    ),
    FindingRule(
        "PM105",
        "unknown owner",
        _WARNING,
        "The owner is a placeholder such as `???` or `TBD`, or words that settle on nobody, such as `maybe @bo` or "
        "`someone from SRE`: nobody is accountable, and nobody is assigned. What may be a first name alone in "
        "brackets, as in `(Ana) Cap the pool`, is quoted and stays in the title, unless somebody of that name owns "
        "another item.",
        "name a person or a team",
    ),
    FindingRule(
        "PM106",
        "section without items",
        _WARNING,
        "A section for measures is empty, or holds only placeholders of a template.",
        "list the measures, or say why there are none",
    ),
    FindingRule(
        "PM107",
        "code fence never closed",
        _WARNING,
        "A code fence opens and never closes, so all that follows is code, not measures.",
        "close the fence, or remove it where it wraps the whole document",
    ),
    FindingRule(
        "PM108",
        "unreadable front matter",
        _WARNING,
        "The YAML between the first two `---` lines is broken. It may hold the incident's id, or that the document "
        "is confidential, so nothing of the document is used: exit code 3.",
        "correct the YAML",
    ),
    FindingRule(
        "PM109",
        "table not read",
        _WARNING,
        "A table in HTML joins cells, holds another table or has rows of different lengths, a table has its fields one "
        "below the other or begins with an item instead of the names of its columns, rows were pasted from a "
        "spreadsheet, or a row of a form tells measures (`| Corrective action | Rebuild the image |`): nothing is read "
        "from it and nothing is written into it. Of two columns of work, such as `Short term` and `Long term`, only "
        "the first is read.",
        "write it as a Markdown table with a row for each item and a column for each field",
    ),
    FindingRule(
        "PM110",
        "too many items",
        _WARNING,
        "An incident with more than 10,000 items is no postmortem; those from this line on were left out.",
        "split the document",
    ),
    FindingRule(
        "PM111",
        "comment never closed",
        _WARNING,
        "A comment opens and never closes, so all that follows is hidden, and its measures are not read.",
        "close it with `-->`",
    ),
    FindingRule(
        "PM112",
        "confidentiality not understood",
        _WARNING,
        "A key or label speaks of who may read the document, and its value is none that is known. "
        "The document counts as confidential.",
        "write `confidential: true` or `confidential: false`",
    ),
    FindingRule(
        "PM120",
        "state not understood",
        _WARNING,
        "Words such as `almost done`, `not fixed`, `50 % complete` or `done?` speak of a state without being one, "
        "or a box and the words beside it differ. Only a whole word of the vocabulary is believed: the item "
        "counts as open unless its box is ticked, and the words are never written over.",
        "write one word such as Open, Done or Won't do, and the rest into the text or a note",
    ),
    FindingRule(
        "PM121",
        "box mark not understood",
        _WARNING,
        "The mark in the check box has no meaning here, so the item counts as open. Understood are `[ ]`, `[x]`, "
        "`[-]` and `[~]` (not planned), and as open `[/]`, `[>]`, `[<]`, `[!]`, `[?]` and `[*]`.",
        "use `[ ]`, `[x]` or `[-]`, or name the state in words",
    ),
    FindingRule(
        "PM122",
        "ticket key not configured",
        _WARNING,
        "A key such as `AUTH-12` stands where a ticket stands; but names of hosts, products and standards look "
        "alike, and nobody has said that this is a ticket. It is taken as text, so the item gets an issue of its "
        "own; once it has one, nothing more is said.",
        'if it is a ticket, name the key in the configuration (`[sync] ticket_keys = ["AUTH"]`) or make it a link',
    ),
    FindingRule(
        "PM123",
        "open step below a finished item",
        _WARNING,
        "The item is marked done, and a line below it with a box, an owner or a date of its own is still open. Its "
        "issue is closed with the item, so nobody is reminded of the rest.",
        "tick the step, open the item again, or make the step an item of its own",
    ),
    FindingRule(
        "PM124",
        "promise inside an item",
        _WARNING,
        "A line below the item has an owner and a date of its own, or a box and one of them. It is a detail of the "
        "item's issue: its date is not watched and its owner not reminded.",
        "make it an item of its own, or leave owner and date to the item",
    ),
    FindingRule(
        "PM125",
        "promise that is no item",
        _WARNING,
        "A line has an owner or a due date, or calls something still open, but stands where no action items are told, "
        "does not say what is to be done, or says nothing beside its fields; or a label such as `Cleanup tasks:` "
        "announces work there, or `Action item:` in a timeline; or a comment or tag stands before its bullet "
        "(`<!-- a --> - Add it`), so that it is no list item; or it begins in bold as another item would. "
        "It is no item and has no issue: "
        "nobody is reminded of it.",
        "write what is to be done and move the line below the action items, or leave owner and date out; "
        "let a bullet begin its line",
    ),
    FindingRule(
        "PM126",
        "ticket not understood",
        _WARNING,
        "A ticket cell or label says more, or less, than which ticket it is: `TBD after #3`, `none, see #4`, `#6?`, "
        "`#13-15`, `T1234`, or the ticket is struck out or code; a number may count the rows or be another tracker's "
        "(`Jira 12`, `bug 12`); a link called `issue` may be a word of its sentence, as in `fix the [issue]`; what "
        "leads the item's words without a sign (`#12 Cap the pool`) may be a number of the list; or it ends the item, "
        "or fills a line below it, but not as a ticket does: `/ #3`, `(see #3)`, `#3?`, `{#3}`. It is taken as "
        "text, so the item gets an issue of its own.",
        "write nothing but the ticket (`#12`, or a link in brackets) into a cell or behind a label, `(#12)` or `#12:` "
        "beside the words, and the rest into the text or a note",
    ),
    FindingRule(
        "PM127",
        "link at odds with its address",
        _WARNING,
        "The words of a link name one ticket, its address another: `[#3](…/issues/4)`. The address is followed, which "
        "is where a reader gets to.",
        "correct the words or the address",
    ),
    FindingRule(
        "PM128",
        "perhaps a postmortem",
        _WARNING,
        "A document of a folder that is looked through has open action items with a box, an owner or a day, but says "
        "neither that it is about an incident nor that it is a page of another kind, such as minutes or a plan. "
        "Nothing of it is used.",
        "if it is one, write `**Severity:**` and `**Date:**` on top, or `Postmortem:` before its title; if not, write "
        "`<!-- postmortem-tracker: ignore -->` on top, or name it in `exclude`",
    ),
    FindingRule(
        "PM129",
        "waiver without a reason",
        _WARNING,
        "The item says that it is waived, but not why. It is excused from nothing.",
        "write `(waived until 2027-01-01: why, and who agreed)`, or leave the waiver out",
    ),
    FindingRule(
        "PM130",
        "waiver not understood",
        _WARNING,
        "The words of a waiver say that nobody has granted it, or only ask for it: `waived until …: not approved`. "
        "It excuses nothing.",
        "write `(waived until YYYY-MM-DD: reason)` once it is granted, and leave it out until then",
    ),
    FindingRule(
        "PM131",
        "open box outside the items",
        _WARNING,
        "An open box stands below a title that names no action items. It may be a promise or a line of somebody's "
        "check-list; it is no item and has no issue.",
        "tick it, move it below the action items, or write it without a box",
    ),
    FindingRule(
        "PM132",
        "severity not settled",
        _WARNING,
        "Several levels stand as the incident's severity, such as `SEV1 | SEV2 | SEV3 (pick one)` or "
        "`SEV1 for EU, SEV2 for US`, and nothing says which one counts, or a box's mark may be a tick or none: "
        "`☒ SEV1`. The incident has no severity: nothing is due by it. "
        "Where two fields name different levels, the first one counts.",
        "write the one level that counts, or `SEV1 → SEV2` where it changed",
    ),
    FindingRule(
        "PM133",
        "several items in one cell",
        _WARNING,
        "The cell for the work holds a list: `- Log it<br>- Map it (done)`. The row is one item with one issue, and "
        "what one entry says of its state is not the state of all: the item is done only where each entry is.",
        "give each its own row",
    ),
)

FINDING_CODES: dict[str, FindingRule] = {rule.code: rule for rule in _RULES}


def finding(code: str, line: int, path: str, detail: str = "", *, incident: str = "", key: str = "") -> Finding:
    """A finding of a known code at a 1-based line; ``detail`` names the particular."""
    rule = FINDING_CODES[code]
    message = f"{rule.title}: {detail}" if detail else rule.title
    return Finding(code, line, message, path, rule.severity, rule.suggestion, incident, key)
