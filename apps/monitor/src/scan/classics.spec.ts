import { describe, expect, it } from '@jest/globals';
import { makeBaseline, type Baseline } from '@anchorwatch/detection';
import { wholeEvent, type InferenceEvent, type StoredEvent, type StoredLabel } from '@anchorwatch/telemetry';
import { Classics } from './classics.js';

describe('classic detectors beside a scan', () => {
  it('report where numbers and answers change, by detector and subject, and nothing of the baseline', async () => {
    const before = traffic(0, 2_000, 0, 0.1);
    const after = traffic(2_000, 2_000, 3, 0.6);
    const classics = new Classics(['adwin', 'page-hinkley', 'kswin', 'ddm', 'eddm', 'hddm'], await baselineOf(before));
    classics.warmUp(before.events, before.labels);
    classics.take(after.events, after.labels);
    const first = new Map<string, number>();
    for (const { detector, subject, event } of classics.signals)
      if (!first.has(`${detector} ${subject}`)) first.set(`${detector} ${subject}`, event);
    for (const name of [
      'adwin amount',
      'page-hinkley amount',
      'kswin amount',
      'ddm wrong answers',
      'hddm wrong answers',
    ])
      expect([name, first.get(name)! >= 2_000, first.get(name)! < 2_200]).toEqual([name, true, true]);
    expect(first.get('eddm wrong answers')).toBeGreaterThanOrEqual(2_000);
    expect([...new Set(classics.signals.map(({ subject }) => subject))].sort()).toEqual(['amount', 'wrong answers']);
    expect(classics.blind()).toEqual([]);
  });

  it('sees a fall with Page–Hinkley too, whatever the unit', async () => {
    const before = traffic(0, 2_000, 0, 0.1);
    const classics = new Classics(['page-hinkley'], await baselineOf(before));
    classics.warmUp(before.events, before.labels);
    classics.take(traffic(2_000, 500, -3, 0.1).events, []);
    expect(classics.signals[0]).toMatchObject({ detector: 'page-hinkley', subject: 'amount' });
  });

  it('pass over what is missing and stay sane at the largest numbers', async () => {
    const before = traffic(0, 500, 0, 0.1);
    const classics = new Classics(['adwin', 'kswin'], await baselineOf(before));
    const odd = [null, 'n/a', 1.7e308, -1.7e308].map((amount, place) => eventOf(500 + place, { amount }, 'yes'));
    classics.take(odd, []);
    classics.take(traffic(600, 500, 0, 0.1).events, []);
    classics.take(traffic(1_100, 500, 10, 0.1).events, []);
    expect(classics.signals.some(({ detector, event }) => detector === 'kswin' && event > 1_100)).toBe(true);
  });

  it('say that they are blind when no answer has its truth', async () => {
    const { events } = traffic(0, 500, 0, 0.1);
    const classics = new Classics(['adwin', 'ddm'], await baselineOf({ events, labels: [] }));
    classics.take(events, []);
    expect(classics.blind()).toEqual([
      { detector: 'classic ddm', reason: 'no event has both a predicted label and its truth' },
    ]);
  });
});

interface Traffic {
  readonly events: readonly StoredEvent[];
  readonly labels: readonly StoredLabel[];
}

/** Amounts around 100 with a deviation of about 8, moved by so many deviations; a share of answers is wrong. */
function traffic(from: number, count: number, shift: number, wrong: number): Traffic {
  const events: StoredEvent[] = [];
  const labels: StoredLabel[] = [];
  for (let at = from; at < from + count; at++) {
    // Well mixed and the same every time: the fractional parts of multiples of irrational numbers.
    const mixed = (at * 0.618034) % 1;
    const other = (at * at * 0.4142136) % 1;
    events.push(eventOf(at, { amount: 100 + 28 * (mixed - 0.5) + 8 * shift }, 'yes'));
    labels.push({
      source: { topic: 'labels', partition: 0, offset: at, part: 1 },
      label: {
        tenant: '',
        model: 'm',
        request_id: String(at),
        row: 0,
        event_id: `${at}#0`,
        label_time: at,
        label: other < wrong ? 'no' : 'yes',
        source: '',
        weight: 1,
      },
    });
  }
  return { events, labels };
}

function eventOf(at: number, features: InferenceEvent['features'], label: string): StoredEvent {
  const named = { model: 'm', request_id: String(at), event_time: at };
  return {
    source: { topic: 'file', partition: 0, offset: at, part: 0 },
    event: wholeEvent({ ...named, features, prediction: { label } }),
  };
}

async function baselineOf({ events }: Traffic): Promise<Baseline> {
  return makeBaseline({
    model: 'm',
    model_version: '',
    made_from: 'spec',
    tick: { kind: 'count', events: 20 },
    segment_fields: [],
    events: async function* () {
      yield [...events];
    },
    labels: undefined,
  });
}
