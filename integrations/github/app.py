"""Signing in as a GitHub App: where it is installed is asked for if nobody says, and each token as it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from github import Auth

from postmortem_tracker.disk import regular
from postmortem_tracker.errors import ConfigError, RateLimitedError, TrackerError, TrackerUnavailableError
from postmortem_tracker.integrations.github.auth import Unseen
from postmortem_tracker.integrations.github.errors import APP_HINT, NotThereError
from postmortem_tracker.integrations.github.http import Api
from postmortem_tracker.integrations.shared.values import moment, text, whole

_LEAST = 60.0  # seconds that a token must still hold


@dataclass(frozen=True, slots=True)
class App:
    """A GitHub App; without an installation the one that sees the repository is looked for."""

    app_id: int | str
    key_file: Path
    installation_id: int | None = None


class _Signed(Unseen, Auth.AppAuth):
    """What an App signs its requests with."""


def signature(app: App) -> Auth.AppAuth:
    """What the App itself signs its requests with. Raises ConfigError where its key cannot be used."""
    try:
        key = regular.read(app.key_file, regular.SETTINGS_BYTES)[0].decode("ascii")
    except (OSError, UnicodeError) as error:
        raise ConfigError(
            f"the GitHub App's key {app.key_file} cannot be read", "point to the .pem file that GitHub made for the App"
        ) from error
    if "PRIVATE KEY" not in key:
        raise ConfigError(f"{app.key_file} is not a private key", "point to the .pem file that GitHub made for the App")
    return _Signed(app.app_id, key)


class Installation:
    """The tokens of an App's installation in one project; ``api`` asks as the App."""

    def __init__(self, api: Api, app: App, project: str, clock: Callable[[], float]) -> None:
        self._api = api
        self._number = app.installation_id
        self._project = project
        self._clock = clock
        self._token = ""
        self._until = 0.0

    @property
    def sent(self) -> int:
        """How many requests signing in has taken so far."""
        return self._api.sent

    def token(self) -> str:
        """A token that holds for the next request. Raises TrackerUnavailableError."""
        if not self._token or self._until - self._clock() < _LEAST:
            try:
                self._renew()
            except RateLimitedError:
                raise
            except NotThereError as error:
                where = f"in {self._project}" if self._number is None else f"as {self._number}"
                raise TrackerUnavailableError(f"the GitHub App is not installed {where}", APP_HINT) from error
            except TrackerError as error:
                raise TrackerUnavailableError(f"GitHub refused the App's sign-in: {error.message}", APP_HINT) from error
        return self._token

    def _renew(self) -> None:
        if self._number is None:
            installed = self._api.get(f"/repos/{self._project}/installation").data
            with self._api.understood():
                self._number = whole(installed["id"])
        granted: Any = self._api.write("POST", f"/app/installations/{self._number}/access_tokens", {}).data
        with self._api.understood():
            until = moment(text(granted["expires_at"]))
            if until is None:
                raise ValueError("nobody knows until when the token holds")
            self._token, self._until = text(granted["token"]), until.timestamp()
