-- Risks per snapshot and status. chosen: the snapshots (snapshot, as_of). inside: (snapshot, unit) of the branch.
-- One row per risk-id, the first in the file; rows without id count each.
WITH rows AS (
    SELECT r.snapshot, r.row, r.status, r.risk_class, r.due, r.unit, c.as_of,
           coalesce('i' || nullif(trim(r.id), ''), 'r' || r.row) AS key
    FROM store.register_risks r JOIN chosen c USING (snapshot)
), once AS (
    SELECT * FROM rows QUALIFY row_number() OVER (PARTITION BY snapshot, key ORDER BY row) = 1
), placed AS (
    SELECT o.*, CASE WHEN status IN ('open', 'in_progress') THEN 'open'
                     WHEN status IN ('accepted', 'closed') THEN status
                     ELSE 'unknown' END AS standing,
           $whole OR i.unit IS NOT NULL AS in_branch, o.unit IS NULL AS unknown_unit
    FROM once o LEFT JOIN inside i ON i.snapshot = o.snapshot AND i.unit = o.unit
)
SELECT snapshot, standing, in_branch, unknown_unit, count(*) AS n,
       count(*) FILTER (risk_class IN ('high', 'extreme')) AS high,
       count(*) FILTER (risk_class IS NULL OR risk_class NOT IN ('low', 'medium', 'high', 'extreme')) AS class_unknown,
       count(*) FILTER (due < as_of) AS past_due,
       count(*) FILTER (due IS NULL) AS without_due
FROM placed GROUP BY snapshot, standing, in_branch, unknown_unit
