import { describe, expect, it } from '@jest/globals';

import { rNormals } from '../testing/r-random.js';
import { uniforms } from '../testing/random.js';
import { bettingGrid } from './betting-grid.js';
import { type EDetectorOptions, eDetector } from './e-detector.js';

describe('eDetector', () => {
  // R package stcpR6 0.9.7, README: residuals of a regression on all earlier values, cut to [−20, 20], two-sided, ARL 1,000.
  const bets = bettingGrid({ mean: 0.5, least: 1 / 40, most: 0.499, alpha: 0.001, direction: 'both' });
  const published: EDetectorOptions = { mean: 0.5, alpha: 0.001, bets };

  it('draws the numbers that the published example draws', () => {
    const normal = rNormals(100);
    expect([normal(), normal(), normal()].map((value) => value.toFixed(8))).toEqual([
      '-0.50219235',
      '0.13153117',
      '-0.07891709',
    ]);
  });

  it('has the published value after 200 values without a change, and no alarm', () => {
    const normal = rNormals(100);
    const seen = watched(published, residuals(Array.from({ length: 200 }, (_, place) => place + 1 + 10 * normal())));
    expect(bets).toHaveLength(338);
    expect(seen.alarms).toEqual([]);
    expect(seen.logValue).toBeCloseTo(4.673126, 6);
  });

  it('alarms at the published value, the 138th, when the trend bends after the 100th', () => {
    const normal = rNormals(100);
    const bent = Array.from({ length: 200 }, (_, place) => {
      const since = Math.max(0, place - 99);
      return place + 1 + 0.01 * since * since + 10 * normal();
    });
    expect(watched(published, residuals(bent)).alarms[0]).toBe(137);
  });

  it('multiplies the stake and never lets it run dry, in both forms', () => {
    // One bet of 1/2 on a mean of 1/2: a value multiplies by 1/2 + x.
    const one: EDetectorOptions = { mean: 0.5, alpha: 0.01, bets: [{ fraction: 0.5, weight: 1 }] };
    const stream = [1, 0, 0, 1];
    expect(Math.exp(watched(one, stream).logValue)).toBeCloseTo(1.5 * (1 + 0.5 * (1 + 0.5 * (1 + 1.5))), 12);
    expect(Math.exp(watched({ ...one, form: 'cusum' }, stream).logValue)).toBeCloseTo(1.5, 12);
  });

  it('alarms falsely less often than once in 1/alpha values', () => {
    const uniform = uniforms(12);
    const values = Array.from({ length: 30_000 }, () => (uniform() < 0.1 ? 1 : 0));
    expect(watched({ mean: 0.1, alpha: 0.001 }, values).alarms.length).toBeLessThan(30);
  });

  it('stays finite where the sum itself would overflow', () => {
    const { logValue } = watched({ mean: 0.5, alpha: 1e-300, form: 'shiryaev-roberts' }, new Array(1_060).fill(1));
    expect(logValue).toBeGreaterThan(600);
    expect(Number.isFinite(logValue)).toBe(true);
  });

  it('refuses values out of range, and bets that can lose all or weigh too much', () => {
    const detector = eDetector({ mean: 0.5, alpha: 0.01 });
    expect(() => detector.step(detector.start, 1.01)).toThrow('eDetector requires values in [0, 1]');
    expect(() => eDetector({ mean: 0, alpha: 0.01 })).toThrow('eDetector requires a mean');
    for (const bet of [
      { fraction: 1, weight: 1 },
      { fraction: -1, weight: 1 },
      { fraction: 0.5, weight: 1.1 },
    ])
      expect(() => eDetector({ mean: 0.5, alpha: 0.01, bets: [bet] })).toThrow('eDetector requires bets');
  });
});

describe('bettingGrid', () => {
  it('bets on a fall as on the rise of what is missing to 1', () => {
    const options = { least: 0.05, most: 0.3, alpha: 0.001 };
    const falls = bettingGrid({ ...options, mean: 0.3, direction: 'fall' });
    const rises = bettingGrid({ ...options, mean: 0.7, direction: 'rise' });
    expect(falls.map(({ fraction }) => (-0.7 * fraction) / 0.3)).toEqual(
      rises.map(({ fraction }) => expect.closeTo(fraction, 12)),
    );
    expect(falls.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('needs one bet where a large change is the least of interest', () => {
    expect(bettingGrid({ mean: 0.9, least: 0.4, most: 0.4, alpha: 0.9, direction: 'rise' })).toHaveLength(1);
  });

  it('refuses a range upside down', () => {
    expect(() => bettingGrid({ mean: 0.5, least: 0.2, most: 0.1, alpha: 0.05, direction: 'rise' })).toThrow(
      'bettingGrid requires',
    );
  });
});

function watched(options: EDetectorOptions, values: readonly number[]): { alarms: number[]; logValue: number } {
  const detector = eDetector(options);
  let state = detector.start;
  const alarms: number[] = [];
  values.forEach((value, place) => {
    const step = detector.step(state, value);
    state = step.state;
    if (step.signal === 'drift') alarms.push(place);
  });
  return { alarms, logValue: state.logValue };
}

/** What a straight line through all earlier values misses by, on [0, 1]. */
function residuals(values: readonly number[]): number[] {
  return values.map((value, place) => {
    const at = (place + 1) / 2;
    const earlier = values.slice(0, place);
    const mean = earlier.reduce((sum, one) => sum + one, 0) / place;
    const rise = earlier.reduce((sum, one, before) => sum + (before + 1 - at) * (one - mean), 0);
    const spread = earlier.reduce((sum, _, before) => sum + (before + 1 - at) ** 2, 0);
    const predicted = place < 2 ? 0 : mean + (rise / spread) * (place + 1 - at);
    return Math.min(1, Math.max(0, (value - predicted + 20) / 40));
  });
}
