"""Tests of the integrations; each runs the shared contract."""
