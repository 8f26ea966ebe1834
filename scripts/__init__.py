"""Tools of the repository itself; the program needs none of them."""
