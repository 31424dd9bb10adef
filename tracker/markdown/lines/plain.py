"""Turns an item's Markdown into one plain line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postmortem_tracker.markdown.words.signs import holds, table

_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+[\"'][^)]*)?\)")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
_AUTO = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?(?:-->|$)")
_LISTED = re.compile(r"</li>\s*(?:<br ?/?>\s*)?<li\b[^<>]*>")
_OTHER_TAG = re.compile(r"</?(?!br\b)[a-zA-Z][^<>]*>")
_STRONG = re.compile(r"(\*{1,3}|~~)(?=\S)(.+?)(?<=\S)\1")
_UNDER = re.compile(r"(?<![\w\\])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SHORTCODE = re.compile(r"(?::[a-z]\w+:\s*)+(?=\S)")  # ":small_blue_diamond:", a bullet on some sites
_EMPTY = re.compile(r"[(\[][ \t,;.—–-]*[)\]]")
_LONE = re.compile(r" [,;]?\)(?=\W|$)")
_LOOSE = re.compile(r" (?=[.,;:!?](?: |$))")  # a blank before a sign that ends words
_EDGES = " \t,;|—–-:·"
_MARKUP = table(b"*_`~[<\\&")


def without(text: str, cuts: Iterable[tuple[int, int]]) -> str:
    """The text without the given ranges, which may overlap."""
    ordered = sorted(cuts)
    if not ordered:
        return text
    parts = []
    at = 0
    for start, end in ordered:
        if start > at:
            parts.append(text[at:start])
            parts.append(" ")
        at = max(at, end)
    parts.append(text[at:])
    return "".join(parts)


def blanked(text: str, cuts: Iterable[tuple[int, int]]) -> str:
    """The text with the given ranges as spaces, so that every offset stays."""
    for start, end in cuts:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def plain_line(text: str) -> str:
    """One line of plain text: no emphasis, code marks, links, tags, entities or dangling separators."""
    if "\\" in text:
        text = text.replace("\\\n", "\n").rstrip().removesuffix("\\")
    if holds(text, _MARKUP):
        text = _unmarked(text)
    if "  " in text or not text.isprintable():  # other blanks than a space between two words
        text = " ".join((text if text.isascii() else text.replace("\u200b", " ")).split())
    text = text.strip(" ")
    if text[:1] == ":":
        text = _SHORTCODE.sub("", text)
    if "(" in text or "[" in text or ")" in text:
        text = " ".join(_unbalanced(_EMPTY.sub("", text)).split()).replace(" )", ")")
    text = _LOOSE.sub("", text) if " ." in text or " ," in text or " ;" in text else text
    return text.strip(_EDGES).removesuffix(".").rstrip(_EDGES)


def untagged(text: str) -> str:
    """A cell in HTML without its tags, but for breaks, which also stand between the entries of a list."""
    return _OTHER_TAG.sub("", _LISTED.sub("<br>", text)).strip()


def _unbalanced(text: str) -> str:
    """Without a bracket that lost its partner to a field: " )" or a "(" at the end."""
    if text.count(")") > text.count("("):
        text = _LONE.sub("", text)
    return text.rstrip(" (") if text.count("(") > text.count(")") else text


def _unbold(text: str) -> str:
    """The text without the only bold words in it, which is the emphasis that most items have."""
    before, _, rest = text.partition("**")
    words, closed, after = rest.partition("**")
    if not closed or "*" in before or "*" in after or words != words.strip("* \t\n"):
        return text
    return before + words + after


def _unmarked(text: str) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[2].strip() if found.lastindex == 2 else found[1])
        return f"\x00{len(kept) - 1}\x00"

    text = _CODE.sub(keep, text) if "`" in text else text
    text = _ESCAPE.sub(keep, text) if "\\" in text else text
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)) if "](" in text else text
    text = _REFERENCE.sub(r"\1", text) if "][" in text else text
    text = _LISTED.sub("; ", text) if "</li>" in text else text
    text = _TAG.sub(" ", _AUTO.sub(r"\1", text)) if "<" in text else text
    text = _unbold(text) if "**" in text else text
    for _ in range(2):
        if "*" in text or "~~" in text:
            text = _STRONG.sub(r"\2", text)
    text = _UNDER.sub(r"\2", text) if "_" in text else text
    if "&" in text:
        import html  # its table of entities is only needed here

        text = html.unescape(text)
    if not kept:
        return text
    return re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])] if int(m[1]) < len(kept) else "", text)
