import type { Batch } from '@anchorwatch/bus';
import {
  MemoryTelemetryStore,
  decodeTelemetry,
  type Decoded,
  type RequestHalf,
  type ResponseHalf,
  type SettledHalves,
} from '@anchorwatch/telemetry';
import { describe, expect, it } from '@jest/globals';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import { SmallBus } from '../infra/small-bus.fixture.js';
import { HEADERS, TOPICS } from '../infra/topics.js';
import { Pairing } from './pairing.js';
import { Delivery } from './pairing/delivery.js';
import { halfMessage } from './pairing/half-message.js';
import { MeetingPlace } from './pairing/meeting-place.js';
import { sendOn, translate } from './pairing/translate.js';

const NOON = Date.UTC(2001, 1, 3, 12);
const names = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);

describe('pairing', () => {
  it('loses no pair when a publish fails, and sends none twice', async () => {
    let failures = 1;
    const bus = new SmallBus({ fails: (_, topic) => topic === TOPICS.events && failures-- > 0 });
    const pairing = await started(bus, new MemoryTelemetryStore());
    await bus.publish(TOPICS.halves, names(3).flatMap(both));
    await pairing.stop();
    expect(told(bus)).toEqual(names(3).map((id) => `${id} ok`));
  });

  it('loses no pair when the store fails, before or after it has written', async () => {
    const telemetry = new ShakenStore();
    const bus = new SmallBus({ partitions: 2 });
    const pairing = await started(bus, telemetry);
    for (const id of names(2)) await bus.publish(TOPICS.halves, [halfMessage(request(id, NOON))]);
    for (const id of names(2)) await bus.publish(TOPICS.halves, [halfMessage(response(id))]);
    await pairing.stop();
    expect(told(bus)).toEqual(names(2).map((id) => `${id} ok`));
    expect(await waiting(telemetry, 2)).toEqual([]);
  });

  it('goes on with the halves that waited, and tells of none of them again at the next start', async () => {
    const telemetry = new MemoryTelemetryStore();
    const first = await lived(
      telemetry,
      names(6).map((id) => request(id, NOON)),
    );
    const second = await lived(
      telemetry,
      names(5).map((id) => response(id)),
    );
    const third = await lived(telemetry, []);
    expect([first, second, third]).toEqual([[], names(5).map((id) => `${id} ok`), []]);
    expect(await waiting(telemetry, 2)).toEqual(['id-5']);
  });

  it('gives up what waited too long once, not at every start', async () => {
    const telemetry = new MemoryTelemetryStore();
    expect(await lived(telemetry, [request('old', NOON), request('newer', NOON + 300_000)], 1)).toEqual([]);
    expect(await lived(telemetry, [], 1)).toEqual([]);
    expect(await lived(telemetry, [request('new', NOON + 600_000)], 1)).toEqual(['old error']);
    expect(await lived(telemetry, [], 1)).toEqual([]);
    expect(await waiting(telemetry, 1)).toEqual(['new', 'newer']);
  });

  it('keeps its halves when partitions move to another process and back', async () => {
    const telemetry = new MemoryTelemetryStore();
    const bus = new SmallBus({ partitions: 4 });
    const one = await started(bus, telemetry);
    await bus.publish(
      TOPICS.halves,
      names(30).map((id) => halfMessage(request(id, NOON))),
    );
    const other = await started(bus, telemetry);
    await bus.publish(
      TOPICS.halves,
      names(10).map((id) => halfMessage(response(id))),
    );
    await other.stop();
    await bus.publish(
      TOPICS.halves,
      names(30)
        .slice(10)
        .map((id) => halfMessage(response(id))),
    );
    await one.stop();
    expect(told(bus)).toEqual(
      names(30)
        .map((id) => `${id} ok`)
        .sort(),
    );
    expect(await waiting(telemetry, 4)).toEqual([]);
  });

  it('lets a batch go unfinished when its partition is taken away, and makes its pairs when it comes again', async () => {
    const bus = new SmallBus({ fails: (turn) => turn <= 2 });
    const infrastructure = await memoryInfrastructure({ bus });
    const place = new MeetingPlace(infrastructure, new Delivery(infrastructure), 1);
    expect(await place.open(0)).toBe('committed');
    let owned = [true, false];
    const batch = batchOf(names(2).flatMap(both), () => owned.shift() ?? true);
    await expect(place.handle(batch)).rejects.toThrow();
    owned = [];
    await place.handle(batch);
    // Acknowledgement lost: what is settled is not done again.
    await place.handle(batch);
    expect(told(bus)).toEqual(names(2).map((id) => `${id} ok`));
    expect(await place.open(0)).toBe(4);
  });

  it('rejects by name an event that is too large for the bus, and sends the others', async () => {
    const bus = new SmallBus({ most: 5_000 });
    const pairing = await started(bus, new MemoryTelemetryStore());
    const note = 'x'.repeat(3_000);
    const [asked, answered] = [request('wide', NOON, note), response('wide', note)];
    await bus.publish(TOPICS.halves, [...both('a'), halfMessage(asked), halfMessage(answered), ...both('b')]);
    await pairing.stop();
    expect(told(bus)).toEqual([
      'a ok',
      'b ok',
      expect.stringMatching(/^body: too large for the bus \(6\d{3} bytes\)$/),
    ]);
  });

  it('rejects by name a logged half that is too large for the bus, and goes on with the rest', async () => {
    const bus = new SmallBus({ most: 1_000 });
    const infrastructure = await memoryInfrastructure({ bus });
    const wide = Array.from({ length: 100 }, () => 0.123456789);
    const batch = batchOf([logged('a', [1]), logged('wide', wide), logged('b', [1])]);
    const delivery = new Delivery(infrastructure);
    await sendOn(translate(batch, infrastructure), delivery.stepsOf(batch), delivery);
    expect(bus.sent.filter(({ topic }) => topic === TOPICS.halves).map(({ key }) => key)).toEqual(['iris/a', 'iris/b']);
    expect(told(bus)).toEqual([expect.stringMatching(/^body: too large for the bus \(\d{4} bytes\)$/)]);
  });
});

