"""Makes sure that what a postmortem promises gets done."""

__version__ = "0.1.0"
