import { randomFrom } from '@anchorwatch/stats';
import { nearestOf } from '../nearest.js';
import { forgetful, isBlind, type Detector } from './detector.js';
import { distinctPoints } from './distinct-points.js';

/** Reference questions and what novelty is ordinary; distances are those of the space. */
export interface FittedNovelty {
  readonly reference: readonly (readonly number[])[];
  /** Mean distance of each reference question to its five nearest: the spacing where it lies. */
  readonly spacing: readonly number[];
  /** Novelty that 1 % and .1 % of healthy questions outside the reference exceed. */
  readonly novel: number;
  readonly extreme: number;
}

/** The reference questions as points. */
export function referenceOf({ reference }: Pick<FittedNovelty, 'reference'>): readonly Float64Array[] {
  return reference.map((row) => Float64Array.from(row));
}

/** At most this many reference questions: some ten thousand multiplications a question. */
const mostReference = 1_500;
const neighbours = 5;
/** Fewer distinct questions say too little about what is far. */
const fewestDistinct = 60;
/** Questions scored for the thresholds, at most. */
const mostScored = 6_000;

const tags = {
  suspicion: 'extraction',
  never: false,
  atlas: ['AML.T0024.002', 'AML.T0005.001'],
  owasp: ['ML05:2023', 'LLM06:2026'],
  nist: ['NISTAML.031'],
} as const;
const needs = 'features, or an embedding';
const costs = 'one distance to each of at most 1,500 reference questions';
const evaded_by = 'asking questions like those of other people: then only exposure tells';

/**
 * Conformal novelty: how far a question lies from healthy ones, beside how densely they lie there. Its thresholds come from healthy questions that
 * are not in the reference. A principal who prefers one corner of the healthy space is not novel, so principals need no null of their own.
 *
 * @see Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World; Breunig et al. (2000), LOF, SIGMOD 29(2):93–104
 */
export const novelty: Detector<FittedNovelty, undefined> = {
  remembers: false,
  bits: [
    {
      ...tags,
      name: 'novel',
      means: 'lie farther from what the model is ordinarily asked than 99 % of healthy ones',
      needs,
      costs,
      evaded_by,
    },
    {
      ...tags,
      name: 'extreme',
      means: 'lie farther from what the model is ordinarily asked than 99.9 % of healthy ones',
      needs,
      costs,
      evaded_by,
    },
  ],

  fit(healthy) {
    const distinct = distinctPoints(healthy, fewestDistinct);
    if (isBlind(distinct)) return distinct;
    const shuffled = shuffle([...distinct]);
    const size = Math.min(mostReference, Math.floor((shuffled.length * 2) / 3));
    const reference = shuffled.slice(0, size);
    const spacing = reference.map((point, k) => mean(nearestOf(point, reference, neighbours, k).distances) + 1e-6);
    const rest = shuffled.slice(size, size + mostScored);
    const scores = rest.map((point) => noveltyOf(point, reference, spacing)).sort((a, b) => a - b);
    const at = (share: number) => scores[Math.min(scores.length - 1, Math.floor(share * scores.length))]!;
    const extreme = Math.max(at(0.999), scores[scores.length - 2]!);
    return { reference: reference.map((point) => [...point]), spacing, novel: at(0.99), extreme };
  },

  open({ reference: rows, spacing, novel, extreme }) {
    const reference = referenceOf({ reference: rows });
    const own = new Set(rows.map((row) => row.join()));
    return forgetful(({ point }) => {
      // What was in the reference has no distance from it, and says nothing.
      if (point === undefined || own.has(point.join())) return [undefined, undefined];
      const score = noveltyOf(point, reference, spacing);
      return [score > novel, score > extreme];
    });
  },
};

/** Half local scaling keeps both how far and how much farther than usual there. */
function noveltyOf(point: Float64Array, reference: readonly Float64Array[], spacing: readonly number[]): number {
  const { numbers, distances } = nearestOf(point, reference, neighbours);
  return mean(distances) / Math.sqrt(mean(numbers.map((number) => spacing[number]!)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shuffle(points: Float64Array[]): Float64Array[] {
  const uniform = randomFrom(7);
  for (let k = points.length - 1; k > 0; k--) {
    const j = Math.floor(uniform() * (k + 1));
    [points[k], points[j]] = [points[j]!, points[k]!];
  }
  return points;
}
