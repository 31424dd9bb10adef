"""What people do at GitHub that no tracker of ours does, done behind the proxy's back."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from tests.integrations.conftest import PROJECT, fresh_token


def make_milestone(url: str, title: str, state: str = "open") -> None:
    """A milestone of the repository."""
    made = _asked(url, "POST", "milestones", {"title": title})
    if state != "open":
        _asked(url, "PATCH", f"milestones/{made['number']}", {"state": state})


def milestone_of(url: str, number: int) -> str:
    """The title of the milestone that an issue is in; "" for none."""
    found: str = (_asked(url, "GET", f"issues/{number}").get("milestone") or {}).get("title", "")
    return found


def _asked(url: str, method: str, path: str, body: object = None) -> dict[str, Any]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    headers = {"Authorization": f"token {fresh_token()}", "Content-Type": "application/json"}
    connection.request(method, f"/repos/{PROJECT}/{path}", json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    said: dict[str, Any] = json.loads(answer.read())
    connection.close()
    assert answer.status < 300, said
    return said
