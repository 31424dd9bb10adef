"""Profiles of the property tests, and what they did.

HYPOTHESIS_PROFILE chooses: dev (default, quick), ci (200 simulated runs), long (5,000).
"""

from __future__ import annotations

import os

import pytest  # noqa: TC002 # pytest reads the annotations of hooks
from hypothesis import HealthCheck, settings

from tests.sync import statistics

_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("dev", _COMMON, max_examples=50)
settings.register_profile("ci", _COMMON, max_examples=200, print_blob=True)
settings.register_profile("long", _COMMON, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = statistics.lines()
    if lines:
        terminalreporter.section("simulated")
        for line in lines:
            terminalreporter.write_line(line)
