"""What an issue says: its title, the block that is ours, and the hidden marker by which it is known again."""
