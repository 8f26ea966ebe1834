"""Chart descriptions drawn by plotly."""
