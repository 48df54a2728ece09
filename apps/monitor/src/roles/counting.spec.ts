import { scenario } from '@anchorwatch/scenarios';
import type { RegisteredWeights } from '@anchorwatch/governance';
import { encodeNative } from '@anchorwatch/telemetry';
import { describe, expect, it } from '@jest/globals';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import { SmallBus } from '../infra/small-bus.fixture.js';
import { HEADERS, TOPICS } from '../infra/topics.js';
import { Counting } from './counting.js';
import { TelemetryDecoder } from './decode.js';
import { promoteBaseline } from './promoted-baseline.fixture.js';
import { RegisterView } from './register-view.js';

const MODEL = 'credit';
/** One event a second. */
const events = [...scenario(7, { model: MODEL, events: 1_000, changes: [] })];
const START = events[0]!.event_time;
const [TICK, LATENESS, MINUTE] = [20_000, 120_000, 60_000];

describe('counting', () => {
  it('puts ticks that close without events on record, and wakes the judge', async () => {
    const here = await counting();
    await here.event(0);
    await here.time(START + LATENESS + TICK);
    const [before, woken] = [await here.progress(), here.wakeUps()];
    // Two ticks later nobody has said anything: no profile, and yet news.
    await here.time(START + LATENESS + 3 * TICK);
    const after = await here.progress();
    expect(closedBelow(after)).toEqual(closedBelow(before).map((tick) => tick + 2));
    expect(here.wakeUps()).toBe(woken + 1);
  });

  it('puts time on record that passes in a partition without any event of a model', async () => {
    const here = await counting();
    await here.time(START);
    expect(await here.progress()).toMatchObject({ watermark: START, position: 1, closed_below: {} });
    await here.time(START + MINUTE);
    expect(await here.progress()).toMatchObject({ watermark: START + MINUTE, position: 2 });
  });

  it('leaves out what features are together where the register gives it no weight', async () => {
    const [all, some] = [await counting(), await counting({ subjects: { '* × *': 0, 'reconstruction error': 0 } })];
    for (const here of [all, some]) {
      for (let index = 0; index < 30; index++) await here.event(index);
      await here.time(START + LATENESS + 2 * TICK);
    }
    const joint = all.joint.filter((subject) => subject !== 'features together');
    expect(joint).toEqual(expect.arrayContaining(['age × amount', 'reconstruction error']));
    const counted = await all.counted();
    expect(counted).toEqual(expect.arrayContaining([...joint, 'features together', 'amount']));
    expect(await some.counted()).toEqual(counted.filter((subject) => !joint.includes(subject)));
  });

  it('writes nothing where less than a tick has passed', async () => {
    const here = await counting();
    await here.time(START);
    await here.time(START + MINUTE - 1);
    expect(await here.progress()).toMatchObject({ watermark: START, position: 1 });
  });
});

/** The counting of one partition of events, with a baseline promoted. */
async function counting(budget_weights: RegisteredWeights = {}) {
  const bus = new SmallBus();
  const infrastructure = await memoryInfrastructure({ bus });
  const { store, pseudonymise } = infrastructure;
  const baseline = await promoteBaseline(store, MODEL, events, { budget_weights });
  const decoder = new TelemetryDecoder(pseudonymise, 0);
  await new Counting(infrastructure, decoder, new RegisterView(store)).start();
  return {
    event: (index: number) =>
      bus.publish(TOPICS.events, [{ key: null, partition: 0, value: encodeNative(events[index]!) }]),
    joint: baseline.subjects.flatMap(({ subject, derived }) => (derived === undefined ? [] : [subject])),
    /** The subjects on record. */
    async counted() {
      const merged = await store.detection.mergedProfiles(MODEL, baseline.digest, { from: 0, to: Infinity });
      return [...new Set(merged.map(({ subject }) => subject))].sort();
    },
    /** A watermark record. */
    time: (time: number) =>
      bus.publish(TOPICS.events, [
        { key: null, partition: 0, value: Buffer.alloc(0), headers: { [HEADERS.watermark]: String(time) } },
      ]),
    async progress() {
      const rows = await store.detection.progress(TOPICS.events);
      return rows.find(({ partition }) => partition === 0)!;
    },
    wakeUps: () => bus.sent.filter(({ topic, key }) => topic === TOPICS.profiles && key === MODEL).length,
  };
}

function closedBelow({ closed_below }: { readonly closed_below: Readonly<Record<string, number>> }): number[] {
  return Object.values(closed_below);
}
