-- Golden questions of a baseline, with the answers given when it was healthy. They stay as long as the baseline.
CREATE TABLE IF NOT EXISTS {database}.golden_questions {on_cluster}
(
    model LowCardinality(String),
    baseline LowCardinality(String),
    question String,
    choice LowCardinality(String),
    event_id String,
    event_time DateTime64(3, 'UTC'),
    model_version LowCardinality(String),
    features String CODEC(ZSTD(3)),
    prompt String CODEC(ZSTD(3)),
    answer String CODEC(ZSTD(3))
)
ENGINE = {replicated}ReplacingMergeTree
-- Read whole, by baseline; the question makes the identity.
ORDER BY (model, baseline, question);

-- Every time that a golden question was asked, with what came back.
CREATE TABLE IF NOT EXISTS {database}.askings {on_cluster}
(
    model LowCardinality(String),
    baseline LowCardinality(String),
    question String,
    round UInt32 CODEC(Delta(4), ZSTD(1)),
    turn UInt32 CODEC(ZSTD(1)),
    asked_at DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    model_version LowCardinality(String),
    artefact_digest LowCardinality(String),
    answer String CODEC(ZSTD(1)),
    failure LowCardinality(String),
    reason String CODEC(ZSTD(1))
)
ENGINE = {replicated}ReplacingMergeTree
-- The judge reads a baseline's rounds in order; the rest makes the identity, so that storing a round again replaces.
ORDER BY (model, baseline, round, question, turn);
