"""A reorganisation by a file: as it is written, what it leads to, and carrying it out."""
