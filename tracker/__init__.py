"""Makes sure that what a postmortem promises gets done."""

from postmortem_tracker.markdown import parse

__version__ = "0.1.0"
__all__ = ["__version__", "parse"]
