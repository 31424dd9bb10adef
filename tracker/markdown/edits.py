"""Writes links and states into a document, and proves by reading it again that nothing else has changed."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown.parser import parse
from postmortem_tracker.markdown.splices import ENCODED, ItemEdit, Splice, Writer
from postmortem_tracker.markdown.words.vocabulary import DEFAULT, Vocabulary
from postmortem_tracker.model import ActionItem, Incident, State, StateForm

_NO_LIMIT = 1 << 62  # bytes: what was read may grow


def edit(
    data: bytes,
    path: str,
    edits: Sequence[ItemEdit],
    *,
    vocabulary: Vocabulary = DEFAULT,
    read: Callable[[bytes], Iterable[Incident]] | None = None,
) -> bytes:
    """The document with the edits made and every other byte as it was.

    The items must come from parsing these very bytes. A state that the item's shape cannot show (a title
    above it says "Completed") is left as it is. ``read`` parses the document for a caller that keeps what it has read.
    Raises DocumentError where reading the result again gives anything but the intended change.
    """
    wanted = [one for one in edits if one != ItemEdit(one.item, replaces=one.replaces)]
    if not wanted:
        return data
    read = read or partial(parse, path=path, vocabulary=vocabulary, max_bytes=_NO_LIMIT)
    before, denied = _items(read(data))
    writer = Writer(data, path, before, lambda word: vocabulary.compiled.states.judge(word).state)
    splices = sorted((s for one in wanted for s in writer.splices(one)), key=lambda s: (s.start, s.end))
    result = _spliced(data, splices)
    if result != data:
        after, now_denied = _items(read(result))
        _verify(before, after, wanted, path)
        _refuse_denied(before, after, wanted, now_denied - denied, path)
    return result


def _items(read: Iterable[Incident]) -> tuple[list[ActionItem], frozenset[str]]:
    """The items, and the keys of those whose state is in doubt."""
    incidents = list(read)
    doubted = (found.key for incident in incidents for found in incident.findings if found.code == "PM120")
    return [item for incident in incidents for item in incident.items], frozenset(doubted)


def _spliced(data: bytes, splices: Sequence[Splice]) -> bytes:
    parts = []
    at = 0
    for splice in splices:
        parts += [data[at : splice.start], splice.text]
        at = max(at, splice.end)
    return b"".join([*parts, data[at:]])


def _verify(before: Sequence[ActionItem], after: Sequence[ActionItem], edits: Sequence[ItemEdit], path: str) -> None:
    by_place = {one.item.span: one for one in edits}
    if len(before) != len(after):
        raise DocumentError(f"{path}: writing links would change which items are found; nothing was written")
    for old, new in zip(before, after, strict=True):
        one = by_place.get(old.span)
        if _essence(_said_anew(old, new, one)) != _essence(new) or not _as_wanted(old, new, one):
            if _contradicts(old, new, one):
                raise DocumentError(
                    f"{path}:{old.line}: the state cannot be written, as words of the item say another one; "
                    "nothing was written",
                    "write the state in the place of these words",
                )
            what = "its words" if one is not None and (one.text, one.owners) != (None, None) else "a link or state"
            raise DocumentError(
                f"{path}:{old.line}: {what} cannot be written here without changing the item; nothing was written",
                "put the item into a list or a table of its own",
            )


def _contradicts(old: ActionItem, new: ActionItem, one: ItemEdit | None) -> bool:
    """True where a mark changes nothing, since a status cell holds more than one word: "In progress (Ana)"."""
    stated = one is not None and one.state is not None and new.state is not one.state
    return stated and (old.text, old.key) == (new.text, new.key)


def _refuse_denied(
    before: Sequence[ActionItem],
    after: Sequence[ActionItem],
    edits: Sequence[ItemEdit],
    denied: Container[str],
    path: str,
) -> None:
    """Raises DocumentError where a state was written beside words that say another one."""
    cell = StateForm.CELL  # a column of states is the place that the table has for them
    places = {one.item.span for one in edits if one.state is not None and one.item.edit.state_form is not cell}
    for old, new in zip(before, after, strict=True):
        if old.span in places and new.key in denied:
            raise DocumentError(
                f"{path}:{old.line}: words beside the item say that it is {old.state.value.replace('_', ' ')}; "
                "nothing was written",
                "change them by hand, then run sync again",
            )


def _said_anew(old: ActionItem, new: ActionItem, one: ItemEdit | None) -> ActionItem:
    """The item with what it shall say of itself; another text has another key."""
    if one is not None and one.text is not None:
        old = old._replace(text=one.text, key=new.key)
    if one is not None and one.owners is not None:
        old = old._replace(owners=one.owners)
    return old


def _essence(item: ActionItem) -> tuple[object, ...]:
    return (item.key, item.kind, item.text, item.owners, item.due, item.priority, item.type, item.section, item.waiver)


def _as_wanted(old: ActionItem, new: ActionItem, one: ItemEdit | None) -> bool:
    links = [(link.text, link.url) for link in old.links]
    state = old.state
    if one is not None:
        state = one.state or old.state
        if one.replaces is not None and one.link is not None:
            links = [pair for link, pair in zip(old.links, links, strict=True) if link != one.replaces]
        if one.link is not None:
            links.append((one.link[0], one.link[1].translate(ENCODED)))
    # a word or a title above may say that an item is done; no mark of ours takes that back
    stays = one is not None and one.state is State.OPEN
    given = [(link.text, link.url.replace("%7C", "|") if link.url else None) for link in new.links]
    return sorted(map(str, links)) == sorted(map(str, given)) and (new.state is state or stays)
