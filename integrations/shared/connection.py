"""Why a server cannot be reached, in a few words: the HTTP library's own hold whole requests and object addresses."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3

_TIMEOUTS = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
_PROXIES = (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError)
_UNKNOWN = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}


def why(error: Exception, seconds: float | None = None) -> str:
    """What went wrong, to follow "cannot be reached:"; ``seconds`` is how long an answer was waited for."""
    if isinstance(error, OSError) and str(error).startswith("Could not find a suitable TLS CA"):
        return "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names a file that is not there"
    causes = tuple(_causes(error))
    proxied = any(isinstance(each, _PROXIES) for each in causes)
    for words in (_encryption, _name, _connection):
        found = words(causes)
        if found:
            break
    else:
        late = f"timed out after {seconds:g} s" if seconds else "timed out"
        found = late if any(isinstance(each, _TIMEOUTS) for each in causes) else _system(causes)
    return f"the proxy does not let us through: {found}" if proxied else found


def distrusted(error: Exception) -> bool:
    """Whether the server's certificate is not trusted: then nothing was sent."""
    return any(isinstance(each, ssl.SSLCertVerificationError) for each in _causes(error))


def never_sent(error: Exception) -> bool:
    """Whether the connection was never made, so that the request cannot have had an effect: in doubt it may have."""
    if not isinstance(error, requests.RequestException | urllib3.exceptions.HTTPError):
        return True  # of the system, before there was anything to send
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError) or distrusted(error):
        return True
    inner = error.args[0] if error.args else None
    reason = getattr(inner, "reason", inner)
    return isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything it was raised for, outermost first."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = (getattr(each, "reason", None), each.__cause__, each.__context__, *each.args)
        waiting += [cause for cause in inner if isinstance(cause, BaseException)]


def _encryption(causes: tuple[BaseException, ...]) -> str:
    for each in causes:
        if isinstance(each, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {each.verify_message}"
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return "no encrypted connection: is it https that the server speaks?"
    return ""


def _name(causes: tuple[BaseException, ...]) -> str:
    for each in causes:
        if isinstance(each, socket.gaierror):
            return "no such host" if each.errno in _UNKNOWN else "its name cannot be looked up now"
    return ""


def _connection(causes: tuple[BaseException, ...]) -> str:
    return "connection refused" if any(isinstance(each, ConnectionRefusedError) for each in causes) else ""


def _system(causes: tuple[BaseException, ...]) -> str:
    """The system's own word where it is neither of those, such as an unreachable network."""
    for each in causes:
        if isinstance(each, ConnectionError):
            break
        if isinstance(each, OSError) and each.strerror:
            return str(each.strerror).lower()
        if type(each) is OSError:  # a proxy's refusal
            return str(each)
    return "the connection was lost"
