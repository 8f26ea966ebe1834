"""Figures of registers: what they hold on a date, what changed, risks, and standing checks."""
