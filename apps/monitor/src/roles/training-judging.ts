import { setTimeout as pause } from 'node:timers/promises';
import type { Batch, Health, Subscription } from '@anchorwatch/bus';
import type { Infrastructure } from '../infra/infrastructure.js';
import { TOPICS } from '../infra/topics.js';
import { TrainingStream } from './training-stream.js';

const LONGEST_PAUSE_MS = 5_000;
/** Models whose runs are held in memory; of more, the one that reported longest ago is read again when it reports. */
const MOST_STREAMS = 100;

/**
 * The part of the detect role that judges training runs. It is woken when steps are stored, and at its start for every model that has any; what it needs it
 * reads from the store, so a lost wake-up delays it, a repeated one changes nothing, and a crash at any line neither loses nor doubles a finding.
 */
export class TrainingJudging {
  readonly name = 'training judging';
  private subscription: Subscription | undefined;
  private readonly streams = new Map<string, TrainingStream>();
  private readonly woken = new Set<string>();
  /** Whether all models are to be looked at. */
  private everything = false;
  private working: Promise<void> | undefined;
  private trouble = '';
  private hold = new AbortController();

  constructor(private readonly infrastructure: Infrastructure) {}

  async start(): Promise<void> {
    this.subscription = await this.infrastructure.bus.subscribe({
      group: 'anchorwatch-training-judging',
      topics: [TOPICS.trainingStored],
      startFrom: async () => {
        // What was stored and not judged when a process died, or a partition moved.
        this.everything = true;
        this.wake([]);
        return 'committed';
      },
      handle: async ({ messages }: Batch) => this.wake(messages.flatMap((message) => message.key ?? [])),
      revoked: async () => {
        // Somebody else may go on: stop what is under way, forget, and begin from the store when woken again.
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
  }

  /** Resolves when everything that was woken has been judged. */
  async settled(): Promise<void> {
    while (this.working !== undefined) await this.working;
  }

  health(): Health {
    if (this.trouble !== '') return { healthy: false, reason: `waiting: ${this.trouble}` };
    return this.subscription?.health() ?? { healthy: false, reason: 'not subscribed yet' };
  }

  lag(): number {
    return this.subscription?.lag() ?? 0;
  }

  private wake(models: readonly string[]): void {
    for (const model of models) this.woken.add(model);
    this.working ??= this.work().finally(() => {
      this.working = undefined;
      if (!this.isIdle() && !this.hold.signal.aborted) this.wake([]);
    });
  }

  private isIdle(): boolean {
    return this.woken.size === 0 && !this.everything;
  }

  /** One model after the other; an outage is waited out. */
  private async work(): Promise<void> {
    const { signal } = this.hold;
    const { store, log, metrics } = this.infrastructure;
    for (let attempt = 0; !this.isIdle() && !signal.aborted;) {
      const [model] = this.woken;
      try {
        if (this.everything) for (const known of await store.training.models()) this.woken.add(known);
        this.everything = false;
        if (model !== undefined) {
          this.woken.delete(model);
          const wait = await this.stream(model).goOn(signal);
          if (wait > 0) setTimeout(() => this.wake([model]), wait).unref();
        }
        [attempt, this.trouble] = [0, ''];
      } catch (error) {
        if (signal.aborted) return;
        // After a failed write nobody knows what was stored: begin from the store, not from memory.
        if (model !== undefined) {
          this.streams.delete(model);
          this.woken.add(model);
        }
        this.trouble = (error as Error).message;
        log.warn({ model, attempt, reason: this.trouble }, 'judging training runs waits for the store');
        metrics.storeWaits.inc({ role: 'detect' });
        const ms = Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(attempt++, 10));
        await pause(ms, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private stream(model: string): TrainingStream {
    const stream = this.streams.get(model) ?? new TrainingStream(this.infrastructure, model);
    // The one that reported last stands last.
    this.streams.delete(model);
    this.streams.set(model, stream);
    const [oldest] = this.streams.size > MOST_STREAMS ? this.streams.keys() : [];
    if (oldest !== undefined) this.streams.delete(oldest);
    return stream;
  }
}
