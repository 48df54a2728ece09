import { describe, expect, it } from '@jest/globals';
import { Runs, runsOf } from './runs.js';
import { uniform } from '../streams.fixture.js';

/** Scores of the first ticks after `from`, two values each. */
function filled(from: number, ticks: number) {
  const u = uniform(1);
  const runs = new Runs(64);
  const scores = Array.from({ length: ticks }, () => Math.round((u() - 0.5) * 4096) / 4096);
  scores.forEach((score, k) => runs.add(from + k, 2, score));
  const last = (length: number) => ({
    n: 2 * length,
    sum: scores.slice(scores.length - length).reduce((sum, score) => sum + score, 0),
  });
  return { runs, last };
}

describe('Runs', () => {
  it('sums the newest values in every length between two windows', () => {
    const { runs, last } = filled(1000, 41);
    expect(runs.of(1)).toEqual([last(1)]);
    expect(runs.of(2)).toEqual([last(2)]);
    expect(runs.of(4)).toEqual([3, 4].map(last));
    expect(runs.of(8)).toEqual([5, 6, 7, 8].map(last));
  });

  it('takes steps of an eighth in longer windows', () => {
    const { runs, last } = filled(1000, 80);
    expect(runs.of(16)).toEqual([10, 12, 14, 16].map(last));
    expect(runs.of(64)).toEqual([40, 48, 56, 64].map(last));
    for (const scale of [1, 2, 4, 8, 16, 64]) expect(runs.of(scale)).toHaveLength(runsOf(scale));
  });

  it('forgets', () => {
    const { runs } = filled(0, 64);
    runs.clear();
    runs.add(64, 2, 0.5);
    expect(runs.of(8).at(-1)).toEqual({ n: 2, sum: 0.5 });
  });
});
