import { describe, expect, it } from '@jest/globals';
import type { FeatureValue } from '@anchorwatch/telemetry';
import { calibrate, type PlacedEvent } from './calibrate.js';
import { findingOf } from './finding-of.js';
import type { Signal } from './signal.js';
import { asked, Chance, names, ordinary } from './traffic.fixture.js';
import { Watcher } from './watcher.js';

const healthy = ordinary(new Chance(1), 0, 6_000);
const calibration = calibrate('loans', '1', healthy);
const budget = { alarms: 0.05, questions: 12_000 };

function signalsOf(events: readonly PlacedEvent[], cuts: readonly number[] = []): readonly Signal[] {
  let watcher = new Watcher(calibration, budget);
  watcher.recall(healthy);
  return events.flatMap((placed, k) => {
    if (cuts.includes(k)) watcher = Watcher.restore(calibration, budget, watcher.memory());
    return watcher.take(placed);
  });
}

const begun = (signals: readonly Signal[]) => signals.filter(({ ended }) => ended === undefined);

/** Ordinary traffic, of which from the 1,000th question on one in so many is somebody's who is up to something. */
function mixed(n: number, one: number, theirs: (offset: number) => PlacedEvent): PlacedEvent[] {
  return ordinary(new Chance(8), 6_000, n).flatMap((placed, k) =>
    k >= 1_000 && k % one === 0 ? [placed, theirs(6_000 + k + 0.5)] : [placed],
  );
}

/** Walks of forty small steps, of which each is sent from any of the accounts. */
function campaign(accounts: number, organisation?: string) {
  const chance = new Chance(9);
  let [step, at]: [number, Record<string, FeatureValue>] = [0, {}];
  return (offset: number) => {
    if (step++ % 40 === 0) at = { ...healthy[chance.below(6_000)]!.event.features };
    const name = names[chance.below(4)]!;
    at = { ...at, [name]: Number(at[name]) + 0.15 * chance.normal() };
    const key = `account${chance.below(accounts)}`;
    return asked(offset, organisation === undefined ? { key } : { key, organisation }, at);
  };
}

describe('groups of principals', () => {
  it.each([
    [50, 10, 3_000],
    [1_000, 10, 3_000],
    [1_000, 100, 11_000],
  ])('are accused as one when %p accounts send a step each of a walk, one question in %p', (accounts, one, n) => {
    const signals = begun(signalsOf(mixed(n, one, campaign(accounts))));
    const groups = signals.filter(({ level }) => level === 'group');
    expect(groups.length).toBeGreaterThan(0);
    const [first] = groups;
    // The first sixty questions of the campaign.
    expect(first!.excess.last.offset).toBeLessThan(7_000 + 60 * one);
    expect(first!.members.length).toBeGreaterThan(5);
    const named = groups.flatMap(({ members }) => members);
    expect(named.filter((member) => !member.startsWith('account'))).toEqual([]);
    expect(signals.filter(({ level, principal }) => level === 'key' && !principal.startsWith('account'))).toEqual([]);
  });

  it('are told with their members in the finding', () => {
    const signals = begun(signalsOf(mixed(2_000, 10, campaign(50))));
    const group = signals.find(({ level }) => level === 'group')!;
    const finding = findingOf(group, calibration, { baseline: 'b', tickOf: () => 0 });
    expect(finding.principals).toEqual(group.members);
    expect(finding.evidence.questions).toMatchObject({ level: 'group', members: group.memberCount });
    expect(finding.words).toContain(`group of ${group.memberCount} principals`);
  });

  it('end when they have become quiet, and are the same wherever the watch is cut', () => {
    const events = [...mixed(2_000, 5, campaign(50)), ...ordinary(new Chance(12), 8_000, 4_000)];
    const signals = signalsOf(events);
    expect(signalsOf(events, [1_150, 1_300, 1_900])).toEqual(signals);
    const ofGroups = signals.filter(({ level }) => level === 'group');
    const ended = ofGroups.filter(({ ended }) => ended !== undefined);
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.every(({ ended }) => ended!.offset < 8_000)).toBe(true);
  });

  it.each([
    [
      'a product launch at which everybody asks about the same',
      (chance: Chance) => (offset: number) => {
        const item = healthy[chance.below(6)]!.event.features;
        return asked(offset, { key: `launch${chance.below(60)}`, organisation: 'launch' }, item);
      },
    ],
    [
      'a product launch at which everybody asks about the same for a case of their own',
      (chance: Chance) => (offset: number) => {
        const item = healthy[chance.below(6)]!.event.features;
        const own = { c: chance.normal(), d: chance.normal() };
        return asked(offset, { key: `launch${chance.below(60)}`, organisation: 'launch' }, { ...item, ...own });
      },
    ],
    [
      'clients that try again, from one key after the other',
      (chance: Chance) => {
        let [left, row] = [0, healthy[0]!];
        return (offset: number) => {
          if (left-- === 0) [left, row] = [3, healthy[chance.below(6_000)]!];
          return asked(offset, { key: `retry${chance.below(30)}` }, row.event.features);
        };
      },
    ],
    [
      'a batch client that asks row after row',
      (chance: Chance) => {
        let at = chance.normal();
        return (offset: number) => {
          at += 0.01;
          return asked(offset, { key: 'batch' }, { ...healthy[7]!.event.features, a: at, b: chance.normal() });
        };
      },
    ],
  ])('are not made of %s', (_, theirs) => {
    const signals = begun(signalsOf(mixed(3_000, 5, theirs(new Chance(4)))));
    expect(signals.filter(({ level }) => level === 'group')).toEqual([]);
    expect(signals.filter(({ bit }) => bit.name === 'relay')).toEqual([]);
  });
});
