"""Small rules for text that every room may use."""
