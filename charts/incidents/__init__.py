"""Charts of incidents."""
