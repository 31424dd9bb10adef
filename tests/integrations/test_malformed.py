"""Answers that are JSON, but not what the API says: an error of ours, wherever they are read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from postmortem_tracker.errors import AmbiguousResultError, RemoteError, TrackerUnavailableError
from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared.list_cache import Snapshot
from postmortem_tracker.integrations.shared.pacing import Pacer
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef
from postmortem_tracker.text.printable import is_plain
from tests.e2e.conftest import Project
from tests.integrations.conftest import issue
from tests.proxy import Action, Forward, Proxy, Reply, answer

Tracker = GitHubTracker | GitLabTracker
NAN = float("nan")
MISSING = object()
REF = IssueRef("hub", "acme/shop", 7)
DRAFT = IssueDraft("Add a canary", "Body", ("postmortem",), ("dana",))

# What each field must not be. None is missing where it is not fine to leave the field out.
NUMBER = [MISSING, None, "7", 7.5, NAN, True, [7], {}, 0, -7, 1 << 63, 10**30]
TEXT = [MISSING, None, 5, NAN, True, ["x"], {}]
# An address goes into documents, as a link: one that is no page of this issue would be text of the server's there.
ADDRESS = [
    *TEXT,
    *("", "7", "/acme/shop/issues/7", "//h/issues/7", "javascript:alert(1)//7", "ftp://h/issues/7", "http:///issues/7"),
    *("https://h/issues/8", "https://h/issues/", "https://h/issues/7#7", "https://h/issues/7?7", "https://h/issues/07"),
    *("https://h/issues/7\n/7", "https://h/) [x](http://e/7", "https://h/\x1b]8;;x\x07/7", "https://h/a b/7"),
    *("https://h/\u202e/7", "https://h/<x>/7", "https://u:p@h/issues/7", "https://h:x/issues/7", "https://h/\\/7"),
]
TEXT_OR_NONE = [5, NAN, False, ["x"], [], {}]
MOMENT = [5, NAN, True, "yesterday", ["2026-01-01T00:00:00Z"], {"at": 1}]
LABELS = ["postmortem", "", 5, NAN, {"name": "postmortem"}, [None], [5], [["postmortem"]]]


def people(name: str) -> list[Any]:
    """What a list of accounts must not be."""
    return ["dana", "", 5, NAN, {name: "dana"}, [5], ["dana"], [{}], [{name: None}], [{name: 5}], [[name]]]


@dataclass(frozen=True)
class Way:
    """A request that is answered with an issue, or with a list of them."""

    method: str
    path: str
    call: Callable[[Tracker], object]
    several: bool = False

    @property
    def error(self) -> type[RemoteError]:
        """What an answer that makes no sense means: nobody knows whether a change took effect."""
        return TrackerUnavailableError if self.method == "GET" else AmbiguousResultError


@dataclass(frozen=True)
class Server:
    """A kind of server: how it writes an issue, what the fields must not be, and where issues come from."""

    tracker: Callable[..., Tracker]
    issue: dict[str, Any]
    fields: dict[str, list[Any]]
    ways: dict[str, Way]


def ways(root: str, change: str, children: str) -> dict[str, Way]:
    """Every request with an issue in its answer, below a project's path."""
    return {
        "list": Way("GET", f"{root}/issues", lambda tracker: list(tracker.list("postmortem")), several=True),
        "get": Way("GET", f"{root}/issues/7", lambda tracker: tracker.get(REF)),
        "children": Way("GET", f"{root}/issues/7/{children}", lambda tracker: tracker.children(REF), several=True),
        "create": Way("POST", f"{root}/issues", lambda tracker: tracker.create(DRAFT)),
        "update": Way(change, f"{root}/issues/7", lambda tracker: tracker.update(REF, IssueChange(title="New"))),
    }


