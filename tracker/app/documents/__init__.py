"""The documents of a run: which are meant, what they say now and said before, and how they are written."""
