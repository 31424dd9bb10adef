"""The pages of the documentation that come with the package, so that they can be read where there is no repository."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
# As installed, and where the same pages are in a checkout.
_FOLDERS = (("guides", "docs/how-to"), ("concepts", "docs/concepts"))


def pages() -> dict[str, Path]:
    """The files of the pages by their names, such as "waivers"; "template" is a postmortem to copy."""
    folders = (
        here if (here := _PACKAGE / installed).is_dir() else _PACKAGE.parent / source for installed, source in _FOLDERS
    )
    found = {file.stem: file for folder in folders for file in sorted(folder.glob("*.md"))}
    return {**found, "template": Path(__file__).with_name("template.md")}
