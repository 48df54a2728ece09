import { makeBaseline, PartitionCounter, type Baseline } from '@anchorwatch/detection';
import { decidePromotion, decideRegistration, foldRegister, Ledger } from '@anchorwatch/governance';
import type { StoredEvent } from '@anchorwatch/telemetry';
import { describe, expect, it, jest } from '@jest/globals';
import { calibrateBeside, watchOf } from '../compromise/calibrate-beside.js';
import type { Infrastructure } from '../infra/infrastructure.js';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import { SmallBus } from '../infra/small-bus.fixture.js';
import { TOPICS } from '../infra/topics.js';
import { askedQuestions, MODEL } from './asked-questions.fixture.js';
import { streamOf } from './ledger-view.js';
import { RegisterView } from './register-view.js';
import { Watching } from './watching.js';

const TICK = 20_000;
const [HEALTHY, ALL, BEGINS] = [2_000, 3_000, 2_400];
const events: readonly StoredEvent[] = askedQuestions(3, ALL, BEGINS).map((event, offset) => ({
  event,
  source: { topic: TOPICS.events, partition: 0, offset, part: 0 },
}));

/** A baseline of the first events in force for the rest, which is stored and counted. */
async function prepared(infrastructure: Infrastructure, { calibrated = true } = {}): Promise<Baseline> {
  const { store } = infrastructure;
  await store.telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
  const healthy = {
    model: MODEL,
    model_version: '',
    tick: { kind: 'time', ms: TICK },
    events: () => [events.slice(0, HEALTHY)],
  } as const;
  const calibration = await calibrateBeside(healthy);
  const compromise = calibrated ? watchOf(calibration) : undefined;
  const baseline = await makeBaseline({ ...healthy, made_from: 'healthy', segment_fields: [], compromise });
  await store.compromise.putCalibration(baseline.digest, calibration);
  await store.detection.putBaseline(baseline);
  const ledger = await Ledger.open(store.ledger, streamOf(MODEL));
  const registration = { model: MODEL, owner: 'ann', risk_tier: 'high', stage: 'production' } as const;
  await ledger.append(decideRegistration(undefined, registration, 'user:ann', 0));
  const wish = { digest: baseline.digest, model_version: '', effective_from: HEALTHY * 1_000 };
  const decision = decidePromotion(foldRegister(ledger.entries), wish, 'user:ann', 0);
  if ('refusal' in decision) throw new Error(decision.refusal.message);
  await ledger.append(decision.drafts);
  const counter = new PartitionCounter({
    topic: TOPICS.events,
    partition: 0,
    feed: 'events',
    lateness_ms: 0,
    baselineOf: (_model, _version, time) => (time >= HEALTHY * 1_000 ? baseline : undefined),
  });
  for (const { source, event } of events) counter.takeEvent(source, event);
  counter.takeWatermark(ALL * 1_000 + 3_600_000);
  const { profiles, progress } = counter.drain(ALL, 0);
  await store.detection.putProfiles(profiles);
  await store.detection.putProgress(progress);
  return baseline;
}

async function watching(infrastructure: Infrastructure) {
  const part = new Watching(infrastructure, new RegisterView(infrastructure.store));
  await part.start();
  const wake = () => infrastructure.bus.publish(TOPICS.profiles, [{ key: MODEL, value: Buffer.from('{}') }]);
  return { part, wake };
}

describe('watching', () => {
  it('puts down who is at work on a model and says so to its desk, and keeps nobody waiting', async () => {
    const bus = new SmallBus();
    const infrastructure = await memoryInfrastructure({ bus });
    const { store } = infrastructure;
    const baseline = await prepared(infrastructure);
    const { part, wake } = await watching(infrastructure);
    await wake();
    // The wake-up has been handled, and what it woke has hardly begun.
    expect(await store.detection.judgement(MODEL, baseline.digest, 'compromise')).toBeUndefined();
    await part.settled();
    const found = await store.detection.findings({ model: MODEL, limit: 100 });
    expect(new Set(found.flatMap(({ principals }) => principals))).toEqual(new Set(['mallory']));
    const told = bus.sent.filter(({ topic }) => topic === TOPICS.commands);
    expect(told.map(({ key }) => key)).toContain(MODEL);
    expect(part.health()).toMatchObject({ healthy: true });
    await part.stop();
  });

  it('waits out a store that fails, says so meanwhile, and loses nothing', async () => {
    const infrastructure = await memoryInfrastructure({ bus: new SmallBus() });
    const { store } = infrastructure;
    const baseline = await prepared(infrastructure);
    const { part, wake } = await watching(infrastructure);
    let reason: string | undefined;
    const put = jest.spyOn(store.compromise, 'putWatchedTicks').mockImplementationOnce(async () => {
      reason = undefined;
      throw new Error('the store is out');
    });
    const refresh = jest.spyOn(infrastructure.metrics.storeWaits, 'inc').mockImplementation(() => {
      setImmediate(() => (reason = part.health().reason));
    });
    await wake();
    await part.settled();
    expect(reason).toBe('waiting: the store is out');
    expect(put.mock.calls.length).toBeGreaterThan(1);
    expect(refresh).toHaveBeenCalledTimes(1);
    const ticks = await store.compromise.watchedTicks({ model: MODEL, from: 0, to: 1e9, limit: 1_000 });
    expect(ticks.reduce((sum, { scored }) => sum + scored, 0)).toBe(ALL - HEALTHY);
    expect(ticks.every((tick) => tick.baseline === baseline.digest)).toBe(true);
    await part.stop();
  });

  it('says once that it is blind where a baseline was made without a calibration, and reads nothing', async () => {
    const infrastructure = await memoryInfrastructure({ bus: new SmallBus() });
    const baseline = await prepared(infrastructure, { calibrated: false });
    const read = jest.spyOn(infrastructure.store.telemetry, 'eventsOf');
    const warn = jest.spyOn(infrastructure.log, 'warn');
    const { part, wake } = await watching(infrastructure);
    for (let time = 0; time < 3; time++) {
      await wake();
      await part.settled();
    }
    const reason = 'the baseline was made without a calibration: make it anew';
    expect(warn.mock.calls).toEqual([[{ model: MODEL, baseline: baseline.digest, reason }, 'blind to compromise']]);
    expect(read).not.toHaveBeenCalled();
    expect(await infrastructure.store.detection.judgement(MODEL, baseline.digest, 'compromise')).toBeUndefined();
    await part.stop();
  });
});
