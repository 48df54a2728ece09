-- How many questions of each tick were read by the compromise detectors: what was left out is on record.
CREATE TABLE IF NOT EXISTS {database}.watched_ticks {on_cluster}
(
    model LowCardinality(String),
    baseline LowCardinality(String),
    tick Int64 CODEC(Delta(8), ZSTD(1)),
    window_from DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    window_to DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    questions UInt32 CODEC(ZSTD(1)),
    scored UInt32 CODEC(ZSTD(1)),
    spent Float64 CODEC(ZSTD(1))
)
ENGINE = {replicated}ReplacingMergeTree
-- People ask for one model's latest; watching again replaces.
ORDER BY (model, baseline, tick);
