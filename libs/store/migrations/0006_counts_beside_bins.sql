-- Values that are no number, infinite, or beyond what the baseline saw. Rows written before count none.
ALTER TABLE {database}.profiles {on_cluster}
    ADD COLUMN IF NOT EXISTS nans UInt32 CODEC(ZSTD(1)) AFTER wrong_type,
    ADD COLUMN IF NOT EXISTS infinities UInt32 CODEC(ZSTD(1)) AFTER nans,
    ADD COLUMN IF NOT EXISTS below UInt32 CODEC(ZSTD(1)) AFTER infinities,
    ADD COLUMN IF NOT EXISTS above UInt32 CODEC(ZSTD(1)) AFTER below;

ALTER TABLE {database}.verdicts {on_cluster}
    ADD COLUMN IF NOT EXISTS wrong_type_share Float64 CODEC(ZSTD(1)) AFTER null_share,
    ADD COLUMN IF NOT EXISTS nan_share Float64 CODEC(ZSTD(1)) AFTER wrong_type_share,
    ADD COLUMN IF NOT EXISTS infinite_share Float64 CODEC(ZSTD(1)) AFTER nan_share,
    ADD COLUMN IF NOT EXISTS below_share Float64 CODEC(ZSTD(1)) AFTER new_share,
    ADD COLUMN IF NOT EXISTS above_share Float64 CODEC(ZSTD(1)) AFTER below_share,
    ADD COLUMN IF NOT EXISTS wasserstein_units Float64 CODEC(ZSTD(1)) AFTER wasserstein;
