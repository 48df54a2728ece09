import type { Batch } from '@anchorwatch/bus';
import { HalfBuffer, parseHalf, type Taken } from '@anchorwatch/telemetry';
import type { Infrastructure } from '../../infra/infrastructure.js';
import { TakenAway } from '../../infra/wait-out.js';
import type { Delivery, Step } from './delivery.js';
import { HeardBefore } from './heard-before.js';
import { heardIn, known, type Heard } from './heard.js';
import { recordsOf, settledBy, takeAll } from './taken.js';

/** Halves that may wait in one process, over all partitions. */
const MOST_WAITING = 100_000;

/** So many messages before `next` are read again after a restart, to know again what was heard. */
const READ_AGAIN = 40_000;

/** The halves of one partition, as far as `next`. */
interface Table {
  readonly buffer: HalfBuffer;
  readonly heard: HeardBefore;
  next: number;
}

/**
 * Where requests and responses meet: one table of waiting halves for each partition, filled from the store when the
 * partition comes, and given up when it goes or when its batch could not be finished.
 */
export class MeetingPlace {
  private readonly tables = new Map<number, Table>();

  /** @param partitions how many the topic of halves has */
  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly delivery: Delivery,
    private readonly partitions: number,
  ) {}

  /** The offset to go on from; the store's, unless it knows of none. Rejects when the store or the bus is out. */
  async open(partition: number): Promise<number | 'committed'> {
    this.close(partition);
    const table = await this.fill(partition);
    this.tables.set(partition, table);
    if (table.next === 0) return 'committed';
    return this.infrastructure.bus.durable ? Math.max(0, table.next - READ_AGAIN) : table.next;
  }

  close(partition: number): void {
    this.tables.delete(partition);
  }

  async handle(batch: Batch): Promise<void> {
    const table = this.tables.get(batch.partition) ?? (await this.fill(batch.partition));
    if (!batch.owned()) throw new TakenAway();
    this.tables.set(batch.partition, table);
    try {
      await this.pair(batch, table);
    } catch (error) {
      // The table has taken what was not settled: whoever is given the batch again begins with what the store holds.
      if (this.tables.get(batch.partition) === table) this.close(batch.partition);
      throw error;
    }
  }

  private async pair(batch: Batch, table: Table): Promise<void> {
    const step = this.delivery.stepsOf(batch);
    const topics = this.infrastructure.config.kafka.kserve_topics;
    const heard = batch.messages.flatMap((message): readonly Heard[] => {
      const said = heardIn(message, topics);
      if (said === undefined) return [];
      // What a killed reader sends again is left out, also long after its pair was made.
      const isNumbered = said.kind === 'half' && said.offset !== undefined;
      if (isNumbered && table.heard.takes(said.source, said.offset!, said.half)) return [];
      return message.offset < table.next ? [] : [said];
    });
    const next = batch.messages.at(-1)!.offset + 1;
    if (next <= table.next) return;
    // Taken once; each of the steps below is repeated by itself.
    const taken = takeAll(table.buffer, heard);
    const settled = { partition: batch.partition, next, ...settledBy(table.buffer, heard, taken) };
    await this.publish(step, taken);
    await batch.heartbeat();
    // Published before settled, settled before acknowledged: a crash in between repeats, and never loses.
    await step(() => this.infrastructure.store.telemetry.settleHalves(settled));
    table.next = Math.max(table.next, next);
  }

  /** What the store holds: the halves that wait, each from when it did, and how far their sources were. */
  private async fill(partition: number): Promise<Table> {
    const { store, config } = this.infrastructure;
    const { halves, next, positions } = await store.telemetry.waitingHalves(partition);
    const bounds = { maxHalves: Math.ceil(MOST_WAITING / this.partitions) };
    const buffer = new HalfBuffer(bounds, known(positions, config.kafka.kserve_topics));
    for (const { body, time } of halves) {
      const half = parseHalf(body);
      if (half) buffer.restore(half, time);
    }
    return { buffer, heard: new HeardBefore(), next };
  }

  private async publish(step: Step, taken: Taken): Promise<void> {
    const { metrics } = this.infrastructure;
    await this.delivery.publish(step, recordsOf(taken));
    metrics.halvesExpired.inc(taken.expired.length);
    metrics.halvesDropped.inc(taken.dropped.length);
  }
}