GITHUB = Server(
    lambda url, cache=None: GitHubTracker(
        "hub", "acme/shop", "a-token", url=url, sleep=lambda _seconds: None, cache_dir=cache
    ),
    issue(state="closed", state_reason="completed", closed_at="2026-01-02T00:00:00Z", assignees=[{"login": "dana"}]),
    {
        "id": ["7", 7.5, NAN, True, [7], {}],
        "number": NUMBER,
        "html_url": ADDRESS,
        "title": TEXT,
        "body": TEXT_OR_NONE,
        "state": TEXT,
        "state_reason": TEXT_OR_NONE,
        "repository_url": TEXT_OR_NONE,
        "labels": [*LABELS, [{"name": 5}], [{"name": ["postmortem"]}]],
        "assignees": people("login"),
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "closed_at": MOMENT,
    },
    ways("/repos/acme/shop", "PATCH", "sub_issues"),
)
GITLAB = Server(
    lambda url, cache=None: GitLabTracker(
        "acme/shop", "a-token", name="hub", url=url, pacer=Pacer(sleep=lambda _seconds: None), cache_dir=cache
    ),
    {
        "id": 1007,
        "iid": 7,
        "web_url": "https://gitlab.example.com/acme/shop/-/issues/7",
        "title": "Add a canary",
        "description": None,
        "state": "closed",
        "labels": ["postmortem"],
        "assignees": [{"id": 3, "username": "dana"}],
        "references": {"full": "acme/shop#7"},
        "due_date": None,
        "confidential": False,
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
        "closed_at": "2026-01-02T00:00:00Z",
        "moved_to_id": None,
        "_links": {"closed_as_duplicate_of": None},
    },
    {
        "iid": NUMBER,
        "web_url": ADDRESS,
        "title": TEXT,
        "description": TEXT_OR_NONE,
        "state": TEXT,
        "labels": [MISSING, *LABELS, [{"name": "postmortem"}]],
        "assignees": [*people("username"), [{"username": "dana"}], [{"username": "dana", "id": "3"}]],
        "references": ["acme/shop#7", 5, ["acme/shop#7"], {"full": 5}, {"full": ["acme/shop#7"]}],
        "due_date": [5, NAN, True, "soon", ["2026-01-01"]],
        "confidential": ["false", "", 0, NAN, [], {}],
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "closed_at": MOMENT,
        "_links": ["x", 5, ["x"]],
    },
    ways(r"/api/v4/projects/acme%2Fshop", "PUT", "links"),
)
SERVERS = {"github": GITHUB, "gitlab": GITLAB}


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def each(what: Callable[[Server], dict[str, Any]]) -> list[Any]:
    """One case for each way of each server and each of these."""
    return [
        pytest.param(server, there, name, values, id=f"{kind}-{way}-{name}")
        for kind, server in SERVERS.items()
        for way, there in server.ways.items()
        for name, values in what(server).items()
    ]


def said(data: Any) -> Action:
    """Answers with these data."""
    return answer(200, data, Content_Type="application/json")


def serve(stub: Proxy, method: str, path: str, action: Action) -> None:
    """Does this with a request, and with those around it what a server would."""
    stub.clear()
    stub.on(method, f"{path}(?![/\\w])", action, times=None)
    stub.on("GET", r".*/labels", said([{"name": "postmortem"}]), times=None)
    stub.on("GET", r".*/users", said([{"id": 3, "username": "dana"}]), times=None)


def fails(stub: Proxy, server: Server, way: Way, data: Any) -> bool:
    """Whether it ends in the error that it must end in, told on one line."""
    serve(stub, way.method, way.path, said(data))
    try:
        way.call(server.tracker(stub.url))
    except RemoteError as error:
        return type(error) is way.error and "\n" not in error.message and bool(error.hint)
    return False


