-- Labels look for their events by id, long after the events came: what holds none of the ids is left out.
ALTER TABLE {database}.inference_events {on_cluster}
    ADD INDEX IF NOT EXISTS by_event event_id TYPE bloom_filter(0.01) GRANULARITY 1;

-- How well the model answered in the baseline, JSON text; empty where no labels were given.
ALTER TABLE {database}.baselines {on_cluster}
    ADD COLUMN IF NOT EXISTS performance String CODEC(ZSTD(3));

-- Measured and estimated performance of one window of events, by measure and segment.
CREATE TABLE IF NOT EXISTS {database}.performance {on_cluster}
(
    model LowCardinality(String),
    model_version LowCardinality(String),
    baseline LowCardinality(String),
    metric LowCardinality(String),
    segment LowCardinality(String),
    tick Int64 CODEC(Delta(8), ZSTD(1)),
    ticks UInt32 CODEC(ZSTD(1)),
    window_from DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    window_to DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    first_offset Int64 CODEC(ZSTD(1)),
    last_offset Int64 CODEC(ZSTD(1)),
    n Float64 CODEC(ZSTD(1)),
    reference Float64 CODEC(ZSTD(1)),
    estimated Nullable(Float64) CODEC(ZSTD(1)),
    estimated_low Nullable(Float64) CODEC(ZSTD(1)),
    estimated_high Nullable(Float64) CODEC(ZSTD(1)),
    reliable Bool,
    reason String CODEC(ZSTD(1)),
    realised Nullable(Float64) CODEC(ZSTD(1)),
    realised_low Nullable(Float64) CODEC(ZSTD(1)),
    realised_high Nullable(Float64) CODEC(ZSTD(1)),
    labelled Float64 CODEC(ZSTD(1)),
    unmatched Float64 CODEC(ZSTD(1)),
    -- 0 until the labels of the window have been judged: a row that waits for them never replaces one that has them.
    settled Bool
)
ENGINE = {replicated}ReplacingMergeTree(settled)
-- Screens ask for one measure over time; the rest makes the identity, so that measuring again replaces.
ORDER BY (model, baseline, metric, segment, tick);
