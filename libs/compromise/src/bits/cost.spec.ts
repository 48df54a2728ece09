import { describe, expect, it } from '@jest/globals';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { PlacedEvent } from '../calibrate.js';
import { asked, Chance, ordinary } from '../traffic.fixture.js';
import { again } from './again.js';
import { consumption } from './consumption.js';
import { isBlind, type Detector } from './detector.js';
import { latency } from './latency.js';
import { sponge } from './sponge.js';
import { tokens } from './tokens.js';

/** What a language model would count: answers follow the length of the question, time follows both. */
function billed({ offset, event }: PlacedEvent, chance: Chance, change: Partial<InferenceEvent> = {}): PlacedEvent {
  const tokens_in = Math.round(Math.exp(4 + 0.6 * chance.normal()));
  const tokens_out = Math.round(tokens_in * Math.exp(0.5 + 0.3 * chance.normal()));
  const latency_ms = (40 + tokens_in / 10 + 6 * tokens_out) * Math.exp(0.15 * chance.normal());
  return { offset, event: { ...event, tokens_in, tokens_out, latency_ms, ...change } };
}

const questionOf = ({ offset, event }: PlacedEvent) => ({ offset, event, point: undefined });

function traffic(seed: number, from: number, n: number): readonly PlacedEvent[] {
  const chance = new Chance(seed);
  return ordinary(chance, from, n).map((placed) => billed(placed, chance));
}

const healthy = traffic(1, 0, 3_000);

function opened(detector: Detector<never, never>, events = healthy) {
  const fitted = detector.fit(events.map(questionOf));
  if (isBlind(fitted)) throw new Error(fitted.blind);
  const reader = detector.open(fitted);
  return (placed: PlacedEvent) => reader.read(questionOf(placed));
}

const all = { latency, tokens, sponge, again, consumption } as unknown as Record<string, Detector<never, never>>;
const blindOf = (detector: unknown, events: readonly PlacedEvent[]) =>
  (detector as Detector<never, never>).fit(events.map(questionOf));

describe('the cost of healthy questions', () => {
  it.each([
    ['latency', [0.01]],
    ['tokens', [0.1, 0.01, 0.001]],
    ['sponge', [0.01]],
    ['again', [0]],
    ['consumption', [0, 0]],
  ])('sets the bits of %s about as often as they are meant to be set', (name, rates) => {
    const read = opened(all[name]!);
    const fresh = traffic(2, 3_000, 4_000).map(read);
    for (const [k, rate] of rates.entries()) {
      const share = fresh.filter((reading) => reading[k] !== false && reading[k] !== undefined).length / fresh.length;
      expect(Math.abs(share - rate)).toBeLessThanOrEqual(rate * 0.5 + 0.0015);
    }
  });
});

describe('an expensive question', () => {
  const chance = new Chance(3);
  const question = (change: Partial<InferenceEvent>) => billed(asked(9_000, { key: 'x' }, { a: 0 }), chance, change);

  it('is slow where its size does not explain its time, and only there', () => {
    const read = opened(all['latency']!);
    expect(read(question({ tokens_in: 60, tokens_out: 90, latency_ms: 5_000 }))).toEqual([
      { because: expect.stringMatching(/^5000 ms, \d+ ms are usual for its size$/) },
    ]);
    expect(read(question({ tokens_in: 600, tokens_out: 900, latency_ms: 5_000 }))).toEqual([false]);
    expect(read(question({ latency_ms: undefined }))).toEqual([undefined]);
  });

  it('is a sponge where a short one gets a long answer, and only costly where both are long', () => {
    const short = question({ tokens_in: 10, tokens_out: 400 });
    const long = question({ tokens_in: 900, tokens_out: 1_500 });
    expect([short, long].map((each) => opened(all['sponge']!)(each)[0] !== false)).toEqual([true, false]);
    expect(opened(all['tokens']!)(long)).toEqual(new Array(3).fill({ because: '2400 tokens' }));
    expect(opened(all['tokens']!)(question({ tokens_in: undefined, tokens_out: undefined }))).toEqual(
      new Array(3).fill(undefined),
    );
  });
});

