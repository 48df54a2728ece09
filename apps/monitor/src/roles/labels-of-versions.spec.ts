import { makeBaseline, PartitionCounter, type Baseline } from '@anchorwatch/detection';
import { baselineInForce, baselinesInForce, type Promotion } from '@anchorwatch/governance';
import { scenario } from '@anchorwatch/scenarios';
import { MemoryDetectionStore } from '@anchorwatch/store';
import { MemoryTelemetryStore, type StoredEvent, type StoredLabel } from '@anchorwatch/telemetry';
import { describe, expect, it } from '@jest/globals';
import { OutcomeJoin } from './outcome-join.js';

const MODEL = 'credit';
const TICK = 20_000;
const HEALTHY = 600;
const [FIRST, LAST] = [0, Number.MAX_SAFE_INTEGER];

/** Events by turns of two versions, each with its truth a second later. */
const events = [...scenario(7, { model: MODEL, events: 1_000, changes: [] })].map((event, offset): StoredEvent => {
  const score = (offset % 10) / 10 + 0.05;
  return {
    source: { topic: 'inference.events', partition: 0, offset, part: 0 },
    event: {
      ...event,
      model_version: offset % 2 === 0 ? '1' : '2',
      prediction: { score, label: score > 0.5 ? 'yes' : 'no' },
    },
  };
});
const labels = events.map(({ event, source }): StoredLabel => ({
  source: { ...source, topic: 'inference.labels' },
  label: {
    tenant: event.tenant,
    model: MODEL,
    request_id: event.request_id,
    row: event.row,
    event_id: event.event_id,
    label_time: event.event_time + 1_000,
    label: source.offset % 3 === 0 ? 'yes' : 'no',
    source: '',
    weight: 1,
  },
}));

describe('labels of a model with two versions in service', () => {
  it('are counted for the baselines of both, and judge each with its own events', async () => {
    const baselines = [await made('1'), await made('2')];
    const counted = await countedBy(
      baselines,
      baselines.map((baseline) => promotionOf(baseline, 0)),
    );
    const [all, half] = [live.events.length, live.events.length / 2];
    expect(counted).toEqual(baselines.map(() => ({ volume: half, truth: all, outcomes: half })));
  });
});

describe('labels that come after a promotion', () => {
  it('are joined with the answers since, and not with those of the baseline before', async () => {
    const baselines = [await made('', [0, HEALTHY - 1]), await made('', [0, HEALTHY])];
    const middle = live.events[200]!.event.event_time;
    const counted = await countedBy(baselines, [promotionOf(baselines[0]!, 0), promotionOf(baselines[1]!, middle)]);
    // The label of the last answer before comes a second later, when the new baseline is in force.
    const since = live.events.length - 200;
    expect(counted).toEqual([
      { volume: 200, truth: 199, outcomes: 199 },
      { volume: since, truth: since + 1, outcomes: since },
    ]);
  });
});

const live = { events: events.slice(HEALTHY), labels: labels.slice(HEALTHY) };

const promotionOf = ({ digest, model_version }: Baseline, effective_from: number): Promotion => ({
  digest,
  model_version,
  effective_from,
  by: 'ann',
  at: 0,
});

/** How many events, labels and answers with their truth are counted for each baseline. */
async function countedBy(baselines: readonly Baseline[], promotions: readonly Promotion[]) {
  const byDigest = new Map(baselines.map((baseline) => [baseline.digest, baseline]));
  const inForce = (version: string, time: number) =>
    baselineInForce({ promotions } as unknown as Parameters<typeof baselineInForce>[0], version, time)!;
  const telemetry = new MemoryTelemetryStore();
  const detection = new MemoryDetectionStore();
  await telemetry.append({ ...live, rejections: [] }, { fresh: true });
  for (const feed of ['events', 'labels'] as const) {
    const counter = new PartitionCounter({
      topic: `inference.${feed}`,
      partition: 0,
      feed,
      lateness_ms: 0,
      baselineOf: (_model, version, time) => byDigest.get(inForce(version, time)),
      baselinesOf: (_model, time) =>
        baselinesInForce({ promotions }, time).flatMap((digest) => byDigest.get(digest) ?? []),
    });
    if (feed === 'events') for (const { source, event } of live.events) counter.takeEvent(source, event);
    else for (const { source, label } of live.labels) counter.takeLabel(source, label);
    counter.takeWatermark(Infinity);
    await detection.putProfiles(counter.drain(events.length, 0).profiles);
  }
  const counted = [];
  for (const baseline of baselines) {
    const { digest } = baseline;
    const belongs = (version: string, time: number) => inForce(version, time) === digest;
    const join = new OutcomeJoin({ baseline, telemetry, detection, eventsBelow: async () => Infinity, belongs });
    await join.join(FIRST, LAST);
    const of = async (subject: string, howMany: (counts: readonly number[]) => number) => {
      const profiles = await detection.mergedProfiles(MODEL, digest, { from: FIRST, to: LAST, subject, segment: '' });
      return profiles.reduce((sum, { counts }) => sum + howMany(counts), 0);
    };
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    const outcomes = await of('outcomes', (counts) => counts[cellsOf(baseline)]!);
    counted.push({ volume: await of('volume', sum), truth: await of('truth', sum), outcomes });
  }
  return counted;
}

function made(model_version: string, [first, last] = [0, HEALTHY]): Promise<Baseline> {
  return makeBaseline({
    model: MODEL,
    model_version,
    made_from: 'the healthy part',
    tick: { kind: 'time', ms: TICK },
    segment_fields: [],
    events: () => [events.slice(first, last)],
    labels: () => [labels.slice(first, last)],
  });
}

/** The cells of weights in an outcome's counts; how many there were comes after them. */
function cellsOf({ performance }: Baseline): number {
  if (performance?.kind !== 'measured' || performance.task.kind !== 'binary') throw new Error('two answers, measured');
  return 4 * ((performance.task.score?.edges.length ?? 0) + 1);
}
