import { describe, expect, it } from '@jest/globals';
import { normalQuantile, studentTPValue } from '@anchorwatch/stats';
import { enlargement } from './overdispersion.js';

describe('the enlargement of a measured variance', () => {
  it.each([60, 125, 500, 5000])('keeps the level of a test of %i windows where tests alarm', (windows) => {
    const z = -normalQuantile(1e-7 / 2);
    const p = studentTPValue(z * Math.sqrt(enlargement(windows)), windows);
    expect(p).toBeGreaterThan(0.5e-7);
    expect(p).toBeLessThan(1.5e-7);
  });

  it('is two standard errors where windows are few, and little where they are many', () => {
    expect(enlargement(8)).toBe(2);
    expect(enlargement(20_000)).toBeCloseTo(1, 2);
  });
});
