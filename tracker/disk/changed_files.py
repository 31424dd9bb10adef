"""Which files have changed, as git tells: since a revision, on disk beside the index, and when last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from postmortem_tracker.calendar import moment
from postmortem_tracker.disk import git, git_calls, regular
from postmortem_tracker.disk.git_calls import GitError
from postmortem_tracker.disk.kinds import SUFFIXES


def changed_since(root: Path, revision: str) -> tuple[str, ...]:
    """Files that differ from where the current branch left ``revision``, relative to root, saved or not.

    Raises GitError where there is no such revision or git cannot compare with it.
    """
    if not revision.strip() or revision.startswith("-"):
        raise GitError(f"{revision!r} is no revision", "name a commit or branch")
    try:
        commit = git_calls.run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError as error:
        known = error.message != "git: it failed"  # --quiet: git says nothing where it only does not know it
        message = error.message if known else f"git knows no {revision!r} here"
        raise GitError(message, error.hint or "name a commit or branch that is fetched") from error
    # Staged files and those only on disk count too. The index is asked, and not the work tree, whose comparison
    # would run the filters that a repository configures.
    listed = git_calls.names(root, "diff-index", "--cached", "--name-only", "--relative", "--merge-base", "-z", commit)
    return tuple(dict.fromkeys((*listed, *_untracked(root), *_unstaged(root))))


_DOCUMENTS = [f":(icase,glob)**/*{suffix}" for suffix in SUFFIXES]


def _untracked(root: Path) -> Iterator[str]:
    """Documents that git neither knows nor ignores; it is asked in two steps, since it waits at a .gitignore for ever.

    See `git.ignored`.
    """
    there = git_calls.names(root, "ls-files", "--others", "-z", "--", *_DOCUMENTS)
    if not there:
        return
    top = Path(git_calls.run(root, "rev-parse", "--show-toplevel"))
    left_out = frozenset(git.ignored(top, [str(root / name) for name in there]))
    yield from (name for name in there if str(root / name) not in left_out)


def _unstaged(root: Path) -> Iterator[str]:
    """Documents whose bytes on disk are not those of the index, whatever their line ends."""
    for entry in git_calls.names(root, "ls-files", "-s", "-z", "--", *_DOCUMENTS):
        about, _, name = entry.partition("\t")
        try:
            data = regular.read(root / name, regular.RESULT_BYTES, follow=False)[0]
        except OSError:
            continue
        known = about.split()[1]
        if known not in (_object_name(data, known), _object_name(_plain(data), known)):
            yield name


def _object_name(data: bytes, like: str) -> str:
    import hashlib

    return hashlib.new("sha1" if len(like) == 40 else "sha256", b"blob %d\0" % len(data) + data).hexdigest()


def last_changes(folder: Path, files: Mapping[str, bytes], since: datetime) -> dict[str, datetime | None]:
    """Of the files of a folder whose bytes are those of HEAD, when their last change since then was written.

    None where no commit changed it; what a commit only adds or renames is not changed by it, nor what it writes with
    the ``updated`` line of an issue, as we do. Empty where git fails.
    """
    try:
        there = dict(_blobs(folder))
        same = [
            name
            for name, data in files.items()
            if (blob := there.get(name)) and blob in (_object_name(data, blob), _object_name(_plain(data), blob))
        ]
        if not same:
            return {}
        # As text: the checkout's own attributes may call an issue binary, in which git would find no words.
        form = ["--text", "--format=%x01%at", "--name-only", "--diff-filter=M", "-M", "--relative", "-z"]
        among = [f"--since={since.isoformat()}", "--end-of-options", "HEAD", "--", "."]
        told = _changes(git_calls.names(folder, "log", *form, *among))
        ours = frozenset(_changes(git_calls.names(folder, "log", "-G^updated: ", *form, *among)))
    except GitError:
        return {}
    found: dict[str, datetime | None] = dict.fromkeys(same)
    for name, at in told:
        if name in found and (name, at) not in ours and (found[name] or at) <= at:
            found[name] = at
    return found


def _changes(told: Sequence[str]) -> list[tuple[str, datetime]]:
    """The files that commits changed, each with the commit's time."""
    found = []
    begun = at = datetime.fromtimestamp(0, UTC)
    for each in told:
        text = each.lstrip("\n")
        if text.startswith("\1"):
            at = moment(text[1:].split("\n")[0]) or begun
        else:
            found.append((text, at))
    return found


def _blobs(folder: Path) -> Iterator[tuple[str, str]]:
    """The files that HEAD has in a folder, with their object names. Raises GitError."""
    for entry in git_calls.names(folder, "ls-tree", "-z", "HEAD"):
        about, _, name = entry.partition("\t")
        yield name, about.split()[2]


def _plain(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
