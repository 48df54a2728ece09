-- What watchers of questions remember, cut into parts, as base64 of compressed bytes.
CREATE TABLE IF NOT EXISTS {database}.watcher_memories {on_cluster}
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
