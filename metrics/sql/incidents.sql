-- Incidents of a register per year of detection (else of occurrence) and kind. counted: one row per incident. inside:
-- see risks.sql.
--
-- In time: known → reported within 72 hours. A date without time of day is any moment of that day; a Swedish wall-clock
-- time of the hour that comes twice in autumn is either. So each has an earliest and a latest moment (microseconds UTC),
-- and a verdict is given only where it is the same for all of them.
WITH placed AS (
    SELECT year(coalesce(o.detected, o.occurred)) AS year, coalesce(o.detected, o.occurred) AS happened,
           '+' || coalesce(o.kind, '') || '+' AS kinds,
           o.known, o.reported, coalesce(o.known_timed, false) AS known_timed,
           coalesce(o.reported_timed, false) AS reported_timed,
           $whole OR i.unit IS NOT NULL AS in_branch, o.unit IS NULL AS unknown_unit
    FROM ({counted}) o LEFT JOIN inside i ON i.day = o.layer_as_of AND i.unit = o.unit
), told AS (
    SELECT *, contains(kinds, '+personal_data+') AS personal_data,
           contains(kinds, '+information_security+') AS information_security,
           contains(kinds, '+it_security+') AS it_security
    FROM placed
), ends AS (
    SELECT *,
           known AS known_first, CASE WHEN known_timed THEN known ELSE known + INTERVAL 1 DAY END AS known_last,
           reported AS reported_first,
           CASE WHEN reported_timed THEN reported ELSE reported + INTERVAL 1 DAY END AS reported_last
    FROM told
), moments AS (
    SELECT *,
           known_first AT TIME ZONE 'Europe/Stockholm' AS a, known_last AT TIME ZONE 'Europe/Stockholm' AS b,
           reported_first AT TIME ZONE 'Europe/Stockholm' AS c, reported_last AT TIME ZONE 'Europe/Stockholm' AS d
    FROM ends
), sure AS (
    SELECT *,
           epoch_us(a) - CASE WHEN (a - INTERVAL 1 HOUR) AT TIME ZONE 'Europe/Stockholm' = known_first
                              THEN 3600000000 ELSE 0 END AS known_from,
           epoch_us(b) + CASE WHEN (b + INTERVAL 1 HOUR) AT TIME ZONE 'Europe/Stockholm' = known_last
                              THEN 3600000000 ELSE 0 END AS known_to,
           epoch_us(c) - CASE WHEN (c - INTERVAL 1 HOUR) AT TIME ZONE 'Europe/Stockholm' = reported_first
                              THEN 3600000000 ELSE 0 END AS reported_from,
           epoch_us(d) + CASE WHEN (d + INTERVAL 1 HOUR) AT TIME ZONE 'Europe/Stockholm' = reported_last
                              THEN 3600000000 ELSE 0 END AS reported_to
    FROM moments
), judged AS (
    SELECT *, CASE
               WHEN NOT personal_data THEN NULL
               WHEN known IS NULL OR reported IS NULL THEN 'missing'
               -- Reported for certain before it was known: one of the two is wrong.
               WHEN reported_to < known_from OR (reported_to = known_from AND NOT reported_timed) THEN 'unknown'
               WHEN reported_to - known_from <= $limit_us THEN 'in_time'
               -- A date's last moment lies before the midnight that ends it.
               WHEN reported_from - known_to > $limit_us THEN 'late'
               WHEN reported_from - known_to = $limit_us AND NOT known_timed THEN 'late'
               ELSE 'unknown'
           END AS verdict
    FROM sure
)
SELECT year, coalesce(happened >= $next_day, false) AS after_as_of, in_branch, unknown_unit,
       personal_data, information_security, it_security, verdict, count(*) AS n
FROM judged GROUP BY ALL
