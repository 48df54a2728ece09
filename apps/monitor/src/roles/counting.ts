import type { Batch, Subscription } from '@anchorwatch/bus';
import { PartitionCounter, type Feed, type Profile, type Progress } from '@anchorwatch/detection';
import type { Decoded } from '@anchorwatch/telemetry';
import type { Infrastructure } from '../infra/infrastructure.js';
import { Trouble, waitOut } from '../infra/wait-out.js';
import { HEADERS, TOPICS } from '../infra/topics.js';
import { watchedBy } from './attention.js';
import type { TelemetryDecoder } from './decode.js';
import { limitsOf } from './in-force.js';
import type { RegisterView } from './register-view.js';

/** Progress is written at least this often, in messages, so that a restart re-reads little. */
const PROGRESS_EVERY = 50_000;

interface Counted {
  readonly counter: PartitionCounter;
  position: number;
  watermark: number;
  /** Closed profiles that are not in the store yet. */
  unwritten: Profile[];
  /** What the progress in the store says. */
  written: { position: number; watermark: number };
  /** Wall clock of the last message, for idleness. */
  lastMessage: number;
}

type Drained = ReturnType<PartitionCounter['drain']>;

/** The counting half of the detect role: telemetry of owned partitions becomes profiles. */
export class Counting {
  readonly name = 'counting';
  private readonly trouble = new Trouble();
  private subscription: Subscription | undefined;
  private readonly partitions = new Map<string, Counted>();
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly decoder: TelemetryDecoder,
    private readonly register: RegisterView,
    private readonly now: () => number = Date.now,
  ) {}

  async start(): Promise<void> {
    const { bus, config } = this.infrastructure;
    await this.register.refresh();
    this.subscription = await bus.subscribe({
      group: 'anchorwatch-detect',
      topics: [TOPICS.events, TOPICS.labels],
      startFrom: (topic, partition) => this.open(topic, partition),
      handle: (batch) => this.handle(batch),
      revoked: async (topic, partitions) => {
        for (const partition of partitions) this.partitions.delete(`${topic}/${partition}`);
      },
    });
    const every = Math.max(250, Math.min(5_000, config.detection.idle_after / 4));
    this.idleTimer = setInterval(() => void this.tellIdlePartitions(), every).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.idleTimer);
    await this.subscription?.close();
  }

  health() {
    return this.trouble.health(this.subscription?.health());
  }

  lag(): number {
    return this.subscription?.lag() ?? 0;
  }

  /** Resumes where the oldest open tick began; what the in-process bus has forgotten is read back from the store. */
  private async open(topic: string, partition: number): Promise<number> {
    const { store, bus, config } = this.infrastructure;
    const progress = (await store.detection.progress(topic)).find((row) => row.partition === partition);
    const counter = new PartitionCounter({
      topic,
      partition,
      feed: feedOf(topic),
      lateness_ms: config.detection.lateness,
      absent_ms: config.detection.absent_after,
      baselineOf: this.register.baselineOf,
      baselinesOf: this.register.baselinesOf,
      watchedOf: ({ model }) => watchedBy(this.register.models().find((registered) => registered.model === model)),
      belowOf: (baseline) => limitsOf(this.register.models(), baseline).below,
      known: this.register.promoted(),
      resume: progress,
    });
    const position = progress?.resume_offset ?? 0;
    const written = { position, watermark: progress?.watermark ?? 0 };
    const counted: Counted = {
      counter,
      position,
      watermark: written.watermark,
      unwritten: [],
      written,
      lastMessage: this.now(),
    };
    this.partitions.set(`${topic}/${partition}`, counted);
    if (!bus.durable) await this.catchUp(topic, partition, counted);
    // A row for every partition, even one that never gets a message: the judge waits for all of them.
    if (!progress) await this.write(counted, this.drain(counted));
    return counted.position;
  }

  private async catchUp(topic: string, partition: number, counted: Counted): Promise<void> {
    const { telemetry } = this.infrastructure.store;
    if (feedOf(topic) === 'events')
      for await (const page of telemetry.eventsFrom(topic, partition, counted.position))
        for (const { source, event } of page) {
          counted.counter.takeEvent(source, event);
          counted.position = source.offset + 1;
        }
    else
      for await (const page of telemetry.labelsFrom(topic, partition, counted.position))
        for (const { source, label } of page) {
          counted.counter.takeLabel(source, label);
          counted.position = source.offset + 1;
        }
    counted.position = Math.max(counted.position, await telemetry.nextOffset(topic, partition));
    await this.write(counted, this.drain(counted));
  }

  private async handle(batch: Batch): Promise<void> {
    const { log, metrics } = this.infrastructure;
    const counted = this.partitions.get(`${batch.topic}/${batch.partition}`);
    if (!counted)
      throw new Error(`partition ${batch.partition} of ${batch.topic} was handed over before it was assigned`);
    // A promotion must be known before the events it applies to are counted.
    await waitOut(() => this.register.refresh(), { batch, log, trouble: this.trouble });
    let events = 0;
    for (const message of batch.messages) {
      const { offset } = message;
      if (offset < counted.position) continue;
      const telegram = this.decoder.decode(batch.topic, message);
      if (telegram.kind === 'watermark') counted.counter.takeWatermark(telegram.time);
      else
        for (const record of telegram.records) {
          this.take(batch, offset, record, counted);
          if (record.kind === 'event') events++;
        }
      counted.position = offset + 1;
    }
    metrics.eventsCounted.inc(events);
    counted.lastMessage = this.now();
    const drained = this.drain(counted);
    this.measure(drained.progress);
    if (!this.worthWriting(drained, counted)) return;
    await waitOut(() => this.write(counted, drained), {
      batch,
      log,
      trouble: this.trouble,
      waited: () => metrics.storeWaits.inc({ role: 'detect' }),
    });
  }

  /**
   * A tick that closes without an event is news as well: silence is judged by it. So is time that passes in a partition
   * without any event of a model: the judges of that model wait for it.
   */
  private worthWriting({ profiles, progress, closed }: Drained, { written }: Counted): boolean {
    return (
      closed ||
      profiles.length > 0 ||
      progress.position - written.position >= PROGRESS_EVERY ||
      progress.watermark - written.watermark >= this.infrastructure.config.detection.tick
    );
  }

  private take(batch: Batch, offset: number, record: Decoded, { counter }: Counted): void {
    const source = { topic: batch.topic, partition: batch.partition, offset, part: record.part };
    if (record.kind === 'event') counter.takeEvent(source, record.event);
    else if (record.kind === 'label') counter.takeLabel(source, record.label);
  }

  /** What closed since it was last written: until it is, it is kept, whatever becomes of the batch that closed it. */
  private drain(counted: Counted): Drained {
    const { profiles, progress, closed } = counted.counter.drain(counted.position, this.now());
    counted.watermark = progress.watermark;
    // One by one: as arguments of one call they are too many for the stack.
    for (const profile of profiles) counted.unwritten.push(profile);
    return { profiles: counted.unwritten, progress, closed };
  }

  private async write(counted: Counted, { profiles, progress }: Drained): Promise<void> {
    const { bus, store } = this.infrastructure;
    await store.detection.putProfiles(profiles);
    // Profiles before progress: whoever reads the progress may rely on them; a crash in between writes the same again.
    await store.detection.putProgress(progress);
    counted.unwritten = [];
    counted.written = { position: progress.position, watermark: progress.watermark };
    counted.watermark = progress.watermark;
    const models = new Set(
      Object.keys(progress.closed_below).map((stream) => stream.slice(0, stream.lastIndexOf(' '))),
    );
    await bus.publish(
      TOPICS.profiles,
      [...models].map((model) => ({ key: model, value: Buffer.from(JSON.stringify({ model })) })),
    );
  }

  private measure(progress: Progress): void {
    const late = Object.values(progress.late).reduce((sum, count) => sum + count, 0);
    const { topic, partition } = progress;
    this.infrastructure.metrics.eventsLate.set({ partition: `${topic}/${partition}` }, late);
    this.infrastructure.metrics.watermark.set({ topic, partition }, progress.watermark / 1000);
  }

  /**
   * The wall clock enters as a record in the log, never as a decision: a partition that is idle while the others go on
   * is told how far they are, and with live traffic what time it is.
   */
  private async tellIdlePartitions(): Promise<void> {
    const { bus, store, config, log } = this.infrastructure;
    const idle = [...this.partitions].filter(([key, counted]) => {
      const [topic = '', partition] = key.split('/');
      const caughtUp = this.subscription?.caughtUp(topic, Number(partition)) ?? false;
      return caughtUp && this.now() - counted.lastMessage >= config.detection.idle_after;
    });
    if (idle.length === 0) return;
    try {
      const rows = await store.detection.progress();
      for (const [key, counted] of idle) {
        const [topic = '', partition] = key.split('/');
        const newest = Math.max(0, ...rows.filter((row) => row.topic === topic).map((row) => row.watermark));
        const { idle_after, absent_after } = config.detection;
        const live = this.now() - newest < 2 * (idle_after + absent_after);
        const time = live ? this.now() - idle_after : newest;
        counted.lastMessage = this.now();
        if (time <= counted.watermark) continue;
        await bus.publish(topic, [
          {
            key: null,
            partition: Number(partition),
            value: Buffer.alloc(0),
            headers: { [HEADERS.watermark]: String(time) },
          },
        ]);
      }
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'idle partitions could not be told the time');
    }
  }
}

function feedOf(topic: string): Feed {
  return topic === TOPICS.labels ? 'labels' : 'events';
}
