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

  it('lets the same principals go after a restart, and knows the same of those who stay', () => {
    const take = (table: PrincipalTable, from: number, to: number) => {
      // Every third question is one of five customers, whose histories are full, or not, or just begun.
      for (let k = from; k < to; k++) {
        const principal =
          k % 3 === 0 ? `customer${Math.floor(5 * (1 - Math.sqrt(1 - ((k / 3) % 100) / 100)))}` : `flood${k}`;
        table.of(principal).add(k, { offset: 2 * k, time: 1_000 * k }, 2 ** 32 - 1, k % 7);
      }
    };
    const [table, before] = [new PrincipalTable(), new PrincipalTable()];
    for (const one of [table, before]) take(one, 0, 98_000);
    const after = new PrincipalTable(before.memory());
    expect(after.memory()).toEqual(before.memory());
    for (const one of [table, after]) take(one, 98_000, 107_000);
    expect(table.all().get('customer0')).toMatchObject({ size: 500 });
    expect(table.dropped).toBeGreaterThan(60_000);
    expect(after.memory()).not.toEqual(before.memory());
    expect(after.memory()).toEqual(table.memory());
  });
});
