import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { BaselineSubject, Derivation, FourierMap } from '../baselines/baseline.js';
import { subjectOfFeature } from '../counting/subjects.js';
import { embeddingReader } from './embedding.js';
import { fitFourier, type FourierBounds } from './fit-fourier.js';
import { pointRule } from './plan-error.js';
import { pointReader } from './point.js';

type Features = InferenceEvent['features'];

/** What the rest of the baseline is like. */
type Surroundings = Pick<FourierBounds, 'reference' | 'largest'>;

/** Few enough for every event to be taken: it costs about a quarter of what counting costs anyway. */
const ofFeatures = { directions: 24, mostWork: Infinity };
/** Less work than reading so many numbers from JSON. */
const ofList = { directions: 64, mostWork: 16_384 };
const mostEmbeddings = 4;
const longest = 4_096;
/** Fewer lists of one length are no embedding. */
const fewestLists = 200;

/** All numeric features as one point; none with fewer than two. */
export function planTogether(
  features: readonly BaselineSubject[],
  rows: readonly Features[],
  around: Surroundings,
): readonly BaselineSubject[] {
  const point = pointRule(features, rows);
  if (point.features.length < 2) return [];
  const read = pointReader(point);
  const name = 'features together';
  const map = fitFourier(
    name,
    rows.map((row) => read(row).slice()),
    { ...ofFeatures, ...around },
  );
  return map === undefined ? [] : [subjectOf(name, { kind: name, point, map })];
}

/**
 * Lists of numbers, each as a point of its own; their length is that of most of them. At most four, by name.
 * @param features those that are mostly something else
 */
export function planEmbeddings(
  features: readonly BaselineSubject[],
  rows: readonly Features[],
  around: Surroundings,
): readonly BaselineSubject[] {
  const others = new Set(features.map(({ subject }) => subject));
  return [...lengthsOf(rows)]
    .filter(([feature]) => !others.has(subjectOfFeature(feature)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, mostEmbeddings)
    .flatMap(([feature, length]) => {
      const read = embeddingReader(length);
      const points = rows.map((row) => read(row[feature])).filter((point) => typeof point === 'object');
      if (points.length < fewestLists) return [];
      const map = fitFourier(feature, points, { ...ofList, ...around });
      return map === undefined
        ? []
        : [subjectOf(subjectOfFeature(feature), { kind: 'embedding', feature, length, map })];
    });
}

/** The commonest length of the lists of each feature. */
function lengthsOf(rows: readonly Features[]): ReadonlyMap<string, number> {
  const lengths = new Map<string, Map<number, number>>();
  for (const row of rows) {
    for (const feature in row) {
      const value = row[feature];
      if (!Array.isArray(value) || value.length === 0 || value.length > longest) continue;
      const counts = lengths.get(feature) ?? new Map<number, number>();
      lengths.set(feature, counts.set(value.length, (counts.get(value.length) ?? 0) + 1));
    }
  }
  return new Map(
    [...lengths].map(([feature, counts]) => {
      const [[length]] = [...counts].sort(([a, n], [b, m]) => m - n || a - b) as [[number, number]];
      return [feature, length];
    }),
  );
}

function subjectOf(subject: string, derived: Extract<Derivation, { readonly map: FourierMap }>): BaselineSubject {
  const { directions } = derived.map;
  return {
    subject,
    role: derived.kind,
    bins: { kind: 'sums', directions },
    ordered: false,
    psi_groups: new Array<number>(directions + 1).fill(0),
    derived,
    profiles: [],
  };
}
