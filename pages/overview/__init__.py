"""How everything stands: start, development over the years, the store itself."""
