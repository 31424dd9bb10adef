"""Turns an item's Markdown into one plain line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from postmortem_tracker.markdown.lines.commonmark import Form, inline

_LISTED = re.compile(r"</li>\s*(?:<br ?/?>\s*)?<li\b[^<>]*>", re.IGNORECASE)
_STRUCK_TAG = re.compile(r"</?(?:del|s|strike)>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"</?(?!br\b)[a-zA-Z][^<>]*>")
# What people type and CommonMark does not take for markup.
_LOOSE_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+[\"'][^)\[]*)?\)")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")  # its definition stands elsewhere
# Tags with attributes as nobody should write them; "Map<K, V>" has none.
_LOOSE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|del|details|div|em|figure|font|h[1-6]|hr|i|img|input|ins|kbd|li|"
    r"mark|nobr|ol|p|picture|pre|q|s|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|time|tr|tt|u|"
    r"ul|ac|ri)\b[^<>]*>",
    re.IGNORECASE,
)
_LOOSE_STRONG = re.compile(r"(\*{1,3}|~~)(?=\S)(.{1,500}?)(?<=[^\s*~])\1")  # "**Label:**words"
_LOOSE_UNDER = re.compile(r"(?<![\w\\])(_{1,3})(?=\S)(.{1,500}?)(?<=\S)\1(?!\w)")
_SHORTCODE = re.compile(r"(?::[a-z]\w+:\s*)+(?=\S)")  # ":small_blue_diamond:", a bullet on some sites
_EMPTY = re.compile(r"[(\[][ \t,;.—–-]+[)\]]|(?<!\w)(?:\(\)|\[\])|（[ 、，；：]*）")  # but "clean()" is a name
_OPENED = re.compile(r"(?<= )([(\[])[ ,;]+(?=[\w#])")
_OPENED_WIDE = re.compile(r"(?<=（)[ 、，；]+")
_OPENING = re.compile(r"(?<!\S)[*_]{1,3}\Z")  # "**1. Cap it**" without its number is no "** Cap it**"
_LONE = re.compile(r" [,;]?\)(?=\W|$)")
_LONE_WIDE = re.compile(r"(?<![ 、，；])[ 、，；]+）(?=\W|$)")
_LOOSE = re.compile(r" (?=[.,;:!?](?: |$))")  # a blank before a sign that ends words
_MARKUP = re.compile(r"[*_`~\[\]<>&\\\n\r\x00]")  # a text without any of these is plain
_EMPHASIS = frozenset("*_")
_SIGNS = frozenset("<>*_~[]")
_FOOTNOTE = re.compile(r"(?<=\w)\[\^[\w-]{1,30}\](?!\w)")
_EDGES = " \t,;|—–-:·，、；：،؛"  # of Chinese, Japanese and Arabic, too
_STOPS = (".", "。", "．", "۔")


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
            parts.append("" if _OPENING.search(text, max(at, start - 4), start) else " ")
        at = max(at, end)
    parts.append(text[at:])
    return "".join(parts)


def blanked(text: str, cuts: Iterable[tuple[int, int]]) -> str:
    """The text with the given ranges as spaces, so that every offset stays."""
    for start, end in cuts:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def paired(text: str, cuts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges without the brackets whose partner lies in none, so that no half of a pair is left out."""
    kept = sorted(cuts)
    if not any(sign in text[start:end] for start, end in kept for sign in "()（）"):
        return kept
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign in "(（":
            opened.append(at)
        elif sign in ")）" and opened:
            begin = opened.pop()
            lone = [one for one, other in ((begin, at), (at, begin)) if _within(one, kept) and not _within(other, kept)]
            for one in lone:
                kept = [piece for cut in kept for piece in _split(cut, one)]
    return kept


def _within(at: int, cuts: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in cuts)


