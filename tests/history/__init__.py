"""Tests of what git history tells about promises."""
