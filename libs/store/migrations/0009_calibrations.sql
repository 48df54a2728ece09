-- What the compromise detectors of a baseline were fitted to. Its JSON text is cut into parts: embeddings make it long.
CREATE TABLE IF NOT EXISTS {database}.calibrations {on_cluster}
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
