import type { Summary } from '@anchorwatch/compromise';
import { describe, expect, it } from '@jest/globals';
import { HourlySummaries } from './hourly-summaries.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A watcher that knows nothing but its last question, and the summaries of it. */
function watching(last?: number) {
  const watcher = {
    taken: 0,
    last: last === undefined ? null : { offset: 0, time: last },
    summary(): Summary {
      this.taken++;
      const { last: moment } = this;
      return { questions: 0, last: moment, bits: [], levels: [], exposures: [], coverage: null, links, repeats: null };
    },
  };
  const links = { nodes: [], edges: [] };
  return { watcher, summaries: new HourlySummaries({ model: 'loans', baseline: 'b' }, watcher) };
}

/** One question a minute, the first at a time: the summaries that were given, as hours and numbers of questions. */
function asked({ watcher, summaries }: ReturnType<typeof watching>, from: number, n: number, before = 0) {
  const given: (readonly [hour: number, questions: number])[] = [];
  for (let k = 0; k < n; k++) {
    const time = from + k * MINUTE;
    const summary = summaries.before(time, { questions: before + k, scored: before + k }, false);
    if (summary) given.push([summary.hour / HOUR, summary.questions]);
    watcher.last = { offset: k, time };
  }
  return given;
}

describe('summaries by the hour', () => {
  it('stand after the last question of an hour, whenever the next one comes', () => {
    const watched = watching();
    expect(asked(watched, 0.5 * HOUR, 120)).toEqual([
      [0, 30],
      [1, 90],
    ]);
    expect(asked(watched, 9 * HOUR, 1, 120)).toEqual([[2, 120]]);
    expect(watched.watcher.taken).toBe(4);
  });

  it('are not lost where the process that read an hour is gone', () => {
    expect(asked(watching(HOUR - 1), HOUR, 10, 500)).toEqual([[0, 500]]);
    expect(asked(watching(HOUR - 1), HOUR - 1, 1, 500)).toEqual([]);
  });

  it('are not made again of what is in the store', () => {
    const { summaries, watcher } = watching(HOUR - 1);
    expect(summaries.before(HOUR, { questions: 9, scored: 9 }, true)).toBeUndefined();
    expect(watcher.taken).toBe(0);
  });

  it('are renewed within the hour where something was found, much was asked, or time has passed', () => {
    const watched = watching();
    asked(watched, 0, 2);
    const due = (questions: number, hasFound = false, end = 2 * MINUTE) =>
      watched.summaries.caughtUp(end, { questions, scored: questions - 1 }, hasFound) !== undefined;
    expect(due(0)).toBe(false);
    expect(due(2)).toBe(true);
    expect(due(2, true, 9 * MINUTE)).toBe(false);
    expect([due(3), due(3, true)]).toEqual([false, true]);
    expect([due(5_002), due(5_003)]).toEqual([false, true]);
    expect([due(5_004, false, 6 * MINUTE - 1), due(5_004, false, 6 * MINUTE)]).toEqual([false, true]);
  });

  it('say of whom, when and after how many questions', () => {
    const { summaries } = watching(HOUR + 7);
    expect(summaries.caughtUp(2 * HOUR, { questions: 8, scored: 6 }, false)).toMatchObject({
      model: 'loans',
      baseline: 'b',
      hour: HOUR,
      at: HOUR + 7,
      questions: 8,
      scored: 6,
      summary: { last: { time: HOUR + 7 } },
    });
  });
});
