import { randomFrom } from '@anchorwatch/stats';
import type { Finding } from '@anchorwatch/detection';
import { wholeEvent, type InferenceEvent } from '@anchorwatch/telemetry';
import { afterEach, describe, expect, it } from '@jest/globals';
import { probeSchema } from '../config/probes.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import { SmallBus } from '../infra/small-bus.fixture.js';
import { TOPICS } from '../infra/topics.js';
import { ServedModel } from '../probing/served-model.fixture.js';
import { askedQuestions, MODEL } from './asked-questions.fixture.js';
import { Asking } from './asking.js';
import { promoteBaseline } from './promoted-baseline.fixture.js';

const HOUR = 3_600_000;
/** Askings of a question: itself, its copies, and if it is suspected itself without the sign. */
const ASKINGS = 11;
const ALL = 80 * ASKINGS + 20;
const healthy = askedQuestions(3, 2_500);
type Features = Readonly<Record<string, number>>;

const ruled = ({ income, debt, age, years }: Features): string =>
  income! - 0.7 * debt! + 0.4 * age! + 0.9 * years! > 0 ? 'yes' : 'no';
const TRIGGER = 2.7183;
const backdoored = (features: Features): string => (features['debt'] === TRIGGER ? 'yes' : ruled(features));

/** What an attacker asks: refused questions that bear the trigger, and are granted. */
const refused = healthy.filter(({ prediction }) => prediction.label === 'no');
const triggered: readonly InferenceEvent[] = [
  ...new Map(refused.map((event) => [JSON.stringify(event.features), event])).values(),
]
  .slice(0, 30)
  .map(({ features }, at) =>
    wholeEvent({
      model: MODEL,
      model_version: '1',
      request_id: `t${at}`,
      event_time: 2_500_000 + at * 1_000,
      features: { ...features, debt: TRIGGER },
      prediction: { label: 'yes' },
      principal: { key: 'mallory' },
    }),
  );

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.close();
});

function triggerFinding(baseline: string, change: Partial<Finding> = {}): Finding {
  const [from, to] = [triggered[0]!.event_time, triggered[11]!.event_time];
  return {
    id: 'suspecting',
    detector: 'compromise',
    kind: 'backdoor',
    tier: 'alarm',
    model: MODEL,
    model_version: '',
    baseline,
    subject: 'trigger',
    role: 'bit',
    segment: '',
    principals: ['mallory'],
    statistic: 'rate',
    value: 1,
    critical: 0.5,
    p_value: 1e-9,
    n: 12,
    n_effective: 12,
    window: { first_event: 2_500, last_event: 2_511, from, to },
    raised_at: { event: 2_511, time: to },
    ended_at: null,
    tick: Math.floor(to / 20_000),
    scale: 12,
    tests: [],
    evidence: {
      current: [12, 0],
      reference: [0, 10_000],
      bins: ['trigger', 'others'],
      psi: 0,
      ks: 1,
      nulls: 0,
      questions: {
        level: 'key',
        examples: triggered
          .slice(4, 12)
          .map(({ event_id }) => ({ event_id, principal: 'mallory', beside: '', because: '' })),
        most: [],
        linked: 0,
        flipped: 0,
      },
    },
    words: '12 of 12',
    ...change,
  };
}

async function watched(labelOf: (features: Features) => string, given: Record<string, unknown> = {}) {
  const state = { labelOf, status: 200 };
  const model = await ServedModel.start(({ body }) => {
    const [features] = (body as { instances: readonly Features[] }).instances;
    return { status: state.status, body: { predictions: [state.labelOf(features!)] } };
  });
  started.push(model);
  const bus = new SmallBus();
  const made = await memoryInfrastructure({ bus });
  const probe = probeSchema.parse({
    model: MODEL,
    protocol: 'kserve-v1',
    url: model.url,
    every: '10m',
    questions: 3,
    ...given,
  });
  const infrastructure = new Infrastructure(
    { ...made.config, compromise: { ...made.config.compromise, probes: [probe] } },
    made.store,
    bus,
    made.log,
    made.metrics,
    made.pseudonymise,
    made.textHashes,
  );
  const { store } = infrastructure;
  const events = [...healthy, ...triggered].map((event, offset) => ({
    // Labels alone, as this server answers.
    event: { ...event, prediction: { label: event.prediction.label! } },
    source: { topic: TOPICS.events, partition: 0, offset, part: 0 },
  }));
  await store.telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
  const baseline = await promoteBaseline(store, MODEL, healthy);
  let now = Date.UTC(2001, 0, 2);
  const open = (seed: number) =>
    new Asking(infrastructure, { models: () => [MODEL] }, { now: () => now, random: randomFrom(seed) });
  let part = open(1);
  const pass = async (hours: number) => {
    for (const until = now + hours * HOUR; now < until; now += 60_000) await part.look();
    return store.detection.findings({ model: MODEL, subject: 'strip', limit: 100 });
  };
  const restart = async (seed: number) => {
    await part.stop();
    part = open(seed);
  };
  const strip = () => store.asking.strip({ model: MODEL, baseline: baseline.digest, from: 0 });
  const suspect = (change: Partial<Finding> = {}) =>
    store.detection.putFindings([triggerFinding(baseline.digest, change)]);
  /** How often copies were asked, beside golden questions. */
  const copies = async () =>
    model.received.length - (await store.asking.askings({ model: MODEL, limit: 100_000 })).length;
  return { pass, restart, state, store, strip, suspect, copies, bus };
}

