"""Floor 2: who someone is and what she may."""
