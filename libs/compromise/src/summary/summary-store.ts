import type { KeptPoint, KeptSummary } from './kept-summary.js';

/** Remembers how the watch over who asks what stood, hour by hour. Every write may be repeated: identity is derived. */
export abstract class SummaryStore {
  /** One of the same hour with as many questions or more replaces it. */
  abstract putSummary(summary: KeptSummary): Promise<void>;
  /** The latest of a baseline, of hours that began before `before`; undefined where there is none. */
  abstract summary(model: string, baseline: string, before?: number): Promise<KeptSummary | undefined>;
  /** The newest first: from <= hour < to. */
  abstract points(filter: {
    readonly model: string;
    readonly baseline: string;
    readonly from?: number;
    readonly to?: number;
    readonly limit: number;
  }): Promise<readonly KeptPoint[]>;
}
