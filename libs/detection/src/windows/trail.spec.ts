import { describe, expect, it } from '@jest/globals';
import { besides } from '../counting/beside.js';
import { Reference } from '../references/reference.js';
import { followed, trailOf } from './trail.js';
import { baselineOf, eventAt, uniform } from '../streams.fixture.js';

/** A number of four values, each a quarter of the baseline. */
async function reference(): Promise<Reference> {
  const u = uniform(3);
  const events = Array.from({ length: 2000 }, (_, k) => eventAt(k, { features: { grade: Math.floor(4 * u()) } }));
  const { subjects } = await baselineOf(events);
  return Reference.of(subjects[0]!, subjects[0]!.profiles[0]!);
}

function vector(...counts: number[]): Uint32Array {
  const all = new Uint32Array(5 + besides.length);
  all.set(counts);
  return all;
}

describe('the trail of a deviation', () => {
  it('reaches as far as values look more like those that raised it than like the baseline', async () => {
    const grades = await reference();
    let trail = trailOf(vector(4, 5, 5, 20), grades);
    const ticks = [vector(1, 1, 2, 6), vector(2, 3, 3, 2), vector(0, 0, 1, 9), vector(3, 2, 3, 2), vector(3, 3, 2, 2)];
    const reached = ticks.map((tick) => {
      const next = followed(trail, tick, grades);
      trail = next.trail;
      return next.reaches;
    });
    expect(reached).toEqual([true, false, true, false, false]);
  });

  it('follows what lies in no bin as well', async () => {
    const grades = await reference();
    const missing = vector(5, 5, 5, 5);
    missing[5] = 10;
    const trail = trailOf(missing, grades);
    expect(followed(trail, vector(2, 3, 2, 3), grades).reaches).toBe(false);
    expect(followed(trail, missing, grades).reaches).toBe(true);
  });

  it('does not move with a tick that has no values', async () => {
    const grades = await reference();
    expect(followed(trailOf(vector(4, 5, 5, 20), grades), vector(), grades).reaches).toBe(false);
  });
});
