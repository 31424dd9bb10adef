"""Small servers of our own that stand in for a tracker, on loopback only."""
