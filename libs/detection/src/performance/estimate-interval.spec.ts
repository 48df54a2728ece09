import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Baseline } from '../baselines/baseline.js';
import { normal, uniform } from '../streams.fixture.js';
import { estimateDispersion } from './estimate-meter.js';
import { labelled, labelledBaseline, performanceOf, type Labelled } from './labelled.fixture.js';

/**
 * Answers with a score that is a true probability on average: in each twenty of them the truth is more or less often positive
 * than it says, all together, by so many times its own spread.
 */
function answers(seed: number, rows: number, together: number, tilt = 1): Labelled {
  const [u, z] = [uniform(seed), normal(seed + 1)];
  let level = 0;
  return labelled(0, rows, (k) => {
    if (k % 20 === 0) level = together * z();
    const score = Math.round(100 * (0.3 + 0.4 * u() ** tilt)) / 100;
    return {
      event: { features: { amount: u() }, prediction: { score, label: score >= 0.45 ? '1' : '0' } },
      truth: { label: u() < score + level ? '1' : '0' },
    };
  });
}

/** How often what labels show lay inside the interval, by measure. */
function inside(baseline: Baseline, windows: readonly Labelled[]): Record<string, number> {
  const share: Record<string, number> = {};
  for (const window of windows) {
    for (const { metric, estimated, realised } of performanceOf(baseline, window)) {
      if (estimated === null) continue;
      const isInside = realised!.value >= estimated.low && realised!.value <= estimated.high;
      share[metric] = (share[metric] ?? 0) + Number(isInside) / windows.length;
    }
  }
  return share;
}

function dispersions({ performance }: Baseline, scale: number): ReadonlyMap<string, number> {
  if (performance?.kind !== 'measured') throw new Error('performance was measured');
  const { metrics } = performance.profiles[0]!;
  return new Map(metrics.map(({ metric, estimated }) => [metric, estimateDispersion(estimated ?? [], scale)]));
}

describe('the interval of an estimate', () => {
  const rounds = 40;
  const drawn = (together: number) =>
    Array.from({ length: rounds }, (_, round) => answers(100 + 2 * round, 1000, together, 1.6));
  let calm: Baseline;
  let clustered: Baseline;

  beforeAll(async () => {
    calm = await labelledBaseline(answers(1, 6000, 0));
    clustered = await labelledBaseline(answers(3, 6000, 0.25));
  });

  it('holds what labels show as often as it says', () => {
    const shares = Object.values(inside(calm, drawn(0)));
    expect(shares).toHaveLength(7);
    // 95 % of forty, four standard deviations; of all seven, which go together, two.
    for (const share of shares) expect(share).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / rounds));
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(Math.abs(mean - 0.95)).toBeLessThan(2 * Math.sqrt((0.95 * 0.05) / rounds));
  });

  it('holds it where the truth comes in clusters too, and is as wide for each measure as that one needs', () => {
    const shares = Object.values(inside(clustered, drawn(0.25)));
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(Math.abs(mean - 0.95)).toBeLessThan(2 * Math.sqrt((0.95 * 0.05) / rounds));
    const needed = dispersions(clustered, 8);
    // Twenty answers that are positive together move the share of right ones among the positive a lot, and their order little.
    expect(needed.get('precision')!).toBeGreaterThan(1.8);
    expect(needed.get('roc_auc')!).toBeLessThan(1.3);
    for (const factor of dispersions(calm, 8).values()) expect(factor).toBeLessThan(1.6);
  });
});

describe('estimateDispersion', () => {
  const measured = [
    { scale: 1, windows: 400, factor: 2 },
    { scale: 4, windows: 100, factor: 8 },
    { scale: 8, windows: 50, factor: 6 },
  ];

  it('is what was measured, a power of the length between, and the nearest beyond', () => {
    expect([1, 2, 4, 8, 100].map((ticks) => estimateDispersion(measured, ticks))).toEqual([
      2,
      expect.closeTo(4, 12),
      8,
      6,
      6,
    ]);
    expect(estimateDispersion(measured.slice(1), 1)).toBe(8);
    expect(estimateDispersion([], 5)).toBe(1);
  });
});
