"""How a measurement goes: how far it has come, whom to write to, what was checked and corrected."""
