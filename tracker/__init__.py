"""Makes sure that what a postmortem promises gets done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postmortem_tracker.markdown import parse as parse

__version__ = "0.1.0"
__all__ = ["__version__", "parse"]


def __getattr__(name: str) -> Any:
    # Loaded when first used: `--version` and the command line's help need no parser.
    if name == "parse":
        from postmortem_tracker.markdown import parse

        return parse
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
