import { criticalCount } from '../rates/critical-count.js';
import { evidenceOf } from './evidence.js';
import type { FeedbackBudget, FeedbackSignal } from './feedback-signal.js';
import { concentrationIn, ordinaryShare, shareWindows, type Shares } from './label-shares.js';
import { enoughWindows } from './nature.js';
import type { OpenSignals } from './open-signals.js';
import { alphaOf, stepOf } from './shares-of-budget.js';
import { feedbackSigns } from './signs.js';

/** A label as shares see it. */
export interface SharedLabel {
  readonly offset: number;
  readonly time: number;
  readonly source: string;
  readonly event_id: string;
}

const longest = shareWindows.at(-1)!;

/** Watches whether labels come from one source more than they did. */
export class ShareWatch {
  private labels: SharedLabel[];
  private taken: number;

  constructor(
    private readonly shares: Shares,
    private readonly open: OpenSignals,
    private budget: FeedbackBudget,
    memory: { readonly labels: readonly SharedLabel[]; readonly taken: number } = { labels: [], taken: 0 },
  ) {
    this.labels = [...memory.labels];
    this.taken = memory.taken;
  }

  /** Takes the next label; signals that begin or end with it. */
  take(label: SharedLabel): readonly FeedbackSignal[] {
    this.taken++;
    this.labels.push(label);
    if (this.labels.length >= 2 * longest) this.labels = this.labels.slice(-longest);
    return [...this.over(label), ...this.begun()];
  }

  /** Holds the next labels to another budget. */
  spend(budget: FeedbackBudget): void {
    this.budget = budget;
  }

  memory() {
    return { labels: this.labels.slice(-longest), taken: this.taken };
  }

  private begun(): readonly FeedbackSignal[] {
    for (const { window, windows, factor } of this.shares.dispersion) {
      if (this.labels.length < window) return [];
      if (windows < enoughWindows || this.taken % stepOf(window) !== 0) continue;
      const alpha = alphaOf(this.budget, 'share', window, shareWindows.length);
      const labels = this.labels.slice(-window);
      const found = concentrationIn(labels, this.shares);
      // As many sources were looked at as there are.
      const level = alpha / Math.max(1, Object.keys(this.shares.own).length);
      if (found === undefined || found.logChance > Math.log(level) || this.open.has('share', found.source)) continue;
      const [first, last] = [labels[0]!, labels.at(-1)!];
      return [
        this.open.begin({
          sign: feedbackSigns.share,
          source: found.source,
          window,
          first: { offset: first.offset, time: first.time },
          last: { offset: last.offset, time: last.time },
          set: found.n,
          expected: window * found.rate,
          statistic: 'share',
          value: found.n / window,
          critical: criticalCount(window, found.rate, factor, level) / window,
          p_value: Math.exp(found.logChance),
          alpha: level,
          pair: undefined,
          smallest: undefined,
          ...evidenceOf(labels.filter(({ source }) => source === found.source)),
          ended: undefined,
        }),
      ];
    }
    return [];
  }

  private over(label: SharedLabel): readonly FeedbackSignal[] {
    return [...this.open.accused('share')].flatMap((source) => {
      const isCalm = (set: number, n: number) => set <= n * ordinaryShare(source, this.shares);
      return this.open.take('share', source, label.source === source, label, isCalm) ?? [];
    });
  }
}
