"""A workshop: sittings, proposals, votes, and what is agreed on."""
