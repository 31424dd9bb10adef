"""Text to structure and back, pure: `parse` reads incidents, `edit` changes only the intended bytes."""
