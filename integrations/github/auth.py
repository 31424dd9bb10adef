"""How a user signs in to GitHub: with a token from the environment or from gh. For a GitHub App see `app`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from github import Auth

from postmortem_tracker.integrations.shared.credentials import Hidden, checked_token


def find_token(
    env: Mapping[str, str], run: Callable[[Sequence[str]], str | None], host: str = "github.com"
) -> str | None:
    """GITHUB_TOKEN, GH_TOKEN, else what gh is signed in with; ``run`` gives a command's output or None.

    ``host`` is the website's. For an Enterprise Server gh's names for it come first: GH_ENTERPRISE_TOKEN,
    GITHUB_ENTERPRISE_TOKEN; what they hold is no concern of GitHub's own servers.
    """
    names = ["GITHUB_TOKEN", "GH_TOKEN"]
    if host != "github.com" and not host.endswith((".github.com", ".ghe.com")):
        names = ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", *names]
    for name in names:
        if token := env.get(name, "").strip():
            return token
    return (run(("gh", "auth", "token", f"--hostname={host}")) or "").strip() or None


class Unseen(Auth.Auth):
    """A way to sign in whose header hides itself in the frames of the libraries."""

    def authentication(self, headers: dict[str, str]) -> None:
        """Add it to the headers of a request."""
        headers["Authorization"] = Hidden(f"{self.token_type} {self.token}")


class _Known(Unseen, Auth.Token):
    """A token that stays the same."""


class _Provided(Unseen):
    """A token asked for at each request, for those who rotate it."""

    def __init__(self, provide: Callable[[], str]) -> None:
        self._provide = provide

    @property
    def token_type(self) -> str:
        return "token"

    @property
    def token(self) -> str:
        return checked_token(self._provide(), "use for GitHub")


def auth_of(token: str | Callable[[], str] | None) -> Auth.Auth | None:
    """PyGithub's way to sign in with what the user has; None reads public projects without signing in."""
    if token is None or token == "":
        return None
    if isinstance(token, str):
        return _Known(checked_token(token, "use for GitHub"))
    return _Provided(token)
