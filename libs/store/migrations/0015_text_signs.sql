-- What intake read in the texts of language models, kept in their place: scores, names of rules and keyed hashes.
ALTER TABLE {database}.inference_events {on_cluster}
    -- Names the key of the hashes; empty where no text was read.
    ADD COLUMN IF NOT EXISTS text_signs_key LowCardinality(String),
    ADD COLUMN IF NOT EXISTS text_signs_guard LowCardinality(String),
    -- Null where there was no prompt.
    ADD COLUMN IF NOT EXISTS prompt_length Nullable(UInt32) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS prompt_hash String CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS prompt_score Float64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS prompt_rules Array(LowCardinality(String)) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS prompt_shingles Array(UInt32) CODEC(ZSTD(1)),
    -- Null where there was no answer.
    ADD COLUMN IF NOT EXISTS output_length Nullable(UInt32) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS output_score Float64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS output_rules Array(LowCardinality(String)) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS output_hosts Array(String) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS output_refusing Bool;
