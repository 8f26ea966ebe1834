"""The answers of rounds as small whole numbers in memory: read, kept, and held against the ledger."""
