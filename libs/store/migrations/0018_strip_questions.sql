-- Questions whose copies are asked because of a finding that suspects a backdoor, with what the copies were answered. They stay as long as the baseline.
CREATE TABLE IF NOT EXISTS {database}.strip_questions {on_cluster}
(
    model LowCardinality(String),
    baseline LowCardinality(String),
    finding String,
    question String,
    healthy Bool,
    event_id String,
    features String CODEC(ZSTD(3)),
    kept Array(LowCardinality(String)),
    planned_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    attempts UInt8,
    asked_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    model_version LowCardinality(String),
    answers Array(LowCardinality(String)),
    failure LowCardinality(String),
    reason String CODEC(ZSTD(1))
)
-- Of one question the row that was asked most often counts: a plan written again replaces no answers.
ENGINE = {replicated}ReplacingMergeTree(attempts)
-- Read whole, by baseline; the rest makes the identity.
ORDER BY (model, baseline, finding, question);
