"""The least work that gives the same, written out; and a generated store of a large municipality over ten years."""
