import { describe, expect, it } from '@jest/globals';
import { rationOf } from './ration.js';

const salt = 'a salt';
const asked = (at: number, key?: string) => ({ event_id: `r${at}#0`, principal: key === undefined ? {} : { key } });

/** How often each principal's questions are read. */
function readOf(tick: { questions: number; most: number }, keyOf: (at: number) => string | undefined) {
  const takes = rationOf({ ...tick, salt });
  const read = new Map<string, number>();
  for (let at = 0; at < tick.questions; at++) {
    const key = keyOf(at);
    if (takes(asked(at, key))) read.set(key ?? '', (read.get(key ?? '') ?? 0) + 1);
  }
  return read;
}

const sum = (read: ReadonlyMap<string, number>) => [...read.values()].reduce((total, n) => total + n, 0);

describe('the questions of a tick that are read', () => {
  it('are all of them where they fit', () => {
    expect(sum(readOf({ questions: 500, most: 500 }, () => 'k'))).toBe(500);
  });

  it('are never more than the budget, and all but a few of it is used', () => {
    for (const keyOf of [() => undefined, () => 'k', (at: number) => `k${at}`, (at: number) => `k${at % 40}`]) {
      const read = sum(readOf({ questions: 20_000, most: 2_000 }, keyOf));
      expect(read).toBeLessThanOrEqual(2_000);
      expect(read).toBeGreaterThan(1_900);
    }
  });

  it('are everyone’s first ten, and of the rest a share', () => {
    // One principal asks nine tenths; a hundred others share the rest.
    const read = readOf({ questions: 20_000, most: 4_000 }, (at) =>
      at % 10 > 0 ? 'heavy' : `k${Math.floor(at / 10) % 100}`,
    );
    const others = [...read].filter(([key]) => key !== 'heavy').map(([, n]) => n);
    expect(others).toHaveLength(100);
    expect(Math.min(...others)).toBeGreaterThanOrEqual(10);
    expect(read.get('heavy')).toBeGreaterThan(2_000);
  });

  it('are spread over the whole tick in a flood of newcomers', () => {
    const takes = rationOf({ questions: 100_000, most: 1_000, salt });
    const read = Array.from({ length: 100_000 }, (_, at) => takes(asked(at, `new${at}`)));
    const lastHalf = read.slice(50_000).filter(Boolean).length;
    expect(lastHalf).toBeGreaterThan(200);
    expect(lastHalf).toBeLessThan(300);
  });

  it('are the same again, and others under another salt', () => {
    const chosen = (by: string) => {
      const takes = rationOf({ questions: 5_000, most: 100, salt: by });
      return Array.from({ length: 5_000 }, (_, at) => takes(asked(at)));
    };
    expect(chosen(salt)).toEqual(chosen(salt));
    expect(chosen(salt)).not.toEqual(chosen('another'));
  });

  it('end with the budget where more come than were counted', () => {
    const takes = rationOf({ questions: 200, most: 100, salt });
    const read = Array.from({ length: 1_000 }, (_, at) => takes(asked(at, 'k'))).filter(Boolean);
    expect(read.length).toBeLessThanOrEqual(100);
  });
});
