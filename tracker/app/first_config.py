"""`init`: a first configuration for the repository at hand."""

from __future__ import annotations

import json
import os
import re
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from postmortem_tracker.config.load import FILE_NAME, repository_root
from postmortem_tracker.config.load import schema as config_schema
from postmortem_tracker.disk import files, git, git_calls
from postmortem_tracker.disk.remotes import discover
from postmortem_tracker.errors import UsageError

_HEAD = """\
# postmortem-tracker configuration{about}.

# Which documents are postmortems.
documents = [{documents}]

"""

_SYNC = """\

[sync]
# Every managed issue carries this label.
label = "postmortem"
# More new issues than this in one run need --yes.
max_creates = 50

# Accounts of people who are not written as @handles:
# [people]
# "Alice Doe" = { github = "alice", gitlab = "adoe" }
"""

_LOCAL = """\
# Issues are Markdown files in this repository. For GitHub or GitLab: kind = "github" or "gitlab".
[trackers.local]
kind = "local"
path = ".postmortem/issues"
"""

_REMOTE = """\
# The token comes from the environment: {token}.
[trackers.{kind}]
kind = "{kind}"
project = "{project}"
"""

_USUAL = ("postmortems", "docs/postmortems", "post-mortems", "incidents", "docs/incidents")


_MORE = "; `postmortem-tracker init --full --force` writes every option into it"
_SCHEMA_NAME = "postmortem-tracker.schema.json"


def write_config(given: str | None, *, force: bool, full: bool = False) -> tuple[str, ...]:
    """Write a commented configuration and return what was written, the configuration first.

    ``full`` adds every option as a comment, and beside the file its schema for editors. Raises UsageError where one
    exists already.
    """
    here = Path.cwd()
    root = repository_root(here) or here
    path = Path(given) if given else root / FILE_NAME
    if path.exists() and not force:
        raise UsageError(f"{path}: exists already", "edit it, or use --force to replace it")
    found = [name for name in _USUAL if (root / name).is_dir()]
    documents = ", ".join(f'"{name}"' for name in found or ["postmortems"])
    about = ": every option; take away the “# ” before what you need, and before its [table]" if full else _MORE
    head, tracker = _HEAD.format(about=about, documents=documents), _tracker(root)
    texts = {path: head + tracker + _SYNC}
    if full:
        schema = json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n"
        text = f"#:schema ./{_SCHEMA_NAME}\n{head}{_commented(_options())}\n{tracker}"
        texts = {path: text, path.with_name(_SCHEMA_NAME): schema}
    for file, content in texts.items():
        files.write(str(file), content)
    return tuple(os.path.relpath(file) for file in texts)


def _options() -> str:
    """The example configuration, which shows every option, from the second one on."""
    text = resources.files("postmortem_tracker.config").joinpath("example.toml").read_text(encoding="utf-8")
    return text.partition("\ndocuments = ")[2].partition("\n")[2]


def _commented(text: str) -> str:
    """The text as comments; what is one already is marked as telling of the line below it."""
    lines = [f"# {line}" if line[:1] != "#" else f"#{line}" for line in text.splitlines()]
    return "\n".join("" if line == "# " else line for line in lines) + "\n"


def unknown_host() -> str:
    """The host of the repository's remote, where it tells neither GitHub nor GitLab by its name; else ""."""
    here = Path.cwd()
    try:
        remote = git.remote_url(repository_root(here) or here)
    except git_calls.GitError:
        return ""
    found = discover({}, remote)
    return urlsplit(found.url).hostname or "" if found is not None and not found.kind else ""


def _tracker(root: Path) -> str:
    """The tracker that the repository's remote suggests."""
    try:
        remote = git.remote_url(root)
    except git_calls.GitError:
        remote = None
    found = discover({}, remote)
    if found is None or not found.kind or not re.fullmatch(r"[\w./-]+", found.project):
        return _LOCAL
    token = "GITHUB_TOKEN or GH_TOKEN" if found.kind == "github" else "GITLAB_TOKEN"
    text = _REMOTE.format(kind=found.kind, project=found.project, token=token)
    public = found.url in ("https://api.github.com", "https://gitlab.com")
    return text if public else f'{text}url = "{found.url}"\n'
