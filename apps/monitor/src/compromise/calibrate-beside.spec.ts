import { scenario } from '@anchorwatch/scenarios';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import { describe, expect, it } from '@jest/globals';
import { calibrateBeside, newestHealthy, watchOf } from './calibrate-beside.js';

const events = [...scenario(7, { model: 'credit', events: 600, changes: [] })].map((event) => ({
  ...event,
  principal: {},
}));
const tick = { kind: 'time', ms: 20_000 } as const;

const healthy = (change: (event: InferenceEvent, at: number) => InferenceEvent = (event) => event) => ({
  model: 'credit',
  model_version: '1',
  tick,
  events: () => [
    events.map((event, offset): StoredEvent => ({
      event: change(event, offset),
      source: { topic: 't', partition: 0, offset, part: 0 },
    })),
  ],
});
const named = (event: InferenceEvent, at: number) => ({ ...event, principal: { key: `k${at % 7}` } });
/** Every third question is the one before again. */
const repeating = (event: InferenceEvent, at: number) => {
  const { features, prediction } = events[at % 3 === 2 ? at - 1 : at]!;
  return { ...event, features, prediction };
};

describe('what is calibrated beside a baseline', () => {
  it('watches everything where principals are named', async () => {
    const calibration = await calibrateBeside(healthy(named));
    expect(watchOf(calibration).bits).toEqual(expect.arrayContaining(['novel', 'near']));
    expect(calibration).toMatchObject({ model: 'credit', model_version: '1', events: 600 });
  });

  it('watches answers alone where nobody is named, and nothing where no question repeats either', async () => {
    expect(watchOf(await calibrateBeside(healthy(repeating)))).toEqual({ bits: ['conflict'] });
    expect(watchOf(await calibrateBeside(healthy()))).toEqual({ bits: [] });
  });

  it('says the same of itself whatever the pseudonyms are', async () => {
    const otherwise = (event: InferenceEvent, at: number) => ({ ...event, principal: { key: `x${(at % 7) * 31}` } });
    const [one, other] = [await calibrateBeside(healthy(named)), await calibrateBeside(healthy(otherwise))];
    expect(watchOf(one)).toEqual(watchOf(other));
  });

  it('leaves out the ticks that are not healthy', async () => {
    const from = Math.ceil(events[100]!.event_time / tick.ms) * tick.ms;
    const left_out = [{ from: from + 1, to: from + 2, reason: 'incident' }];
    const kept = await newestHealthy({ ...healthy(), left_out });
    const within = events.filter(({ event_time }) => event_time >= from && event_time < from + tick.ms);
    expect(within.length).toBeGreaterThan(0);
    expect(kept.map(({ event }) => event)).toEqual(events.filter((event) => !within.includes(event)));
  });
});
