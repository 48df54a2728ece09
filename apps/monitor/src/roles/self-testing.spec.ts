import { scenario } from '@anchorwatch/scenarios';
import { describe, expect, it, jest } from '@jest/globals';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import { SmallBus } from '../infra/small-bus.fixture.js';
import { TOPICS } from '../infra/topics.js';
import type { Command } from './commands.js';
import { LedgerView } from './ledger-view.js';
import { PlaybookShelf } from './playbook-shelf.js';
import { promoteBaseline } from './promoted-baseline.fixture.js';
import { ModelDesk } from './model-desk.js';
import { SelfTesting } from './self-testing.js';

const MODEL = 'credit';
const DAY_MS = 86_400_000;
const events = [...scenario(7, { model: MODEL, events: 3_000 })];

/** A process that judges the model, with its traffic stored, asked to test it every day. */
async function selfTesting(env: Readonly<Record<string, string>> = { ANCHORWATCH_DETECTION_SELF_TEST_EVERY: '1d' }) {
  const bus = new SmallBus();
  const infrastructure = await memoryInfrastructure({ bus, env });
  const { store } = infrastructure;
  await promoteBaseline(store, MODEL, events.slice(0, 2_000));
  const stored = events.map((event, offset) => ({
    event,
    source: { topic: TOPICS.events, partition: 0, offset, part: 0 },
  }));
  await store.telemetry.append({ events: stored, labels: [], rejections: [] }, { fresh: true });
  let now = 0;
  const part = new SelfTesting(
    infrastructure,
    { models: () => [MODEL] },
    { resamples: 1, events: 400, seed: 1 },
    () => now,
  );
  const commands = () =>
    bus.sent
      .filter(({ topic }) => topic === TOPICS.commands)
      .map(({ value }) => (JSON.parse(value.toString()) as { command: Command }).command);
  const at = async (time: number) => {
    now = time;
    await part.look();
    return commands();
  };
  return { at, infrastructure };
}

describe('self-tests on a schedule', () => {
  it('wait one turn after the promotion, and are made once a turn when they are on record', async () => {
    const { at, infrastructure } = await selfTesting();
    expect(await at(DAY_MS - 1)).toEqual([]);
    const [command] = await at(DAY_MS);
    expect(command).toMatchObject({ model: MODEL, actor: 'monitor', wish: { type: 'self_test' } });

    const shelf = new PlaybookShelf(undefined, infrastructure.log);
    const desk = await ModelDesk.open(MODEL, infrastructure, shelf, new Map());
    await desk.carryOut(command!);
    const view = new LedgerView(infrastructure.store.ledger);
    await view.refresh();
    const recorded = view.of(MODEL)!.self_test!;
    expect(recorded.report.control).toMatchObject({ resamples: 1, alarms: 0 });
    expect(recorded.report.injections.filter(({ found }) => found).length).toBeGreaterThan(5);
    expect(await at(recorded.at + DAY_MS - 1)).toHaveLength(1);
    expect(await at(recorded.at + DAY_MS)).toHaveLength(2);
  });

  it('are not tried again at every look when they cannot be made', async () => {
    const { at, infrastructure } = await selfTesting();
    const asked = jest.spyOn(infrastructure.store.telemetry, 'traffic').mockRejectedValue(new Error('out'));
    for (const minute of [0, 1, 59]) expect(await at(DAY_MS + minute * 60_000)).toEqual([]);
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
    expect(await at(DAY_MS + 3_600_000)).toHaveLength(1);
  });

  it('are not made where nobody wants them', async () => {
    const { at } = await selfTesting({ ANCHORWATCH_DETECTION_SELF_TEST_EVERY: '0s' });
    expect(await at(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });
});
