import type { Calibration } from './calibration.js';
import { CompromiseStore } from './compromise-store.js';
import type { KeptMemory } from './kept-memory.js';
import type { WatchedTick, WatchUse } from './watched-tick.js';

/** For tests, and to keep the port honest: everything in memory, as the JSON that other stores keep. */
export class MemoryCompromiseStore<Fitted = Calibration> extends CompromiseStore<Fitted> {
  readonly #calibrations = new Map<string, string>();
  readonly #memories = new Map<string, KeptMemory>();
  readonly #watched = new Map<string, WatchedTick>();

  async putCalibration(baseline: string, calibration: Fitted): Promise<void> {
    if (!this.#calibrations.has(baseline)) this.#calibrations.set(baseline, JSON.stringify(calibration));
  }

  async calibration(baseline: string): Promise<Fitted | undefined> {
    const json = this.#calibrations.get(baseline);
    return json === undefined ? undefined : (JSON.parse(json) as Fitted);
  }

  async putMemory(memory: KeptMemory): Promise<void> {
    const key = JSON.stringify([memory.model, memory.baseline]);
    if (memory.tick >= (this.#memories.get(key)?.tick ?? -Infinity)) this.#memories.set(key, memory);
  }

  async memory(model: string, baseline: string): Promise<KeptMemory | undefined> {
    return this.#memories.get(JSON.stringify([model, baseline]));
  }

  async putWatchedTicks(ticks: readonly WatchedTick[]): Promise<void> {
    for (const watched of ticks)
      this.#watched.set(JSON.stringify([watched.model, watched.baseline, watched.tick]), watched);
  }

  async watchedTicks(filter: Parameters<CompromiseStore['watchedTicks']>[0]): Promise<readonly WatchedTick[]> {
    const found = [...this.#watched.values()]
      .filter(({ model, baseline }) => model === filter.model && (filter.baseline ?? baseline) === baseline)
      .filter(({ to }) => to >= filter.from && to < filter.to)
      .sort((one, other) => other.to - one.to || (one.baseline < other.baseline ? -1 : 1));
    const oldest = found[filter.limit - 1]?.to ?? -Infinity;
    return found.filter(({ to }) => to >= oldest);
  }

  async watchUse({ from, to }: { from: number; to: number }): Promise<readonly WatchUse[]> {
    const uses = new Map<string, WatchUse>();
    for (const watched of this.#watched.values()) {
      if (watched.to < from || watched.to >= to) continue;
      const { model } = watched;
      const use = uses.get(model) ?? { model, questions: 0, scored: 0, spent: 0 };
      uses.set(model, {
        model,
        questions: use.questions + watched.questions,
        scored: use.scored + watched.scored,
        spent: use.spent + watched.spent,
      });
    }
    return [...uses.values()].sort((one, other) => (one.model < other.model ? -1 : 1));
  }
}
