"""Floor 3: charts described once, rendered as plotly figure or table. No query, no browser."""
