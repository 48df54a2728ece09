-- What the watch of labels was fitted to, by baseline: as `calibrations`.
CREATE TABLE IF NOT EXISTS {database}.feedback_calibrations {on_cluster}
(
    -- Digest.
    baseline String,
    part UInt32,
    parts UInt32,
    body String CODEC(ZSTD(3)),
    stored_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = {replicated}ReplacingMergeTree
-- Read whole, in order.
ORDER BY (baseline, part);

-- What watchers of labels remember: as `watcher_memories`.
CREATE TABLE IF NOT EXISTS {database}.feedback_memories {on_cluster}
(
    model LowCardinality(String),
    baseline String,
    slot UInt8,
    part UInt32,
    parts UInt32,
    number UInt32,
    tick Int64,
    questions UInt64,
    scored UInt64,
    body String CODEC(ZSTD(1)),
    stored_at DateTime('UTC') DEFAULT now()
)
-- The latest tick stays.
ENGINE = {replicated}ReplacingMergeTree(tick)
-- Two slots by turns: while one is being replaced the other is whole, and older ones go by themselves.
ORDER BY (model, baseline, slot, part)
-- Of baselines that serve no more. One in use is replaced again and again.
TTL stored_at + INTERVAL {retention_days} DAY;

-- How many labelled questions of each tick were read: as `watched_ticks`.
CREATE TABLE IF NOT EXISTS {database}.feedback_ticks {on_cluster}
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
