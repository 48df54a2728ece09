import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hourOf, type KeptPoint, type KeptSummary } from './kept-summary.js';
import { pointOf } from './summary-point.js';
import type { Summary } from './summary.js';
import type { SummaryStore } from './summary-store.js';

const HOUR = 3_600_000;
const BEGIN = hourOf(981_201_600_000);

const score = (principal: string) => ({
  principal,
  score: 12.5,
  bit: 'novel',
  set: 19,
  window: 20,
  rate: 0.1 + 0.2,
  raised: ['novel'],
  questions: 40,
  last: { offset: 7, time: BEGIN },
});

const summary: Summary = {
  questions: 100,
  last: { offset: 99, time: BEGIN + 5 },
  bits: [{ bit: 'novel', recent: { set: 3, n: 90 }, healthy: { set: 10, n: 4_000 }, null_rate: 0.0125 }],
  levels: [
    { level: 'key', known: 9, dropped: 2, principals: [score("o'neil"), score('a "b" 𝛼\n')] },
    { level: 'network', known: 0, dropped: 0, principals: [] },
  ],
  exposures: [
    {
      level: 'key',
      principal: 'k1',
      questions: 60,
      fidelity: 0.8,
      low: 0.7,
      high: 0.9,
      without: 0.5,
      within: 0,
      tried: 300,
    },
  ],
  coverage: Array.from({ length: 7 }, (_, k) => ({
    level: 'key' as const,
    principal: `k${k}`,
    questions: 50,
    reached: 10 * k,
    of: 100,
    classes: 2,
  })),
  links: { nodes: [{ event_id: 'r1#0', principal: '', flipped: true }], edges: [] },
  repeats: null,
};

/** A summary of the n-th hour. */
const kept = (n: number, change: Partial<KeptSummary> = {}): KeptSummary => ({
  model: 'loans',
  baseline: 'b1',
  hour: BEGIN + n * HOUR,
  at: BEGIN + n * HOUR + 1_000,
  questions: 100 * (n + 1),
  scored: 90 * (n + 1),
  summary: { ...summary, questions: 90 * (n + 1) },
  ...change,
});

const point = ({ hour, at, questions, scored, summary: of }: KeptSummary): KeptPoint => ({
  hour,
  at,
  questions,
  scored,
  ...pointOf(of),
});

/**
 * What every summary store promises, as tests.
 * @param open gives an empty store; it is closed after each test
 */
export function summaryStoreContract(
  name: string,
  open: () => Promise<{ store: SummaryStore; close: () => Promise<void> }>,
): void {
  describe(`${name} as a summary store`, () => {
    let store: SummaryStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    it('gives back the latest of a baseline as it was put, and the latest of hours that began before a time', async () => {
      expect(await store.summary('loans', 'b1')).toBeUndefined();
      for (const n of [1, 0, 2]) await store.putSummary(kept(n));
      await store.putSummary(kept(5, { baseline: 'b2' }));
      expect(await store.summary('loans', 'b1')).toEqual(kept(2));
      expect(await store.summary('loans', 'b2')).toEqual(kept(5, { baseline: 'b2' }));
      expect(await store.summary('loans', 'b1', kept(2).hour)).toEqual(kept(1));
      expect(await store.summary('loans', 'b1', kept(0).hour)).toBeUndefined();
      expect(await store.summary('other', 'b1')).toBeUndefined();
    });

    it('keeps one of an hour: that of the most questions, and of two with as many the one put last', async () => {
      const later = kept(0, { at: BEGIN + 9_000, questions: 170 });
      await store.putSummary(later);
      await store.putSummary(kept(0));
      expect(await store.summary('loans', 'b1')).toEqual(later);
      await store.putSummary({ ...later, scored: 160 });
      expect(await store.points({ model: 'loans', baseline: 'b1', limit: 9 })).toEqual([
        point({ ...later, scored: 160 }),
      ]);
    });

    it('gives what is drawn over time, the newest first, with the five largest of a level', async () => {
      for (const n of [0, 1, 2, 3]) await store.putSummary(kept(n));
      const of = { model: 'loans', baseline: 'b1' };
      expect(await store.points({ ...of, limit: 2 })).toEqual([point(kept(3)), point(kept(2))]);
      const { hour } = kept(1);
      expect(await store.points({ ...of, from: hour, to: hour + 2 * HOUR, limit: 9 })).toEqual([
        point(kept(2)),
        point(kept(1)),
      ]);
      expect(await store.points({ ...of, baseline: 'b3', limit: 9 })).toEqual([]);
      const [{ coverage, levels, bits }] = (await store.points({ ...of, limit: 1 })) as [KeptPoint];
      expect(coverage.map(({ principal, share }) => [principal, share])).toEqual([
        ['k6', 0.6],
        ['k5', 0.5],
        ['k4', 0.4],
        ['k3', 0.3],
        ['k2', 0.2],
      ]);
      expect(levels.map((level) => level.score)).toEqual([12.5, 0]);
      expect(bits).toEqual([{ bit: 'novel', set: 3, n: 90 }]);
    });
  });
}
