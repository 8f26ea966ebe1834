"""Any register or file as a table to filter, group and draw."""
