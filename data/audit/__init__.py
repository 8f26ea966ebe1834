"""Looking at the whole store from above: it knows every table."""
