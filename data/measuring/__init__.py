"""Measurements: rounds from plan to approval, their answers, and results that come without answers."""
