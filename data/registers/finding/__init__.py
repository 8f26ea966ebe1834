"""Which table of a sheet is meant, which register it is, and which rows and columns are its data."""
