import { describe, expect, it } from '@jest/globals';
import { customers, type Customers } from './customers.js';

const rows = Array.from({ length: 6_000 }, (_, number) => ({
  number,
  features: { x: number % 17, y: (number * 7) % 31 },
}));
const plan: Customers = { questions: 4_000, from: 0, seed: 1, later: true };
const asked = [...customers(rows, plan)];

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

describe('customers', () => {
  it('ask the same for the same seed, and otherwise for another', () => {
    expect([...customers(rows, plan)]).toEqual(asked);
    expect([...customers(rows, { ...plan, seed: 2 })]).not.toEqual(asked);
  });

  it('are many, of whom a few ask much', () => {
    const counts = [...countsOf(asked.map(({ principal }) => principal.key)).values()].sort((a, b) => b - a);
    expect(counts.length).toBeGreaterThan(200);
    expect(counts[0]! / asked.length).toBeGreaterThan(0.1);
    expect(counts[0]! / asked.length).toBeLessThan(0.3);
  });

  it('ask about the rows around the place where the stream is', () => {
    asked.forEach(({ row, principal }, k) => {
      const place = Math.floor((k / plan.questions) * plan.questions);
      // The batch client and retries may lie a little behind.
      const reach = principal.key === 'customer7' ? 600 : 4_000;
      expect(Math.abs(row.number - place)).toBeLessThan(reach);
    });
    const mean = (part: typeof asked) => part.reduce((sum, { row }) => sum + row.number, 0) / part.length;
    expect(mean(asked.slice(-500)) - mean(asked.slice(0, 500))).toBeGreaterThan(3_000);
  });

  it('come anew only where later ones belong to the plan', () => {
    const isNew = (key: string) => /^(new|launch)/.test(key);
    expect(asked.filter(({ principal }) => isNew(principal.key)).length).toBeGreaterThan(200);
    expect(asked.slice(0, 2_000).some(({ principal }) => principal.key.startsWith('launch'))).toBe(false);
    expect([...customers(rows, { ...plan, later: false })].some(({ principal }) => isNew(principal.key))).toBe(false);
  });

  it('send some questions again', () => {
    const last = new Map<string, number>();
    const again = asked.filter(({ row, principal: { key } }) => {
      const before = last.get(key);
      last.set(key, row.number);
      return before === row.number;
    });
    expect(again.length / asked.length).toBeGreaterThan(0.015);
    expect(again.length / asked.length).toBeLessThan(0.1);
  });
});
