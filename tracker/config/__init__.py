"""The configuration: its sections, and how a file becomes them."""
