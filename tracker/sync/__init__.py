"""Keep documents and trackers true to each other: match, plan, apply. Pure but for `apply`."""
