import type { Batch, Subscription } from '@anchorwatch/bus';
import type { SourcePosition } from '@anchorwatch/telemetry';
import type { Infrastructure } from '../../infra/infrastructure.js';
import { TOPICS } from '../../infra/topics.js';
import type { Delivery } from './delivery.js';
import { positionMessages, sourceOf } from './heard.js';
import { fellSilent, fresh, movedTo, positionOf, worthTelling, type SourceProgress } from './source-progress.js';
import { newestOf, sendOn, translate } from './translate.js';

/**
 * Reads the foreign topics, and says on the topic of halves how far each of their partitions was read: the time of those
 * who wait there is that of the slowest. The wall clock enters as a word in that log, never as a decision: a partition
 * that is silent for `detection.idle_after` is said to be idle, and again as often.
 */
export class Translation {
  private readonly owned = new Map<string, SourceProgress>();
  private telling: Promise<void> = Promise.resolve();
  private idleTimer: NodeJS.Timeout | undefined;
  private subscription: Subscription | undefined;

  /** @param partitions how many the topic of halves has */
  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly delivery: Delivery,
    private readonly partitions: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Resolves with the subscription to the foreign topics. */
  async start(): Promise<Subscription> {
    const { bus, config } = this.infrastructure;
    const topics = config.kafka.kserve_topics;
    const sources = await Promise.all(
      topics.map(async (topic) => Array.from({ length: await bus.partitions(topic) }, (_, at) => sourceOf(topic, at))),
    );
    // All of them, whoever will own them: none may be left behind before its owner has begun.
    await this.tell(sources.flat().map((source) => positionOf(source, fresh(this.now()))));
    this.subscription = await bus.subscribe({
      group: 'anchorwatch-translate',
      topics,
      startFrom: (topic, partition) => this.open(sourceOf(topic, partition)),
      revoked: async (topic, gone) => gone.forEach((partition) => this.owned.delete(sourceOf(topic, partition))),
      handle: (batch) => this.handle(batch),
    });
    const every = Math.max(250, Math.min(5_000, config.detection.idle_after / 4));
    this.idleTimer = setInterval(() => void this.tellIdle(), every).unref();
    return this.subscription;
  }

  stop(): void {
    clearInterval(this.idleTimer);
  }

  /** Says of the partitions here that are silent that they are; until that is said, none of them goes on. */
  tellIdle(): Promise<void> {
    const { config, log } = this.infrastructure;
    const { idle_after } = config.detection;
    const now = this.now();
    const silent = [...this.owned].filter(([source, progress]) =>
      fellSilent(progress, { caughtUp: this.caughtUp(source), now, idle_after }),
    );
    if (silent.length === 0) return this.telling;
    this.telling = this.telling
      .then(() => this.tell(silent.map(([source, progress]) => positionOf(source, { ...progress, idle: true }))))
      .then(() => {
        for (const [source, progress] of silent)
          if (this.owned.get(source) === progress) this.owned.set(source, { ...progress, idle: true, moved: now });
      })
      .catch((error: Error) => log.warn({ reason: error.message }, 'idle sources of halves could not be told'));
    return this.telling;
  }

  /** Its halves may have come while nobody read them: whoever was said to be idle is awaited again. */
  private async open(source: string): Promise<'committed'> {
    const progress = fresh(this.now());
    await this.tell([positionOf(source, progress)]);
    this.owned.set(source, progress);
    return 'committed';
  }

  private async handle(batch: Batch): Promise<void> {
    // Its halves must not come before the word that it is idle, or it would be left behind.
    await this.telling;
    const step = this.delivery.stepsOf(batch);
    const source = sourceOf(batch.topic, batch.partition);
    const translated = translate(batch, this.infrastructure);
    const newest = newestOf(translated);
    if (newest !== undefined && this.owned.get(source)?.idle) this.wake();
    await sendOn(translated, step, this.delivery);
    const before = this.owned.get(source);
    // Taken away meanwhile: its next owner reads the batch again, and says how far it is.
    if (!before) return;
    const progress = movedTo(before, newest, this.now());
    this.owned.set(source, progress);
    if (!worthTelling(progress)) return;
    // After the halves: who hears it has heard them.
    await this.delivery.send(step, TOPICS.halves, positionMessages([positionOf(source, progress)], this.partitions));
    if (this.owned.get(source) === progress) this.owned.set(source, { ...progress, told: progress.sent });
  }

  /** The halves of one that was idle wake all, see `StreamClock`: the others are given their time to be read. */
  private wake(): void {
    for (const [source, progress] of this.owned)
      if (progress.idle) this.owned.set(source, { ...progress, moved: this.now() });
  }

  private async tell(positions: readonly SourcePosition[]): Promise<void> {
    await this.infrastructure.bus.publish(TOPICS.halves, positionMessages(positions, this.partitions));
  }

  private caughtUp(source: string): boolean {
    const cut = source.lastIndexOf('/');
    return this.subscription?.caughtUp(source.slice(0, cut), Number(source.slice(cut + 1))) ?? false;
  }
}
