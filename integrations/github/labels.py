"""A repository's labels; GitHub takes names in other letters for the same."""

from __future__ import annotations

from collections.abc import Iterator

from postmortem_tracker.errors import AmbiguousResultError, InvalidIssueError
from postmortem_tracker.integrations.github.http import Api
from postmortem_tracker.integrations.shared.labels import Labels
from postmortem_tracker.integrations.shared.values import text


def labels_at(api: Api, root: str) -> Labels:
    """The labels of the repository at this path of the API; asks nothing yet."""

    def listed() -> Iterator[str]:
        first = api.get(f"{root}/labels", {"per_page": "100"})
        for label in api.entries(first):
            with api.understood():
                name = text(label["name"])
            yield name

    def make(name: str, colour: str, description: str) -> None:
        try:
            api.write("POST", f"{root}/labels", {"name": name, "color": colour, "description": description})
        except InvalidIssueError as error:
            if "already_exists" not in str(error):  # else another run was faster
                raise
        except AmbiguousResultError:
            pass  # opening the issue makes the label if it is still missing, only without its colour

    return Labels(listed, make, str.casefold)
