"""Runs `emulate`, a stateful GitHub API of its own authors, for the tests."""
