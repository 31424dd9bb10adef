"""The trackers of a run: which are asked for what, and what becomes of their answers."""
