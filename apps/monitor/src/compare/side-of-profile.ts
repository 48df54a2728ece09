import { noneBeside, type BaselineProfile, type Summed } from '@anchorwatch/detection';

/** A baseline's own counts as a side of a comparison. Nothing of it lies beyond its range. */
export function sideOfProfile({ counts, nulls, wrong_type, nans = 0, infinities = 0 }: BaselineProfile): Summed {
  return { ...noneBeside, counts, nulls, wrong_type, nans, infinities };
}
