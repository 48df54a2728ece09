import { describe, expect, it } from '@jest/globals';
import { mostPrincipals, PrincipalTable } from './principal-table.js';

describe('the table of principals', () => {
  it('is bounded under a flood of newcomers and keeps those who ask much', () => {
    const table = new PrincipalTable();
    const heavy = (from: number) => {
      for (let k = 0; k < 50; k++) table.of('customer').add(from + k, { offset: from + k, time: 0 }, 1, 0);
    };
    heavy(0);
    for (let k = 0; k < 100_000; k++) table.of(`flood${k}`).add(100 + k, { offset: 100 + k, time: 0 }, 1, 1);
    expect(table.size).toBeLessThanOrEqual(mostPrincipals);
    expect(table.dropped).toBeGreaterThan(90_000);
    expect(table.of('customer').size).toBe(50);
  });
});
