"""The issue of an incident, above those of its items."""
