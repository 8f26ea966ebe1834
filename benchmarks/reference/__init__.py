"""A generated store of a large municipality over ten years, and the least SQL that gives its figures."""