@pytest.mark.parametrize(("server", "way", "field", "values"), each(lambda server: server.fields))
def test_a_field_that_is_something_else(stub: Proxy, server: Server, way: Way, field: str, values: list[Any]) -> None:
    taken = []
    for value in values:
        raw = {**server.issue, field: value}
        if value is MISSING:
            del raw[field]
        if not fails(stub, server, way, [raw] if way.several else raw):
            taken.append(value)
    assert taken == []


@pytest.mark.parametrize(
    ("server", "way", "name", "values"), each(lambda _server: {"issue": [None, 5, NAN, True, "x", [], [[]]]})
)
def test_an_issue_that_is_none(stub: Proxy, server: Server, way: Way, name: str, values: list[Any]) -> None:
    del name
    assert [value for value in values if not fails(stub, server, way, [value] if way.several else value)] == []


@pytest.mark.parametrize(
    ("server", "way"), [(one, way) for one in SERVERS.values() for way in one.ways.values() if way.several]
)
def test_a_list_that_is_none(stub: Proxy, server: Server, way: Way) -> None:
    values: list[Any] = [5, NAN, True, "x", {}]
    assert [value for value in values if not fails(stub, server, way, value)] == []


@pytest.mark.parametrize(("server", "way", "name", "values"), each(lambda _server: {"good": []}))
def test_what_is_as_the_api_says_is_taken(stub: Proxy, server: Server, way: Way, name: str, values: list[Any]) -> None:
    del name, values
    serve(stub, way.method, way.path, said([server.issue] if way.several else server.issue))
    way.call(server.tracker(stub.url))


# What is no issue.


HUB, LAB = "/repos/acme/shop", "/api/v4/projects/acme%2Fshop"
NO_LIST: list[Any] = [5, NAN, "x", {}, [None], [5], ["x"], [[]]]
NO_OBJECT: list[Any] = [5, NAN, "x", [], [[]]]
OTHERS: dict[str, tuple[Server, str, list[Any], Callable[[Any], object]]] = {
    "github comments": (GITHUB, f"{HUB}/issues/7/comments", [*NO_LIST, [{"body": 5}]], lambda it: [*it.comments(REF)]),
    "gitlab comments": (
        GITLAB,
        f"{LAB}/issues/7/notes",
        [*NO_LIST, [{}], [{"body": None}], [{"body": 5}]],
        lambda it: [*it.comments(REF)],
    ),
    "github labels": (
        GITHUB,
        f"{HUB}/labels",
        [*NO_LIST, [{}], [{"name": 5}]],
        lambda it: it.preparation(["postmortem"], ()),
    ),
    "gitlab labels": (
        GITLAB,
        f"{LAB}/labels",
        [5, NAN, "x", [None], [5], ["x"], [[]], [{}], [{"name": 5}]],
        lambda it: it.preparation(["postmortem"], ()),
    ),
    "gitlab users": (GITLAB, "/api/v4/users", [5, NAN, "x", [None], [{}], [{"id": "3"}]], lambda it: it.create(DRAFT)),
    "github visibility": (
        GITHUB,
        HUB,
        [*NO_OBJECT, {"private": "false"}, {"private": "no"}, {"private": 1}],
        lambda it: it.is_private(),
    ),
    "gitlab visibility": (
        GITLAB,
        LAB,
        [*NO_OBJECT, {}, {"visibility": None}, {"visibility": False}],
        lambda it: it.is_private(),
    ),
    "github evidence": (
        GITHUB,
        f"{HUB}/issues/7/timeline",
        [*NO_LIST, [{"event": "cross-referenced", "source": "x"}], [{"event": "closed", "commit_id": 5}]],
        lambda it: it.evidence(REF),
    ),
    "gitlab evidence": (
        GITLAB,
        f"{LAB}/issues/7/related_merge_requests",
        [*NO_LIST, [{"state": "merged", "web_url": 5}]],
        lambda it: it.evidence(REF),
    ),
}


