-- What the tests of a window cost of the alarm budget. Rows written before are read as they were counted then: every test
-- that gave a result, at the window's level.
ALTER TABLE {database}.verdicts {on_cluster}
    ADD COLUMN IF NOT EXISTS cost Float64 DEFAULT alpha * JSONLength(tests) CODEC(ZSTD(1)) AFTER alpha;
