"""Which issue belongs to which action item, one to one, for ever."""
