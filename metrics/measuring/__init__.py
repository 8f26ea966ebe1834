"""Figures of measurements: scores, levels, series, spread, and the words for them."""
