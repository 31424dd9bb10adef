"""Tests of the integrations; each runs the shared contract."""

import pytest

pytest.register_assert_rewrite("tests.contract")
