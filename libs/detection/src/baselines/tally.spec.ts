import { quantileEdges } from '@anchorwatch/stats';
import { describe, expect, it } from '@jest/globals';
import { SurveyRoom } from './survey-room.js';
import { Tally } from './tally.js';

/** Room that so many other subjects share. */
function roomOf(others: number): SurveyRoom {
  const room = new SurveyRoom();
  for (let k = 0; k < others; k++) room.share();
  return room;
}

describe('what the first pass remembers of a subject', () => {
  const numbers = Array.from({ length: 25_000 }, (_, k) => (k * 7_919) % 25_000);

  it('is every number where there are few subjects, and evenly fewer of each where there are many', () => {
    const edges = (others: number) => {
      const tally = new Tally('feature', roomOf(others));
      for (const value of numbers) tally.take(value);
      return tally.binning()?.bins;
    };
    const of = (kept: readonly number[]) => ({
      kind: 'quantile',
      edges: quantileEdges(Float64Array.from(kept).sort(), 60),
    });
    expect(edges(0)).toEqual(of(numbers));
    // 20,000,000 among 2,000 are 10,000 each: every fourth is kept.
    expect(edges(1_999)).toEqual(of(numbers.filter((_, place) => place % 4 === 0)));
  });

  it('gives up what it remembered when more subjects come', () => {
    const room = roomOf(0);
    const tally = new Tally('feature', room);
    for (const value of numbers.slice(1)) tally.take(value);
    for (let k = 0; k < 1_999; k++) room.share();
    tally.take(numbers[0]!);
    const kept = [...numbers.slice(1), numbers[0]!].filter((_, place) => place % 4 === 0);
    expect(tally.binning()?.bins).toEqual({
      kind: 'quantile',
      edges: quantileEdges(Float64Array.from(kept).sort(), 60),
    });
  });

  it('is fewer texts of each where there are many subjects', () => {
    const known = (others: number) => {
      const tally = new Tally('feature', roomOf(others));
      for (const value of numbers.slice(0, 3_000)) tally.take(`text ${value}`);
      const bins = tally.binning()?.bins;
      return bins?.kind === 'categories' ? bins.categories.length + bins.other.length : undefined;
    };
    expect([known(0), known(1_999)]).toEqual([3_000, 1_000]);
  });
});
