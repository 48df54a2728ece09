import { calibrate, hourOf, type Calibration, type KeptSummary, type Summary } from '@anchorwatch/compromise';
import type { CompromiseWatch, Finding } from '@anchorwatch/detection';
import { scenario } from '@anchorwatch/scenarios';
import { describe, expect, it } from '@jest/globals';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import type { Infrastructure } from '../infra/infrastructure.js';
import { LedgerView } from '../roles/ledger-view.js';
import { promoteBaseline } from '../roles/promoted-baseline.fixture.js';
import { CompromiseController } from './compromise.controller.js';

const MODEL = 'credit';
const HOUR = 3_600_000;
const events = [...scenario(7, { model: MODEL, events: 300, changes: [] })];

const controllerOf = (infrastructure: Infrastructure) =>
  new CompromiseController(infrastructure, new LedgerView(infrastructure.store.ledger));

async function promoted(compromise?: CompromiseWatch, effective_from = 0) {
  const infrastructure = await memoryInfrastructure();
  const { digest } = await promoteBaseline(infrastructure.store, MODEL, events, { compromise, effective_from });
  return { infrastructure, digest, controller: controllerOf(infrastructure) };
}

const watch: CompromiseWatch = { bits: ['novel'] };

function calibration(): Calibration {
  return calibrate(
    MODEL,
    '',
    events.map((event, offset) => ({ offset, event })),
  );
}

const links = { nodes: [], edges: [] };
const summary: Summary = {
  questions: 1,
  last: null,
  bits: [],
  levels: [],
  exposures: [],
  coverage: [],
  links,
  repeats: null,
};

/** One an hour, at a quarter past. */
function kept(baseline: string, hour: number): KeptSummary {
  const at = hour * HOUR + HOUR / 4;
  return { model: MODEL, baseline, hour: hourOf(at), at, questions: 100 * hour, scored: 90 * hour, summary };
}

describe('who asks what, over HTTP', () => {
  it('is not found of a model or a baseline that nobody knows', async () => {
    const { controller } = await promoted(watch);
    const failure = (model: string, query = {}) => controller.compromise(model, query).catch(({ status }) => status);
    expect(await failure('nobody')).toBe(404);
    expect(await failure(MODEL, { baseline: 'nothing' })).toBe(404);
  });

  it('names each parameter that makes no sense', async () => {
    const { controller } = await promoted(watch);
    for (const field of ['at', 'from', 'to', 'limit'])
      await expect(controller.compromise(MODEL, { [field]: '-1' })).rejects.toMatchObject({
        status: 400,
        fields: [{ field }],
      });
  });

  it('says why nothing is known of it', async () => {
    const reason = async (watches?: CompromiseWatch) => {
      const { not_watched, latest } = await (await promoted(watches)).controller.compromise(MODEL, {});
      expect(latest).toBeNull();
      return not_watched;
    };
    expect(await reason()).toMatch(/made without a calibration/);
    expect(await reason({ bits: [] })).toMatch(/lets no detector see/);
    expect(await reason(watch)).toBe('its calibration is not in the store');
    const infrastructure = await memoryInfrastructure();
    const source = { topic: 't', partition: 0, offset: 0, part: 0 };
    await infrastructure.store.telemetry.append(
      { events: [{ source, event: events[0]! }], labels: [], rejections: [] },
      { fresh: true },
    );
    expect(await controllerOf(infrastructure).compromise(MODEL, {})).toMatchObject({
      baseline: null,
      baselines: [],
      not_watched: 'no baseline is in force: make one, and promote it',
      findings: { lasting: [], ended: [] },
    });
  });

  it('is how the watch stands, or stood, with what is blind and the hours before', async () => {
    const { infrastructure, digest, controller } = await promoted(watch);
    const { store } = infrastructure;
    await store.compromise.putCalibration(digest, calibration());
    expect(await controller.compromise(MODEL, {})).toMatchObject({
      latest: null,
      not_watched: expect.stringContaining('no question has been watched yet'),
    });
    for (const hour of [1, 2, 3]) await store.summaries.putSummary(kept(digest, hour));
    const now = await controller.compromise(MODEL, { limit: '2' });
    expect(now).toMatchObject({ baseline: digest, not_watched: '', latest: { hour: 3 * HOUR, questions: 300 } });
    expect(now.baselines).toEqual([{ digest, model_version: '', effective_from: 0, in_force: true }]);
    expect(now.blind).toContainEqual({ detector: 'few', reason: 'only 3 features, more than 3 are needed' });
    expect([now.over_time.map(({ hour }) => hour / HOUR), now.next]).toEqual([[3, 2], 2 * HOUR]);
    const rest = await controller.compromise(MODEL, { limit: '2', to: String(now.next) });
    expect([rest.over_time.map(({ hour }) => hour / HOUR), rest.next]).toEqual([[1], null]);
    const then = await controller.compromise(MODEL, { at: String(2.5 * HOUR), baseline: digest });
    expect(then.latest).toMatchObject({ questions: 200 });
    expect((await controller.compromise(MODEL, { at: '5' })).not_watched).toMatch(/until then/);
  });

  it('comes with the findings of the compromise detectors that last, and those that have ended', async () => {
    const { infrastructure, controller } = await promoted(watch);
    const moment = { event: 1, time: 1 };
    const finding = (id: string, change: Partial<Finding> = {}) =>
      ({ id, model: MODEL, detector: 'compromise', raised_at: moment, ended_at: null, ...change }) as Finding;
    await infrastructure.store.detection.putFindings([
      finding('lasts'),
      finding('ended', { ended_at: moment }),
      finding('drift', { detector: 'feature drift' }),
      finding('other', { model: 'other' }),
    ]);
    const { findings } = await controller.compromise(MODEL, {});
    expect(findings.lasting.map(({ id }) => id)).toEqual(['lasts']);
    expect(findings.ended.map(({ id }) => id)).toEqual(['ended']);
  });
});
