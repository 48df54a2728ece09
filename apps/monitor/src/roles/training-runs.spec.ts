import { MemoryBus } from '@anchorwatch/bus';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeTrainingSteps, type TrainingStep } from '@anchorwatch/telemetry';
import { sendSteps } from '../http/send-steps.js';
import type { Infrastructure } from '../infra/infrastructure.js';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import { SmallBus } from '../infra/small-bus.fixture.js';
import { TOPICS } from '../infra/topics.js';
import { TelemetryDecoder } from './decode.js';
import { TrainingIntake } from './training-intake.js';
import { TrainingJudging } from './training-judging.js';
import { TrainingStream } from './training-stream.js';

const BEGIN = Date.UTC(2026, 0, 1);
const SPIKE = 300;

/** Reports of one run: a level with noise from a fixed sequence, and a spike. */
const step = (k: number, change: object = {}) => ({
  model: 'loans',
  run_id: 'r1',
  step: k,
  time: BEGIN + 1_000 * k,
  loss: Math.exp(0.05 * Math.sin(k * k)) * (k === SPIKE ? 9 : 1),
  ...change,
});
const decoded = (steps: readonly object[]) =>
  decodeTrainingSteps(JSON.stringify(steps), undefined, { pseudonymise: (name) => name, now: Date.now() });
const run = Array.from({ length: 340 }, (_, k) => step(k));

let infrastructure: Infrastructure;
let parts: { intake: TrainingIntake; judging: TrainingJudging };
const start = async () => {
  const { pseudonymise, config } = infrastructure;
  const decoder = new TelemetryDecoder(pseudonymise, config.intake.max_future);
  parts = { intake: new TrainingIntake(infrastructure, decoder), judging: new TrainingJudging(infrastructure) };
  await parts.judging.start();
  await parts.intake.start();
};
const stop = async () => {
  await parts.intake.stop();
  await parts.judging.stop();
};
const findings = () => infrastructure.store.detection.findings({ model: 'loans', limit: 99 });

beforeEach(async () => {
  infrastructure = await memoryInfrastructure({ bus: new MemoryBus() });
  await start();
});
afterEach(stop);

describe('training runs on a server', () => {
  it('are stored before they are answered, rejections beside them, and judged', async () => {
    const taken = await sendSteps(infrastructure, decoded([...run, step(999, { loss: 'NaN' })]));
    expect(taken).toEqual({
      accepted: 340,
      rejected: [{ part: 340, field: 'loss', reason: 'expected a finite number, got "NaN"' }],
    });
    const { training, telemetry } = infrastructure.store;
    expect(await training.runs('loans', { limit: 9 })).toMatchObject([{ run_id: 'r1', steps: 340, last_step: 339 }]);
    expect((await telemetry.rejections(9)).map(({ rejection }) => rejection.field)).toEqual(['loss']);
    await parts.judging.settled();
    expect(
      (await findings()).map(({ subject, raised_at, ended_at }) => [subject, raised_at.event, ended_at?.event]),
    ).toEqual([['spike', SPIKE, SPIKE]]);
  });

  it('are judged the same when the judge dies in between, and once', async () => {
    await sendSteps(infrastructure, decoded(run));
    await parts.judging.settled();
    const undisturbed = await findings();
    await stop();
    infrastructure = await memoryInfrastructure({ bus: new MemoryBus() });
    await start();
    await sendSteps(infrastructure, decoded(run.slice(0, SPIKE + 3)));
    await stop();
    await start();
    await sendSteps(infrastructure, decoded(run.slice(SPIKE - 20)));
    await parts.judging.settled();
    expect(await findings()).toEqual(undisturbed);
  });

  it('are judged at the start when steps were stored and nobody was woken', async () => {
    await stop();
    const steps = decoded(run).map((answer, offset) => ({
      source: { topic: TOPICS.training, partition: 0, offset, part: 0 },
      step: (answer as { step: TrainingStep }).step,
    }));
    await infrastructure.store.training.putSteps(steps);
    await start();
    await parts.judging.settled();
    expect(await findings()).toHaveLength(1);
  });

  it('are read again when a step comes that lies before those read, but not over and over', async () => {
    const first = run.filter(({ step: k }) => k !== SPIKE && k !== 7);
    await sendSteps(infrastructure, decoded(first));
    await stop();
    const clock = { now: 0 };
    const stream = new TrainingStream(infrastructure, 'loans', () => clock.now++);
    const goOn = () => stream.goOn(new AbortController().signal);
    expect(await goOn()).toBe(0);
    expect(await findings()).toEqual([]);
    const late = async (k: number) => {
      const [answer] = decoded([step(k)]);
      const source = { topic: TOPICS.training, partition: 0, offset: 1_000 + k, part: 0 };
      await infrastructure.store.training.putSteps([{ source, step: (answer as { step: TrainingStep }).step }]);
    };
    await late(SPIKE);
    expect(await goOn()).toBe(0);
    expect((await findings()).map(({ subject }) => subject)).toEqual(['spike']);
    await late(7);
    expect(await goOn()).toBeGreaterThan(0);
    clock.now += 1_000;
    expect(await goOn()).toBe(0);
    await start();
  });

  it('refuse a step that the bus does not take, and keep the rest', async () => {
    await stop();
    infrastructure = await memoryInfrastructure({ bus: new SmallBus({ most: 2_500 }) });
    await start();
    const large = step(1, { attributes: { note: 'x'.repeat(4_000) } });
    const taken = await sendSteps(infrastructure, decoded([step(0), large, step(2)]));
    expect(taken).toMatchObject({ accepted: 2, rejected: [{ part: 1, field: 'body' }] });
    expect(await infrastructure.store.training.runs('loans', { limit: 9 })).toMatchObject([{ steps: 2 }]);
  });
});