@pytest.mark.parametrize(("server", "path", "values", "call"), OTHERS.values(), ids=OTHERS.keys())
def test_any_other_answer_that_is_something_else(
    stub: Proxy, server: Server, path: str, values: list[Any], call: Callable[[Any], object]
) -> None:
    taken = []
    for value in values:
        serve(stub, "GET", path, said(value))
        with contextlib.suppress(TrackerUnavailableError):
            call(server.tracker(stub.url))
            taken.append(value)
        assert stub.writes() == 0
    assert taken == []


@pytest.mark.parametrize("value", [*NO_OBJECT, {"full_name": 5, "path_with_namespace": 5}, {"permissions": "x"}])
@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS.keys())
def test_doctor_names_what_it_could_not_read(stub: Proxy, server: Server, value: Any) -> None:
    stub.on("GET", ".*", said(value), times=None)
    found = server.tracker(stub.url).inspect(["dana"], ["postmortem"])
    assert any(diagnosis.ok is False and diagnosis.message for diagnosis in found)


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS.keys())
def test_what_a_server_says_is_shown_as_plain_text(stub: Proxy, server: Server) -> None:
    said = "no\x1b]0;owned\x07 \x1b[2J\u202eentry\r\n::error::a-to\u200bken"
    stub.on("GET", ".*", answer(403, {"message": said}, Content_Type="application/json"), times=None)
    with pytest.raises(TrackerUnavailableError) as caught:
        server.tracker(stub.url).get(REF)
    assert "no entry ::error::" in caught.value.message
    assert is_plain(caught.value.message)
    assert "a-token" not in caught.value.message


def nested(_forward: Forward) -> Reply:
    """Lists in lists, deeper than anybody reads."""
    return Reply(200, b"[" * 200_000 + b"]" * 200_000, {"content-type": "application/json"})


@pytest.mark.parametrize("way", GITHUB.ways)
@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS.keys())
def test_an_answer_without_a_bottom(stub: Proxy, server: Server, way: str) -> None:
    there = server.ways[way]
    serve(stub, there.method, there.path, nested)
    with pytest.raises(there.error):
        there.call(server.tracker(stub.url))


@pytest.mark.parametrize("kind", SERVERS)
def test_the_command_ends_with_what_it_could_not_read(stub: Proxy, project: Project, kind: str) -> None:
    server = SERVERS[kind]
    project.write("pm.md", "# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Add an alert\n")
    project.write(
        "postmortem-tracker.toml",
        f'[trackers.hub]\nkind = "{kind}"\nproject = "acme/shop"\nurl = "{stub.url}"\n',
    )
    serve(stub, "GET", server.ways["list"].path, said([{**server.issue, "labels": "postmortem"}]))
    host = stub.url.partition("//")[2]
    token = {f"{kind.upper()}_TOKEN": "a-token", "POSTMORTEM_TRACKER_ALLOWED_HOSTS": host}
    done = project.run("sync", "pm.md", **token)
    assert done.returncode == 3, done.stdout + done.stderr
    assert f"{host} gave an answer that is not as its API says" in done.stderr
    assert "Traceback" not in done.stderr
    assert "#7" not in project.tree()["pm.md"].decode()
    assert stub.writes() == 0


# What this program itself once kept of an answer.


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS.keys())
def test_a_cached_list_with_something_else_in_it_is_none(tmp_path: Path, server: Server) -> None:
    held = server.tracker("http://127.0.0.1:1", tmp_path)
    cache = held._lister._cache if isinstance(held, GitHubTracker) else held._reader._cache
    good = Snapshot("", 1, "", "", "", [server.issue])
    cache.store("a", good)
    assert cache.load("a") == good
    for field, values in server.fields.items():
        for value in values:
            raw = {**server.issue, field: value}
            if value is not MISSING:
                cache.store("a", replace(good, issues=[raw]))
                assert cache.load("a") is None, (field, value)
    others: list[Any] = [None, 5, "x", []]
    for entry in others:
        cache.store("a", replace(good, issues=[entry]))
        assert cache.load("a") is None
