import { describe, expect, it } from '@jest/globals';
import type { Overdispersion } from '../baselines/baseline.js';
import { normal } from '../streams.fixture.js';
import { inForce } from './growth.js';
import { ScaleMeter } from './scale-meter.js';

const ticks = 512;
const scales = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** A statistic of variance `factor(scale)` in every window, and nothing else. */
function measured(factor: (scale: number) => number, seed = 1): readonly Overdispersion[] {
  const z = normal(seed);
  const meters = scales.map((scale) => new ScaleMeter(scale));
  for (const meter of meters)
    for (let window = 0; window < ticks / meter.scale; window++)
      meter.add({
        n: 1000,
        squares: [factor(meter.scale) * z() ** 2],
        normal: true,
        whole: { statistic: 0, degreesOfFreedom: 0 },
      });
  return inForce(meters);
}

const at = (found: readonly Overdispersion[], scale: number): number =>
  found.findLast((one) => one.scale <= scale)!.neyman[0]!;

describe('overdispersion of windows longer than those that a baseline holds enough of', () => {
  it('goes on growing where memory is long', () => {
    const found = measured((scale) => 3 * scale ** 0.6);
    for (const scale of [128, 256]) {
      expect(at(found, scale)).toBeGreaterThan(0.7 * 3 * scale ** 0.6);
      expect(at(found, scale) / at(found, scale / 2)).toBeLessThanOrEqual(2);
    }
    expect(found.map(({ windows }) => windows)).toEqual([512, 256, 128, 64, 32, 16, 8, 4, 2]);
  });

  it('never grows faster than the windows', () => {
    const found = measured((scale) => scale ** 2);
    expect(at(found, 256) / at(found, 64)).toBeCloseTo(4, 9);
  });

  it('stays where events are independent', () => {
    const last = [1, 2, 3, 4, 5].map((seed) =>
      at(
        measured(() => 1, seed),
        256,
      ),
    );
    expect(last.sort((a, b) => a - b)[2]).toBeLessThan(1.5);
  });

  it('is heard of few windows that evidently differ: what takes a week shows in no others', () => {
    const found = measured((scale) => (scale < 32 ? 1 : 9));
    expect(at(found, 16)).toBeLessThan(2);
    expect(at(found, 32)).toBeGreaterThan(5);
  });
});
