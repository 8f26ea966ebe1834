"""The workshop, prepared here and held on a projector."""
