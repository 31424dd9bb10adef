"""Which of the documents found are no postmortems: a repository's other pages, other people's, and what is excluded."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.text.globs import matches


class Why(StrEnum):
    """Why a document is left out, in words that follow how many there are."""

    EXCLUDED = "excluded"
    MARKED = "marked `postmortem-tracker: ignore`"
    OTHER = "about no incident"
    DOUBTFUL = "perhaps about none, see `check`"
    GIT = "ignored by git"
    PAGE = "README, index or template pages"
    FOREIGN = "vendored or generated"
    HIDDEN = "hidden"
    DIALECT = "in MDX or another Markdown"


# Pages that repositories hold beside their postmortems; README.de.md and CONTRIBUTING-docs.md are meant too.
_PAGES = frozenset(every("evidence", "pages"))
_WHOLE = frozenset(every("evidence", "whole_pages"))
_TEMPLATE = re.compile(any_of(*every("incident", "template"), *(f"{name}s" for name in ("template", "plantilla"))))
# What a template may be called beside that word; "template engine crashed" is an incident.
_TEMPLATE_OF = re.compile(
    r"for|an?|the|of|post|mortems?|postmortems?|incidents?|reports?|reviews?|rca|retrospective|blameless|example|"
    r"short|full|long|en|de|fr|es|pt|it|da|do|del|di|du|d|to|v?\d|"
    + any_of(*(word for kind in ("reports", "nouns") for name in every("incident", kind) for word in name.split()))
)
# "障害報告テンプレート": where no spaces stand between words
_TEMPLATE_WRITTEN = re.compile(
    f"(?:{any_of(*every('incident', 'reports'), *every('incident', 'nouns'))})の?(?:{_TEMPLATE.pattern})"
)
_ONE_INCIDENT = re.compile(r"\d{4}[-_.]?\d\d|(?:^|[^a-z])(?:inc|incident|pm|sev)[-_ ]?\d", re.IGNORECASE)
# A folder of others' code or of a built site, by what stands in it beside its name.
_VENDORED = {"vendor", "third_party", "third-party", "bower_components", "deps"}
_MANIFESTS = {"modules.txt", "autoload.php", "package.json", "go.mod", "cargo.toml", "setup.py", "pyproject.toml"}
_SITE = {"sitemap.xml", "404.html", "search_index.json", "sitemap.xml.gz"}


def left_out(
    files: Sequence[str],
    named: Collection[str],
    name: Callable[[str], str],
    patterns: Sequence[str],
    ignored: Callable[[Sequence[str]], Collection[str]],
    tells: Callable[[str], bool] = lambda _file: False,
) -> dict[str, Why]:
    """The files that are no postmortems, each with the reason; those in ``named`` are meant, whatever they are.

    ``name`` tells a file's path relative to the root, which ``patterns`` match; ``ignored`` asks git. ``tells`` looks
    into a file that is only called like a repository's page, whether it tells of an incident.
    """
    asked = [file for file in files if file not in named]
    found: dict[str, Why] = {}
    for file in asked:
        where = name(file)
        if any(matches(where, pattern) or matches(where, f"{pattern.rstrip('/')}/**") for pattern in patterns):
            found[file] = Why.EXCLUDED
        elif _is_template_of_reports(where):
            found[file] = Why.PAGE
        elif any(_is_foreign(folder) for folder in _folders(file, where)):
            found[file] = Why.FOREIGN
        elif _is_page(file, where, files) and not tells(file):
            found[file] = Why.PAGE
    left = [file for file in asked if file not in found]
    found.update(dict.fromkeys(ignored(left) if left else (), Why.GIT))
    return found


def _is_template_of_reports(where: str) -> bool:
    """Whether a file, or a folder that it stands in, is called a template."""
    *folders, last = where.split("/")
    return _is_template(_words(last)) or any(_is_template([each.strip("_").casefold()]) for each in folders)


def _words(file: str) -> list[str]:
    return re.sub(r"[\W_]+", " ", file.rpartition(".")[0].strip("_").casefold()).split()


def _is_page(file: str, where: str, files: Iterable[str]) -> bool:
    """Whether a file is called like a page that repositories hold beside their postmortems."""
    *folders, last = where.split("/")
    words = _words(last)
    page = any(" ".join(words[:size]) in _PAGES for size in (1, 2)) or " ".join(words) in _WHOLE
    # One folder for each incident: its README or index is the postmortem.
    return page and not (words in (["readme"], ["index"]) and folders and _holds_one(file, folders[-1], files))


def _is_template(words: Sequence[str]) -> bool:
    """Whether a name says that it is a template: in English at its end, else beside nothing but words for a report."""
    if words and words[-1] in ("template", "templates"):
        return True
    rest = [word for word in words if not _TEMPLATE.fullmatch(word)]
    if len(words) == 1 and rest and not rest[0].isascii():
        return _TEMPLATE_WRITTEN.fullmatch(rest[0]) is not None
    return len(rest) < len(words) and all(map(_TEMPLATE_OF.fullmatch, rest))


def _holds_one(file: str, folder: str, files: Iterable[str]) -> bool:
    return _ONE_INCIDENT.search(folder) is not None and all(
        each == file or os.path.dirname(each) != os.path.dirname(file) or _is_second(each) for each in files
    )


def _is_second(file: str) -> bool:
    """Whether a file beside a README tells more of the same incident, and is none of its own."""
    return not _ONE_INCIDENT.search(os.path.basename(file))


def _folders(file: str, where: str) -> Iterator[str]:
    """The folders that the file stands in, as far as they are named from the root."""
    folder = os.path.dirname(file)
    for _ in where.split("/")[:-1]:
        yield folder
        folder = os.path.dirname(folder)


@lru_cache(maxsize=4096)
def _is_foreign(folder: str) -> bool:
    try:
        inside = {each.casefold() for each in os.listdir(folder or os.curdir)}
    except OSError:
        return False
    vendored = os.path.basename(folder).casefold() in _VENDORED and bool(inside & _MANIFESTS)
    return vendored or ("index.html" in inside and bool(inside & _SITE))


_MARK = re.compile(r"<!--\s*postmortem-tracker:\s*ignore\s*-->", re.IGNORECASE)
_IN_FRONT_MATTER = re.compile(r"postmortem-tracker:\s*[\"']?ignore[\"']?\s*", re.IGNORECASE)
_LOOKED_AT = 16_384  # bytes; the mark stands at the top


def opted_out(data: bytes) -> bool:
    """Whether the document itself says that it is none: in its front matter, or in a comment before its first text."""
    head = data[:_LOOKED_AT]
    if b"postmortem-tracker" not in head.lower():
        return False
    lines = head.decode("utf-8-sig", "replace").splitlines()
    fence = lines[0].rstrip() if lines else ""
    if fence in ("---", "+++"):
        end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in (fence, "...")), 0)
        if any(_IN_FRONT_MATTER.fullmatch(line) for line in lines[1:end]):
            return True
        lines = lines[end + 1 :] if end else lines
    for line in lines:
        if _MARK.fullmatch(line.strip()):
            return True
        if line.strip() and not line.startswith("#") and not line.lstrip().startswith("<!--"):
            return False
    return False
