"""The organisation and who answers for it."""
