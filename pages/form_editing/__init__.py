"""Questionnaires looked at, and own ones brought in."""