/** Fails every write once before it is done, and once after. */
class ShakenStore extends MemoryTelemetryStore {
  private turn = 0;

  override async settleHalves(settled: SettledHalves): Promise<void> {
    const turn = this.turn++ % 3;
    if (turn === 0) throw new Error('out before the write');
    await super.settleHalves(settled);
    if (turn === 1) throw new Error('out after the write');
  }
}

async function started(bus: SmallBus, telemetry: MemoryTelemetryStore): Promise<Pairing> {
  const pairing = new Pairing(await memoryInfrastructure({ bus, telemetry }));
  await pairing.start();
  return pairing;
}

/** What one process tells, from its start to its end, of the halves that come meanwhile. */
async function lived(telemetry: MemoryTelemetryStore, halves: readonly (RequestHalf | ResponseHalf)[], partitions = 2) {
  // As a log that goes on where it was left.
  const bus = new SmallBus({
    partitions,
    firstOffsets: async (_, partition) => (await telemetry.waitingHalves(partition)).next,
  });
  const pairing = await started(bus, telemetry);
  await bus.publish(
    TOPICS.halves,
    halves.map((half) => halfMessage(half)),
  );
  await pairing.stop();
  return told(bus);
}

/** Events and rejections that were sent, as text. */
function told(bus: SmallBus): string[] {
  return bus.sent
    .flatMap(({ topic, value, headers }) => {
      if (topic !== TOPICS.events) return [];
      if (headers?.[HEADERS.rejection] !== undefined) {
        const { field, reason } = JSON.parse(value.toString('utf8')) as { field: string; reason: string };
        return [`${field}: ${reason}`];
      }
      const options = { pseudonymise: (name: string) => name, now: NOON + 3_600_000, principal_hashed: true };
      return decodeTelemetry(value, 'application/json', options).map(textOf);
    })
    .sort();
}

function textOf(record: Decoded): string {
  if (record.kind === 'event') return `${record.event.request_id} ${record.event.status}`;
  return record.kind;
}

async function waiting(telemetry: MemoryTelemetryStore, partitions: number): Promise<string[]> {
  const tables = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => telemetry.waitingHalves(partition)),
  );
  return tables.flatMap(({ halves }) => halves.map(({ request_id }) => request_id)).sort();
}

function both(request_id: string) {
  return [halfMessage(request(request_id, NOON)), halfMessage(response(request_id))];
}

const head = (request_id: string, time: number) => ({ model: 'iris', tenant: '', endpoint: '', request_id, time });

function request(request_id: string, time: number, asked = ''): RequestHalf {
  const rows = [{ features: { length: 1 }, attributes: { asked } }];
  return { ...head(request_id, time), side: 'request', rows, principal: {} };
}

function response(request_id: string, answered = ''): ResponseHalf {
  const rows = [{ prediction: { value: 2 }, attributes: { answered } }];
  return { ...head(request_id, NOON + 25), side: 'response', model_version: 'v1', rows };
}

function logged(id: string, data: readonly number[]) {
  const tensor = { name: 'length', datatype: 'FP64', shape: [1, data.length], data };
  const headers = {
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: 'org.kubeflow.serving.inference.request',
    ce_source: 'http://localhost:9081/',
    ce_time: new Date(NOON).toISOString(),
    ce_inferenceservicename: 'iris',
    ce_namespace: 'default',
    'content-type': 'application/json',
  };
  return { key: null, value: Buffer.from(JSON.stringify({ inputs: [tensor] })), headers };
}

function batchOf(
  messages: readonly { key: string | null; value: Buffer; headers?: Readonly<Record<string, string>> }[],
  owned: () => boolean = () => true,
): Batch {
  return {
    topic: TOPICS.halves,
    partition: 0,
    messages: messages.map(({ key, value, headers = {} }, offset) => ({
      key,
      value,
      headers,
      offset,
      timestamp: NOON,
    })),
    highWatermark: messages.length,
    heartbeat: async () => undefined,
    owned,
  };
}
