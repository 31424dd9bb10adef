"""Which sections hold measures, and which of their lines are action items."""
