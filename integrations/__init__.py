"""Adapters, one file per tracker; `connect` imports the one that is needed."""
