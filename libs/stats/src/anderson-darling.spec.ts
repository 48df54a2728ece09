import { describe, expect, it } from '@jest/globals';

import { andersonDarling } from './anderson-darling.js';
import { normals } from './testing/random.js';

/** Published and SciPy's values are among the oracles. */
describe('andersonDarling', () => {
  const normal = normals(4);
  const x = Array.from({ length: 200 }, normal);
  const y = Array.from({ length: 150 }, normal);

  it('does not depend on the order of values or samples, or on a rising transformation', () => {
    const { statistic } = andersonDarling([x, y]);
    expect(andersonDarling([y, [...x].reverse()]).statistic).toBeCloseTo(statistic, 10);
    expect(andersonDarling([x.map(Math.exp), y.map(Math.exp)]).statistic).toBeCloseTo(statistic, 10);
  });

  it('sees a change of the tails that leaves the mean where it was', () => {
    expect(andersonDarling([x, y]).pValue).toBeGreaterThan(0.05);
    expect(andersonDarling([x, y.map((value) => 2 * value)]).pValue).toBe(0.001);
  });

  it('ranks ties both ways and agrees with itself where there are none', () => {
    const rounded = [x, y].map((sample) => sample.map((value) => Math.round(value * 2)));
    expect(andersonDarling(rounded, 'right').statistic).not.toBeCloseTo(andersonDarling(rounded).statistic, 3);
    const apart = Math.abs(andersonDarling([x, y], 'right').statistic - andersonDarling([x, y]).statistic);
    expect(apart).toBeLessThan(0.05);
  });

  it('refuses one sample, an empty one, a NaN, three values and values that are all equal', () => {
    expect(() => andersonDarling([x])).toThrow('at least two samples');
    expect(() => andersonDarling([x, []])).toThrow('andersonDarling requires');
    expect(() => andersonDarling([x, [NaN]])).toThrow('andersonDarling requires');
    expect(() => andersonDarling([[1, 2], [3]])).toThrow('at least four values');
    expect(() =>
      andersonDarling([
        [1, 1],
        [1, 1],
      ]),
    ).toThrow('not all equal');
  });
});
