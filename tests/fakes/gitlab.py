"""A small stand-in for GitLab's REST API, ours: state in memory, faults on demand; see gitlab_server.

It shows what we rely on, not that GitLab behaves so: it follows what GitLab's documentation and source say, and
what it takes and gives is held to python-gitlab's lists of attributes and, where it is at hand, to GitLab's schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlencode

from tests.fakes.gitlab_issues import FORBIDDEN, NOT_FOUND, PLANNER, Answer, Issues, Json, split

__all__ = ["TOKEN", "Answer", "FakeGitLab", "Fault", "Json", "Request"]

TOKEN = "glpat-sesame-open-0123456789"
COUNTED = 10_000  # as long as a list is no longer, its length is told


@dataclass
class Request:
    method: str
    path: str  # below /api/v4, decoded
    query: dict[str, list[str]]
    body: Json
    headers: Mapping[str, str]
    user: str = ""  # who is signed in


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


class FakeGitLab(Issues):
    """The state of a server and the answers it gives."""

    def __init__(self, project: str = "ops/incidents", subpath: str = "") -> None:
        super().__init__()
        self.subpath = subpath
        self.tokens = {TOKEN: ["api"], "read-only": ["read_api"]}
        self.signed_in: dict[str, str] = {}  # whose token it is, root's unless told
        self.dead: dict[str, str] = {}  # tokens that are "expired" or "revoked"
        self.personal: set[str] = set()  # namespaces that are a person's: no groups
        self.renamed: dict[str, str] = {}  # paths that projects had, and the ones they have
        self.merge_requests: dict[tuple[str, int], list[Json]] = {}  # by the issue that they mention or close
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.echo = "a fault"  # what the answers of faults say
        self.add_project(project)

    def counted(self, method: str = "") -> int:
        return sum(1 for request in self.requests if method in ("", request.method))

    def rename(self, old: str, new: str) -> None:
        """Give a project another path; the old one leads there."""
        self.projects[new], self.members[new] = self.projects.pop(old), self.members.pop(old)
        self.issues[new], self.labels[new] = self.issues.pop(old), self.labels.pop(old)
        for store in (self.notes, self.links, self.merge_requests):
            for path, number in [key for key in store if key[0] == old]:
                store[new, number] = store.pop((path, number))
        self.projects[new]["path_with_namespace"] = new
        for number, issue in self.issues[new].items():
            issue["references"]["full"] = f"{new}#{number}"
            issue["web_url"] = issue["web_url"].replace(f"/{old}/", f"/{new}/")
        self.renamed[old] = new

    def fault_for(self, request: Request) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.method == request.method and request.path.endswith(fault.suffix):
                fault.times -= 1
                return fault
        return None

    # Answers.

    def answer(self, request: Request) -> Answer:
        refused = self._signed_out(request)
        answer = refused or self._answered(request)
        used = str(len(self.requests))
        left = {"RateLimit-Limit": "2000", "RateLimit-Observed": used, "RateLimit-Remaining": "1500"}
        answer.headers = {**left, **answer.headers}
        return answer

    def _signed_out(self, request: Request) -> Answer | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token in self.dead:
            expired = "Token is expired. You can either do re-authorization or token refresh."
            said = {"expired": expired, "revoked": "Token was revoked. You have to re-authorize from the user."}
            return Answer(401, {"error": "invalid_token", "error_description": said[self.dead[token]]})
        if token not in self.tokens:
            return Answer(401, {"message": "401 Unauthorized"})
        needed = ("api",) if request.method != "GET" else ("api", "read_api")
        if not set(needed) & set(self.tokens[token]):
            why = "The request requires higher privileges than provided by the access token."
            body = {"error": "insufficient_scope", "error_description": why, "scope": " ".join(needed)}
            return Answer(403, body)
        request.user = self.signed_in.get(token, "root")
        return None

    def _answered(self, request: Request) -> Answer:
        match request.path.strip("/").split("/"):
            case ["user"]:
                return Answer(200, {"id": self.users[request.user], "username": request.user})
            case ["users"]:
                wanted = request.query.get("username", [""])[0].lower()
                return Answer(200, [self._user(name) for name in self.users if name.lower() == wanted])
            case ["personal_access_tokens", "self"]:
                token = request.headers["Authorization"].removeprefix("Bearer ")
                return Answer(200, {"scopes": self.tokens[token]})
            case ["projects", *_]:
                return self._in_project(request)
            case ["groups", *below, "issues"]:
                return self._of_group(request, "/".join(below))
        return Answer(404, {"error": "404 Not Found"})

    def _in_project(self, request: Request) -> Answer:
        below = request.path.removeprefix("/projects/") + "/"
        for old, new in self.renamed.items():
            if below.startswith(f"{old}/"):
                return self._moved(request, old, new)
        path, named = next(
            (
                (path, named)
                for path, project in self.projects.items()
                for named in (path, str(project["id"]))
                if below.startswith(f"{named}/") and self.sees_project(path, request.user)
            ),
            ("", ""),
        )
        if not path:
            return Answer(404, {"message": "404 Project Not Found"})
        rest = below.removeprefix(named).strip("/").split("/")
        if request.method != "GET" and self.projects[path]["archived"]:
            return FORBIDDEN
        match request.method, rest:
            case "GET", [""]:
                access = {"access_level": self.level(path, request.user)}
                return Answer(200, self.projects[path] | {"permissions": {"project_access": access}})
            case "GET", ["members", "all"]:
                wanted = request.query.get("query", [""])[0]
                found = [name for name in self.members[path] if wanted.lower() in name.lower()]
                return self._paged(request, [self._user(name) for name in found])
            case "GET", ["issues"]:
                return self._paged(request, self._listed([path], request))
            case "GET", ["labels" | "milestones" as what]:
                all_labels = list(self.labels[path].values())
                return self._paged(
                    request, all_labels if what == "labels" else self._milestones_of(path, request.query)
                )
            case "POST", ["labels"]:
                return self._label(path, request.body) if self.level(path, request.user) >= PLANNER else FORBIDDEN
            case "POST", ["issues"]:
                return self._create(path, request.body, request.user)
            case _, ["issues", number, *more] if int(number) in self.issues[path]:
                return self._of_issue(path, int(number), request, more)
        return NOT_FOUND

    def _moved(self, request: Request, old: str, new: str) -> Answer:
        """A path that the project had: reading is sent on to its number, writing is refused."""
        if request.method != "GET":
            return Answer(405, {"message": "Non GET methods are not allowed for moved projects"})
        below = request.path.removeprefix(f"/projects/{old}")
        query = urlencode(request.query, doseq=True)
        place = f"{self.base}/api/v4/projects/{self.projects[new]['id']}{quote(below)}{'?' if query else ''}{query}"
        return Answer(301, {"message": "This resource has been moved permanently"}, {"Location": place})

    def _of_group(self, request: Request, group: str) -> Answer:
        """What all projects below hold, as far as they may be seen; the others are left out without a word."""
        paths = [path for path in self.projects if path.startswith(f"{group}/")]
        seen = [path for path in paths if self.sees_project(path, request.user)]
        if not seen or group in self.personal:
            return Answer(404, {"message": "404 Group Not Found"})
        if request.query.get("non_archived", ["true"]) != ["false"]:
            seen = [path for path in seen if not self.projects[path]["archived"]]
        return self._paged(request, self._listed(seen, request))

    def _of_issue(self, path: str, number: int, request: Request, more: list[str]) -> Answer:
        issue = self.issues[path][number]
        match request.method, more:
            case "PUT", []:
                return self._update(path, issue, request.body, request.user)
            case _ if not self.sees(path, issue, request.user):
                return NOT_FOUND
            case "GET", []:
                return Answer(200, issue)
            case "GET", ["notes"]:
                notes = [note for note in self.notes.get((path, number), []) if self._shown(note, request.user)]
                if request.query.get("activity_filter") == ["only_activity"]:
                    notes = [note for note in notes if note["system"]]
                return self._paged(request, notes if request.query.get("sort") == ["asc"] else notes[::-1])
            case "POST", ["notes"]:
                return self._comment(path, issue, request.body, request.user)
            case "GET", ["related_merge_requests"]:
                return self._paged(request, self.merge_requests.get((path, number), []))
            case "GET", ["links"]:
                return self._paged(request, self.links.get((path, number), []))
            case "POST", ["links"]:
                return self._relate(path, number, request.body, request.user)
        return NOT_FOUND

    def _shown(self, note: Json, user: str) -> bool:
        about = note.get("about")
        return about is None or (about in self.projects and self.sees_issues(about, user))

    def _listed(self, paths: list[str], request: Request) -> list[Json]:
        """What matches and may be seen; where the issues as a whole may not be seen, nothing, without a word."""
        query = request.query
        wanted = split(query.get("labels", [""])[0])
        after = query.get("updated_after")
        found = [
            issue
            for path in paths
            for issue in self.issues[path].values()
            if self.sees(path, issue, request.user)
            and _carries(issue["labels"], wanted)
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
        if len(entries) <= COUNTED:
            headers["X-Total"] = str(len(entries))
        if more:
            query = urlencode({**request.query, "page": [str(page + 1)]}, doseq=True)
            headers["Link"] = f'<{self.base}/api/v4{request.path}?{query}>; rel="next"'
        return Answer(200, entries[(page - 1) * size : page * size], headers)

    def add_merge_request(self, path: str, number: int, iid: int, state: str = "merged") -> str:
        """Relate a merge request to an issue, and give its address."""
        address = f"{self.base}/{path}/-/merge_requests/{iid}"
        related = self.merge_requests.setdefault((path, number), [])
        related.append({"id": 5000 + iid, "iid": iid, "state": state, "web_url": address})
        return address


def _carries(labels: list[str], wanted: list[str]) -> bool:
    """Whether an issue has all labels; two words stand for none and for any."""
    words = [label.lower() for label in wanted]
    if "none" in words:
        return not labels
    return set(wanted) <= set(labels) if "any" not in words else bool(labels)
