-- How the watch over who asks a model what stood, hour by hour of event time: all of it, and what of it is drawn over time.
CREATE TABLE IF NOT EXISTS {database}.watch_summaries {on_cluster}
(
    model LowCardinality(String),
    baseline LowCardinality(String),
    hour DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    last_question DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    questions UInt64 CODEC(ZSTD(1)),
    scored UInt64 CODEC(ZSTD(1)),
    format UInt32,
    point String CODEC(ZSTD(3)),
    summary String CODEC(ZSTD(3)),
    stored_at DateTime('UTC') DEFAULT now()
)
-- Of an hour the one with the most questions stays.
ENGINE = {replicated}ReplacingMergeTree(questions)
-- One baseline's latest is asked for, or its last hours.
ORDER BY (model, baseline, hour)
-- They grow with time, not with traffic, and name principals as telemetry does: they go when it goes.
TTL stored_at + INTERVAL {retention_days} DAY;
