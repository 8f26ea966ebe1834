"""The least work that gives the same, written out."""
