import type { Exposure, Summary } from '@anchorwatch/compromise';
import { describe, expect, it } from '@jest/globals';
import { HourlySummaries } from './hourly-summaries.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A watcher that knows nothing but its last question, and how often it was summed up and its exposures were reckoned. */
class Watched {
  summed = 0;
  reckoned = 0;
  last: Summary['last'];
  readonly summaries = new HourlySummaries({ model: 'loans', baseline: 'b' }, this, async () => undefined);

  constructor(last?: number) {
    this.last = last === undefined ? null : { offset: 0, time: last };
  }

  *eachExposure(): Generator<Exposure> {
    this.reckoned++;
    const known = { level: 'key', questions: 60, low: 0, high: 1, without: 0.5, within: 0, tried: 300 } as const;
    for (const fidelity of [0.7, 0.9, 0.8]) yield { ...known, principal: `k${fidelity}`, fidelity };
  }

  summary(exposures: readonly Exposure[] = []): Summary {
    this.summed++;
    const links = { nodes: [], edges: [] };
    return { questions: 0, last: this.last, bits: [], levels: [], exposures, coverage: null, links, repeats: null };
  }

  /** One question a minute, the first at a time: the summaries that were given, as hours and numbers of questions. */
  async asked(from: number, n: number, before = 0) {
    const given: (readonly [hour: number, questions: number])[] = [];
    for (let k = 0; k < n; k++) {
      const time = from + k * MINUTE;
      if (this.summaries.begins(time)) {
        const summary = await this.summaries.ofHourBefore(time, { questions: before + k, scored: before + k });
        if (summary) given.push([summary.hour / HOUR, summary.questions]);
      }
      this.last = { offset: k, time };
    }
    return given;
  }

  async isDue(questions: number, hasFound = false, end = 2 * MINUTE): Promise<boolean> {
    return (await this.summaries.caughtUp(end, { questions, scored: questions - 1 }, hasFound)) !== undefined;
  }
}

describe('summaries by the hour', () => {
  it('stand after the last question of an hour, whenever the next one comes', async () => {
    const watched = new Watched();
    expect(await watched.asked(0.5 * HOUR, 120)).toEqual([
      [0, 30],
      [1, 90],
    ]);
    expect(await watched.asked(9 * HOUR, 1, 120)).toEqual([[2, 120]]);
    expect([watched.summed, watched.reckoned]).toEqual([4, 4]);
  });

  it('are not lost where the process that read an hour is gone', async () => {
    expect(await new Watched(HOUR - 1).asked(HOUR, 10, 500)).toEqual([[0, 500]]);
    expect(await new Watched(HOUR - 1).asked(HOUR - 1, 1, 500)).toEqual([]);
  });

  it('are renewed within the hour where something was found, much was asked, or time has passed', async () => {
    const watched = new Watched();
    await watched.asked(0, 2);
    expect(await watched.isDue(0)).toBe(false);
    expect(await watched.isDue(2)).toBe(true);
    expect(await watched.isDue(2, true, 9 * MINUTE)).toBe(false);
    expect([await watched.isDue(3), await watched.isDue(3, true)]).toEqual([false, true]);
    expect([await watched.isDue(5_002), await watched.isDue(5_003)]).toEqual([false, true]);
    expect(await watched.isDue(5_004, false, 6 * MINUTE - 1)).toBe(false);
    expect(await watched.isDue(5_004, false, 6 * MINUTE)).toBe(true);
  });

  it('reckon exposures for every hour, and within it once in five thousand questions, or where these double', async () => {
    const watched = new Watched(HOUR - 1);
    await watched.asked(HOUR, 1, 10_000);
    expect(watched.reckoned).toBe(1);
    for (const questions of [10_001, 12_000, 14_999]) expect(await watched.isDue(questions, true)).toBe(true);
    expect(watched.reckoned).toBe(1);
    expect(await watched.isDue(15_000, true)).toBe(true);
    expect(watched.reckoned).toBe(2);
    await watched.asked(2 * HOUR, 1, 15_001);
    expect(watched.reckoned).toBe(3);
  });

  it('are whole once the hour is over, whatever was shown before', async () => {
    const watched = new Watched();
    await watched.asked(0, 3);
    expect([await watched.isDue(2), await watched.isDue(3, true)]).toEqual([true, true]);
    expect(watched.reckoned).toBe(2);
    expect([await watched.isDue(3, false, HOUR), await watched.isDue(3, false, HOUR)]).toEqual([true, false]);
    expect(watched.reckoned).toBe(3);
  });

  it('say of whom, when and after how many questions, the most exposed first', async () => {
    const { summaries } = new Watched(HOUR + 7);
    const kept = await summaries.caughtUp(2 * HOUR, { questions: 8, scored: 6 }, false);
    expect(kept).toMatchObject({ model: 'loans', baseline: 'b', hour: HOUR, at: HOUR + 7, questions: 8, scored: 6 });
    expect(kept!.summary.exposures.map(({ fidelity }) => fidelity)).toEqual([0.9, 0.8, 0.7]);
  });
});
