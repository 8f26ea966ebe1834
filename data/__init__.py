"""Floor 1: the store and all that is written to it."""
