"""Tokens and certificate files as people give them, looked at before they are used."""

from __future__ import annotations

import os
import ssl

from postmortem_tracker.disk import regular
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.integrations import Surroundings
from postmortem_tracker.integrations.shared import trust

_CERTIFICATES = 10_000_000  # bytes: every authority there is has its place in fewer


def checked_token(token: str, source: str) -> str:
    """The token without the white space around it. Raises ConfigError, without showing it, for what can be none."""
    token = token.strip()
    # An HTTP library would print what it cannot send.
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigError(
            f"the token in {source} holds characters that no token has", "copy it again, in one line and without spaces"
        )
    return token


def checked_ca_file(written: str, around: Surroundings, place: str) -> str:
    """The absolute path of a certificate authority's file, "" where none is configured. Raises ConfigError.

    ``place`` is the setting's name; a relative path begins at the configuration's folder. Whoever signs with an
    authority of the checkout could stand between us and a server that is trusted, and read the token.
    """
    if not written:
        return ""
    path = around.root / written
    try:
        regular.read(path, _CERTIFICATES)  # OpenSSL would wait at a pipe
        ssl.create_default_context(cafile=path)
    except ssl.SSLError as error:
        raise ConfigError(
            f"{place}: {path} holds no certificate", "point it to the authority's certificate in PEM format"
        ) from error
    except OSError as error:
        raise ConfigError(
            f"{place}: {path} cannot be read: {error.strerror}", "a relative path begins at the configuration's folder"
        ) from error
    real = os.path.realpath(path)
    meant = any(regular.is_inside(real, folder) for folder in trust.folders(around.environment))
    if regular.is_inside(real, around.checkout) and not meant:
        raise ConfigError(
            f"{place}: {path} lies in the repository, so a pull request can bring another one",
            f"keep it outside, or say there that you mean it: {trust.FOLDERS}={regular.shown(os.path.dirname(real))}",
        )
    return real
