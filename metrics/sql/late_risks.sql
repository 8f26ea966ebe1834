-- Overdue risks. counted: one row per risk. inside: the branch's units (day, unit).
SELECT c.id, c.title, c.owner, c.due
FROM ({counted}) c JOIN inside i ON i.day = c.layer_as_of AND i.unit = c.unit
WHERE is_overdue(c.status, c.due, c.layer_as_of)
ORDER BY c.due, c.source, c.row
