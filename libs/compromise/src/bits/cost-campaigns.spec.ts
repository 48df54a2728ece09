import { describe, expect, it } from '@jest/globals';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import { calibrate, type PlacedEvent } from '../calibrate.js';
import { asked, Chance, ordinary } from '../traffic.fixture.js';
import { Watcher } from '../watcher.js';

type Bill = Pick<InferenceEvent, 'tokens_in' | 'tokens_out' | 'latency_ms'>;

/** @param dear how many times what it usually is */
function bill(chance: Chance, dear = 1): Bill {
  const tokens_in = Math.round(dear * Math.exp(4 + 0.6 * chance.normal()));
  const tokens_out = Math.round(tokens_in * Math.exp(0.5 + 0.3 * chance.normal()));
  return { tokens_in, tokens_out, latency_ms: (40 + 6 * tokens_out) * Math.exp(0.15 * chance.normal()) };
}

function billed(seed: number, from: number, n: number): readonly PlacedEvent[] {
  const chance = new Chance(seed);
  return ordinary(chance, from, n).map(({ offset, event }) => ({ offset, event: { ...event, ...bill(chance) } }));
}

const costs = ['slow', 'dear', 'costly', 'lavish', 'sponge', 'again', 'flood', 'drip'];
const healthy = billed(1, 0, 4_000);
const calibration = calibrate('assistant', '1', healthy);

/** What is said of costs when from question 1,000 on one in ten is another: by whom, of whom, and after how many of those. */
function said(other: (chance: Chance, k: number) => PlacedEvent['event'] | undefined) {
  const watcher = new Watcher(calibration, { alarms: 0.05, questions: 10_000 });
  watcher.recall(healthy);
  const chance = new Chance(9);
  let k = 0;
  return billed(2, 6_000, 4_000).flatMap((placed) => {
    const event = placed.offset >= 7_000 && chance.uniform() < 0.1 ? other(chance, placed.offset) : undefined;
    if (event !== undefined) k++;
    return watcher
      .take(event === undefined ? placed : { offset: placed.offset, event })
      .filter(({ bit, ended }) => costs.includes(bit.name) && ended === undefined)
      .map(({ bit, level, principal }) => ({ bit: bit.name, level, principal, after: k }));
  });
}

/** A question such as customers ask, at a price of its own. */
const question = (offset: number, key: string, price: Bill, chance: Chance) =>
  asked(offset, { key, organisation: `o-${key}` }, ordinary(chance, offset, 1)[0]!.event.features, price).event;

describe('campaigns against the capacity', () => {
  it('are none in ordinary traffic', () => {
    expect(said(() => undefined)).toEqual([]);
  });

  it('of long answers to short questions are found within twenty of them', () => {
    const [first] = said((chance, at) =>
      question(at, 'x', { tokens_in: 12, tokens_out: 900, latency_ms: 5_500 }, chance),
    );
    expect(first).toMatchObject({ level: 'key', principal: 'x' });
    expect(first!.after).toBeLessThanOrEqual(20);
  });

  it('from a thousand accounts are found of everybody', () => {
    const found = said((chance, at) =>
      question(at, `x${chance.below(1_000)}`, { tokens_in: 12, tokens_out: 900, latency_ms: 5_500 }, chance),
    );
    expect(found[0]).toMatchObject({ level: 'pooled' });
    expect(found[0]!.after).toBeLessThanOrEqual(100);
    expect(found.filter(({ principal }) => principal.startsWith('k'))).toEqual([]);
  });

  it('of questions that each cost only twice as much add up', () => {
    const [first] = said((chance, at) => question(at, 'x', bill(chance, 2), chance));
    expect(first).toMatchObject({ principal: 'x' });
    expect(['dear', 'costly', 'lavish']).toContain(first!.bit);
    expect(first!.after).toBeLessThanOrEqual(150);
  });

  it('of one question over and over are found', () => {
    const [first] = said((chance, at) => asked(at, { key: 'x' }, { a: 1, b: 1, c: 1, d: 1 }, bill(chance)).event);
    expect(first).toMatchObject({ bit: 'again', principal: 'x' });
    expect(first!.after).toBeLessThanOrEqual(30);
  });

  it('are nobody’s where the service is slow for all', () => {
    const watcher = new Watcher(calibration, { alarms: 0.05, questions: 10_000 });
    watcher.recall(healthy);
    const slower = billed(3, 6_000, 4_000).map(({ offset, event }, k) => ({
      offset,
      event: { ...event, latency_ms: event.latency_ms! * (1 + k / 500) },
    }));
    expect(slower.flatMap((placed) => watcher.take(placed)).map(({ bit }) => bit.name)).toEqual([]);
  });
});
