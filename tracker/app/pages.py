"""The pages of the documentation that come with the package, so that they can be read where there is no repository."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

_PACKAGE = Path(__file__).parents[1]
# As installed, and where the same pages are in a checkout.
_FOLDERS = (("guides", "docs/how-to"), ("concepts", "docs/concepts"))


def page_of(wanted: str, known: Iterable[str]) -> str | None:
    """The known page that is meant by its name, however it is spelled, or by its path in the documentation."""
    name = PurePosixPath(wanted.strip().replace("\\", "/")).name.removesuffix(".md").replace(" ", "-").casefold()
    return name if name in known else None


def pages() -> dict[str, Path]:
    """The files of the pages by their names, such as "waivers"; "template" is a postmortem to copy."""
    folders = (
        here if (here := _PACKAGE / installed).is_dir() else _PACKAGE.parent / source for installed, source in _FOLDERS
    )
    found = {file.stem: file for folder in folders for file in sorted(folder.glob("*.md"))}
    return {**found, "template": Path(__file__).with_name("template.md")}


def pages_about(word: str, known: Mapping[str, Path]) -> list[str]:
    """The pages that speak of a word, those that do so most often first."""
    wanted = word.strip().casefold()
    told = {name: file.read_text(encoding="utf-8").casefold().count(wanted) for name, file in known.items()}
    return sorted((name for name, times in told.items() if times), key=lambda name: (-told[name], name))
