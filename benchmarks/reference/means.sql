-- The least that gives the figure: the newest row of each (round, unit, question), and a mean per round and unit.
-- worth: what each alternative of a question counts as.
SELECT round, unit, avg(w.value) AS mean
FROM (
    SELECT round, unit, question, arg_max(struct_pack(state, alternative), seq) AS answer
    FROM store.answer GROUP BY ALL
) a JOIN worth w ON w.question = a.question AND w.alternative = a.answer.alternative
WHERE a.answer.state = 'answered'
GROUP BY ALL
