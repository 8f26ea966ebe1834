-- Open risks due before the snapshot's date. chosen: one snapshot (snapshot, as_of). inside: its units (snapshot, unit).
-- One row per risk-id, the first in the file; rows without id count each, as in risks.sql.
WITH rows AS (
    SELECT r.row, r.id, r.title, r.owner, r.due, r.status, r.unit, r.snapshot, c.as_of,
           coalesce('i' || nullif(trim(r.id), ''), 'r' || r.row) AS key
    FROM store.register_risks r JOIN chosen c USING (snapshot)
), once AS (
    SELECT * FROM rows QUALIFY row_number() OVER (PARTITION BY key ORDER BY row) = 1
)
SELECT o.id, o.title, o.owner, o.due
FROM once o JOIN inside i ON i.snapshot = o.snapshot AND i.unit = o.unit
WHERE o.status IN ('open', 'in_progress') AND o.due < o.as_of
ORDER BY o.due, o.row
