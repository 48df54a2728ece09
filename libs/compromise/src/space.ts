import type { FeatureValue, InferenceEvent } from '@anchorwatch/telemetry';

/** How one feature becomes coordinates. */
export type Axis =
  | {
      readonly kind: 'number';
      readonly feature: string;
      readonly mean: number;
      readonly scale: number;
    }
  | {
      readonly kind: 'category';
      readonly feature: string;
      readonly values: readonly string[];
      readonly weights: readonly number[];
    }
  | {
      readonly kind: 'embedding';
      readonly feature: string;
      readonly length: number;
      readonly scale: number;
    };

/** Features standardised so that distances between questions compare: fitted on healthy questions, then frozen. */
export interface Space {
  readonly axes: readonly Axis[];
  readonly dimensions: number;
}

/** Categories beyond this many share one coordinate. */
const mostCategories = 30;
/** No more coordinates than this: features beyond are left out, in the order of their names. */
const mostDimensions = 2_048;
/** A coordinate is never farther out than this, so that one wild value leaves the others a say. */
const farthest = 20;
/** Where a value lies that the healthy questions never left out, or a category that they never had. */
const unheardOf = 6;

/**
 * Numbers are standardised by mean and standard deviation; categories and flags become coordinates of which two lie as far apart as
 * their rarity says, at most three standard deviations; embeddings are scaled as a whole.
 *
 * @param events healthy ones
 * @returns undefined when no feature varies or is there at all
 */
export function fitSpace(events: readonly Pick<InferenceEvent, 'features'>[]): Space | undefined {
  const names = [...new Set(events.flatMap(({ features }) => Object.keys(features)))].sort();
  const axes: Axis[] = [];
  let dimensions = 0;
  for (const feature of names) {
    const axis = fitAxis(
      feature,
      events.map(({ features }) => features[feature] ?? null),
    );
    if (axis === undefined || dimensions + widthOf(axis) > mostDimensions) continue;
    axes.push(axis);
    dimensions += widthOf(axis);
  }
  return dimensions === 0 ? undefined : { axes, dimensions };
}

/** The point of an event's features. */
export function pointOf({ axes, dimensions }: Space, { features }: Pick<InferenceEvent, 'features'>): Float64Array {
  const point = new Float64Array(dimensions);
  let at = 0;
  for (const axis of axes) {
    place(axis, features[axis.feature] ?? null, point, at);
    at += widthOf(axis);
  }
  return point;
}

function widthOf(axis: Axis): number {
  if (axis.kind === 'number') return 1;
  return axis.kind === 'embedding' ? axis.length : axis.values.length + 1;
}

function fitAxis(feature: string, values: readonly FeatureValue[]): Axis | undefined {
  const present = values.filter((value) => value !== null);
  const numbers = present.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  const lists = present.filter((value) => Array.isArray(value)) as (readonly number[])[];
  if (present.length === 0) return undefined;
  if (lists.length * 2 > present.length) {
    const length = lists[0]!.length;
    const all = lists.filter((list) => list.length === length).flat();
    return { kind: 'embedding', feature, length, scale: (deviation(all).deviation || 1) * Math.sqrt(length) };
  }
  if (numbers.length * 2 > present.length) {
    const { mean, deviation: spread } = deviation(numbers);
    return { kind: 'number', feature, mean, scale: spread || 1 };
  }
  return fitCategories(feature, present, values.length);
}

function fitCategories(feature: string, present: readonly FeatureValue[], of: number): Axis {
  const counts = new Map<string, number>();
  for (const value of present) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const common = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, mostCategories);
  const weights = common.map(([, n]) => {
    const share = n / of;
    return Math.min(3, 1 / Math.sqrt(Math.max(1e-9, share * (1 - share)))) * Math.SQRT1_2;
  });
  return { kind: 'category', feature, values: common.map(([value]) => value), weights };
}

function place(axis: Axis, value: FeatureValue, point: Float64Array, at: number): void {
  switch (axis.kind) {
    case 'number': {
      const given = typeof value === 'number' ? value : NaN;
      point[at] = Number.isNaN(given) ? unheardOf : clipped((given - axis.mean) / axis.scale);
      return;
    }
    case 'category': {
      const k = value === null ? -1 : axis.values.indexOf(String(value));
      point[at + (k < 0 ? axis.values.length : k)] = k < 0 ? unheardOf / 2 : axis.weights[k]!;
      return;
    }
    case 'embedding':
      if (Array.isArray(value) && value.length === axis.length)
        for (let k = 0; k < axis.length; k++) point[at + k] = clipped((value as readonly number[])[k]! / axis.scale);
      else point[at] = unheardOf;
  }
}

function clipped(value: number): number {
  return Math.max(-farthest, Math.min(farthest, value));
}

function deviation(values: readonly number[]): { mean: number; deviation: number } {
  let mean = 0;
  let squares = 0;
  let n = 0;
  for (const value of values) {
    n++;
    const step = value - mean;
    mean += step / n;
    squares += step * (value - mean);
  }
  return { mean, deviation: n === 0 ? 0 : Math.sqrt(squares / n) };
}
