import type { Infrastructure } from '../infra/infrastructure.js';
import { TOPICS } from '../infra/topics.js';

const SOON_MS = 500;

/** Wakes whoever judges a model, at once or soon: a wake-up only, so that one which is lost delays and loses nothing. */
export class WakeUps {
  /** By model: those that wait for telemetry to be stored. */
  private readonly waiting = new Map<string, NodeJS.Timeout>();

  constructor(private readonly infrastructure: Pick<Infrastructure, 'bus' | 'log'>) {}

  async wake(models: readonly string[]): Promise<void> {
    try {
      await this.infrastructure.bus.publish(
        TOPICS.profiles,
        models.map((model) => ({ key: model, value: Buffer.from(JSON.stringify({ model })) })),
      );
    } catch (error) {
      this.infrastructure.log.warn({ reason: (error as Error).message }, 'judges could not be reminded');
    }
  }

  /** Ingest is a moment behind: look again rather than wait for the next reminder. */
  soon(model: string): void {
    if (this.waiting.has(model)) return;
    const again = setTimeout(() => {
      this.waiting.delete(model);
      void this.wake([model]);
    }, SOON_MS).unref();
    this.waiting.set(model, again);
  }

  stop(): void {
    for (const again of this.waiting.values()) clearTimeout(again);
    this.waiting.clear();
  }
}
