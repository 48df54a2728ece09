-- What training runs reported of their steps.
CREATE TABLE IF NOT EXISTS {database}.training_steps {on_cluster}
(
    model LowCardinality(String),
    run_id String CODEC(ZSTD(1)),
    step UInt64 CODEC(Delta(8), ZSTD(1)),
    time DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    loss Nullable(Float64) CODEC(ZSTD(1)),
    gradient_norm Nullable(Float64) CODEC(ZSTD(1)),
    learning_rate Nullable(Float64) CODEC(ZSTD(1)),
    body String CODEC(ZSTD(3)),
    topic LowCardinality(String),
    partition UInt32 CODEC(ZSTD(1)),
    offset UInt64 CODEC(Delta(8), ZSTD(1)),
    stored_at DateTime('UTC') DEFAULT now()
)
-- Of a step that was sent again the one sent last stays.
ENGINE = {replicated}ReplacingMergeTree(offset)
-- One run's steps are asked for, or all of a model; together they are the identity.
ORDER BY (model, run_id, step)
-- Kept as long as telemetry is.
TTL stored_at + INTERVAL {retention_days} DAY;
