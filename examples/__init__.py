"""Floor 4: a made-up municipality, written through the same doors as real data."""
