-- Sums of answers per round and unit, in the forms' whole numbers.
-- asked: whom to count (round, unit, profile). meaning: what an answer counts as under a profile.
-- /* grain */ is empty, or ", m.area, m.level" and the like.
WITH given AS (
    SELECT round, unit, question, CASE WHEN state = 'answered' THEN alternative ELSE state END AS key
    FROM known_answers($known_at, corrected := $corrected)
    WHERE list_contains($rounds, round) AND ($only IS NULL OR unit = $only)
)
SELECT g.round, g.unit, m.in_role /* grain */,
       count(*) AS given,
       count(*) FILTER (m.is_answer) AS answered,
       count(*) FILTER (NOT m.is_answer AND NOT m.is_not_applicable) AS unknown,
       count(*) FILTER (m.is_not_applicable) AS not_applicable,
       count(*) FILTER (m.fulfils) AS fulfilled,
       sum(m.weight) AS weight, sum(m.weighted) AS weighted, min(m.value) AS lowest
FROM given g
JOIN asked a ON a.round = g.round AND a.unit = g.unit
JOIN meaning m ON m.profile = a.profile AND m.question = g.question AND m.key = g.key
GROUP BY g.round, g.unit, m.in_role /* grain */
