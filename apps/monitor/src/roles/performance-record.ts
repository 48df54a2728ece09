import {
  performanceRows,
  planWindows,
  type Baseline,
  type DetectionStore,
  type MergedProfile,
  type PerformanceWindow,
} from '@anchorwatch/detection';

/** Ticks read at once while windows are looked for, and windows settled at once. */
const TICKS_A_PAGE = 4_096;
const WINDOWS_A_PAGE = 256;

/**
 * Puts the performance of one stream on record, window by window: estimated when the window's events have been judged, and
 * again with what labels say when those have been. What was recorded tells where to go on, so it may stop at any time.
 */
export class PerformanceRecord {
  /** The tick below which labels were settled last. */
  private settledBelow = -Infinity;

  constructor(
    private readonly store: DetectionStore,
    private readonly baseline: Baseline,
  ) {}

  /**
   * @param events the tick below which events have been judged
   * @param labels the same of labels
   */
  async upTo(events: number, labels: number): Promise<void> {
    if (this.baseline.performance?.kind !== 'measured') return;
    await this.settle(labels);
    await this.begin(events, labels);
  }

  private async begin(events: number, labels: number): Promise<void> {
    const { model, digest, tick } = this.baseline;
    const last = await this.store.lastPerformance(model, digest);
    let from = await this.store.firstTick(model, digest, 'events', last === undefined ? undefined : last + 1);
    let open: MergedProfile[] = [];
    while (from !== undefined && from < events) {
      const to = Math.min(events, from + TICKS_A_PAGE);
      const page = await this.store.mergedProfiles(model, digest, { from, to, subject: 'volume', segment: '' });
      open = [...open, ...page];
      const windows = planWindows(tick, open);
      for (const window of windows) await this.record(window, window.tick < labels);
      const done = windows.at(-1)?.tick ?? -Infinity;
      open = open.filter((profile) => profile.tick > done);
      from = await this.store.firstTick(model, digest, 'events', to);
    }
  }

  private async settle(labels: number): Promise<void> {
    const { model, digest } = this.baseline;
    if (labels <= this.settledBelow) return;
    for (;;) {
      const windows = await this.store.unsettledPerformance(model, digest, labels, WINDOWS_A_PAGE);
      for (const window of windows) await this.record(window, true);
      if (windows.length < WINDOWS_A_PAGE) break;
    }
    this.settledBelow = labels;
  }

  private async record(window: PerformanceWindow, settled: boolean): Promise<void> {
    const { model, digest } = this.baseline;
    const range = { from: window.first_tick, to: window.tick + 1 };
    const profiles = await this.store.summedProfiles(model, digest, range);
    await this.store.putPerformance(performanceRows(this.baseline, window, profiles, settled));
  }
}
