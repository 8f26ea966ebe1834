"""Charts of registers."""
