"""Makes sure that what a postmortem promises gets done."""

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "parse"]

if TYPE_CHECKING:
    from postmortem_tracker.markdown import parse
else:

    def __getattr__(name: str) -> object:
        """``parse``, loaded where somebody asks for it: with it come the words of all languages."""
        if name == "parse":
            from postmortem_tracker.markdown import parse

            return parse
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
