import { criticalExcess, smallestFlipRate } from '../training/power.js';
import type { Tally } from '../training/tally.js';
import type { LabelReference } from './calibrate-feedback.js';
import { evidenceOf, insteadOf } from './evidence.js';
import type { FeedbackBudget, FeedbackSignal } from './feedback-signal.js';
import { disagrees, type JudgedLabel } from './judged-label.js';
import { judgeSource, leastExcess, type Flipped, type Held } from './judge-source.js';
import { enoughWindows, type Nature } from './nature.js';
import type { OpenSignals } from './open-signals.js';
import { PairCusum, type Pair } from './pair-cusum.js';
import type { PairNull } from './pair-null.js';
import type { RecentLabels } from './recent-labels.js';
import { alphaOf, stepOf, thresholdOf } from './shares-of-budget.js';
import { feedbackSigns } from './signs.js';
import { sourceStates, type SourceState } from './source-states.js';
import type { OwnLabels, SourceBook } from './source-book.js';

/** Windows of one source's own labels. */
const windows = [25, 50, 100, 200, 350, 500, 800] as const;
/** A sum takes at least so many labels to grow to its threshold. */
const fewestOfSum = 25;
/** What is not even surprising at one in a hundred is ordinary again. */
const ordinary = 0.01;
/** Sources with a sum that is not 0; the one that has waited for longest is let go. */
const mostSums = 4_000;

/** Watches each source for flipped labels: any, in windows of its own labels, and of one class as another, by CUSUM. */
export class SourceWatch {
  private readonly sums: Map<string, PairCusum>;
  private budget: FeedbackBudget;

  constructor(
    private readonly parts: {
      readonly reference: LabelReference;
      readonly healthy: Tally;
      readonly pairs: PairNull;
      readonly recent: RecentLabels;
      readonly book: SourceBook;
      readonly open: OpenSignals;
      readonly budget: FeedbackBudget;
    },
    memory: ReadonlyMap<string, ReturnType<PairCusum['memory']>> = new Map(),
  ) {
    this.budget = parts.budget;
    this.sums = new Map([...memory].map(([source, sums]) => [source, new PairCusum(sums)]));
  }

  /** Takes a source's newest label, which is the last of its own; signals that begin or end with it. */
  take(own: OwnLabels): readonly FeedbackSignal[] {
    const { open } = this.parts;
    const { source } = own;
    if (this.isOpen(source)) return this.over(own);
    const found = this.flips(own) ?? this.pair(own);
    if (found === undefined) return [];
    this.sums.delete(source);
    return [open.begin(found)];
  }

  /** Every source that is remembered, by name. */
  states(): readonly SourceState[] {
    const { book, reference } = this.parts;
    const longest = (labels: number) => windows.findLast((window) => window <= labels) ?? windows[0];
    return sourceStates(book.all(), this.held(reference.any), (labels) => this.alpha(longest(labels)));
  }

  /** Holds the next labels to another budget. */
  spend(budget: FeedbackBudget): void {
    this.budget = budget;
  }

  memory(): ReadonlyMap<string, ReturnType<PairCusum['memory']>> {
    return new Map([...this.sums].map(([source, sums]) => [source, sums.memory()]));
  }

  private isOpen(source: string): boolean {
    const { open } = this.parts;
    return open.has('flips', source) || open.has('pair', source);
  }

  private accused(): ReadonlySet<string> {
    const { open } = this.parts;
    return new Set([...open.accused('flips'), ...open.accused('pair')]);
  }

  private held(nature: Nature): Held {
    const { reference, healthy, recent } = this.parts;
    return { healthy, recent, classes: reference.scale.classes.length, nature, leftOut: this.accused() };
  }

  private alpha(window: number): number {
    return alphaOf(this.budget, 'flips', window, windows.length);
  }

