"""How many random histories are simulated."""

from __future__ import annotations

import os

_PROFILE = os.environ.get("SIMULATION_PROFILE") or os.environ.get("HYPOTHESIS_PROFILE") or "dev"


def histories(dev: int, ci: int, long: int) -> int:
    """The number for the profile that SIMULATION_PROFILE (the simulations alone) or HYPOTHESIS_PROFILE names."""
    return {"dev": dev, "ci": ci, "long": long}[_PROFILE]