describe('the same question again', () => {
  it('is a retry three times and a loop from then on, of its own principal alone', () => {
    const read = opened(all['again']!);
    const ask = (key: string, a: number) => read(asked(1, { key }, { a }))[0];
    expect(ask('other', 7)).toBe(false);
    expect([1, 2, 3, 4, 5].map(() => ask('x', 7))).toEqual([
      false,
      false,
      false,
      { because: '3 of the 16 before it were the same' },
      { because: '4 of the 16 before it were the same' },
    ]);
    expect(ask('other', 7)).toBe(false);
    for (let k = 0; k < 16; k++) ask('x', 100 + k);
    expect(ask('x', 7)).toBe(false);
    expect(read(asked(1, {}, { a: 7 }))).toEqual([undefined]);
  });
});

describe('who consumes', () => {
  /** Every k-th of the ordinary questions is one of the account's instead. */
  const taken = (k: number, change: Partial<InferenceEvent>) => {
    const chance = new Chance(5);
    return traffic(4, 3_000, 3_000).map((placed, at) =>
      at % k === 0 ? billed(asked(placed.offset, { key: 'x' }, { a: 1 }), chance, change) : placed,
    );
  };
  const firstSet = (events: readonly PlacedEvent[], bit: number) => {
    const read = opened(all['consumption']!);
    for (const placed of healthy) read(placed);
    return events.findIndex((placed) => typeof read(placed)[bit] === 'object');
  };

  it('twice what the heaviest customer did is found within hours, though each question is ordinary', () => {
    const few = firstSet(taken(10, {}), 1);
    const many = firstSet(taken(2, { tokens_in: 100, tokens_out: 200 }), 1);
    expect(few).toBe(-1);
    expect(many).toBeGreaterThan(100);
    expect(many).toBeLessThan(1_500);
  });

  it('at once is found within minutes', () => {
    const burst = taken(1, { tokens_in: 500, tokens_out: 900 });
    expect(firstSet(burst, 0)).toBeLessThan(40);
    expect(firstSet(burst, 0)).toBeGreaterThanOrEqual(0);
  });

  it('more with everybody else is nobody’s doing', () => {
    const read = opened(all['consumption']!);
    const dense = traffic(6, 3_000, 9_000).map(({ offset, event }, k) => ({
      offset,
      event: { ...event, event_time: 3_000_000 + k * 100 },
    }));
    expect(dense.filter((placed) => read(placed).some((bit) => typeof bit === 'object'))).toEqual([]);
  });

  it('is measured by time, or by questions, where tokens are not counted', () => {
    const without = (change: Partial<InferenceEvent>) =>
      healthy.map(({ offset, event }) => ({ offset, event: { ...event, ...change } }));
    const untold = { tokens_in: undefined, tokens_out: undefined };
    expect(blindOf(consumption, without(untold))).toMatchObject({ unit: 'ms' });
    expect(blindOf(consumption, without({ ...untold, latency_ms: undefined }))).toMatchObject({ unit: 'questions' });
  });
});

describe('where nothing tells what questions cost', () => {
  const bare = ordinary(new Chance(7), 0, 400);
  const anonymous = bare.map(({ offset, event }) => ({ offset, event: { ...event, principal: {} } }));

  it.each([
    ['latency', bare, 'no latency'],
    ['latency', healthy.slice(0, 20), 'only 20 latencies in the baseline, at least 300 are needed'],
    ['tokens', bare, 'no tokens are counted'],
    ['tokens', healthy.slice(0, 20), 'only 20 questions with tokens in the baseline, at least 300 are needed'],
    ['sponge', bare, 'no tokens of answers are counted'],
    ['sponge', healthy.slice(0, 20), 'only 20 counted answers in the baseline, at least 300 are needed'],
    ['again', anonymous, 'no principals'],
    ['again', [asked(0, { key: 'p' }, {})], 'no features and no prompts'],
    ['consumption', anonymous, 'no principals'],
    ['consumption', bare.slice(0, 100), expect.stringMatching(/^only \d+ principals with 100 questions/)],
    [
      'consumption',
      bare.map(({ offset, event }) => ({ offset, event: { ...event, event_time: 5 } })),
      'all questions of the baseline have the same time',
    ],
  ])('%s says so', (name, events, reason) => {
    expect(blindOf(all[name], events)).toEqual({ blind: reason });
  });
});
