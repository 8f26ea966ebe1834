"""A workshop's list, its votes counted, its time and its notes."""
