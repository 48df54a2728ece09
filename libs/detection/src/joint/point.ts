import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { PointRule } from '../baseline.js';

/** One absurd value must not weigh as much as all the others. */
const farthest = 5;

/** Reads an event as a point; the array is reused by the next call. */
export type PointReader = (features: InferenceEvent['features']) => Float64Array;

export function pointReader({ features, means, sds }: PointRule): PointReader {
  const point = new Float64Array(features.length);
  return (values) => {
    for (let k = 0; k < features.length; k++) {
      const value = values[features[k]!];
      point[k] = typeof value === 'number' ? standardised(value, means[k]!, sds[k]!) : 0;
    }
    return point;
  };
}

/** NaN is a missing number, and so at the mean; infinities are as far as any number can be. */
function standardised(value: number, mean: number, sd: number): number {
  const z = (value - mean) / sd;
  return z > farthest ? farthest : z < -farthest ? -farthest : z === z ? z : 0;
}