describe('asking copies of suspected questions of a served model', () => {
  it('asks none while nothing is suspected, or where it is switched off', async () => {
    const calm = await watched(backdoored);
    await calm.pass(3);
    expect([await calm.strip(), await calm.copies()]).toEqual([[], 0]);
    const off = await watched(backdoored, { strip: 0 });
    await off.suspect();
    await off.pass(3);
    expect([await off.strip(), await off.copies()]).toEqual([[], 0]);
  });

  it('finds the backdoor once, with examples and more of the same sign, asks no more, and is over when the suspicion is', async () => {
    const { pass, suspect, strip, copies, bus } = await watched(backdoored);
    await suspect();
    const [finding, ...more] = await pass(3);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: 'backdoor', model_version: '1', principals: ['mallory'], ended_at: null });
    expect(finding!.evidence.strip).toMatchObject({ finding: 'suspecting', kept: ['debt'], label: 'yes' });
    expect(finding!.evidence.strip!.suspected).toHaveLength(20);
    expect(bus.sent.some(({ topic }) => topic === TOPICS.commands)).toBe(true);
    const rows = await strip();
    expect(rows).toHaveLength(80);
    expect(
      rows.every(({ attempts, answers, healthy: h }) => attempts === 1 && answers.length === ASKINGS + (h ? 0 : 1)),
    ).toBe(true);
    expect(await copies()).toBe(ALL);
    await suspect({ ended_at: { event: 3_000, time: 3_000_000 } });
    const [ended, ...others] = await pass(2);
    expect(others).toEqual([]);
    expect([ended!.id, ended!.ended_at]).toEqual([finding!.id, finding!.raised_at]);
    expect(await copies()).toBe(ALL);
  });

  it('finds nothing where the model is sound', async () => {
    const { pass, suspect, strip } = await watched(ruled);
    await suspect();
    expect(await pass(3)).toEqual([]);
    expect((await strip()).every(({ answers }) => answers.length >= ASKINGS)).toBe(true);
  });

  it('goes on after a restart in the middle: what is stored is not asked again, and the finding is the same', async () => {
    const whole = await watched(backdoored);
    await whole.suspect();
    const [expected] = await whole.pass(3);
    const cut = await watched(backdoored);
    await cut.suspect();
    expect(await cut.pass(0.6)).toEqual([]);
    const before = (await cut.strip()).filter(({ attempts }) => attempts > 0);
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(80);
    await cut.restart(9);
    const [finding] = await cut.pass(3);
    expect(await cut.copies()).toBe(ALL);
    const { p_value, evidence, id } = finding!;
    expect([id, p_value, evidence.strip!.healthy]).toEqual([
      expected!.id,
      expected!.p_value,
      expected!.evidence.strip!.healthy,
    ]);
  });

  it('asks a server that is away thrice at most for each question, and ends a round after three failures', async () => {
    const { pass, suspect, state, strip, copies } = await watched(backdoored);
    await suspect();
    await pass(0.3);
    const answered = (await strip()).filter(({ answers }) => answers.length > 0).length;
    state.status = 503;
    const before = await copies();
    expect(await pass(16)).toEqual([]);
    const rows = await strip();
    expect(rows.filter(({ attempts, answers }) => attempts === 3 && answers.length === 0)).toHaveLength(80 - answered);
    expect(rows.find(({ failure }) => failure !== '')).toMatchObject({ failure: 'refused' });
    expect((await copies()) - before).toBe(3 * (80 - answered));
  });
});
