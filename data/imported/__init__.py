"""What registers hold: sources, imports, the union of them at a date, and what people have said of their rows."""
