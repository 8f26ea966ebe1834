-- The least that takes a file of answers in: read it, insert its rows.
CREATE TABLE answer AS SELECT * FROM read_csv($file, delim = ';', header = true)
