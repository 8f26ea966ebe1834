"""Floor 0: clock, errors, YAML loading, hashing, Swedish formats, actors and grants."""
