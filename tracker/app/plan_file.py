"""A plan on paper: saved for review, and read again to be applied."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from postmortem_tracker.app.plan_words import record
from postmortem_tracker.app.secrets import conceal
from postmortem_tracker.errors import UsageError
from postmortem_tracker.model import IssueChange, ItemName, Unset
from postmortem_tracker.sync.actions import (
    Close,
    Create,
    GiveWay,
    Pending,
    Plan,
    Update,
    Write,
    issue_of,
)
from postmortem_tracker.sync.issue_text.marker import Marker
from postmortem_tracker.sync.settings import Settings

_SCHEMA = 1
_MOVING = {"fingerprint", "line", "issue_updated_at"}  # of an action: what does not say what it does
_TOLD = {"title": None, "state": None, "due": Unset.UNSET.value}  # what a change can be seen by, and where it is none


class _SavedAction(BaseModel):
    """One action as a file holds it; what else stands there is for people, and is to be so."""

    model_config = ConfigDict(extra="allow")

    fingerprint: str = Field(min_length=1, max_length=100)
    incident: str
    key: str
    issue: str | None = None
    what: str
    path: str
    line: NonNegativeInt
    close: bool = False
    create: dict[str, Any] | None = None
    change: dict[str, Any] | None = None
    write_state: str | None = None


class _SavedDocument(BaseModel):
    path: str = Field(min_length=1, pattern=r"^[^\x00]+$")


class Chosen(BaseModel):
    """What was asked for on the command line or in the configuration when the plan was made."""

    write_back: bool
    close_orphans: bool
    accept_tracker: bool


class _Saved(BaseModel):
    schema_: Literal[1] = Field(alias="schema")
    documents: tuple[_SavedDocument, ...]
    actions: tuple[_SavedAction, ...]
    settings: Chosen | None = None  # plans of older releases have none


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One action of a saved plan, as far as it matters for applying it; ``close`` where it closes an orphan."""

    fingerprint: str
    incident: str
    key: str
    issue: str
    what: str
    path: str
    place: str
    close: bool = False
    create: bool = False
    change: Mapping[str, object] = field(default_factory=dict)  # what the issue was to become, of its plain fields
    write_state: str = ""  # what the document was to say
    said: Mapping[str, object] = field(default_factory=dict)  # everything that people read of it

    @property
    def item_name(self) -> ItemName:
        """The name of the item that it is about."""
        return self.incident, self.key


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What a file tells: the actions, the paths of the documents, and what was chosen where the file says it."""

    actions: tuple[Reviewed, ...]
    paths: tuple[str, ...]
    chosen: Chosen | None


def fingerprint(action: Pending) -> str:
    """Names exactly what an action changes, whatever line it stands on, commit it links, or day we last wrote."""
    about, edit = action.about, action.edit
    facts: dict[str, Any] = {
        "symbol": action.symbol,
        "incident": about.incident,
        "key": about.key,
        "path": about.path,
        "secret": about.secret,
        "place": action.place,
        "link": edit.link if edit else False,
        "replaces": (edit.replaces.text, edit.replaces.url) if edit and edit.replaces else None,
        "state": edit.state if edit else None,
        "words": (edit.words.title, edit.words.owners) if edit and edit.words else None,
    }
    match action:
        case Create():
            draft = dataclasses.asdict(replace(action.draft, body=""))
            if not action.draft.milestone:  # as plans were saved before there were any
                del draft["milestone"]
            facts |= {"draft": draft, "marker": _named(action.marker), "close_as": action.close_as}
        case Update() | Close() | GiveWay():
            mark = _named(replace(action.block.marker, ours=None)) if action.block else None
            facts |= {"issue": str(action.issue.ref), "change": dataclasses.asdict(action.change), "marker": mark}
        case Write():
            facts |= {"issue": str(action.issue.ref)}
        case _:
            assert_never(action)
    text = json.dumps(facts, default=str, sort_keys=True, ensure_ascii=True)
    return hashlib.blake2s(text.encode(), digest_size=12).hexdigest()


def _named(mark: Marker) -> dict[str, Any]:
    """A marker but for how new the documents are, which every commit changes."""
    return {name: value for name, value in dataclasses.asdict(mark).items() if name != "asof"}


def render(
    plan: Plan,
    read: Mapping[str, tuple[str, bytes]],
    requests: int,
    seconds: float,
    settings: Settings,
) -> str:
    """The plan as JSON: every change in full, the versions of what was read, the requests and the time it takes.

    ``read`` maps the name of each document to the path it was read from and its bytes.
    """
    data = {
        "schema": _SCHEMA,
        "requests": requests,
        "seconds": round(seconds),
        "settings": Chosen(
            write_back=settings.write_back, close_orphans=settings.close_orphans, accept_tracker=settings.accept
        ).model_dump(),
        "documents": [
            {"name": name, "path": path, "sha256": hashlib.sha256(content).hexdigest()}
            for name, (path, content) in sorted(read.items())
        ],
        "actions": [_record(action) for action in plan.pending],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"


def _record(real: Pending) -> dict[str, Any]:
    action = conceal(real)
    edit, issue = action.edit, issue_of(action)
    change = action.change if isinstance(action, Update | Close | GiveWay) else IssueChange()
    block = action.block if isinstance(action, Update | Close | GiveWay) else None
    return {
        "fingerprint": fingerprint(real),
        "symbol": action.symbol.value,
        **record(action),
        "close": isinstance(action, Close),
        "issue_updated_at": issue.updated_at.isoformat() if issue and issue.updated_at else None,
        "create": dataclasses.asdict(action.draft) if isinstance(action, Create) else None,
        "change": dataclasses.asdict(change) if change != IssueChange() else None,
        "block": block.text if block else None,
        "write_link": edit.link if edit else False,
        "write_state": edit.state if edit else None,
        "write_title": edit.words.title if edit and edit.words else None,
        "write_owners": edit.words.owners if edit and edit.words else None,
    }


def load(text: str, path: str) -> SavedPlan:
    """What a file of ``plan --out`` says. Raises UsageError where the text is none."""
    try:
        saved = _Saved.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        wrong = "is missing" if first["type"] == "missing" else "is not as `plan --out` writes it"
        raise UsageError(
            f"{path}: not a saved plan: {where} {wrong}", "make one: postmortem-tracker plan --out plan.json"
        ) from error
    paths = tuple(each.path for each in saved.documents)
    return SavedPlan(tuple(map(_reviewed, saved.actions)), paths, saved.settings)


def _reviewed(saved: _SavedAction) -> Reviewed:
    place = f"{saved.path}:{saved.line}" if saved.line else saved.path
    change = {name: value for name, value in (saved.change or {}).items() if name in _TOLD}
    return Reviewed(
        saved.fingerprint,
        saved.incident,
        saved.key,
        saved.issue or "",
        saved.what,
        saved.path,
        place,
        saved.close,
        saved.create is not None,
        {name: value for name, value in change.items() if value != _TOLD[name]},
        saved.write_state or "",
        saved.model_dump(exclude=_MOVING),
    )


def as_saved(action: Pending) -> dict[str, Any]:
    """What a file says of an action, as it is read from there."""
    read: dict[str, Any] = json.loads(json.dumps(_record(action), default=str))
    return read
