import { beforeAll, describe, expect, it } from '@jest/globals';
import { makeBaseline, mergeProfiles, PartitionCounter, type Baseline, type Feed } from '@anchorwatch/detection';
import { MemoryDetectionStore } from '@anchorwatch/store';
import { MemoryTelemetryStore, wholeEvent, type StoredEvent, type StoredLabel } from '@anchorwatch/telemetry';
import { OutcomeJoin } from './outcome-join.js';
import { PerformanceRecord } from './performance-record.js';

const SECOND = 1_000;
const TICK = 10 * SECOND;
const HEALTHY = 3_000;
const ALL = 8_000;
/** Labels come this long after their events. */
const DELAY = 25 * SECOND;

/** Ten events a second whose score is a true probability; every other one is labelled. */
function stream(): { events: StoredEvent[]; labels: StoredLabel[] } {
  let state = 7;
  const uniform = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const events: StoredEvent[] = [];
  const labels: StoredLabel[] = [];
  for (let k = 0; k < ALL; k++) {
    const score = Math.round(100 * uniform()) / 100;
    const id = { tenant: '', model: 'churn', request_id: `r${k}`, row: 0, event_id: `r${k}#0` };
    const event = wholeEvent({
      ...id,
      model_version: '1',
      event_time: k * 100,
      features: { amount: uniform() },
      prediction: { score, label: score >= 0.5 ? 'yes' : 'no' },
    });
    events.push({ source: { topic: 'inference.events', partition: 0, offset: k, part: 0 }, event });
    const label = {
      ...id,
      label_time: k * 100 + DELAY,
      label: uniform() < score ? 'yes' : 'no',
      source: '',
      weight: 1,
    };
    const source = { topic: 'inference.labels', partition: 0, offset: labels.length, part: 0 };
    if (k % 2 === 0) labels.push({ source, label });
  }
  return { events, labels };
}

