"""An action item and its fields."""
