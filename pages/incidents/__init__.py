"""Incidents with their deadlines and decisions."""
