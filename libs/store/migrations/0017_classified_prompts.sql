-- What a classifier of the operator's said of a prompt when it came in, and what it is called; null where it was not asked or did not answer in time.
ALTER TABLE {database}.inference_events {on_cluster}
    ADD COLUMN IF NOT EXISTS prompt_classified Nullable(Float64) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS prompt_classifier LowCardinality(String);
