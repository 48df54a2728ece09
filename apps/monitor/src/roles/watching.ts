import { setTimeout as pause } from 'node:timers/promises';
import type { Batch, Health, Subscription } from '@anchorwatch/bus';
import { nameOf, type Baseline } from '@anchorwatch/detection';
import type { Infrastructure } from '../infra/infrastructure.js';
import { TOPICS } from '../infra/topics.js';
import { announceFindings } from './announce-findings.js';
import { limitsOf } from './in-force.js';
import { labelStrand } from './label-strand.js';
import { questionStrand } from './question-strand.js';
import type { RegisterView } from './register-view.js';
import type { StrandStream, WatchedStrand } from './watched-strand.js';

/** Ingest is a moment behind: look again after this long. */
const SOON_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** The work was taken away, or the process ends: what was put down stays, the rest is done again by whoever goes on. */
class Stopped extends Error {}

/**
 * The watching half of the detect role: who asks what, and who labels what, of every baseline that was calibrated for it. It is woken with the judges and works behind their
 * backs: neither they nor intake wait for it. What it needs it reads from the store, so a lost wake-up delays it and a repeated one changes nothing.
 */
export class Watching {
  readonly name = 'watching';
  private subscription: Subscription | undefined;
  private readonly strands: readonly WatchedStrand[];
  private readonly streams = new Map<string, StrandStream>();
  /** By stream: below which tick it has been watched to its end, because its baseline serves no more. */
  private readonly over = new Map<string, number>();
  /** Baselines that cannot be watched, so that it is said once. */
  private readonly blind = new Set<string>();
  /** Models that were woken and are still to be looked at, and the work on those that are being looked at. */
  private readonly woken = new Set<string>();
  private readonly work = new Map<string, Promise<void>>();
  /** By model: what its work waits for. */
  private readonly trouble = new Map<string, string>();
  /** Aborted when partitions are taken away, and at the end. */
  private hold = new AbortController();

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly register: RegisterView,
  ) {
    this.strands = [questionStrand(infrastructure, register), labelStrand(infrastructure, register)];
  }

  async start(): Promise<void> {
    this.subscription = await this.infrastructure.bus.subscribe({
      group: 'anchorwatch-watch',
      topics: [TOPICS.profiles],
      startFrom: async () => 'committed',
      handle: async (batch) => this.wake(batch),
      revoked: async () => {
        // Somebody else may go on: stop what is under way, forget, and start from the store when woken again.
        this.hold.abort();
        await this.settled();
        this.streams.clear();
        this.hold = new AbortController();
      },
    });
  }

  async stop(): Promise<void> {
    this.hold.abort();
    await this.subscription?.close();
    await this.settled();
    for (const stream of this.streams.values()) await stream.close();
  }

  /** Resolves when everything that was woken has been watched. */
  async settled(): Promise<void> {
    while (this.work.size > 0) await Promise.all(this.work.values());
  }

  health(): Health {
    const [reason] = this.trouble.values();
    if (reason !== undefined) return { healthy: false, reason: `waiting: ${reason}` };
    return this.subscription?.health() ?? { healthy: false, reason: 'not subscribed yet' };
  }

  lag(): number {
    return this.subscription?.lag() ?? 0;
  }

  private wake({ messages }: Batch): void {
    for (const model of new Set(messages.flatMap((message) => message.key ?? []))) {
      this.woken.add(model);
      if (!this.work.has(model)) this.begin(model);
    }
  }

  private begin(model: string): void {
    const work = this.workOn(model).finally(() => {
      this.work.delete(model);
      if (this.woken.has(model) && !this.hold.signal.aborted) this.begin(model);
    });
    this.work.set(model, work);
  }

  /** Watches a model until there is nothing more to do; an outage is waited out. */
  private async workOn(model: string): Promise<void> {
    const { signal } = this.hold;
    for (let attempt = 0; !signal.aborted && this.woken.delete(model);) {
      try {
        await this.register.refresh();
        const waits = await this.watchModel(model, signal);
        this.trouble.delete(model);
        attempt = 0;
        if (waits) await this.again(model, SOON_MS, signal);
      } catch (error) {
        // After a failed write nobody knows what was stored: go on from the store, not from memory.
        this.forget(model);
        if (error instanceof Stopped) break;
        const reason = (error as Error).message;
        this.infrastructure.log.warn({ model, attempt, reason }, 'watching waits for the store');
        this.infrastructure.metrics.storeWaits.inc({ role: 'watch' });
        this.trouble.set(model, reason);
        await this.again(model, Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(attempt++, 10)), signal);
      }
    }
    this.trouble.delete(model);
  }

  private async again(model: string, ms: number, signal: AbortSignal): Promise<void> {
    await pause(ms, undefined, { signal }).catch(() => undefined);
    this.woken.add(model);
  }

  private forget(model: string): void {
    for (const [name, stream] of this.streams) if (stream.model === model) this.streams.delete(name);
  }

  /** Whether something waits for telemetry that was counted and is not stored yet. */
  private async watchModel(model: string, signal: AbortSignal): Promise<boolean> {
    let waits = false;
    for (const baseline of this.register.promoted().filter((candidate) => candidate.model === model))
      if (await this.watchBaseline(baseline, signal)) waits = true;
    return waits;
  }

  private async watchBaseline(baseline: Baseline, signal: AbortSignal): Promise<boolean> {
    let waits = false;
    for (const strand of this.strands) if (await this.watchStrand(strand, baseline, signal)) waits = true;
    return waits;
  }

  private async watchStrand(strand: WatchedStrand, baseline: Baseline, signal: AbortSignal): Promise<boolean> {
    const key = keyOf(strand, baseline);
    const { below } = limitsOf(this.register.models(), baseline);
    // A promotion may bring a baseline back: then there is more to watch than there was.
    if (below <= (this.over.get(key) ?? -Infinity) || this.blind.has(key)) return false;
    const stream = (await this.isOver(strand, baseline, below))
      ? undefined
      : await this.stream(strand, baseline, signal);
    if (stream === undefined) return false;
    const ready = await strand.ready(baseline);
    const state = await stream.upTo(Math.min(ready.below, below), async (recorded) => {
      if (recorded) {
        await announceFindings(this.infrastructure, recorded.findings);
        strand.measure(baseline, recorded);
      }
      goOn(signal);
    });
    if (state === 'waits') return true;
    if (ready.below < below || !Number.isFinite(below)) return ready.soon && ready.below < below;
    this.over.set(key, below);
    this.streams.delete(key);
    return false;
  }

  /** Whether the store has it watched to its end: then it need not be opened. */
  private async isOver(strand: WatchedStrand, baseline: Baseline, below: number): Promise<boolean> {
    const { model, digest } = baseline;
    const key = keyOf(strand, baseline);
    if (below === Infinity || this.streams.has(key)) return false;
    const judgement = await this.infrastructure.store.detection.judgement(model, digest, strand.name);
    if (judgement === undefined || judgement.tick + 1 < below) return false;
    this.over.set(key, below);
    return true;
  }

  /** Undefined where nothing can be watched, which is said once. */
  private async stream(
    strand: WatchedStrand,
    baseline: Baseline,
    signal: AbortSignal,
  ): Promise<StrandStream | undefined> {
    const key = keyOf(strand, baseline);
    const known = this.streams.get(key);
    if (known) return known;
    const opened = await strand.open(baseline, async () => goOn(signal));
    if (typeof opened !== 'string') {
      this.streams.set(key, opened);
      return opened;
    }
    this.blind.add(key);
    const { model, digest } = baseline;
    if (opened !== '') this.infrastructure.log.warn({ model, baseline: digest, reason: opened }, BLIND[strand.name]);
    return undefined;
  }
}

const BLIND = { compromise: 'blind to compromise', feedback: 'blind to poisoned labels' } as const;

function keyOf({ name }: WatchedStrand, baseline: Baseline): string {
  return `${nameOf(baseline)} ${name}`;
}

function goOn(signal: AbortSignal): void {
  if (signal.aborted) throw new Stopped();
}
