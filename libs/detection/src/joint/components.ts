import { symmetricEigen } from '@anchorwatch/stats';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { PointRule } from '../baselines/baseline.js';
import { pointReader } from './point.js';
import { rounded } from './rounded.js';

/** Share of the variance that the components keep: the habit of NannyML's data reconstruction, which ours can be compared with. */
const keptVariance = 0.65;

/**
 * The principal components of standardised points that hold 65 % of their variance, but always one fewer than there are
 * features: the rest is the error. @param rows at least two
 */
export function fitComponents(
  point: PointRule,
  rows: readonly InferenceEvent['features'][],
): readonly (readonly number[])[] {
  const size = point.features.length;
  const moments = new Float64Array(size * size);
  const read = pointReader(point);
  for (const row of rows) {
    const x = read(row);
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) moments[i * size + j]! += x[i]! * x[j]!;
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const mean = moments[i * size + j]! / rows.length;
      moments[i * size + j] = mean;
      moments[j * size + i] = mean;
    }
  }
  const { values, vectors } = symmetricEigen(moments, size);
  const whole = values.reduce((sum, value) => sum + value, 0);
  let held = 0;
  let count = 0;
  while (count < size - 1 && held < keptVariance * whole) held += values[count++]!;
  return vectors.slice(0, count).map((vector) => Array.from(vector, rounded));
}

/**
 * The distance between a point and its reconstruction: √(‖x‖² − Σ (vⱼ·x)²), which needs no way back.
 * @see NannyML, data reconstruction with PCA; Jackson & Mudholkar (1979), Technometrics 21(3):341–349
 */
export function reconstructionError(point: Float64Array, components: readonly Float64Array[]): number {
  let rest = 0;
  for (const value of point) rest += value * value;
  for (const component of components) {
    let along = 0;
    for (let k = 0; k < point.length; k++) along += component[k]! * point[k]!;
    rest -= along * along;
  }
  return Math.sqrt(Math.max(0, rest));
}
