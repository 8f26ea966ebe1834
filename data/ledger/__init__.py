"""The store: one append-only file, its order, its hashes, its tables, and what is written on every floor above."""
