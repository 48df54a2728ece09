import { describe, expect, it } from '@jest/globals';
import { CriticalCounts } from './critical-count.js';
import { PooledRate, type Excess } from './pooled-rate.js';

const counts = new CriticalCounts(1e-6, () => 1);

/** Four of five questions are of regulars; the rest come from many new accounts. */
function excesses(setBy: (n: number, isRegular: boolean) => boolean, { never = false, regulars = true } = {}) {
  const names = Array.from({ length: 40 }, (_, k) => `r${k}`);
  const rate = new PooledRate({ rate: 0.02, never, once: false, regulars: new Set(regulars ? names : []) });
  const found: Excess[] = [];
  for (let n = 1; n <= 2_000; n++) {
    const isRegular = n % 5 > 0;
    const asker = isRegular ? names[n % 40]! : `new${n}`;
    const excess = rate.take(setBy(n, isRegular), { offset: n, time: n }, asker, () => counts);
    if (excess) found.push(excess);
  }
  return found;
}

describe('the rate of everybody', () => {
  const byNew = (_: number, isRegular: boolean) => !isRegular;
  const byAll = (n: number) => n % 4 === 0;

  it('is too large when new accounts set the bit and the regulars do not', () => {
    const [first] = excesses(byNew);
    expect(first).toMatchObject({ rate: 0.02 });
    expect(first!.last.offset).toBeLessThanOrEqual(100);
  });

  it('is not too large when the regulars set the bit as often at the same time: that is drift', () => {
    expect(excesses(byAll)).toEqual([]);
    expect(excesses(() => true)).toEqual([]);
  });

  it('is held against the regulars at that time, not against what they showed before', () => {
    const found = excesses((n, isRegular) => (n < 1_000 ? byAll(n) : !isRegular));
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]!.first.offset).toBeGreaterThan(900);
  });

  it('is too large whoever sets the bit where regulars are not told apart, and where it is proof', () => {
    expect(excesses(byAll, { regulars: false })[0]!.last.offset).toBeLessThanOrEqual(100);
    expect(excesses(byAll, { never: true, regulars: false })[0]!.last.offset).toBeLessThanOrEqual(100);
  });
});
