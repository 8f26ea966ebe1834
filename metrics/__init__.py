"""Floor 2: every number, as frozen results with their marks. Reads the store, never writes to it."""
