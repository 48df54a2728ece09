import { describe, expect, it } from '@jest/globals';
import { Everybody } from '../principals/everybody.js';
import { PrincipalTable } from '../principals/principal-table.js';
import { CriticalCounts } from './critical-count.js';
import type { Excess } from './pooled-rate.js';
import { principalExcess } from './principal-rate.js';

const rate = 0.02;
const critical = new CriticalCounts(1e-6, () => 1);

/** The first window of one principal's that is too full, and how many of its questions that took; each asks when its turn comes, and who it is sets the bit or not. */
function firstExcess(
  turns: readonly { readonly who: string; readonly set: boolean }[],
  isOfPlace: boolean,
): { readonly excess: Excess; readonly asked: number } | undefined {
  const [everybody, table] = [new Everybody(1), new PrincipalTable()];
  let asked = 0;
  for (const [offset, { who, set }] of turns.entries()) {
    const moment = { offset, time: offset };
    const history = table.of(who);
    history.add(everybody.take(1, set ? 1 : 0, moment), moment, 1, set ? 1 : 0);
    if (who !== 'x') continue;
    asked++;
    const excess = set && principalExcess({ history, bit: 0, rate, critical, isOfPlace }, everybody, table);
    if (excess) return { excess, asked };
  }
  return undefined;
}

const others = (n: number, every: number) =>
  Array.from({ length: n }, (_, k) => ({ who: `o${k % 30}`, set: k % every === 0 }));
const own = (n: number, share: number) =>
  Array.from({ length: n }, (_, k) => ({ who: 'x', set: Math.floor((k + 1) * share) > Math.floor(k * share) }));
/** One question of the principal after four of others. */
const between = (all: readonly { who: string; set: boolean }[], theirs: readonly { who: string; set: boolean }[]) =>
  theirs.flatMap((turn, k) => [...all.slice(4 * k, 4 * k + 4), turn]);

describe('the rate of a principal', () => {
  const ordinary = others(2_000, 97);

  it('is too large after ten questions that all set the bit', () => {
    expect(firstExcess([...ordinary, ...between(ordinary, own(60, 1))], true)!.asked).toBe(10);
  });

  it('says nothing of a batch of questions in a row that lies in one unusual stretch, before there are fifty', () => {
    const batch = [...own(7, 1), ...own(193, rate)];
    expect(firstExcess([...ordinary, ...own(100, rate), ...batch], true)).toBeUndefined();
    expect(firstExcess([...ordinary, ...own(100, rate), ...own(60, 1)], true)!.excess.window).toBe(50);
    expect(firstExcess([...ordinary, ...own(60, 1)], false)!.asked).toBe(10);
  });

  it('may be larger than that of the others by as much as theirs is larger than in healthy traffic', () => {
    const moved = others(4_000, 7);
    const corner = between(moved.slice(2_000), own(400, 0.6));
    expect(firstExcess([...moved.slice(0, 2_000), ...corner], true)).toBeUndefined();
    expect(firstExcess([...ordinary, ...between(ordinary, own(400, 0.6))], true)!.asked).toBeLessThanOrEqual(20);
  });
});
