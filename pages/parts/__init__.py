"""What pages share: the guard, the session's store, links, safe texts, the question card."""
