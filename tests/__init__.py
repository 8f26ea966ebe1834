"""The tests, in folders as what they test; ``kit`` is what they share."""
