"""Documents made of what the rooms below tell."""
