"""What is the same between rounds: pairs, the series made of them, and better or worse."""
