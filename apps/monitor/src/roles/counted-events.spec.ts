import type { ProfilePlace } from '@anchorwatch/detection';
import { wholeEvent, type StoredEvent } from '@anchorwatch/telemetry';
import { describe, expect, it } from '@jest/globals';
import { CountedEvents } from './counted-events.js';

const baseline = { model: 'loans', digest: 'b', tick: { kind: 'time', ms: 1_000 } } as const;

/** An event of a tick; everything lies in one partition, a record a tick. */
function event(tick: number, offset = tick): StoredEvent {
  const source = { topic: 't', partition: 0, offset, part: 0 };
  return {
    source,
    event: wholeEvent({ model: 'loans', request_id: `r${offset}`, event_time: tick * 1_000, features: {} }),
  };
}

/** A store that has counted the ticks below a moving end, one record each, and says how often it was asked. */
function counting() {
  const state = { below: 0, asked: 0 };
  const profilePlaces = async (_: string, __: string, { from, to }: { from: number; to: number }) => {
    state.asked++;
    return Array.from({ length: Math.max(0, Math.min(to, state.below) - from) }, (___, k): ProfilePlace => ({
      tick: from + k,
      topic: 't',
      partition: 0,
      last_offset: from + k,
      first_time: (from + k) * 1_000,
      last_time: (from + k) * 1_000,
    }));
  };
  return { state, counted: new CountedEvents(baseline, { profilePlaces }) };
}

describe('events that labels are about', () => {
  it('were counted up to the last record of their tick, and not where they came late', async () => {
    const { state, counted } = counting();
    state.below = 2_000;
    const [one, far, late] = [event(3), event(1_900), event(3, 50)];
    expect(await counted.among([one, far, late], 2_000)).toEqual(new Set([one, far]));
  });

  it('are looked up again while their ticks are still being counted', async () => {
    const { state, counted } = counting();
    state.below = 10;
    expect(await counted.among([event(9)], 10)).toEqual(new Set([event(9)]));
    state.below = 20;
    expect(await counted.among([event(19)], 20)).toEqual(new Set([event(19)]));
  });

  it('are looked up once where all ticks around have closed, and in bounded memory', async () => {
    const { state, counted } = counting();
    state.below = 100_000;
    for (let time = 0; time < 3; time++) await counted.among([event(5), event(600)], 100_000);
    expect(state.asked).toBe(2);
    for (let page = 2; page < 40; page++) await counted.among([event(page * 512)], 100_000);
    expect(state.asked).toBe(40);
    await counted.among([event(5)], 100_000);
    expect(state.asked).toBe(41);
  });
});
