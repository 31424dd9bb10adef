"""A formatter may write the addresses of links at the end of the document: an item keeps the link that it has."""

from __future__ import annotations

import re

import pytest

from tests.app.folder import Folder

HEAD = "# INC-1 Outage\n\n**Date:** 2026-10-12\n\n## Action items\n\n"
SHAPES = {
    "headings": "### Rotate the keys\n\nOwner: @ana\n\nSoon.\n\n### Cap the retries\n\nOwner: @bob\n\nWhy not.\n",
    "bold lines": "**Rotate the keys**\n\n- Owner: @ana\n\n**Cap the retries**\n\n- Owner: @bob\n",
    "a list": "- Rotate the keys @ana\n- Cap the retries @bob\n",
    "boxes": "- [ ] Rotate the keys @ana\n- [ ] Cap the retries @bob\n",
}
FORMS = {"the label": "([#{0}])", "an empty name": "([#{0}][])", "a number": "([#{0}][{0}])"}


def _apart(folder: Folder, form: str) -> str:
    """Take the addresses out of our links."""
    addresses: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        name = found[1] if form == "([#{0}][{0}])" else f"#{found[1]}"
        addresses[name] = found[2]
        return form.format(found[1])[:-1] + (found[3] or "") + ")"

    text = (folder.root / "pm/a.md").read_text()
    text = re.sub(r"\(\[#(\d+)\]\(([^)]*)\)( ✓)?\)", named, text)
    text += "\n" + "".join(f"[{name}]: {address}\n" for name, address in addresses.items())
    folder.write("pm/a.md", text)
    return text


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", FORMS)
def test_a_link_whose_address_stands_apart_is_not_written_twice(folder: Folder, shape: str, form: str) -> None:
    folder.write("pm/a.md", HEAD + SHAPES[shape])
    assert "2 issues created" in folder.run("sync", "pm").stdout
    text = _apart(folder, FORMS[form])
    done = folder.run("sync", "pm")
    assert "0 issues created, 0 other changes; 2 unchanged" in done.stdout
    assert (folder.root / "pm/a.md").read_text() == text


@pytest.mark.parametrize("shape", ["headings", "a list", "boxes"])
def test_its_item_is_marked_and_opened_again(folder: Folder, shape: str) -> None:
    folder.write("pm/a.md", HEAD + SHAPES[shape])
    folder.run("sync", "pm")
    text = _apart(folder, FORMS["the label"])
    file = folder.issue(1)
    file.write_text(file.read_text().replace("state: open", "state: closed"))
    assert "#1: mark completed in the document" in folder.run("sync", "pm").stdout
    assert "[x]" in folder.run("parse", "pm").stdout
    file.write_text(file.read_text().replace("state: closed", "state: open"))
    folder.run("sync", "pm")
    assert (folder.root / "pm/a.md").read_text() == text


def test_a_mark_that_the_formatter_kept_is_read_and_taken_off(folder: Folder) -> None:
    folder.write("pm/a.md", HEAD + SHAPES["headings"])
    folder.run("sync", "pm")
    file = folder.issue(1)
    file.write_text(file.read_text().replace("state: open", "state: closed"))
    folder.run("sync", "pm")
    text = _apart(folder, FORMS["the label"])
    assert "([#1] ✓)" in text
    assert "0 other changes; 2 unchanged" in folder.run("sync", "pm").stdout
    file.write_text(file.read_text().replace("state: closed", "state: open"))
    folder.run("sync", "pm")
    assert (folder.root / "pm/a.md").read_text() == text.replace("([#1] ✓)", "([#1])")