  private flips(own: OwnLabels): FeedbackSignal | undefined {
    const { reference } = this.parts;
    if (reference.any.windows < enoughWindows) return undefined;
    let held: Held | undefined;
    for (const window of windows) {
      if (own.labels.length < window) return undefined;
      if (own.total % stepOf(window) !== 0) continue;
      const labels = own.labels.slice(-window);
      const alpha = this.alpha(window);
      held ??= this.held(reference.any);
      const flipped = judgeSource('any', labels, held, alpha);
      if (flipped === undefined) continue;
      return {
        sign: feedbackSigns.flips,
        ...this.signalOf(labels, flipped, alpha, labels.filter(disagrees)),
        statistic: 'flip rate',
        value: flipped.rate,
        critical: Math.max(leastExcess, criticalExcess(flipped.excess, flipped.spread, alpha)),
        p_value: flipped.chance,
        pair: undefined,
      };
    }
    return undefined;
  }

  private pair(own: OwnLabels): FeedbackSignal | undefined {
    const { budget } = this;
    const { reference, pairs } = this.parts;
    if (reference.any.windows < enoughWindows) return undefined;
    const last = own.labels.at(-1)!;
    const sums = this.sumsOf(own.source);
    const grown = sums.take(last.number, last.vote.says, last.label, pairs.chances(last, own.source));
    const classes = reference.scale.classes.length;
    const critical = thresholdOf(budget, 'pair', classes);
    if (grown === undefined || grown.value < critical) return undefined;
    const labels = own.labels.filter(({ number }) => number >= grown.since);
    const flipped = judgeSource(
      grown,
      labels,
      this.held(pairs.natureOf(grown)),
      alphaOf(budget, 'pair', fewestOfSum, 1),
    );
    if (flipped === undefined) {
      sums.clear(grown);
      return undefined;
    }
    return {
      sign: feedbackSigns.pair,
      ...this.signalOf(labels, flipped, Math.exp(-critical), labels.filter(isPair(grown))),
      statistic: 'cusum',
      value: grown.value,
      critical,
      p_value: Math.min(Math.exp(-grown.value), 1),
      pair: namesOf(grown, reference),
    };
  }

  private signalOf(
    labels: readonly JudgedLabel[],
    { excess, spread }: Flipped,
    alpha: number,
    against: readonly JudgedLabel[],
  ) {
    const [first, last] = [labels[0]!, labels.at(-1)!];
    return {
      source: last.source,
      window: labels.length,
      first: { offset: first.offset, time: first.time },
      last: { offset: last.offset, time: last.time },
      set: excess.disagreements,
      expected: excess.expected,
      alpha,
      smallest: smallestFlipRate(excess, spread, alpha, leastExcess),
      ...evidenceOf(against, insteadOf(this.parts.reference)),
      ended: undefined,
    };
  }

  private over(own: OwnLabels): readonly FeedbackSignal[] {
    const { open, reference, book } = this.parts;
    const last = own.labels.at(-1)!;
    const isCalm = (_: number, n: number) =>
      judgeSource('any', own.labels.slice(-n), this.held(reference.any), ordinary) === undefined;
    const ended = ['flips', 'pair'].flatMap((sign) => open.take(sign, own.source, disagrees(last), last, isCalm) ?? []);
    // What an episode held is not held against anybody again.
    if (ended.length > 0) book.clear(own);
    return ended;
  }

  private sumsOf(source: string): PairCusum {
    const sums = this.sums.get(source) ?? new PairCusum();
    this.sums.delete(source);
    this.sums.set(source, sums);
    if (this.sums.size > mostSums) this.sums.delete(this.sums.keys().next().value!);
    return sums;
  }
}

export function isPair({ from, to }: Pair): (label: JudgedLabel) => boolean {
  return ({ vote, label }) => vote.says === from && label === to;
}

/** A pair by the names of its classes. */
export function namesOf({ from, to }: Pair, { scale: { classes } }: LabelReference): { from: string; to: string } {
  return { from: classes[from]!, to: classes[to] ?? 'a class of its own' };
}
