import type { Baseline } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import { MemoryDetectionStore } from '@anchorwatch/store';
import { MemoryTelemetryStore } from '@anchorwatch/telemetry';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODEL, baselineOf, countInto, traffic } from '../compare/stored.fixture.js';
import { shareOf } from '../roles/in-force.js';
import { JudgedStream } from '../roles/judged-stream.js';
import { whatIf, type WhatIfQuestion } from './what-if.js';

const [HEALTHY, ALL] = [6_000, 12_000];
// A weak shift that comes and goes, then a strong one.
const events = traffic(1, ALL, (second) => (second < 8_000 ? 0 : second < 9_000 ? 0.35 : second < 10_500 ? 0 : 1.2));
const telemetry = new MemoryTelemetryStore();
const detection = new MemoryDetectionStore();
let baseline: Baseline;
let models: readonly RegisteredModel[];

beforeAll(async () => {
  await telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
  baseline = await baselineOf(events.slice(0, HEALTHY));
  const promotion = { digest: baseline.digest, model_version: '', effective_from: 0, by: 'ann', at: 0 };
  const register = { model: MODEL, alarms_weight: 1, promotions: [promotion], budget_weights: {}, tolerances: {} };
  models = [register as unknown as RegisteredModel];
  await countInto(detection, baseline, events.slice(HEALTHY));
  const share = (tick: number) => shareOf(models, baseline, 'events', { alarms_per_week: 1, tick });
  const stream = await JudgedStream.open(detection, baseline, 'events', share);
  await stream.upTo(ALL / 60, { below: Infinity, volume_below: Infinity }, async () => undefined);
});

const most = { ticks: 10_000, series_ticks: 1_000_000, events: 1_000_000 };
const asked = (change: Partial<WhatIfQuestion> = {}): WhatIfQuestion => ({
  model: MODEL,
  from: HEALTHY * 1_000,
  to: ALL * 1_000,
  baseline,
  counted: true,
  alarms_per_week: { recorded: 1, what_if: 1 },
  models,
  most,
  ...change,
});
const judge = (change: Partial<WhatIfQuestion> = {}) => whatIf({ detection, telemetry }, asked(change));

describe('history judged again', () => {
  it('is what it was under the baseline and budget in force', async () => {
    const found = await judge();
    expect(found.findings.counts.recorded.alarm).toBeGreaterThan(0);
    expect(found.findings).toMatchObject({ only_recorded: [], only_what_if: [], truncated: false });
    for (const { recorded, what_if } of found.findings.same) expect(what_if).toEqual(recorded);
    expect(found.verdicts.length).toBeGreaterThan(0);
    for (const { recorded, what_if } of found.verdicts) expect(what_if).toEqual(recorded);
  });

  it('shows what a larger budget would have found, and a smaller one not; nothing is written', async () => {
    const before = JSON.stringify(await detection.findings({ model: MODEL, limit: 1_000 }));
    const more = await judge({ alarms_per_week: { recorded: 1, what_if: 100 } });
    const fewer = await judge({ alarms_per_week: { recorded: 1, what_if: 1e-12 } });
    const { recorded } = more.findings.counts;
    expect(more.findings.counts.what_if.alarm).toBeGreaterThanOrEqual(recorded.alarm);
    expect(more.what_if.alpha).toBeGreaterThan(fewer.what_if.alpha);
    const alarms = ({ verdicts }: typeof more) => verdicts.reduce((sum, { what_if }) => sum + what_if.alarms, 0);
    expect(alarms(more)).toBeGreaterThan(alarms(fewer));
    expect(fewer.verdicts[0]!.recorded.alarms).toBeGreaterThan(fewer.verdicts[0]!.what_if.alarms);
    expect(JSON.stringify(await detection.findings({ model: MODEL, limit: 1_000 }))).toBe(before);
    expect((await detection.judgement(MODEL, baseline.digest, 'events'))?.tick).toBe(ALL / 60 - 1);
  });

  it('counts stored events again over another baseline: the same content under another name finds the same', async () => {
    const again = await baselineOf(events.slice(0, HEALTHY), 'the same stream');
    const found = await judge({ baseline: again, counted: false });
    expect(found.what_if).toMatchObject({ baseline: again.digest, counted: 'stored events' });
    expect(found.findings).toMatchObject({ only_recorded: [], only_what_if: [] });
    const places = ({ subject, segment, raised_at, ended_at, tier }: (typeof found.findings.same)[0]['recorded']) => [
      subject,
      segment,
      tier,
      raised_at.time,
      ended_at?.time,
    ];
    for (const { recorded, what_if } of found.findings.same) expect(places(what_if)).toEqual(places(recorded));
  });

  it('with a baseline that learnt the shift finds none where it lasts', async () => {
    const spoilt = await baselineOf(events.slice(ALL - 1_500));
    const found = await judge({ baseline: spoilt, counted: false, from: 11_000_000 });
    const amount = (row: { readonly subject: string; readonly segment: string }) =>
      row.subject === 'amount' && row.segment === '';
    expect(found.verdicts.find(amount)!.recorded.alarms).toBeGreaterThan(0);
    expect(found.verdicts.find(amount)!.what_if.alarms).toBe(0);
  });

  it('refuses more than it may cost, naming the field', async () => {
    await expect(judge({ most: { ...most, ticks: 50 } })).rejects.toMatchObject({ field: 'from' });
    await expect(judge({ most: { ...most, series_ticks: 500 } })).rejects.toMatchObject({
      field: 'from',
      reason: expect.stringMatching(
        /^\d+ ticks of \d+ subjects and segments would have to be judged, at most \d+ ticks/,
      ),
    });
    const other = await baselineOf(events.slice(0, 3_000), 'shorter');
    const costly = judge({ baseline: other, counted: false, most: { ...most, events: 100 } });
    await expect(costly).rejects.toMatchObject({
      field: 'from',
      reason: expect.stringContaining('more than 100 events'),
    });
  });

  it('stops between two pages when it is told to, whether it judges or counts', async () => {
    const stop = new AbortController();
    const reason = new Error('nobody waits for it');
    let pages = 0;
    class Watched extends MemoryDetectionStore {
      override async mergedProfiles(...asked: Parameters<MemoryDetectionStore['mergedProfiles']>) {
        if (++pages === 2) stop.abort(reason);
        return detection.mergedProfiles(...asked);
      }
      override firstTick = detection.firstTick.bind(detection);
      override judgement = detection.judgement.bind(detection);
    }
    const question = asked({ signal: stop.signal });
    await expect(whatIf({ detection: new Watched(), telemetry }, question)).rejects.toBe(reason);
    expect(pages).toBe(2);
    const other = await baselineOf(events.slice(0, 3_000), 'counted');
    await expect(judge({ baseline: other, counted: false, signal: stop.signal })).rejects.toBe(reason);
  });
});
