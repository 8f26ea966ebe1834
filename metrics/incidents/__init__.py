"""Incidents held against their deadlines and thresholds, and counted."""
