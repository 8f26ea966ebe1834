"""What every page uses: guard, session, links, safe texts, tables, charts."""
