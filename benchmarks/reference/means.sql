-- The least that gives the figure: the newest row of each (round, unit, question), and a mean per round and unit.
-- worth: what each alternative counts as.
SELECT round, unit, avg(w.value) AS mean
FROM (
    SELECT round, unit, question, arg_max(struct_pack(state, alternative), seq) AS answer
    FROM store.answer GROUP BY ALL
) JOIN worth w ON w.alternative = answer.alternative
WHERE answer.state = 'answered'
GROUP BY ALL
