"""Documents, files and git: the only code that touches them."""
