"""Blanks that are neither a space nor a tab stand for nothing, and end no run."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

BLANKS = ("\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\xa0", "\u2003", "\u3000", "\x1c", "\u200b", "\ufeff")
LINES = (
    "- [ ] Fix the pool by{0}",
    "- [ ] Fix the pool by {0}",
    "- [ ] Fix {0}::error::x @{0}::error::x (Owner: {0}::error::x) due 2026-02-02",
    "- [ ] Fix the pool do {0}",
    "- [ ] Fix the pool do {0}, next week",
    "- [ ] Fix the pool due {0}",
    "- [ ] Fix the pool, bis {0}",
    "- [ ] Fix the pool within {0}",
    "- [ ] Fix the pool in {0}, next week",
    "- [ ] Fix the pool (owner: {0})",
    "- [ ] Fix the pool (owner: @dana;{0})",
    "- [ ] Fix the pool (due: 2027-01-01,{0})",
    "- [ ] Fix the pool (priority: P1 {0})",
    "- [ ] Fix the pool done: {0}",
    "- [ ] Fix the pool. Remaining: {0}.",
    "- [ ] Fix the pool: TBD {0}",
    "- [ ] {0}",
    "- [ ]{0}Fix the pool",
    "- {0}: {0}",
    "- **{0}**: Fix the pool",
    "- [ ] Fix the pool ({0})",
    "- [ ] Fix the pool [{0}]({0})",
    "- [ ] {0} – {0}; {0}",
    "1. {0}. 2. {0}",
    "- Fix the pool **{0}** (blocked by {0})",
    "{0}| {0} | {0} |\n| --- | --- |\n| {0} | {0} |",
    "| Action | Owner | Due | Status |\n| --- | --- | --- | --- |\n| Fix {0} | {0} | {0} | {0} |",
    "Owner: {0}",
    "### {0}",
    "**{0}:**\n- Fix the pool",
)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_a_document_with_odd_blanks_is_read(blank: str, line: str) -> None:
    for times in (1, 2):
        said = line.format(blank * times)
        for title in ("Action items", "Was noch fehlt", f"{blank}Action items"):
            text = f"# INC-1 {blank}\n\n**Date:** {blank}\n**Owner:** {blank}x\n\n## {title}\n\n{said}\n"
            (found,) = parse(text.encode(), "a.md")
            assert all(item.text for item in found.items)
