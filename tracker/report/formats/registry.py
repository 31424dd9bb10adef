"""Finds the function that renders in a format, and imports no other."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping


def renderer(formats: Mapping[str, tuple[str, str]], name: str) -> Callable[..., str]:
    """The function that renders in a format."""
    module, function = formats[name]
    found: Callable[..., str] = getattr(
        importlib.import_module(f"postmortem_tracker.report.formats.{module}"), function
    )
    return found
