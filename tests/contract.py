"""The contract suite under the name our own tests know it by; it lives in the package, for plug-ins."""

import pytest

pytest.register_assert_rewrite("postmortem_tracker.integrations.contract")

from postmortem_tracker.integrations.contract import DOCUMENT, LABEL, TrackerContract  # noqa: E402 - registered first, else not rewritten

__all__ = ["DOCUMENT", "LABEL", "TrackerContract"]
