import type { Verdict } from '@anchorwatch/detection';
import type { StoredEvent } from '@anchorwatch/telemetry';
import { MemoryTelemetryStore } from '@anchorwatch/telemetry';
import { describe, expect, it } from '@jest/globals';
import { MODEL, traffic } from '../compare/stored.fixture.js';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import type { Infrastructure } from '../infra/infrastructure.js';
import { CommandDesk } from '../roles/commands.js';
import { LedgerView } from '../roles/ledger-view.js';
import { ModelsController } from './models.controller.js';

const controllerOf = (infrastructure: Infrastructure) =>
  new ModelsController(infrastructure, new LedgerView(infrastructure.store.ledger), new CommandDesk(infrastructure));

async function stored(events: readonly StoredEvent[], telemetry = new MemoryTelemetryStore()) {
  await telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
  return controllerOf(await memoryInfrastructure({ telemetry }));
}

describe('a baseline over HTTP', () => {
  const range = { from: 0, to: 4e8 };

  it('that cannot be made is a wrong request, by the field to change', async () => {
    const [first, ...rest] = traffic(1, 400);
    const early = { ...first!, event: { ...first!.event, event_time: 0 } };
    const late = rest.map(({ source, event }) => ({ source, event: { ...event, event_time: event.event_time + 3e8 } }));
    const controller = await stored([early, ...late]);
    const wrong = (request: object) =>
      controller.makeBaseline(MODEL, { ...range, ...request }).catch(({ status, fields }) => [status, fields]);
    expect(await wrong({ to: 3e8 + 50_000 })).toEqual([
      400,
      [{ field: 'from', reason: 'a baseline needs at least 100 events, got 50' }],
    ]);
    expect(await wrong({ tick_ms: 1_000 })).toEqual([
      400,
      [{ field: 'tick_ms', reason: expect.stringContaining('choose a longer tick') }],
    ]);
    expect(await wrong({ segment_fields: ['region', 'age', 'region'] })).toEqual([
      400,
      [{ field: 'segment_fields', reason: 'the field region is named twice' }],
    ]);
    expect(await wrong({ tick_ms: 60_000_000 })).toMatchObject({ events: 400 });
  });

  it('comes with the calibration of the compromise detectors that it speaks of', async () => {
    const telemetry = new MemoryTelemetryStore();
    const events = traffic(1, 400).map(({ source, event }) => ({
      source,
      event: { ...event, principal: { key: `k${source.offset % 9}` } },
    }));
    await telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
    const infrastructure = await memoryInfrastructure({ telemetry });
    const { digest, compromise } = await controllerOf(infrastructure).makeBaseline(MODEL, range);
    expect(compromise!.bits).toContain('novel');
    const kept = await infrastructure.store.compromise.calibration(digest);
    expect(kept).toMatchObject({ model: MODEL, events: 400 });
    expect((await infrastructure.store.detection.baseline(digest))!.compromise).toEqual(compromise);
  });

  it('is not blamed on the request where the fault is ours', async () => {
    class Broken extends MemoryTelemetryStore {
      override async *eventsOf(): AsyncGenerator<readonly StoredEvent[]> {
        throw new RangeError('Invalid typed array length');
      }
    }
    const controller = await stored(traffic(1, 200), new Broken());
    await expect(controller.makeBaseline(MODEL, range)).rejects.toThrow(RangeError);
  });

  it('is made alone in its process', async () => {
    const controller = await stored(traffic(1, 400));
    const both = [controller.makeBaseline(MODEL, range), controller.makeBaseline(MODEL, range)];
    const [one, other] = await Promise.allSettled(both);
    expect(one).toMatchObject({ status: 'fulfilled', value: { events: 400 } });
    expect(other).toMatchObject({ status: 'rejected', reason: { status: 409, code: 'busy' } });
    await expect(controller.makeBaseline(MODEL, range)).resolves.toMatchObject({ events: 400 });
  });
});

describe('verdicts over HTTP', () => {
  it('are all reached page by page, also where more end at one time than a page asks for', async () => {
    const infrastructure = await memoryInfrastructure();
    const ends = [3, 2, 2, 2, 1].map((minute, at) => ({ window_to: minute * 60_000, subject: `s${at}` }));
    await infrastructure.store.detection.putVerdicts(ends.map(verdict));
    const controller = controllerOf(infrastructure);
    const seen: string[] = [];
    for (let to: number | null | undefined; to !== null;) {
      const query = { limit: '2', ...(to !== undefined && { to: String(to) }) };
      const { verdicts, next } = await controller.verdicts(MODEL, query);
      seen.push(...verdicts.map(({ subject }) => subject));
      to = next;
    }
    expect(seen).toEqual(['s0', 's1', 's2', 's3', 's4']);
  });
});

function verdict({ window_to, subject }: { readonly window_to: number; readonly subject: string }): Verdict {
  const one = { model: MODEL, baseline: 'b', detector: 'd', segment: '', scale: 1, tick: window_to / 60_000 - 1 };
  return { ...one, subject, window_to, window_from: window_to - 60_000 } as Verdict;
}
