"""The embedded tracker: issues as Markdown files."""
