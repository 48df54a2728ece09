import type { KeptPoint, KeptSummary } from './kept-summary.js';
import { pointOf } from './summary-point.js';
import { SummaryStore } from './summary-store.js';

/** For tests, and to keep the port honest: everything in memory, as the JSON that other stores keep. */
export class MemorySummaryStore extends SummaryStore {
  readonly #summaries = new Map<string, string>();

  async putSummary(summary: KeptSummary): Promise<void> {
    const { model, baseline, hour } = summary;
    const key = JSON.stringify([model, baseline, hour]);
    const before = this.#summaries.get(key);
    if (before !== undefined && read(before).questions > summary.questions) return;
    this.#summaries.set(key, JSON.stringify(summary));
  }

  async summary(model: string, baseline: string, before = Infinity): Promise<KeptSummary | undefined> {
    return this.of(model, baseline).find(({ hour }) => hour < before);
  }

  async points(filter: Parameters<SummaryStore['points']>[0]): Promise<readonly KeptPoint[]> {
    const { model, baseline, from = -Infinity, to = Infinity, limit } = filter;
    return this.of(model, baseline)
      .filter(({ hour }) => hour >= from && hour < to)
      .slice(0, limit)
      .map(({ hour, at, questions, scored, summary }) => ({ hour, at, questions, scored, ...pointOf(summary) }));
  }

  /** The newest first. */
  private of(model: string, baseline: string): readonly KeptSummary[] {
    return [...this.#summaries.values()]
      .map(read)
      .filter((one) => one.model === model && one.baseline === baseline)
      .sort((a, b) => b.hour - a.hour);
  }
}

function read(json: string): KeptSummary {
  return JSON.parse(json) as KeptSummary;
}
