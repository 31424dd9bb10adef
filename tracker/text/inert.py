"""Document text that does nothing in a tracker: notifies nobody, refers to nothing, opens and closes no comment, runs
no command. What it shows stays the same: an invisible space stands behind the sign that would have an effect.

What stands in code has no effect in either tracker and keeps its bytes, where it is beyond doubt what is code.
"""

from __future__ import annotations

import html
import re

_GAP = "\u200b"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_COMMAND = re.compile(r"^/(?=[a-z_]+(?:\s|$))", re.MULTILINE | re.IGNORECASE)
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_ACTIVE = "@#!&/$%~*[<>`"  # what an entity must not stand for: it would be a sign only after it was read
# A mention may follow anything but a letter or a digit; an underscore may be emphasis.
_MENTION = rf"(?<![A-Za-z0-9])@(?=[^\s{_GAP}])"
_NUMBERED = r"[#!&$](?=[0-9&])|(?<![A-Za-z0-9])(?i:G[HL]-)(?=[0-9&])"
_NAMED = r"(?<!~)~(?=[\w\"\\&])|%(?=[\w\"\\&])"  # labels and milestones
_BRACKETED = rf"(?i:\[[a-z_]{{2,30}}:)(?!{_GAP})(?=[^\s\[\]]{{0,200}}[0-9])"  # [vulnerability:12]
# A commit's beginning; the groups of a UUID look like one, and plain numbers and words are none.
_COMMIT = (
    r"(?<![0-9A-Za-z])(?<![0-9A-Fa-f]{4}-)(?i:(?![0-9a-f]{8}-[0-9a-f]{4}-)(?=[0-9]{0,40}[a-f])(?=[a-f]{0,40}[0-9])"
    r"(?P<commit>[0-9a-f]{7,40})(?:(?![0-9a-z])|(?=https?:|www\.)))"  # an address may become code
)
_SIGN = "|".join((_MENTION, _NUMBERED, _NAMED, _BRACKETED, _COMMIT))
_SIGNS = re.compile(_SIGN)
_HOST = r"(?:localhost|[A-Za-z0-9](?:[A-Za-z0-9-]{0,63}\.){1,30}[A-Za-z0-9-]{1,63})(?::[0-9]{1,5})?(?=[/?#\s]|$)"
_ADDRESS = rf"(?i:https?://|www\.){_HOST}[^\s<>()\[\]`\"'{_GAP}]*+"
_ADDRESSES = re.compile(_ADDRESS)
_TOKENS = re.compile(
    rf"(?<!`)(?P<code>`++)[^`\n]++(?P=code)(?!`)"
    rf"|\[(?P<label>[^\[\]\n`]*)\]\((?P<target>{_ADDRESS})(?:\s[^()\n]*+)?\)"
    rf"|(?P<address>{_ADDRESS})"
    rf"|(?P<sign>{_SIGN})"
)
_ISSUE = re.compile(
    r"/(?:issues|work_items|pull|pulls|merge_requests|discussions|epics|incidents|snippets|milestones?|vulnerabilities"
    r"|alert_management)/(?:incident/)?[0-9]|/(?:commit|compare)/[0-9a-f]{7}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\[([^\[\]\n]*)\]\(((?![a-z+.-]+:|//)[\w./~%#-]+)\)", re.ASCII | re.IGNORECASE)
_BEFORE_AN_ADDRESS = (*" \t\n*_~(<", "")
_SPACE = re.compile(r"\s")
_GOES_ON = ("<", ">", '"', "'")  # behind an address: readers do not agree where it ends


def inert(text: str) -> str:
    """Markdown without effects."""
    # Control characters go first: one inside "<!--" would hide it from the replacement and then vanish.
    text = _CONTROL.sub("", text)
    text = _ENTITY.sub(_decoded, text)
    text = text.replace("<!--", "&lt;!--").replace("-->", "--&gt;")
    text = _COMMAND.sub(r"\\/", text)
    code = _code_is_certain(text)
    return _TOKENS.sub(lambda match: _replaced(match, code), text)