describe('performance on record', () => {
  const { events, labels } = stream();
  const live = { events: events.slice(HEALTHY), labels: labels.slice(HEALTHY / 2) };
  let baseline: Baseline;

  beforeAll(async () => {
    baseline = await makeBaseline({
      model: 'churn',
      model_version: '1',
      made_from: 'the healthy part',
      tick: { kind: 'time', ms: TICK },
      segment_fields: [],
      events: () => [events.slice(0, HEALTHY)],
      labels: () => [labels.slice(0, HEALTHY / 2)],
    });
  });

  /** Stores of which telemetry holds as many events and labels as are said, and detection has counted all of them. */
  async function counted(storedEvents = Infinity, storedLabels = Infinity) {
    const telemetry = new MemoryTelemetryStore();
    const detection = new MemoryDetectionStore();
    const stored = { events: live.events.slice(0, storedEvents), labels: live.labels.slice(0, storedLabels) };
    await telemetry.append({ ...stored, rejections: [] }, { fresh: true });
    for (const feed of ['events', 'labels'] as const) {
      const counter = counterOf(baseline, feed);
      if (feed === 'events') for (const { source, event } of live.events) counter.takeEvent(source, event);
      else for (const { source, label } of live.labels) counter.takeLabel(source, label);
      counter.takeWatermark(Infinity);
      await detection.putProfiles(counter.drain(ALL, 0).profiles);
    }
    const join = (eventsBelow = Infinity, belongs = () => true) =>
      new OutcomeJoin({ baseline, telemetry, detection, eventsBelow: async () => eventsBelow, belongs });
    return { telemetry, detection, join };
  }
  const [first, end] = [HEALTHY / 100, (ALL * 100 + DELAY) / TICK + 1];

  it('joins labels of closed ticks with their events, and gives the same however often and in whatever steps', async () => {
    const whole = await counted();
    expect(await whole.join().join(first, end)).toBe(end);
    const outcomes = await whole.detection.mergedProfiles('churn', baseline.digest, {
      from: first,
      to: end,
      subject: 'outcomes',
    });
    expect(outcomes.length).toBeGreaterThan(40);
    expect(outcomes.every(({ nulls }) => nulls === 0)).toBe(true);
    const stepwise = await counted();
    const join = stepwise.join();
    for (let tick = first; tick < end; tick += 7) await join.join(tick, Math.min(end, tick + 7));
    await stepwise.join().join(first, end);
    expect(
      await stepwise.detection.mergedProfiles('churn', baseline.digest, { from: first, to: end, subject: 'outcomes' }),
    ).toEqual(outcomes);
  });

  it('waits until what was counted is stored, and until events are as far as the labels', async () => {
    const behind = await counted(4_000);
    expect(await behind.join().join(first, end)).toBe(first);
    const labelless = await counted(Infinity, 100);
    expect(await labelless.join().join(first, end)).toBe(first);
    const { join } = await counted();
    expect(await join(first + 5).join(first, end)).toBe(first + 5);
    expect(await join(first - 1).join(first, end)).toBe(first);
  });

  it('counts labels of unknown events, and leaves those of another version aside', async () => {
    const { telemetry, detection, join } = await counted();
    const unknown = live.labels.slice(0, 50).map(({ source, label }, k) => ({
      source: { ...source, partition: 1, offset: k },
      label: { ...label, event_id: `nobody${k}#0` },
    }));
    await telemetry.append({ events: [], labels: unknown, rejections: [] }, { fresh: true });
    const counter = counterOf(baseline, 'labels', 1);
    for (const { source, label } of unknown) counter.takeLabel(source, label);
    counter.takeWatermark(Infinity);
    await detection.putProfiles(counter.drain(50, 0).profiles);
    await join().join(first, end);
    const found = await detection.mergedProfiles('churn', baseline.digest, {
      from: first,
      to: end,
      subject: 'outcomes',
    });
    expect(found.reduce((sum, { nulls }) => sum + nulls, 0)).toBe(50);
    const other = await counted();
    await other.join(Infinity, () => false).join(first, end);
    const none = await other.detection.mergedProfiles('churn', baseline.digest, {
      from: first,
      to: end,
      subject: 'outcomes',
    });
    expect(mergeProfiles(none)).toEqual([]);
  });

  it('records windows of a thousand events, estimated first and realised when their labels are judged', async () => {
    const { detection, join } = await counted();
    await join().join(first, end);
    const record = new PerformanceRecord(detection, baseline);
    const accuracy = () => detection.performance({ model: 'churn', metric: 'accuracy', limit: 100 });
    await record.upTo(first + 15, -Infinity);
    expect((await accuracy()).map(({ n, settled, realised }) => [n, settled, realised])).toEqual([
      [1_000, false, null],
    ]);
    await record.upTo(end, first + 25);
    expect((await accuracy()).map(({ n, settled }) => [n, settled])).toEqual([
      [1_000, false],
      [1_000, false],
      [1_000, false],
      [1_000, true],
      [1_000, true],
    ]);
    await new PerformanceRecord(detection, baseline).upTo(end, end);
    const rows = await accuracy();
    expect(rows).toHaveLength(5);
    // Labels that become known within a window: those of its last 25 seconds count in the next one.
    expect(rows.map(({ labelled }) => labelled)).toEqual([500, 500, 500, 500, 375]);
    for (const { estimated, realised, reliable, window_from, window_to } of rows) {
      expect(window_to - window_from).toBe(10 * TICK);
      expect(reliable).toBe(true);
      // The same truth: the intervals meet.
      expect(Math.abs(estimated!.value - realised!.value)).toBeLessThan(0.06);
      expect(estimated!.low).toBeLessThan(estimated!.value);
    }
    const restarted = await counted();
    await restarted.join().join(first, end);
    await new PerformanceRecord(restarted.detection, baseline).upTo(end, end);
    expect(await restarted.detection.performance({ model: 'churn', metric: 'accuracy', limit: 100 })).toEqual(rows);
  });
});

function counterOf(baseline: Baseline, feed: Feed, partition = 0): PartitionCounter {
  const topic = `inference.${feed}`;
  return new PartitionCounter({ topic, partition, feed, lateness_ms: 0, absent_ms: 0, baselineOf: () => baseline });
}
