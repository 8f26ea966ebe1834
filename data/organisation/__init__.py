"""The organisation: units with validity dates, people, and who answers for what."""
