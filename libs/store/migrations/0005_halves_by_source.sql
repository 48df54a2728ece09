-- How far each source of the halves was read where the line's `next_offset` is: source, event time in milliseconds, and
-- whether it was idle. Empty on the lines that carry no position.
ALTER TABLE {database}.halves {on_cluster}
    ADD COLUMN IF NOT EXISTS positions Array(Tuple(String, Int64, Bool));
