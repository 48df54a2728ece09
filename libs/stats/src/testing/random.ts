import { nextRandomState, uniformOf } from '../mulberry32.js';

// Taken out once: a test runner's sandbox makes every look-up of a global dear.
const { sqrt, log, cos } = Math;

/**
 * A seeded source of uniform numbers in [0, 1) for tests: Mulberry32.
 */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = nextRandomState(state);
    return uniformOf(state);
  };
}

/** Standard normal numbers by the Box–Muller transformation. */
export function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => sqrt(-2 * log(1 - uniform())) * cos(2 * Math.PI * uniform());
}

/** Counts of n draws over bins of the given shares. */
export function countedDraws(n: number, shares: readonly number[], uniform: () => number): Float64Array {
  const upper = shares.map((_, bin) => shares.slice(0, bin + 1).reduce((sum, share) => sum + share, 0));
  const counts = new Float64Array(shares.length);
  for (let draw = 0; draw < n; draw++) {
    const at = uniform();
    const bin = upper.findIndex((limit) => at < limit);
    counts[bin < 0 ? shares.length - 1 : bin]! += 1;
  }
  return counts;
}
