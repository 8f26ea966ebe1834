-- The imports of a register that hold on a date, oldest first, with what they came from.
SELECT s.snapshot, s.as_of, s.file_name, s.stored, s.skipped, s.ignored, d.version,
       (SELECT count(*) FROM store.snapshot_issue i WHERE i.snapshot = s.snapshot) AS issues
FROM valid_snapshots($as_of, $known_at) s LEFT JOIN store.definition d ON d.seq = s.definition_seq
WHERE s.register = $register
ORDER BY s.as_of, s.seq
