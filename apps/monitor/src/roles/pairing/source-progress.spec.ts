import { describe, expect, it } from '@jest/globals';
import { fellSilent, fresh, movedTo, positionOf, worthTelling } from './source-progress.js';

const NOON = Date.UTC(2001, 1, 3, 12);
const silentFor = (ms: number) => ({ caughtUp: true, now: 1_000 + ms, idle_after: 60_000 });

describe('the progress of a source partition of halves', () => {
  it('is told at first, and then every half a minute of its event time', () => {
    const first = movedTo(fresh(1_000), NOON, 1_000);
    expect(worthTelling(fresh(1_000))).toBe(false);
    expect(worthTelling(first)).toBe(true);
    const told = { ...first, told: first.sent };
    expect(worthTelling(movedTo(told, NOON + 29_999, 1_000))).toBe(false);
    expect(worthTelling(movedTo(told, NOON + 30_000, 1_000))).toBe(true);
  });

  it('never goes back, and does not move without halves', () => {
    const progress = movedTo(fresh(1_000), NOON, 2_000);
    expect(positionOf('t/1', movedTo(progress, NOON - 1, 3_000))).toEqual({ source: 't/1', time: NOON, idle: false });
    expect(movedTo(progress, undefined, 3_000)).toEqual(progress);
  });

  it('falls silent once it is read to its end and no half has come for long enough', () => {
    const progress = movedTo(fresh(0), NOON, 1_000);
    expect(fellSilent(progress, silentFor(60_000))).toBe(true);
    expect(fellSilent(progress, silentFor(59_999))).toBe(false);
    expect(fellSilent(progress, { ...silentFor(60_000), caughtUp: false })).toBe(false);
  });

  it('is told at once when it goes on after silence', () => {
    const silent = { ...movedTo(fresh(0), NOON, 1_000), told: NOON, idle: true };
    expect(worthTelling(silent)).toBe(false);
    expect(worthTelling(movedTo(silent, NOON + 1, 90_000))).toBe(true);
  });
});
