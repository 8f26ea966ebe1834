"""Figures of several subjects together."""