def inert_link(link: str) -> str:
    """A link as we write it: what it shows has no effect, and a relative address leads where it did."""
    found = _RELATIVE.fullmatch(link)
    return f"[{inert(found[1])}]({found[2]})" if found else inert(link)


def inert_title(text: str) -> str:
    """A title without effects: it is no Markdown, but looked through for mentions and references all the same."""
    text = _ADDRESSES.sub(lambda match: _broken(match[0]) if _ISSUE.search(match[0]) else match[0], text)
    return _marked(text)


def plain_again(title: str) -> str:
    """A title as people would write it: without the spaces that keep it from having effects."""
    return title.replace(_GAP, "")


def shortened(text: str, room: int) -> str:
    """The beginning of a text made inert, in whole lines, so that code stays code; of a single line a part."""
    if len(text) <= room:
        return text
    kept = text[: max(0, room - 2)].rpartition("\n")[0]
    if not kept.strip():
        # Without its marks nothing is code any more, and what stood in it is looked at again.
        kept = inert(text[: max(0, room - 2 - room // 4)].replace("`", "'"))
    return f"{kept.rstrip()} …" if kept.strip() and len(kept) + 2 <= room else "…"[:room]


def _replaced(match: re.Match[str], code: bool) -> str:
    if match["code"]:
        return match[0] if code else inert_title(match[0])
    if match["target"]:
        if _ISSUE.search(match["target"]):
            return f"{_marked(match['label'])} ({_shown(match['target'], code)})"
        return f"[{_marked(match['label'])}{match[0][len(match['label']) + 1 :]}"
    if match["address"]:
        before, after = (
            match.string[max(0, match.start() - 1) : match.start()],
            match.string[match.end() : match.end() + 1],
        )
        gap = _GAP if _SIGNS.search(match[0][-1] + after) else ""  # its last sign and what follows: %"1.0"
        if _ISSUE.search(match[0]):
            alone = before not in ("\\", "`") and after != "`" and not _is_in_target(match.string, match.start())
            return _shown(match[0], code and alone) + gap
        address = match[0].replace("@", "%40")
        # Emphasis may end an address early, and what follows is text like any other; a sign behind it may not end it.
        whole = before in _BEFORE_AN_ADDRESS and after not in _GOES_ON and not set("*_~") & set(address)
        return (address if whole else _marked(address)) + gap
    return _gapped(match)


def _is_in_target(text: str, at: int) -> bool:
    """Whether a place may be within the target of a link, where backticks make no code: "[a](b" and no space since."""
    opened = text.rfind("](", 0, at)
    return opened >= 0 and _SPACE.search(text, opened, at) is None


def _shown(address: str, code: bool) -> str:
    """An address to read and copy that is no link: trackers look into links for issues."""
    return f"`{address}`" if code else _marked(_broken(address))


def _broken(address: str) -> str:
    return re.sub(r"https?(?=://)|^www(?=\.)", rf"\g<0>{_GAP}", address, flags=re.IGNORECASE)


def _marked(text: str) -> str:
    return _SIGNS.sub(_gapped, text)


def _gapped(sign: re.Match[str]) -> str:
    """A sign that has no effect any more: of a commit's beginning no part is long enough to be one."""
    if sign["commit"]:
        return _GAP.join(re.findall(".{1,6}", sign[0]))
    return sign[0] + _GAP


def _code_is_certain(text: str) -> bool:
    """Whether the marks for code come in pairs on every line, and nothing could make others of them."""
    if "`" not in text:
        return re.search(r"<[a-z/!?]", text, re.IGNORECASE) is None
    if "\\`" in text or re.search(r"<[a-z/!?]", text, re.IGNORECASE):
        return False
    for line in text.split("\n"):
        opened = ""
        for run in re.findall(r"`+", line):
            if opened not in ("", run):
                return False
            opened = "" if opened else run
        if opened:
            return False
    return True


def _decoded(entity: re.Match[str]) -> str:
    """An entity that stands for a sign is shown as it is written; one for a letter or a digit is that itself."""
    meant = html.unescape(entity[0])
    if any(sign in _ACTIVE for sign in meant):
        return f"&amp;{entity[1]};"
    return meant if meant.isascii() and meant.isalnum() else entity[0]
