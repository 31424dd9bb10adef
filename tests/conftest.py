"""Profiles of the property tests, and what they did.

HYPOTHESIS_PROFILE chooses: dev (default, quick), ci (more), long (thousands). In CI the examples are the same in each
run, so that a failure tells of the change and not of luck; everywhere else they are new ones.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.sync import statistics

_COMMON = settings(
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("dev", _COMMON, max_examples=50)
settings.register_profile("ci", _COMMON, max_examples=200, print_blob=True)
settings.register_profile("long", _COMMON, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


class _Workers:
    """Hands what the worker processes of a parallel run counted to the process that prints."""

    @staticmethod
    def pytest_sessionfinish(session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["simulated"] = statistics.sent()

    @staticmethod
    @pytest.hookimpl(optionalhook=True)  # only where pytest-xdist is installed and runs
    def pytest_testnodedown(node: object) -> None:
        statistics.receive(getattr(node, "workeroutput", {}).get("simulated", {}))


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Workers())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = statistics.lines()
    if lines:
        terminalreporter.section("simulated")
        for line in lines:
            terminalreporter.write_line(line)
