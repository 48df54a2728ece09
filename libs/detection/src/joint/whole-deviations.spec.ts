import { describe, expect, it } from '@jest/globals';
import { chiSquareQuantile } from '@anchorwatch/stats';
import { CalmLevel } from '../budget/calm-level.js';
import { normal } from '../streams.fixture.js';
import { lawsOf } from '../detectors/chi-square-laws.js';
import { WholeDeviations } from './whole-deviations.js';

const degreesOfFreedom = 40;

/** Sums of squares of normal numbers, of which each has the variance given. */
function drawn(windows: number, variances: readonly number[], seed: number): readonly number[] {
  const z = normal(seed);
  return Array.from({ length: windows }, () => variances.reduce((sum, variance) => sum + variance * z() ** 2, 0));
}

function measured(statistics: readonly number[]): WholeDeviations {
  const whole = new WholeDeviations();
  for (const statistic of statistics) whole.add({ statistic, degreesOfFreedom }, true);
  return whole;
}

describe('chi-squares of windows', () => {
  const free = new Array<number>(degreesOfFreedom).fill(1);
  /** Storms move four parts of forty, the rest is independent. */
  const stormy = free.map((_, part) => (part < 4 ? 60 : 1));

  it('have one law where their parts vary by themselves', () => {
    const found = [1, 2, 3, 4, 5].map((seed) => measured(drawn(200, free, seed)));
    expect(found.filter((one) => one.clumps() !== undefined).length).toBeLessThanOrEqual(1);
    for (const one of found) expect(one.factor()).toBeLessThan(1.2);
  });

  it('have a second one with the longer tail where they vary together', () => {
    const alpha = 1e-4;
    const healthy = drawn(100_000, stormy, 99);
    const beyond = (limit: number): number => healthy.filter((statistic) => statistic > limit).length / 100_000;
    const baselines = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    let [byOne, byBoth] = [0, 0];
    for (const seed of baselines) {
      const whole = measured(drawn(200, stormy, seed));
      const [one, ...more] = lawsOf(degreesOfFreedom, { chi2: whole.factor(), clumps: whole.clumps()! }).map(
        (law) => chiSquareQuantile(alpha, law.degreesOfFreedom) * law.overdispersion,
      );
      byOne += beyond(one!) / baselines.length;
      byBoth += beyond(Math.max(one!, ...more)) / baselines.length;
    }
    expect(byOne).toBeGreaterThan(4 * alpha);
    expect(byBoth).toBeLessThan(2 * alpha);
  });

  it('are held against one law where fewer cells are tested than vary together', () => {
    expect(lawsOf(3, { chi2: 2, clumps: { factor: 4, freedom: 5 } })).toEqual([
      { degreesOfFreedom: 3, overdispersion: 2 },
    ]);
  });

  it('keep their quantiles apart though degrees of freedom are not whole', () => {
    const level = new CalmLevel(1e-6);
    expect(level.chiSquare(4.5)).toBeCloseTo(chiSquareQuantile(1e-6, 4.5), 9);
    expect(level.chiSquare(4)).toBeCloseTo(chiSquareQuantile(1e-6, 4), 9);
  });
});
