"""A small stand-in for GitLab's REST API, ours: state in memory, faults on demand; see gitlab_server.

It shows what we rely on, not that GitLab behaves so; what it takes and gives is held to python-gitlab's
lists of attributes and, where it is at hand, to GitLab's own schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]
TOKEN = "glpat-sesame-open-0123456789"
QUICK_ACTION = re.compile(r"^/(close|confidential|label|assign|due|title|todo|shrug)\b(.*)\n?", re.MULTILINE)


@dataclass
class Request:
    method: str
    path: str  # below /api/v4, decoded
    query: dict[str, list[str]]
    body: Json
    headers: Mapping[str, str]


@dataclass
class Answer:
    status: int
    payload: object
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """Happens to the next ``times`` requests of ``method`` whose path ends with ``suffix``."""

    method: str
    suffix: str
    status: int = 0  # answer with this; 0: close the connection without an answer
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False  # the request has its effect first
    slow: bool = False  # the answer comes only when the server stops
    raw: bytes | None = None  # answer 200 with this
    times: int = 1


class FakeGitLab:
    """The state of a server and the answers it gives."""

    def __init__(self, project: str = "ops/incidents", subpath: str = "") -> None:
        self.subpath = subpath
        self.base = ""
        self.now = datetime(2026, 3, 4, 12, tzinfo=UTC)
        self.tokens = {TOKEN: ["api"], "read-only": ["read_api"]}
        self.users = {name: 100 + index for index, name in enumerate(("root", "alice", "bob"))}
        self.paid = False
        self.projects: dict[str, Json] = {}
        self.issues: dict[str, dict[int, Json]] = {}
        self.labels: dict[str, dict[str, Json]] = {}
        self.links: dict[tuple[str, int], list[Json]] = {}
        self.notes: dict[tuple[str, int], list[Json]] = {}
        self.merge_requests: dict[tuple[str, int], list[Json]] = {}  # by the issue that they mention or close
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.echo = "a fault"  # what the answers of faults say
        self.add_project(project)

    def add_project(self, path: str, **attributes: object) -> None:
        self.projects[path] = {
            "id": len(self.projects) + 1,
            "path_with_namespace": path,
            "visibility": "private",
            "issues_access_level": "enabled",
            "archived": False,
            "permissions": {"project_access": {"access_level": 30}, "group_access": None},
            **attributes,
        }
        self.issues[path] = {}
        self.labels[path] = {}

    def counted(self, method: str = "") -> int:
        return sum(1 for request in self.requests if method in ("", request.method))

    def fault_for(self, request: Request) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.method == request.method and request.path.endswith(fault.suffix):
                fault.times -= 1
                return fault
        return None

    # Answers.

    def answer(self, request: Request) -> Answer:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        scopes = self.tokens.get(token)
        if scopes is None:
            return Answer(401, {"message": "401 Unauthorized"})
        if request.method != "GET" and "api" not in scopes:
            return Answer(403, {"error": "insufficient_scope", "error_description": "needs higher privileges"})
        match request.path.strip("/").split("/"):
            case ["user"]:
                return Answer(200, {"id": 100, "username": "root"})
            case ["users"]:
                name = request.query.get("username", [""])[0]
                return Answer(200, [self._user(name)] if name in self.users else [])
            case ["personal_access_tokens", "self"]:
                return Answer(200, {"scopes": scopes})
            case ["projects", *_]:
                return self._in_project(request)
        return Answer(404, {"error": "404 Not Found"})

    def _in_project(self, request: Request) -> Answer:
        below = request.path.removeprefix("/projects/") + "/"
        path, named = next(
            (
                (path, named)
                for path, project in self.projects.items()
                for named in (path, str(project["id"]))
                if below.startswith(f"{named}/")
            ),
            ("", ""),
        )
        if not path:
            return Answer(404, {"message": "404 Project Not Found"})
        project = self.projects[path]
        rest = below.removeprefix(named).strip("/").split("/")
        if rest[0] == "issues" and project["issues_access_level"] == "disabled":
            return Answer(403, {"message": "403 Forbidden"})
        if request.method != "GET" and project["archived"]:
            return Answer(403, {"message": "403 Forbidden"})
        match request.method, rest:
            case "GET", [""]:
                return Answer(200, project)
            case "GET", ["members", "all"]:
                found = [name for name in self.users if name in request.query.get("query", [""])[0]]
                return Answer(200, [self._user(name) for name in found if name != "bob"])
            case "GET", ["issues"]:
                return self._paged(request, self._listed(path, request.query))
            case "GET", ["labels"]:
                return self._paged(request, list(self.labels[path].values()))
            case "POST", ["labels"]:
                known = request.body["name"] in self.labels[path]
                return Answer(409, {"message": "Label already exists"}) if known else self._label(path, request.body)
            case "POST", ["issues"]:
                return self._create(path, request.body)
            case _, ["issues", number, *more] if int(number) in self.issues[path]:
                return self._of_issue(path, int(number), request, more)
        return Answer(404, {"message": "404 Not found"})

    def _of_issue(self, path: str, number: int, request: Request, more: list[str]) -> Answer:
        issue = self.issues[path][number]
        match request.method, more:
            case "GET", []:
                return Answer(200, issue)
            case "PUT", []:
                return self._update(path, issue, request.body)
            case "GET", ["notes"]:
                notes = self.notes.get((path, number), [])
                if request.query.get("activity_filter") == ["only_activity"]:
                    notes = [note for note in notes if note["system"]]
                return self._paged(request, notes if request.query.get("sort") == ["asc"] else notes[::-1])
            case "POST", ["notes"]:
                text = self._acted(issue, request.body["body"]) or ""
                self.add_note(path, number, text)
                return Answer(201, self.notes[path, number][-1])
            case "GET", ["related_merge_requests"]:
                return self._paged(request, self.merge_requests.get((path, number), []))
            case "GET", ["links"]:
                return self._paged(request, self.links.get((path, number), []))
            case "POST", ["links"]:
                return self._relate(path, number, request.body)
        return Answer(404, {"message": "404 Not found"})

    def _listed(self, path: str, query: Mapping[str, list[str]]) -> list[Json]:
        labels = {label for label in query.get("labels", [""])[0].split(",") if label}
        after = query.get("updated_after")
        found = [
            issue
            for issue in self.issues[path].values()
            if labels <= set(issue["labels"])
            and query.get("state", ["all"])[0] in ("all", issue["state"])
            and (not after or datetime.fromisoformat(issue["updated_at"]) >= datetime.fromisoformat(after[0]))
        ]
        found.sort(key=lambda issue: issue[query.get("order_by", ["created_at"])[0]])
        return found if query.get("sort") == ["asc"] else found[::-1]

    def _paged(self, request: Request, entries: list[Json]) -> Answer:
        size = min(int(request.query.get("per_page", ["20"])[0]), 100)
        page = int(request.query.get("page", ["1"])[0])
        if (page - 1) * size >= 50_000:
            return Answer(405, {"error": "Offset pagination has a maximum allowed offset of 50000"})
        more = len(entries) > page * size
        headers = {"X-Page": str(page), "X-Per-Page": str(size), "X-Next-Page": str(page + 1) if more else ""}
        if len(entries) <= 10_000:
            headers["X-Total"] = str(len(entries))
        if more:
            query = urlencode({**request.query, "page": [str(page + 1)]}, doseq=True)
            headers["Link"] = f'<{self.base}/api/v4{request.path}?{query}>; rel="next"'
        return Answer(200, entries[(page - 1) * size : page * size], headers)

    # Changes.

    def _create(self, path: str, body: Json) -> Answer:
        if not body.get("title"):
            return Answer(400, {"error": "title is missing, title is empty"})
        problem = _too_long(body)
        if problem:
            return problem
        number = max(self.issues[path], default=0) + 1
        moment = self._tick()
        issue: Json = {
            "id": 1000 * self.projects[path]["id"] + number,
            "iid": number,
            "project_id": self.projects[path]["id"],
            "title": body["title"].strip(),
            "description": body.get("description"),
            "state": "opened",
            "created_at": moment,
            "updated_at": moment,
            "closed_at": None,
            "labels": self._use_labels(path, _split(body.get("labels"))),
            "milestone": None,
            "assignees": self._assignable(body.get("assignee_ids", [])),
            "author": self._user("root"),
            "user_notes_count": 0,
            "upvotes": 0,
            "downvotes": 0,
            "due_date": body.get("due_date"),
            "confidential": bool(body.get("confidential")),
            "web_url": f"{self.base}/{path}/-/issues/{number}",
            "references": {"short": f"#{number}", "relative": f"#{number}", "full": f"{path}#{number}"},
            "moved_to_id": None,
            "_links": {"closed_as_duplicate_of": None},
        }
        self.issues[path][number] = issue
        issue["description"] = self._acted(issue, issue["description"])
        return Answer(201, issue)

    def _update(self, path: str, issue: Json, body: Json) -> Answer:
        problem = _too_long(body)
        if problem:
            return problem
        issue.update({key: body[key] for key in ("title", "confidential") if key in body})
        if "description" in body:
            issue["description"] = self._acted(issue, body["description"])
        if "due_date" in body:
            issue["due_date"] = body["due_date"] or None
        if "assignee_ids" in body:
            issue["assignees"] = self._assignable(body["assignee_ids"])
        kept = [label for label in issue["labels"] if label not in _split(body.get("remove_labels"))]
        issue["labels"] = sorted({*kept, *self._use_labels(path, _split(body.get("add_labels")))})
        moment = self._tick()
        issue["updated_at"] = moment
        if body.get("state_event") == "close" and issue["state"] == "opened":
            issue.update(state="closed", closed_at=moment)
        elif body.get("state_event") == "reopen":
            issue.update(state="opened", closed_at=None)
        return Answer(200, issue)

    def _label(self, path: str, body: Json) -> Answer:
        self.labels[path][body["name"]] = body
        return Answer(201, body)

    def _use_labels(self, path: str, labels: list[str]) -> list[str]:
        """Unknown labels are made; whoever may not label does so in vain."""
        if self.projects[path]["permissions"]["project_access"]["access_level"] < 15:
            return []
        for label in labels:
            self.labels[path].setdefault(label, {"name": label, "color": "#6699cc", "description": None})
        return labels

    def _relate(self, path: str, number: int, body: Json) -> Answer:
        target = self.issues[body["target_project_id"]][body["target_issue_iid"]]
        related = self.links.setdefault((path, number), [])
        if target in related:
            return Answer(409, {"message": "Issue(s) already assigned"})
        related.append(target)
        return Answer(201, {"source_issue": self.issues[path][number], "target_issue": target})

    def add_merge_request(self, path: str, number: int, iid: int, state: str = "merged") -> str:
        """Relate a merge request to an issue, and give its address."""
        address = f"{self.base}/{path}/-/merge_requests/{iid}"
        related = self.merge_requests.setdefault((path, number), [])
        related.append({"id": 5000 + iid, "iid": iid, "state": state, "web_url": address})
        return address

    def add_note(self, path: str, number: int, body: str, system: bool = False) -> None:
        notes = self.notes.setdefault((path, number), [])
        notes.append({"id": len(notes) + 1, "body": body, "system": system, "created_at": self._tick()})

    def move(self, path: str, number: int, to: str) -> Json:
        """As GitLab moves: a copy there, and here a closed shell with its labels and a note."""
        issue = self.issues[path][number]
        copied = self._create(to, {**issue, "labels": ",".join(issue["labels"])}).payload
        assert isinstance(copied, dict)
        issue.update(state="closed", closed_at=self._tick(), moved_to_id=copied["id"])
        self.add_note(path, number, f"moved to {to}#{copied['iid']}", system=True)
        return copied

    def _acted(self, issue: Json, text: str | None) -> str | None:
        """Runs quick actions and takes them out of the text, as GitLab does."""
        for match in QUICK_ACTION.finditer(text or ""):
            if match[1] == "close":
                issue.update(state="closed", closed_at=self._tick())
            elif match[1] == "label":
                issue["labels"].append(match[2].strip().lstrip("~"))
        return QUICK_ACTION.sub("", text) if text is not None else None

    def _assignable(self, numbers: list[int]) -> list[Json]:
        """Unknown numbers are dropped without a word, and all but the first where nobody pays."""
        known = [self._user(name) for name, number in self.users.items() if number in numbers]
        return known if self.paid else known[:1]

    def _user(self, name: str) -> Json:
        web = f"{self.base}/{name}"
        avatar = f"{web}/avatar.png"
        return {
            "id": self.users[name],
            "username": name,
            "name": name.title(),
            "state": "active",
            "web_url": web,
            "avatar_url": avatar,
        }

    def _tick(self) -> str:
        self.now += timedelta(milliseconds=1)
        return self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _split(labels: object) -> list[str]:
    if isinstance(labels, list):
        return [str(label) for label in labels]
    return [label.strip() for label in str(labels or "").split(",") if label.strip()]


def _too_long(body: Json) -> Answer | None:
    if len(body.get("title") or "") > 255:
        return Answer(400, {"message": {"title": ["is too long (maximum is 255 characters)"]}})
    if len(body.get("description") or "") > 1_048_576:
        return Answer(400, {"message": {"description": ["is too long (maximum is 1048576 characters)"]}})
    return None
