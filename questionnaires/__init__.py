"""Floor 0: questionnaires as YAML, their model, validation and JSON Schema. Knows of no database."""
