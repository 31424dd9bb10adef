"""Tokens and certificate files as people give them, looked at before they are used."""

from __future__ import annotations

import ssl
from pathlib import Path

from postmortem_tracker.disk import regular
from postmortem_tracker.errors import ConfigError

_CERTIFICATES = 10_000_000  # bytes: every authority there is has its place in fewer


class Hidden(str):
    """Text that is sent as it is, and shows nothing of itself where a traceback prints what a frame holds."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'(hidden)'"


def checked_token(token: str, source: str) -> str:
    """The token without the white space around it, which hides itself.

    Raises ConfigError, without showing it, for what can be none.
    """
    token = token.strip()
    # An HTTP library would print what it cannot send.
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigError(
            f"the token in {source} holds characters that no token has", "copy it again, in one line and without spaces"
        )
    return Hidden(token)


def checked_ca_file(written: str, root: Path, place: str) -> str:
    """The absolute path of a certificate authority's file, "" where none is configured. Raises ConfigError.

    ``place`` is the setting's name; a relative path begins at ``root``.
    """
    if not written:
        return ""
    path = root / written
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
    return str(path)