def _split(cut: tuple[int, int], at: int) -> list[tuple[int, int]]:
    start, end = cut
    return [piece for piece in ((start, at), (at + 1, end)) if piece[0] < piece[1]] if start <= at < end else [cut]


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A range with the blanks before it."""
    return len(text[:start].rstrip(" \t")), end


def emphasised(text: str, start: int, end: int) -> tuple[int, int]:
    """A range with the emphasis that stands around nothing else."""
    while start > 0 and text[start - 1] in "*_" and text[end : end + 1] == text[start - 1]:
        start, end = start - 1, end + 1
    return start, end


def plain_line(text: str) -> str:
    """One line of plain text: no emphasis, code marks, links, tags, entities or dangling separators.

    Code and signs behind a backslash stay as they are.
    """
    return _read(text, _tidied).strip()


def untorn(title: str, text: str) -> str:
    """A title without the marks at its ends whose partner went with a field: "**Cap it.** Owner: Bo"."""
    if title[:1] not in _EMPHASIS and title[-1:] not in _EMPHASIS:
        return title
    shown = plain_line(text)
    title = title if shown[:1] == title[0] else title.lstrip("*_ ")
    return title if title[-1:] in shown else title.rstrip("*_ ")


def unmarked(text: str) -> str:
    """The words of a line of Markdown, all of them: only marks are left out; an underscore in a word is none."""
    return _read(text, lambda line: line)


def _read(text: str, tidy: Callable[[str], str]) -> str:
    if _MARKUP.search(text) is None:
        return tidy(text.rstrip())
    kept: list[str] = []

    def keep(words: str) -> str:
        kept.append(words)
        return f"\x00{len(kept) - 1}\x00"

    parts = []
    listed = _LISTED.sub("; ", text.replace("\x00", ""))
    for piece in inline(listed.rstrip().removesuffix("\\")).pieces:
        if piece.form is Form.CODE:
            parts.append(keep(piece.text.strip()))
        elif piece.form is Form.ESCAPED:
            parts.append(keep(piece.text[0]) + piece.text[1:])
        elif piece.text in _SIGNS and piece.end - piece.start > 1:
            parts.append(keep(piece.text))  # an entity: "&lt;div&gt;" is no tag
        else:
            parts.append(" " if piece.form is Form.TAG else piece.text)
    line = tidy(_unmarked("".join(parts)))
    return re.sub("\x00(\\d+)\x00", lambda found: kept[int(found[1])], line)


def _unmarked(text: str) -> str:
    """A text without the markup that only its author sees."""
    if not any(sign in text for sign in "*_~[<"):
        return text
    text = _FOOTNOTE.sub("", text)
    text = _LOOSE_LINK.sub(r"\1", text)
    text = _LOOSE_TAG.sub(" ", _REFERENCE.sub(r"\1", _before_comment(text)))
    for _ in range(2):
        text = _LOOSE_STRONG.sub(r"\2", text)
    return _LOOSE_UNDER.sub(r"\2", text)


def _before_comment(text: str) -> str:
    """A text without the comment that its last line opens and does not close."""
    opens = text.find("<!--", text.rfind("\n") + 1)
    return text if opens < 0 else f"{text[:opens]} "


def _tidied(text: str) -> str:
    """A text with single spaces and without what fields left behind when they were taken out."""
    text = " ".join(text.replace("\u200b", " ").replace("\u00ad", "").split())
    text = _SHORTCODE.sub("", text) if text[:1] == ":" else text
    text = _OPENED_WIDE.sub("", _OPENED.sub(r"\1", _EMPTY.sub("", text)))
    text = " ".join(_unbalanced(text).split()).replace(" )", ")").replace(",)", ")")
    bare = _LOOSE.sub("", text).strip(_EDGES)
    return bare[:-1].rstrip(_EDGES) if bare.endswith(_STOPS) else bare


def untagged(text: str) -> str:
    """A cell in HTML without its tags, but for breaks, which also stand between the entries of a list."""
    text = _STRUCK_TAG.sub("~~", text)  # as Markdown has it
    return _OTHER_TAG.sub("", _LISTED.sub("<br>", text)).strip()


def without_tags_behind(text: str, tag: re.Pattern[str]) -> str:
    """A text without the tags that end it, and the blanks before each."""
    end = len(text)
    while text[end - 1 : end] == ">" and tag.fullmatch(text, start := text.rfind("<", 0, end), end) is not None:
        while text[start - 1 : start].isspace():
            start -= 1
        end = start
    return text[:end]


def _unbalanced(text: str) -> str:
    """Without a bracket that lost its partner to a field, " )" or a "(" at the end; one with words in it is closed."""
    if text.count(")") > text.count("("):
        text = _LONE.sub("", text)
    if text.count("）") > text.count("（"):  # as Chinese and Japanese have them
        text = _LONE_WIDE.sub("", text)
    if text.count("(") <= text.count(")"):
        return text
    bare = text.rstrip(" (")
    return f"{bare})" if bare.count("(") > bare.count(")") else bare
