"""What happened, in the words of the document's own summary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.lines.plain import unmarked
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of

_SHOWN = 300  # characters of a summary
_SUMMARY = re.compile(any_of(*every("incident", "summary")), re.IGNORECASE)


def summary_of(lines: Sequence[str], titles: Sequence[Title], end: int) -> str:
    """The first paragraph below the title that tells the summary, cut at a word; empty where none does."""
    for index, title in enumerate(titles):
        if title.form is Form.BULLET or not _tells_summary(title.text):
            continue
        stop = min(titles[index + 1].line if index + 1 < len(titles) else end, title.body + 30)
        said: list[str] = []
        for line in lines[title.body : stop]:
            text = line.strip()
            if not text and said:
                break
            if text and not text.startswith(("|", "<!--", "![", "---")):
                said.append(text)
        if said:
            return _shortened(" ".join(said))
    return ""


def _tells_summary(title: str) -> bool:
    return _SUMMARY.search(title) is not None


def _shortened(text: str) -> str:
    bare = _bare(text[: _SHOWN * 3 // 2]) if "](" not in text else ""
    if len(bare) <= _SHOWN and (not bare or len(text) > _SHOWN * 3 // 2):
        bare = _bare(text[: _SHOWN * 3])  # much of it may be markup
    return bare if len(bare) <= _SHOWN else bare[: _SHOWN - 1].rsplit(" ", 1)[0] + "…"


def _bare(text: str) -> str:
    if text[:1] in "-+>*" and text[1:2].isspace():
        text = text[1:]
    text = unmarked(text).strip()
    return " ".join(text.split()) if "  " in text or not text.isprintable() else text
