"""Regular expressions that are compiled when they are first used; a short run uses a quarter of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr


class _Pattern:
    """The double of a compiled pattern, whose attributes are the pattern's."""


class _Lazy(_Pattern):
    """One that is not compiled yet; its first use makes it a plain ``_Pattern``, whose attributes are found faster."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._source = text, flags

    def __getattr__(self, name: str) -> Any:
        text, flags = self._source
        compiled = re.compile(text, flags)
        vars(self).update({each: getattr(compiled, each) for each in dir(compiled) if each[0] != "_"})
        self.__class__ = _Pattern  # type: ignore[assignment]  # the same layout
        return getattr(compiled, name)


def lazy(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The compiled regular expression, as far as its users can tell; a broken one is seen at its first use."""
    return _Lazy(text, flags)  # type: ignore[return-value]  # re.Pattern cannot be subclassed
