"""``python -m postmortem_tracker``."""

from postmortem_tracker.cli import main

if __name__ == "__main__":
    main()
