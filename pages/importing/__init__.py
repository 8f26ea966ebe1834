"""An export on its way in: what it is, how it reads, what is left to decide."""
