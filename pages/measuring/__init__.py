"""A measurement from plan to approved result, and results that come without answers."""
