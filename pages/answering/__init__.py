"""Answering: a unit's form, an area at a time, until it is handed in."""
