"""Floor 0: from a file to a plain grid of texts, and safe ways back out to .xlsx and .csv."""
