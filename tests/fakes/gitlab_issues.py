"""What GitLab does with an issue that is opened or changed: who may what, and what is dropped without a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.gitlab_commands import extract

Json = dict[str, Any]
GUEST, PLANNER, REPORTER, DEVELOPER = 10, 15, 20, 30


@dataclass
class Answer:
    status: int
    payload: object
    headers: dict[str, str] = field(default_factory=dict)


FORBIDDEN = Answer(403, {"message": "403 Forbidden"})
NOT_FOUND = Answer(404, {"message": "404 Not found"})


class Issues:
    """The projects of a server, their members and issues."""

    def __init__(self) -> None:
        self.base = ""
        self.now = datetime(2026, 3, 4, 12, tzinfo=UTC)
        self.users = {name: 100 + index for index, name in enumerate(("root", "alice", "bob", "carol"))}
        self.paid = False  # several assignees, and one label of each scope
        self.by_markdown = True  # how quick actions are found; False: as older versions do
        self.work_items = False  # issues are shown below /-/work_items/
        self.projects: dict[str, Json] = {}
        self.members: dict[str, dict[str, int]] = {}  # by project: everybody's level
        self.issues: dict[str, dict[int, Json]] = {}
        self.labels: dict[str, dict[str, Json]] = {}
        self.links: dict[tuple[str, int], list[Json]] = {}
        self.notes: dict[tuple[str, int], list[Json]] = {}
        self.milestones: list[Json] = []  # of projects and of groups, whose path is their "of"

    def add_milestone(self, of: str, title: str, state: str = "active") -> None:
        """A milestone of a project or a group."""
        self.milestones.append({"id": 501 + len(self.milestones), "title": title, "state": state, "of": of})

    def _milestone(self, path: str, number: int) -> Json | None:
        """One that issues of the project may have; another number is dropped without a word."""
        return next((each for each in self.milestones if each["id"] == number and _holds(each["of"], path)), None)

    def _milestones_of(self, path: str, query: Mapping[str, list[str]]) -> list[Json]:
        """As they are listed: the project's own, with those of the groups above where that is asked for."""
        above = query.get("include_ancestors", [""])[0].lower() in ("true", "1")
        states, titles = query.get("state", []), query.get("title", [])
        return [
            each
            for each in self.milestones
            if (_holds(each["of"], path) if above else each["of"] == path)
            and (not states or each["state"] in states)
            and (not titles or each["title"] in titles)
        ]

    def add_project(self, path: str, **attributes: object) -> None:
        """A private project with the members root, alice and bob."""
        self.projects[path] = {
            "id": len(self.projects) + 1,
            "path_with_namespace": path,
            "visibility": "private",
            "issues_access_level": "enabled",
            "archived": False,
            **attributes,
        }
        self.members[path] = dict.fromkeys(("root", "alice", "bob"), DEVELOPER)
        self.issues[path] = {}
        self.labels[path] = {}

    # Who may what.

    def level(self, path: str, user: str) -> int:
        """The user's role there as GitLab counts them; 0 for a stranger."""
        return self.members[path].get(user, 0)

    def sees_project(self, path: str, user: str) -> bool:
        """Whether the project is there for the user."""
        return self.projects[path]["visibility"] != "private" or self.level(path, user) >= GUEST

    def sees_issues(self, path: str, user: str) -> bool:
        """Whether the project's issues are there for the user."""
        access = self.projects[path]["issues_access_level"]
        if access == "disabled" or not self.sees_project(path, user):
            return False
        return access == "enabled" or self.level(path, user) >= GUEST

    def sees(self, path: str, issue: Json, user: str) -> bool:
        """Whether this issue is there for the user."""
        theirs = user in (issue["author"]["username"], *(each["username"] for each in issue["assignees"]))
        return self.sees_issues(path, user) and (
            not issue["confidential"] or theirs or self.level(path, user) >= PLANNER
        )

    # Changes.

    def _create(self, path: str, body: Json, user: str = "root") -> Answer:
        if not body.get("title"):
            return Answer(400, {"error": "title is missing, title is empty"})
        if not self.sees_issues(path, user):
            return FORBIDDEN
        problem = _too_long(body)
        if problem:
            return problem
        if self.level(path, user) < PLANNER:
            body = {key: body[key] for key in ("title", "description", "confidential") if key in body}
        number = max(self.issues[path], default=0) + 1
        moment = self._tick()
        issue: Json = {
            "id": 1000 * self.projects[path]["id"] + number,
            "iid": number,
            "project_id": self.projects[path]["id"],
            "title": body["title"].strip(),
            "description": None,
            "state": "opened",
            "created_at": moment,
            "updated_at": moment,
            "closed_at": None,
            "labels": [],
            "milestone": self._milestone(path, body.get("milestone_id", 0)),
            "assignees": [],
            "author": self._user(user),
            "user_notes_count": 0,
            "upvotes": 0,
            "downvotes": 0,
            "due_date": body.get("due_date"),
            "confidential": bool(body.get("confidential")),
            "web_url": f"{self.base}/{path}/-/{'work_items' if self.work_items else 'issues'}/{number}",
            "references": {"short": f"#{number}", "relative": f"#{number}", "full": f"{path}#{number}"},
            "moved_to_id": None,
            "_links": {"closed_as_duplicate_of": None},
        }
        self.issues[path][number] = issue
        issue["assignees"] = self._assigned(path, body.get("assignee_ids", []), [])
        issue["labels"] = self._labelled(path, [], split(body.get("labels")))
        issue["description"] = self._acted(path, issue, body.get("description"))
        return Answer(201, issue)

    def _update(self, path: str, issue: Json, body: Json, user: str = "root") -> Answer:
        mine = issue["author"]["username"] == user
        if not self.sees(path, issue, user) or (self.level(path, user) < PLANNER and not mine):
            return FORBIDDEN
        problem = _too_long(body)
        if problem:
            return problem
        if self.level(path, user) < PLANNER:
            body = {key: body[key] for key in ("title", "description", "state_event") if key in body}
        before = {**issue}
        issue.update({key: body[key] for key in ("title", "confidential") if key in body})
        if "due_date" in body:
            issue["due_date"] = body["due_date"] or None
        if "assignee_ids" in body:
            issue["assignees"] = self._assigned(path, body["assignee_ids"], issue["assignees"])
        kept = [label for label in issue["labels"] if label not in split(body.get("remove_labels"))]
        issue["labels"] = self._labelled(path, kept, split(body.get("add_labels")))
        if body.get("state_event") == "close" and issue["state"] == "opened":
            issue.update(state="closed", closed_at=self._tick())
        elif body.get("state_event") == "reopen" and issue["state"] == "closed":
            issue.update(state="opened", closed_at=None)
        if "description" in body:
            issue["description"] = self._acted(path, issue, body["description"])
        if issue != before:
            issue["updated_at"] = self._tick()
        return Answer(200, issue)

    def _comment(self, path: str, issue: Json, body: Json, user: str) -> Answer:
        """A note counts as activity."""
        text = self._acted(path, issue, body["body"])
        if not text:
            return Answer(202, {"commands_changes": {}, "summary": ["Commands applied"]})
        self.add_note(path, issue["iid"], text)
        issue["updated_at"] = self._tick()
        return Answer(201, self.notes[path, issue["iid"]][-1])

    def _label(self, path: str, body: Json) -> Answer:
        name = body["name"].strip()
        if name in self.labels[path]:
            return Answer(409, {"message": "Label already exists"})
        self.labels[path][name] = {**body, "name": name}
        return Answer(201, self.labels[path][name])

    def _labelled(self, path: str, kept: list[str], added: list[str]) -> list[str]:
        """Unknown labels are made; of one scope the last one stays where scopes are paid for."""
        for label in added:
            self.labels[path].setdefault(label, {"name": label, "color": "#6699cc", "description": None})
            scope = label.rpartition("::")[0] if self.paid else ""
            if scope:
                kept = [each for each in kept if each.rpartition("::")[0] != scope]
            kept = [*kept, label]
        return sorted(set(kept))

    def _assigned(self, path: str, numbers: list[int], before: list[Json]) -> list[Json]:
        """Only the first where nobody pays, and only who may read the project; no change where that leaves nobody."""
        wanted = numbers if self.paid else numbers[:1]
        names = {number: name for name, number in self.users.items()}
        found = [names[number] for number in wanted if number in names and self.sees_issues(path, names[number])]
        if not found and any(numbers):
            return before
        return [self._user(name) for name in found]

    def _relate(self, path: str, number: int, body: Json, user: str) -> Answer:
        """Both issues show the link."""
        there = body["target_project_id"]
        target = self.issues.get(there, {}).get(body["target_issue_iid"])
        if target is None or not self.sees(there, target, user):
            return Answer(404, {"message": "No matching issue found. Make sure that you are adding a valid issue URL."})
        related = self.links.setdefault((path, number), [])
        if target in related:
            return Answer(409, {"message": "Issue(s) already assigned"})
        source = self.issues[path][number]
        related.append(target)
        self.links.setdefault((there, target["iid"]), []).append(source)
        return Answer(201, {"source_issue": source, "target_issue": target})

    def add_note(self, path: str, number: int, body: str, system: bool = False, about: str = "") -> None:
        """A note; one of GitLab's own ``about`` another project is hidden from those who do not see that."""
        notes = self.notes.setdefault((path, number), [])
        note = {"id": len(notes) + 1, "body": body, "system": system, "created_at": self._tick()}
        notes.append(note if not about else {**note, "about": about})

    def move(self, path: str, number: int, to: str) -> Json:
        """As GitLab moves: a copy with the labels that are known there, and here a closed shell with a note."""
        issue = self.issues[path][number]
        known = [label for label in issue["labels"] if label in self.labels[to]]
        numbers = [user["id"] for user in issue["assignees"]]
        copied = self._create(to, {**issue, "labels": ",".join(known), "assignee_ids": numbers}).payload
        assert isinstance(copied, dict)
        self.notes[to, copied["iid"]] = [note for note in self.notes.get((path, number), []) if not note["system"]]
        moment = self._tick()
        issue.update(state="closed", closed_at=moment, updated_at=moment, moved_to_id=copied["id"])
        near = path.rpartition("/")[0] == to.rpartition("/")[0]
        name = "" if path == to else to.rpartition("/")[2] if near else to
        self.add_note(path, number, f"moved to {name}#{copied['iid']}", system=True, about=to)
        return copied

    def promote(self, path: str, number: int, into: str = "epic &7") -> None:
        """As GitLab promotes: the issue is closed, and a note of its own says for what."""
        moment = self._tick()
        self.issues[path][number].update(state="closed", closed_at=moment, updated_at=moment)
        self.add_note(path, number, f"promoted to {into}", system=True)

    def _acted(self, path: str, issue: Json, text: str | None) -> str | None:
        """Runs the quick actions of a text and gives what is stored of it."""
        if text is None:
            return None
        found = extract(text, by_markdown=self.by_markdown)
        for name, argument in found.commands:
            if name == "close":
                issue.update(state="closed", closed_at=self._tick())
            elif name in ("label", "labels", "relabel"):
                issue["labels"] = self._labelled(path, issue["labels"], [argument.lstrip("~")])
        return found.text

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


def split(labels: object) -> list[str]:
    """Labels as a request writes them: with commas between them, white space around a name does not count."""
    written = labels if isinstance(labels, list) else str(labels or "").split(",")
    return [str(label).strip() for label in written if str(label).strip()]


def _too_long(body: Json) -> Answer | None:
    if len(body.get("title") or "") > 255:
        return Answer(400, {"message": {"title": ["is too long (maximum is 255 characters)"]}})
    if len(body.get("description") or "") > 1_048_576:
        return Answer(400, {"message": {"description": ["is too long (maximum is 1048576 characters)"]}})
    return None


def _holds(of: str, path: str) -> bool:
    """Whether a project or a group is the project of this path, or above it."""
    return path == of or path.startswith(f"{of}/")
