"""Regular expressions that are compiled when they are first used; a short run uses a quarter of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr


class _Lazy:
    """The double of a compiled pattern: once used, the pattern's methods are attributes of this object."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._source = text, flags

    def __getattr__(self, name: str) -> Any:
        text, flags = self._source
        found = getattr(re.compile(text, flags), name)
        setattr(self, name, found)
        return found


def lazy(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The compiled regular expression, as far as its users can tell; a broken one is seen at its first use."""
    return _Lazy(text, flags)  # type: ignore[return-value]  # re.Pattern cannot be subclassed
