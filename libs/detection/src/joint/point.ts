import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { PointRule } from '../baselines/baseline.js';

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

/** Gives the reader of a rule. */
export type ReaderOf = (rule: PointRule) => PointReader;

/** Readers that subjects of the same rule share: an event is read once for all of them. Events must not change. */
export function pointReaders(): ReaderOf {
  const known = new Map<string, PointReader>();
  return (rule) => {
    const key = JSON.stringify(rule);
    const reader = known.get(key) ?? remembering(pointReader(rule));
    known.set(key, reader);
    return reader;
  };
}

function remembering(read: PointReader): PointReader {
  let last: InferenceEvent['features'] | undefined;
  let point: Float64Array;
  return (values) => {
    if (values !== last) [last, point] = [values, read(values)];
    return point;
  };
}

/** NaN is a missing number, and so at the mean; infinities are as far as any number can be. */
function standardised(value: number, mean: number, sd: number): number {
  const z = (value - mean) / sd;
  return z > farthest ? farthest : z < -farthest ? -farthest : z === z ? z : 0;
}
