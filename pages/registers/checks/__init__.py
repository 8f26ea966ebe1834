"""*Att rätta*: what the standing checks find."""
