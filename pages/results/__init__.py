"""What a measurement says of the municipality, a part of it or a unit."""
