"""Lines, blocks and spans of the text, before anybody asks what they mean."""
