"""What a template leaves to be filled in, and lines that say there is nothing to do."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.not_work import is_to_fill, says_none
from postmortem_tracker.markdown.words.orders import MARK
from postmortem_tracker.markdown.words.phrases import any_of

_GAP = re.compile(  # no box, no link, no ticket and no tag
    r"\{\{(?:[^{\n]|\{(?!\{))*?\}\}|\{%(?:[^{\n]|\{(?!%))*?%\}|\$\{[^{}\n]+\}|\{[^{}\n]+\}|<%(?:[^<\n]|<(?!%))*?%>|<(?!/|(?:br|https?:|mailto:|b|i|u|s|em|p|a|li|ul|ol|td|"
    r"tr|th|code|kbd|sub|sup|del|ins|span|div|img|strong|details|summary|small|font|h[1-6])\b)[^<>\n]+>|"
    r"\[(?![ xX~✓✔-]?\])[^\]\[\d#\n]+\](?![(\[:])|\b_{3,}\b"
)
_GAP_SIGNS = frozenset("{$<[_")  # each gap has one of these
_GAP_NAMES = re.compile(
    r"\b(?:owners?|assignees?|assigned to|due(?: date| by)?|deadline|priority|status|ticket|issue|link|by|eta|who|when|"
    r"type|open|todo|responsable|responsável|prioridad|prioridade|fecha|prazo|échéance)\b",
    re.IGNORECASE,
)
_SAMPLE = re.compile(rf"{any_of(*every('items', 'samples'))} ?\d*[:：] ?\S", re.IGNORECASE)
_BLANKS = frozenset({"YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "XXX", "@NAME", "@OWNER"})
_PLACEHOLDER = re.compile(
    r"^(?:[-–—_.…*\s|?]*|\(?\d{1,2}[.):]{0,2}|tbd|tba|todo|to do|tbc|n/?a|none|nil|no(?:ne)? (?:yet|items?)|"
    r"none (?:required|needed|planned|identified|at (?:this|the moment)|for now).{0,40}|"
    r"\.\.\..*|…|x{2,}|yyy|zzz|lorem ipsum.*|"
    rf"[<\[{{][^>\]}}\n]*[>\]}}]\.?|(?:add )?{any_of(*every('items', 'placeholders'))}"
    r"\s*(?:item|\d|one|two|three|[a-c])?|task|"
    r"(?:todo:?\s*)?(?:fill|write|describe|list|insert|add|enter)"
    r"(?:(?: (?:this|it|them|your|the|details?|more)){0,3}(?: \w+)? (?:here|below|in (?:here|later))| it later)\.?|"
    r"(?:todo:?\s*)?fill(?: (?:this|it|them))? in(?: later)?\.?|"
    r"(?:action|task|item|measure) (?:description|name|title)|description (?:of|here).{0,40}|e\.g\.?\b.*|"
    r"(?:action item|action|task|item) ?\d{0,2} ?\(.{0,30}(?:owner|due|date).{0,30}\)|"
    r"(?>.*?(?<!\bas )(?<!\bin )(?<!\bto )\bYYYY-MM-DD\b).*|"
    r"(?:an? )?itemi[sz]ed list of.{0,80}|what (?:can|could|should) (?:we|be).{0,80}\?|"
    r"what should be (?:.{0,80}\?|done\b.{0,80}|\w+)|"
    r".{3,60} with owners?(?:,| and) (?:due dates?|deadlines?|priorit).{0,30}|"
    r"what are the (?:things|areas).{0,80}|(?:a )?list of (?:specific )?tasks to address the issue\W.{0,150}|"
    r"be brief and straight to the point.*|"
    r".{0,80}\((?:broadly speaking|be very specific).{0,150}|"
    r"(?:areas|things|suggest)\b.{0,60}\b(?:improvement or fixes|"
    r"happening again|better next time)\W*)$",
    re.IGNORECASE,
)
# "Outline the steps planned to prevent similar incidents": a guide tells its reader what to write.
_BRIEF = re.compile(
    r"(?:describe|outline|list|summari[sz]e|detail|explain|identify) (?:[\w,/-]+ ){0,3}?"
    r"(?:tasks|actions?|action items|steps|measures|improvements|follow-?ups) (?:[\w,/-]+ ){0,5}?"
    r"(?:the|this|similar|such|future|your) (?:\w+ )?(?:incidents?|post-?mortem|outages?|issues?|problems?)\b",
    re.IGNORECASE,
)
_AROUND = " \t\r\n\f\v\u00a0*_`"
_SHORT = 120


def is_placeholder(text: str) -> bool:
    """True for what a template leaves to be filled in."""
    bare = text.strip(_AROUND)
    if is_filler(bare) or is_none(bare) or (len(bare) <= _SHORT and is_to_fill(bare)):
        return True
    return any(known.match(bare) is not None for known in (_SAMPLE, _BRIEF, _PLACEHOLDER))


def is_filler(text: str) -> bool:
    """True for nothing but the gaps of a template, in any template's language: "{{ summary }} [link to issue]"."""
    if len(text) > 300 or _GAP_SIGNS.isdisjoint(text) or not _GAP.search(text):
        return False
    return not _GAP_NAMES.sub("", _GAP.sub("", MARK.sub("", text))).strip(" \t*_`~-–—:;,.()/|#\\\n")


def is_gap(text: str) -> bool:
    """True for one gap of a template: "[Name]", "<date>", "{{ owner }}", "YYYY-MM-DD".

    "TBD" is none: somebody has answered that it is not known yet; nor is a comment, which a filled template keeps.
    """
    bare = text.strip(_AROUND)
    return (_GAP.fullmatch(bare) is not None and not bare.startswith("<!--")) or bare.upper() in _BLANKS


def is_none(text: str) -> bool:
    """True for a line that says there is nothing to do: "None.", "No action items were identified."."""
    return len(text) <= _SHORT and says_none(text)
