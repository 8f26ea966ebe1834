"""Views over the ledger as table macros, made in memory at each opening.

``as_of`` chooses what counts (a Swedish calendar date), ``known_at`` which rows
existed (a seq). Reading at the same pair gives the same rows for ever. The
parameters are called ``on_day`` and ``to_seq`` because a macro's parameter
hides a column of the same name. What was answered to a closed round is read
at its closing, unless the figure ``corrected`` afterwards is asked for.
"""

from data.ledger.risk_rules import RISK_MACROS

MACROS = (
    *RISK_MACROS,
    """
    CREATE MACRO unit_states(to_seq) AS TABLE
    SELECT unit, valid_from, arg_max(struct_pack(code, name, kind, parent, attributes, valid_to), seq) AS state
    FROM store.unit WHERE seq <= to_seq GROUP BY unit, valid_from
    """,
    """
    CREATE MACRO units_at(on_day, to_seq) AS TABLE
    WITH latest AS (
        SELECT unit, arg_max(struct_pack(valid_from, state), valid_from) AS chosen
        FROM unit_states(to_seq) WHERE valid_from <= on_day GROUP BY unit
    )
    SELECT unit, chosen.state.code AS code, chosen.state.name AS name, chosen.state.kind AS kind,
           chosen.state.parent AS parent, chosen.state.attributes AS attributes,
           chosen.valid_from AS valid_from, chosen.state.valid_to AS valid_to
    FROM latest WHERE chosen.state.valid_to IS NULL OR chosen.state.valid_to >= on_day
    """,
    """
    CREATE MACRO unit_paths(on_day, to_seq) AS TABLE
    WITH RECURSIVE valid AS (SELECT unit, parent FROM units_at(on_day, to_seq)),
    path AS (
        SELECT unit, unit AS ancestor, 0 AS depth FROM valid
        UNION ALL
        SELECT path.unit, valid.parent, path.depth + 1
        FROM path JOIN valid ON valid.unit = path.ancestor
        WHERE valid.parent IS NOT NULL AND path.depth < 12
    )
    SELECT unit, ancestor, depth FROM path
    """,
    """
    CREATE MACRO unit_changes(to_seq) AS TABLE
    SELECT old_unit, new_unit, from_date, arg_max(kind, seq) AS kind FROM store.unit_change WHERE seq <= to_seq
    GROUP BY old_unit, new_unit, from_date HAVING NOT arg_max(coalesce(withdrawn, false), seq)
    """,
    """
    CREATE MACRO known_rounds(on_day, to_seq) AS TABLE
    WITH events AS (
        SELECT round,
               arg_max(struct_pack(event, seq, approver, decided_on, case_number), seq)
                   FILTER (event <> 'reminded') AS last,
               arg_max(struct_pack(seq, recorded_at), seq) FILTER (event = 'closed') AS closing,
               arg_max(resting, seq) FILTER (event = 'opened') AS resting,
               max(recorded_at) FILTER (event = 'reminded') AS reminded_at,
               count(*) FILTER (event = 'reopened') AS reopenings
        FROM store.round_event WHERE seq <= to_seq GROUP BY round
    ), plans AS (
        SELECT round, arg_max(struct_pack(first_day, last_day, helper, purpose, readers), seq) AS plan
        FROM store.round_plan WHERE seq <= to_seq GROUP BY round
    )
    SELECT r.round, r.questionnaire, r.version, r.definition_seq, r.name, r.as_of,
           CASE WHEN e.last.event IS NULL THEN 'planned'
                WHEN e.last.event IN ('opened', 'reopened') THEN 'opened' ELSE 'closed' END AS state,
           CASE WHEN e.last.event IN ('closed', 'approved') THEN e.closing.seq END AS closed_seq,
           CASE WHEN e.last.event IN ('closed', 'approved') THEN e.closing.recorded_at END AS closed_at,
           p.plan.first_day AS first_day, p.plan.last_day AS last_day, p.plan.helper AS helper,
           p.plan.purpose AS purpose, p.plan.readers AS readers,
           CASE WHEN e.last.event = 'approved' THEN e.last.seq END AS approved_seq,
           CASE WHEN e.last.event = 'approved' THEN e.last.approver END AS approver,
           CASE WHEN e.last.event = 'approved' THEN e.last.decided_on END AS approved_on,
           CASE WHEN e.last.event = 'approved' THEN e.last.case_number END AS case_number,
           e.reminded_at, coalesce(e.reopenings, 0) AS reopenings,
           string_split(e.resting, ' ') AS resting
    FROM store.round r LEFT JOIN events e USING (round) LEFT JOIN plans p USING (round)
    WHERE r.seq <= to_seq AND r.as_of <= on_day AND e.last.event IS DISTINCT FROM 'withdrawn'
    """,
    """
    CREATE MACRO known_round_units(to_seq) AS TABLE
    SELECT round, unit, min(seq) AS first_seq FROM store.round_unit WHERE seq <= to_seq
    GROUP BY round, unit HAVING arg_max(coalesce(asked, true), seq)
    """,
    """
    CREATE MACRO known_submissions(to_seq) AS TABLE
    SELECT round, unit, row.* FROM (
        SELECT round, unit, arg_max(struct_pack(seq, recorded_at, actor, event, person, reason), seq) AS row
        FROM store.submission WHERE seq <= to_seq GROUP BY round, unit
    )
    """,
    """
    CREATE MACRO known_overrides(to_seq) AS TABLE
    SELECT round, unit, area, row.* FROM (
        SELECT round, unit, area, arg_max(struct_pack(seq, recorded_at, actor, level, reason), seq) AS row
        FROM store.override WHERE seq <= to_seq GROUP BY round, unit, area
    ) WHERE row.level IS NOT NULL
    """,
    # What is said of a question stands as an alternative's id or, where it is no alternative, as a value's text.
    """
    CREATE MACRO answer_rows() AS TABLE
    SELECT * EXCLUDE (value) REPLACE (coalesce(alternative, value) AS alternative) FROM store.answer
    """,
    """
    CREATE MACRO known_answers(to_seq, corrected := false) AS TABLE
    WITH positions AS (
        SELECT round, least(to_seq, CASE WHEN corrected THEN to_seq ELSE coalesce(closed_seq, to_seq) END) AS position
        FROM known_rounds(DATE '9999-12-31', to_seq)
    ), newest AS (
        SELECT a.round, a.unit, a.question, arg_max(struct_pack(
            a.seq, a.recorded_at, a.actor, a.state, a.alternative, a.comment, a.evidence, a.evidence_date,
            a.person, a.reason, a.source
        ), a.seq) AS row
        FROM answer_rows() a JOIN positions p USING (round)
        WHERE a.seq <= p.position GROUP BY a.round, a.unit, a.question
    )
    SELECT round, unit, question, row.* FROM newest WHERE row.state <> 'cleared'
    """,
    """
    CREATE MACRO known_sources(to_seq) AS TABLE
    SELECT source, row.* FROM (
        SELECT source, arg_max(struct_pack(register, name, claim, removed), seq) AS row
        FROM store.source WHERE seq <= to_seq GROUP BY source
    )
    """,
    # A file read again at its date takes the place of its earlier reading, whatever either was said to cover: that is
    # how a reading is corrected. A whole register takes the place of another of the same date, and so does the same
    # part; what was withdrawn is not there.
    """
    CREATE MACRO valid_snapshots(on_day, to_seq) AS TABLE
    WITH told AS (
        SELECT snapshot, arg_max(event, seq) AS event FROM store.snapshot_event WHERE seq <= to_seq GROUP BY snapshot
    ), readings AS (
        SELECT s.* REPLACE (coalesce(s.source, s.register) AS source, coalesce(s.claim, 'whole') AS claim)
        FROM store.snapshot s LEFT JOIN told USING (snapshot)
        WHERE s.seq <= to_seq AND s.as_of <= on_day AND told.event IS DISTINCT FROM 'withdrawn'
        QUALIFY row_number() OVER (
            PARTITION BY s.register, coalesce(s.source, s.register), s.as_of, s.file_hash ORDER BY s.seq DESC
        ) = 1
    )
    SELECT * FROM readings
    QUALIFY row_number() OVER (
        PARTITION BY register, source, claim, as_of, period_from, period_to, branch,
                     CASE WHEN claim = 'addition' THEN file_hash END
        ORDER BY seq DESC
    ) = 1
    """,
)
