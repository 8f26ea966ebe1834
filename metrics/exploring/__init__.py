"""Exploring: a register, an earlier snapshot or a file as one typed table, filtered, grouped and drawn."""
