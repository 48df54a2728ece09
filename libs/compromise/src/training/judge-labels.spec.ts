import { describe, expect, it } from '@jest/globals';
import { randomFrom } from '@anchorwatch/stats';
import { judgeLabels } from './judge-labels.js';

const SOURCES = 10;
const ROWS = 2_400;
const BAD = 4;

/** Three numbers decide the class; every source errs in 2 % of its labels. */
function labelled(seed: number, flips: (at: number) => number) {
  const random = randomFrom(seed);
  const points = Array.from({ length: ROWS }, () => Float64Array.from([random(), random(), random()]));
  const sources = points.map(() => Math.floor(SOURCES * random() ** 1.3));
  const labels = points.map(([a, b], at) => {
    const isFlipped = random() < 0.02 + (sources[at] === BAD ? flips(at) : 0);
    return Number(a! + b! > 1 !== isFlipped);
  });
  return { rows: points.map((_, at) => at), points, sources, labels, classCount: 2, sourceCount: SOURCES };
}

const suspected = (set: ReturnType<typeof labelled>) =>
  judgeLabels(set).sources.flatMap((each) => (each.suspected ? [each] : []));

describe('judgeLabels', () => {
  it('accuses nobody where nobody flips', () => {
    expect([1, 2, 3, 4].flatMap((seed) => suspected(labelled(seed, () => 0)))).toEqual([]);
  });

  it('names the source that flips, and estimates how much', () => {
    const found = suspected(labelled(1, () => 0.3));
    expect(found.map(({ source }) => source)).toEqual([BAD]);
    expect(Math.abs(found[0]!.rate - 0.3)).toBeLessThan(0.08);
    expect(found[0]!.since).toBeNull();
  });

  it('says where the flips began', () => {
    const [found] = suspected(labelled(2, (at) => (at < 1_200 ? 0 : 0.4)));
    expect(found?.source).toBe(BAD);
    expect(Math.abs(found!.since! - 1_200)).toBeLessThan(200);
  });

  it('finds what it says it would find', () => {
    const stated = (seed: number) => judgeLabels(labelled(seed, () => 0)).sources.find(({ source }) => source === BAD)!;
    const seeds = [11, 12, 13, 14, 15, 16];
    const found = seeds.filter((seed) => {
      const rate = stated(seed).smallestFlipRate!;
      return suspected(labelled(seed, () => rate)).some(({ source }) => source === BAD);
    });
    expect(found.length).toBeGreaterThanOrEqual(5);
  });

  it('says the same of sources whatever they are called', () => {
    const set = labelled(1, () => 0.3);
    const turned = judgeLabels({ ...set, sources: set.sources.map((source) => SOURCES - 1 - source) });
    expect(turned.sources.flatMap(({ source, suspected: is }) => (is ? [source] : []))).toEqual([SOURCES - 1 - BAD]);
  });
});
