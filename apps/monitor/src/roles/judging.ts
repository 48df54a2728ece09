import type { Batch, Subscription } from '@anchorwatch/bus';
import { isAnythingOpen, nameOf, type Baseline, type Feed } from '@anchorwatch/detection';
import type { Infrastructure } from '../infra/infrastructure.js';
import { Serial } from '../infra/serial.js';
import { Trouble, waitOut } from '../infra/wait-out.js';
import { TOPICS } from '../infra/topics.js';
import { announceFindings } from './announce-findings.js';
import { limitsOf, shareOf } from './in-force.js';
import { JudgedStream, type Limits, type Share } from './judged-stream.js';
import { OutcomeJoin } from './outcome-join.js';
import { PerformanceRecord } from './performance-record.js';
import { labelledBelow, readyTicks } from './ready-ticks.js';
import type { RegisterView } from './register-view.js';
import { WakeUps } from './wake-ups.js';

const REMINDER_MS = 30_000;

/**
 * The judging half of the detect role: one judge a stream, wherever its wake-ups land. What it needs it reads from the
 * store, so a lost wake-up delays it and a repeated one changes nothing.
 */
export class Judging {
  readonly name = 'judging';
  private readonly trouble = new Trouble();
  private subscription: Subscription | undefined;
  private readonly streams = new Map<string, JudgedStream>();
  private readonly records = new Map<string, PerformanceRecord>();
  /** By stream: below which tick it has been judged to its end, because its baseline serves no more. */
  private readonly over = new Map<string, number>();
  private readonly serial = new Serial();
  private reminder: NodeJS.Timeout | undefined;
  private readonly wakeUps: WakeUps;

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly register: RegisterView,
  ) {
    this.wakeUps = new WakeUps(infrastructure);
  }

  async start(): Promise<void> {
    this.subscription = await this.infrastructure.bus.subscribe({
      group: 'anchorwatch-judge',
      topics: [TOPICS.profiles],
      startFrom: async () => 'committed',
      handle: (batch) => this.handle(batch),
      // Somebody else may have judged meanwhile: forget, and start from the store.
      revoked: async () => this.forget(),
    });
    await this.remind();
    this.reminder = setInterval(() => void this.remind(), REMINDER_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.reminder);
    this.wakeUps.stop();
    await this.subscription?.close();
    await this.serial.idle();
  }

  /** The models whose streams this process judges at present. */
  models(): readonly string[] {
    return [...new Set([...this.streams.values()].map((stream) => stream.model))];
  }

  health() {
    return this.trouble.health(this.subscription?.health());
  }

  lag(): number {
    return this.subscription?.lag() ?? 0;
  }

  /** Wakes the judges of every promoted model, in case a wake-up was lost. */
  private async remind(): Promise<void> {
    try {
      await this.register.refresh();
    } catch (error) {
      this.infrastructure.log.warn({ reason: (error as Error).message }, 'judges could not be reminded');
      return;
    }
    await this.wakeUps.wake([...new Set(this.register.promoted().map((baseline) => baseline.model))]);
  }

  private async handle(batch: Batch): Promise<void> {
    const { log, metrics } = this.infrastructure;
    const models = new Set(batch.messages.flatMap((message) => message.key ?? []));
    await waitOut(() => this.register.refresh(), { batch, log, trouble: this.trouble });
    for (const model of models)
      await waitOut(() => this.judgeModel(model, batch), {
        batch,
        log,
        trouble: this.trouble,
        waited: () => {
          // After a failed write nobody knows what was stored: go on from the store, not from memory.
          this.forget();
          metrics.storeWaits.inc({ role: 'judge' });
        },
      });
  }

  private forget(): void {
    this.streams.clear();
    this.records.clear();
  }

  private async judgeModel(model: string, batch: Batch): Promise<void> {
    for (const baseline of this.register.promoted().filter((candidate) => candidate.model === model))
      await this.serial.run(nameOf(baseline), () => this.judgeBaseline(baseline, batch));
  }

  private async judgeBaseline(baseline: Baseline, batch: Batch): Promise<void> {
    const { below } = this.limitsOf(baseline);
    // A promotion may bring a baseline back: then there is more to judge than there was.
    if (below <= (this.over.get(nameOf(baseline)) ?? -Infinity)) return;
    const events = await this.judge(baseline, 'events', batch);
    const labels = await this.judge(baseline, 'labels', batch);
    if (baseline.performance?.kind === 'measured')
      await this.recordOf(baseline).upTo(events.judgedBelow, labels.judgedBelow);
    if (!events.over || !labels.over) return;
    this.over.set(nameOf(baseline), below);
    for (const feed of ['events', 'labels']) this.streams.delete(`${nameOf(baseline)} ${feed}`);
    this.records.delete(baseline.digest);
  }

  /** Judges what is ready of one stream; `over` when nothing more of it will come. */
  private async judge(baseline: Baseline, feed: Feed, batch: Batch): Promise<{ judgedBelow: number; over: boolean }> {
    const limits = this.limitsOf(baseline);
    const before = await this.judgedToItsEnd(baseline, feed, limits);
    if (before !== undefined) return { judgedBelow: before, over: true };
    const stream = await this.stream(baseline, feed);
    const ready = await readyTicks(this.infrastructure, baseline, feed);
    const state = await stream.upTo(ready, limits, async (findings, ticks) => {
      this.infrastructure.metrics.ticksJudged.inc(ticks);
      await announceFindings(this.infrastructure, findings);
      await batch.heartbeat();
    });
    if (state === 'waits') this.wakeUps.soon(baseline.model);
    const over = state === 'done' && Number.isFinite(limits.below) && ready >= limits.below;
    return { judgedBelow: stream.judgedBelow, over };
  }

  /** Below which tick the store has a stream judged, if that is to its end: it need not be opened. */
  private async judgedToItsEnd(baseline: Baseline, feed: Feed, { below }: Limits): Promise<number | undefined> {
    if (below === Infinity || this.streams.has(`${nameOf(baseline)} ${feed}`)) return undefined;
    const { model, digest } = baseline;
    const judgement = await this.infrastructure.store.detection.judgement(model, digest, feed);
    if (judgement === undefined || judgement.tick + 1 < below || isAnythingOpen(judgement)) return undefined;
    return judgement.tick + 1;
  }

  /** A baseline is judged while events are compared with it, by the register. */
  private limitsOf(baseline: Baseline): Limits {
    return limitsOf(this.register.models(), baseline);
  }

  private recordOf(baseline: Baseline): PerformanceRecord {
    const known =
      this.records.get(baseline.digest) ?? new PerformanceRecord(this.infrastructure.store.detection, baseline);
    this.records.set(baseline.digest, known);
    return known;
  }

  private outcomesOf(baseline: Baseline, feed: Feed): OutcomeJoin | undefined {
    if (feed === 'events' || baseline.performance?.kind !== 'measured') return undefined;
    const { telemetry, detection } = this.infrastructure.store;
    return new OutcomeJoin({
      baseline,
      telemetry,
      detection,
      eventsBelow: () => labelledBelow(this.infrastructure, baseline),
      belongs: (version, time) => this.register.baselineOf(baseline.model, version, time)?.digest === baseline.digest,
    });
  }

  private async stream(baseline: Baseline, feed: Feed): Promise<JudgedStream> {
    const key = `${nameOf(baseline)} ${feed}`;
    const known = this.streams.get(key);
    if (known) return known;
    const { store, config } = this.infrastructure;
    const { alarms_per_week } = config.detection;
    const shareAt = (tick: number): Share => shareOf(this.register.models(), baseline, feed, { alarms_per_week, tick });
    const outcomes = this.outcomesOf(baseline, feed);
    const stream = await JudgedStream.open(store.detection, baseline, feed, shareAt, { outcomes });
    this.streams.set(key, stream);
    return stream;
  }
}
