import { describe, expect, it } from '@jest/globals';
import type { FeatureValue } from '@anchorwatch/telemetry';
import { calibrate, type PlacedEvent } from '../calibrate.js';
import { asked, Chance, names, ordinary } from '../traffic.fixture.js';
import { Watcher } from '../watcher.js';
import type { Summary } from './summary.js';

const healthy = ordinary(new Chance(1), 0, 2_500);
const calibration = calibrate('loans', '1', healthy);

function summaryAfter(events: readonly PlacedEvent[]): Summary {
  const watcher = new Watcher(calibration, { alarms: 0.05, questions: 10_000 });
  watcher.recall(healthy);
  for (const event of events) watcher.take(event);
  return watcher.summary();
}

/** Ordinary traffic in which every fifth question is somebody else's. */
function among(seed: number, n: number, other: (k: number, chance: Chance) => PlacedEvent): PlacedEvent[] {
  const chance = new Chance(seed);
  return ordinary(chance, 6_000, n).map((event, k) => (k % 5 === 4 ? other(event.offset, chance) : event));
}

const near = (offset: number, key: string): PlacedEvent =>
  asked(offset, { key }, { a: 0.1, b: 0.2, c: 0.3, d: (offset - 6_000) / 5_000, kind: 'plain' });
const like = (chance: Chance): Record<string, FeatureValue> => ({
  ...Object.fromEntries(names.map((name) => [name, chance.normal()])),
  kind: 'plain',
});
const anywhere = (chance: Chance): Record<string, FeatureValue> => ({
  ...Object.fromEntries(names.map((name) => [name, 16 * chance.uniform() - 8])),
  kind: 'plain',
});

describe('the summary of a watcher', () => {
  const walked = summaryAfter(among(2, 1_500, (offset) => near(offset, 'walker')));

  it('is plain JSON, and says where the watch stands', () => {
    expect(JSON.parse(JSON.stringify(walked))).toEqual(walked);
    expect(walked.questions).toBe(1_500);
    expect(walked.last).toEqual({ offset: 7_499, time: 7_499_000 });
  });

  it('is empty before the first question', () => {
    const { questions, last, bits, levels, links, repeats } = summaryAfter([]);
    expect({ questions, last, links }).toEqual({ questions: 0, last: null, links: { nodes: [], edges: [] } });
    expect(bits.every(({ recent }) => recent.n === 0 && recent.set === 0)).toBe(true);
    expect(levels.map(({ level, known, principals }) => [level, known, principals])).toEqual([
      ['key', 0, []],
      ['organisation', 0, []],
      ['group', 0, []],
    ]);
    expect(repeats).toEqual({ repeats: 0, conflicts: 0, over_time: [] });
  });

  it('shows how often each bit is set beside healthy traffic', () => {
    const few = walked.bits.find(({ bit }) => bit === 'few')!;
    expect(few.recent.n).toBeGreaterThan(1_000);
    expect(few.recent.set).toBeGreaterThan(250);
    expect(few.healthy.set / few.healthy.n).toBeLessThan(0.01);
    expect(few.null_rate).toBeLessThan(0.02);
  });

  it('puts first who is farthest beyond the null, and says so while the signal lasts', () => {
    const [first, second] = walked.levels.find(({ level }) => level === 'key')!.principals;
    expect(first).toMatchObject({ principal: 'walker', questions: 300, last: { offset: 7_499 } });
    expect(first!.raised).toEqual(expect.arrayContaining(['few', 'kin', 'near']));
    expect(first!.score).toBeGreaterThan(6);
    expect(second?.score ?? 0).toBeLessThan(5);
  });

  it('sees nobody far beyond the null where all drift together, or nothing is the matter', () => {
    const scores = (moved: number) =>
      summaryAfter(ordinary(new Chance(3), 6_000, 1_500, moved)).levels.flatMap(({ principals }) =>
        principals.map(({ score }) => score),
      );
    expect(Math.max(...scores(0))).toBeLessThan(5);
    expect(Math.max(...scores(1.5))).toBeLessThan(5);
  });

  it('shows the latest links as a graph of at most sixty edges between questions whose askers are known', () => {
    const { nodes, edges } = walked.links;
    expect(edges).toHaveLength(60);
    const by = new Map(nodes.map(({ event_id, principal }) => [event_id, principal]));
    expect(by.size).toBe(nodes.length);
    expect(edges.every(({ from, to }) => by.has(from) && by.has(to) && from !== to)).toBe(true);
    expect(nodes.every(({ principal }) => principal !== '')).toBe(true);
    const ofWalker = edges.filter(({ from, to }) => by.get(from) === 'walker' && by.get(to) === 'walker');
    expect(ofWalker.length).toBeGreaterThan(40);
    expect(ofWalker.flatMap(({ bits }) => bits)).toEqual(expect.arrayContaining(['near', 'few', 'kin']));
  });

  it('tells who asks all over what is ordinary from who stays in a corner or far outside', () => {
    const { coverage } = summaryAfter(
      among(4, 2_500, (offset, chance) => {
        if (offset % 15 === 4) return near(offset, 'walker');
        if (offset % 15 === 9) return asked(offset, { key: 'stranger' }, anywhere(chance));
        return asked(offset, { key: 'copier' }, like(chance));
      }),
    );
    const of = (key: string) => coverage!.find(({ principal }) => principal === key)!;
    expect(of('copier').of).toBe(1_500);
    expect(of('copier').reached).toBeGreaterThan(80);
    expect(of('copier').classes).toBe(2);
    expect(of('walker').reached).toBeLessThan(of('copier').reached / 4);
    expect(of('stranger').reached).toBeLessThan(of('copier').reached / 4);
    expect(of('stranger').questions).toBe(of('walker').questions);
  });

  it('counts questions that were asked again, and other answers, over time', () => {
    const events = ordinary(new Chance(5), 6_000, 4_000).map(({ offset, event }) =>
      offset < 8_000 ? { offset, event } : { offset, event: { ...event, prediction: { label: 'no' } } },
    );
    const { repeats, conflicts, over_time } = summaryAfter(events).repeats!;
    expect(conflicts).toBeGreaterThan(100);
    expect(over_time.length).toBeGreaterThan(30);
    expect(over_time.length).toBeLessThanOrEqual(60);
    const sum = (of: (stretch: (typeof over_time)[number]) => number) =>
      over_time.reduce((total, stretch) => total + of(stretch), 0);
    expect(sum(({ questions }) => questions)).toBe(4_000);
    expect(sum(({ repeats: again }) => again)).toBe(repeats);
    expect(sum((stretch) => stretch.conflicts)).toBe(conflicts);
    expect(over_time.every(({ first, conflicts: of }) => of === 0 || first.offset > 7_900)).toBe(true);
  });

  it('stays small however many ask, and says how many were let go', () => {
    const events = ordinary(new Chance(6), 6_000, 4_500).map(({ offset, event }) => ({
      offset,
      event: { ...event, principal: { key: `key ${offset}`, organisation: `o${offset % 40}` } },
    }));
    const summary = summaryAfter(events);
    const [keys, organisations] = summary.levels;
    expect(keys).toMatchObject({ level: 'key', known: 3_500, dropped: 1_000 });
    expect(organisations).toMatchObject({ level: 'organisation', known: 40, dropped: 0 });
    expect(JSON.stringify(summary).length).toBeLessThan(60_000);
  });
});
