"""Answer sheets (*svarsblad*) out and in."""
