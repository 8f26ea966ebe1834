"""Measurements as ratios or differences of one run: ``make bench``."""
