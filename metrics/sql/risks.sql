-- Risks by standing. counted: one row per risk. inside: (day, unit) of the branch on the date of the row's file.
WITH placed AS (
    SELECT c.*, CASE WHEN is_open(status) THEN 'open'
                     WHEN status IN ('accepted', 'closed') THEN status
                     ELSE 'unknown' END AS standing,
           $whole OR i.unit IS NOT NULL AS in_branch, c.unit IS NULL AS unknown_unit
    FROM ({counted}) c LEFT JOIN inside i ON i.day = c.layer_as_of AND i.unit = c.unit
)
SELECT standing, in_branch, unknown_unit, count(*) AS n,
       count(*) FILTER (risk_class IN ('high', 'extreme')) AS high,
       count(*) FILTER (risk_class IS NULL OR risk_class NOT IN ('low', 'medium', 'high', 'extreme')) AS class_unknown,
       count(*) FILTER (is_overdue(status, due, layer_as_of)) AS overdue,
       count(*) FILTER (due IS NULL) AS without_due
FROM placed GROUP BY standing, in_branch, unknown_unit
