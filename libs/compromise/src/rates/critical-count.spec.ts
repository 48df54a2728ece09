import { describe, expect, it } from '@jest/globals';
import { criticalCount, CriticalCounts, logTail } from './critical-count.js';

describe('critical counts', () => {
  it.each([
    [10, 0.02, 1],
    [200, 0.06, 3],
    [3_200, 0.02, 12],
  ])('are the smallest whose chance is at most alpha (%p at %p, overdispersion %p)', (n, rate, overdispersion) => {
    const count = criticalCount(n, rate, overdispersion, 1e-6);
    expect(logTail(count, n, rate, overdispersion)).toBeLessThanOrEqual(Math.log(1e-6));
    expect(logTail(count - 1, n, rate, overdispersion)).toBeGreaterThan(Math.log(1e-6));
  });

  it('are beyond all questions where no count is rare enough', () => {
    expect(criticalCount(10, 0.9, 1, 1e-6)).toBe(11);
  });

  it('are larger where bits of one principal are known to be more alike', () => {
    const counts = new CriticalCounts(1e-6, () => 1.5);
    expect(counts.at(50, 0.05, 0.2)).toBeGreaterThan(counts.at(50, 0.05));
    expect(counts.at(50, 0.05, 0.001)).toBe(counts.at(50, 0.05));
  });
});
